//! What is stored: elements in workspaces.

use serde::{Deserialize, Serialize};

use crate::{RecordId, TeamId, Uid, UserId};

/// Kinds of elements that lie in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ElementKind {
    /// A collection.
    Collection,
    /// An environment.
    Environment,
    /// An API.
    Api,
    /// A mock server.
    Mock,
    /// A monitor.
    Monitor,
    /// A description of an API.
    Spec,
}

impl ElementKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Collection, Self::Environment, Self::Api, Self::Mock, Self::Monitor, Self::Spec];

    /// The word used in the store and in error bodies.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Environment => "environment",
            Self::Api => "api",
            Self::Mock => "mock",
            Self::Monitor => "monitor",
            Self::Spec => "spec",
        }
    }
}

/// An element without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// Its UUID.
    pub id: String,
    /// Who created it; part of its uid.
    pub owner: UserId,
    /// Its name.
    pub name: String,
    /// The workspace it lies in.
    pub workspace: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// Who changed it last.
    pub updated_by: UserId,
    /// Grows by one with every change of it or of an item in it.
    pub version: i64,
    /// Where it came from, if it is a fork.
    pub fork: Option<Box<Fork>>,
}

/// What a fork says of itself. It was forked when it was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    /// The fork's own name, beside the one it shares with its parent.
    pub label: String,
    /// Uid of the parent.
    pub from: String,
}

impl Element {
    /// Its uid.
    #[must_use]
    pub fn uid(&self) -> Uid {
        Uid { owner: self.owner, id: self.id.clone() }
    }
}

/// A workspace, as one viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// Its UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `personal`, `private`, `team`, `public` or `partner`.
    pub visibility: String,
    /// The team it belongs to; `None` when its owner is in no team.
    pub team: Option<TeamId>,
    /// Who created it.
    pub owner: UserId,
    /// Short description.
    pub about: String,
    /// Long description.
    pub description: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// Who changed it last.
    pub updated_by: UserId,
    /// The viewer's explicit role number (1 to 7), if it has one.
    pub viewer_role: Option<i64>,
}

/// Who changes something, when, and which intent record announced it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The acting user; for an agent its owner.
    pub user: UserId,
    /// Milliseconds since 1970.
    pub at: i64,
    /// The durable intent record.
    pub record: RecordId,
}
