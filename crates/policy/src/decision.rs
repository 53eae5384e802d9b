//! What a decision says.

use std::sync::Arc;

use catalog::{Area, Level};

use crate::Grant;

/// Why a call was refused, as a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each code is explained where it is made, and by its name")]
pub enum Reason {
    Unauthenticated,
    AgentSuspended,
    AgentKilled,
    AgentExpired,
    OwnerInactive,
    UnknownOperation,
    BadRequest,
    AdminOnly,
    AmbiguousResource,
    NotVisible,
    OwnerForbidden,
    Blocked,
    NotGranted,
    OutsideWindow,
    RateLimited,
    AuditUnavailable,
    EngineUnavailable,
    TooLarge,
}

impl Reason {
    /// The code of records and of the header `X-Gatepost-Reason`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::AgentSuspended => "agent_suspended",
            Self::AgentKilled => "agent_killed",
            Self::AgentExpired => "agent_expired",
            Self::OwnerInactive => "owner_inactive",
            Self::UnknownOperation => "unknown_operation",
            Self::BadRequest => "bad_request",
            Self::AdminOnly => "admin_only",
            Self::AmbiguousResource => "ambiguous_resource",
            Self::NotVisible => "not_visible",
            Self::OwnerForbidden => "owner_forbidden",
            Self::Blocked => "blocked",
            Self::NotGranted => "not_granted",
            Self::OutsideWindow => "outside_window",
            Self::RateLimited => "rate_limited",
            Self::AuditUnavailable => "audit_unavailable",
            Self::EngineUnavailable => "engine_unavailable",
            Self::TooLarge => "too_large",
        }
    }
}

/// The smallest grant that would allow a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The area.
    pub area: Area,
    /// The level, or [`Level::Grant`] when only a grant of the operation helps.
    pub level: Level,
    /// The operation, when only naming it helps.
    pub operation: Option<&'static str>,
    /// Name, as stored, of the workspace or element it must hold on; `None` for everything.
    pub on: Option<String>,
}

impl Needed {
    /// `collections=write`, or `operation=deleteCollection`, for the header.
    #[must_use]
    pub fn header(&self) -> String {
        match self.operation {
            Some(operation) => format!("operation={operation}"),
            None => format!("{}={}", self.area.name(), self.level.name()),
        }
    }

    /// `workspaces full`, or `operation deleteCollection`: what a grant would have to give.
    #[must_use]
    pub fn words(&self) -> String {
        match self.operation {
            Some(operation) => format!("operation {operation}"),
            None => format!("{} {}", self.area.name(), self.level.name()),
        }
    }
}

/// Why and how a call is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// The true reason, for the record.
    pub reason: Reason,
    /// True when the caller must not learn more than "not found".
    pub hidden: bool,
    /// What is missing, in words that end a sentence after "denied: ".
    pub because: String,
    /// The smallest grants that would allow it; empty when none would.
    pub needs: Vec<Needed>,
    /// The block that took it away.
    pub rules: Vec<String>,
}

/// The outcome of [`crate::decide`].
#[derive(Clone, Debug)]
pub enum Decision {
    /// The call may happen.
    Allow {
        /// What allowed it, in words that end a sentence after "allowed by ".
        by: String,
        /// The grants that allowed it; none for a user.
        rules: Vec<Arc<Grant>>,
        /// Whether secret values are shown.
        reveal: bool,
    },
    /// The call may not happen.
    Deny(Denial),
}

impl Decision {
    /// True when the call may happen.
    #[must_use]
    pub fn allowed(&self) -> bool {
        matches!(self, Self::Allow { .. })
    }
}
