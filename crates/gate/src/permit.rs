//! The value that lets a handler run. Only the gate makes one.
//!
//! A handler takes a [`Permit`] of its own operation:
//!
//! ```
//! fn delete(_: gate::Permit<catalog::op::DeleteCollection>) {}
//! fn pass_on(permit: gate::Permit<catalog::op::DeleteCollection>) {
//!     delete(permit);
//! }
//! ```
//!
//! A permit of another operation is none:
//!
//! ```compile_fail,E0308
//! fn delete(_: gate::Permit<catalog::op::DeleteCollection>) {}
//! fn sneak(permit: gate::Permit<catalog::op::GetCollection>) {
//!     delete(permit);
//! }
//! ```
//!
//! Nobody else builds one, or the granted call it is opened from, and a call is served once:
//!
//! ```compile_fail,E0451
//! use std::marker::PhantomData;
//! let _: gate::Permit<catalog::op::DeleteCollection> = gate::Permit { operation: PhantomData, ..todo!() };
//! ```
//!
//! ```compile_fail,E0451
//! let _ = gate::Granted { body: bytes::Bytes::new(), ..todo!() };
//! ```
//!
//! ```compile_fail,E0599
//! fn twice(granted: gate::Granted) -> gate::Granted {
//!     granted.clone()
//! }
//! ```

use std::{marker::PhantomData, sync::Arc};

use bytes::Bytes;
use catalog::{Area, Kind, Matched, Operation, Spec};
use model::{RecordId, Stamp, UserId, Visible, Workspace};
use policy::{Resource, Rights};

use crate::{Attendant, Principal, Query};

/// A call that the gate let through. Its fields are private, so nothing else can build one.
pub struct Granted {
    pub(crate) matched: Matched,
    pub(crate) query: Query,
    pub(crate) body: Bytes,
    pub(crate) later: bool,
    pub(crate) pass: Pass,
}

/// What both [`Granted`] and [`Permit`] carry of the decision.
#[derive(Clone)]
pub(crate) struct Pass {
    pub(crate) principal: Arc<Principal>,
    pub(crate) rights: Arc<Rights>,
    pub(crate) resources: Arc<[Resource]>,
    pub(crate) named: Arc<[Resource]>,
    pub(crate) record: RecordId,
    pub(crate) reveal: bool,
    pub(crate) now: i64,
    pub(crate) attendant: Option<Attendant>,
}

/// Proof, in the type system, that its caller may perform `O`.
pub struct Permit<O> {
    pass: Pass,
    operation: PhantomData<O>,
}

/// The request of a granted call.
pub struct Request {
    /// Path parameters and the operation.
    pub matched: Matched,
    /// Query parameters.
    pub query: Query,
    /// The body; JSON without duplicate keys when there is one.
    pub body: Bytes,
    /// True when the caller does not wait for the work to be done (RFC 7240, `respond-async`).
    pub later: bool,
}

impl Granted {
    /// The operation's row.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.matched.spec
    }

    /// Opens the call for a handler of `O`; `None` when it was granted for another operation.
    #[must_use]
    pub fn open<O: Operation>(self) -> Option<(Permit<O>, Request)> {
        let Self { matched, query, body, later, pass } = self;
        (matched.spec == O::SPEC).then(|| {
            (Permit { pass, operation: PhantomData }, Request { matched, query, body, later })
        })
    }
}

impl<O> Permit<O> {
    /// Who calls.
    #[must_use]
    pub fn principal(&self) -> &Principal {
        &self.pass.principal
    }

    /// The user who acts; for an agent its owner, for an administrator nobody (0).
    #[must_use]
    pub fn user(&self) -> UserId {
        self.pass.rights.viewer.user()
    }

    /// The acting user's teams and roles.
    #[must_use]
    pub fn viewer(&self) -> &model::Viewer {
        &self.pass.rights.viewer
    }

    /// The resource that the path names.
    #[must_use]
    pub fn target(&self) -> Option<&Resource> {
        self.pass.resources.first()
    }

    /// The workspace of the target, or the one that a creation goes to.
    #[must_use]
    pub fn workspace(&self) -> Option<&Workspace> {
        self.pass.resources.last()?.workspace.as_deref()
    }

    /// The resource of that kind that the body names, or that the target holds already.
    #[must_use]
    pub fn named(&self, kind: Kind) -> Option<&Resource> {
        self.pass.named.iter().find(|resource| resource.kind == kind)
    }

    /// All resources that the body names.
    #[must_use]
    pub fn all_named(&self) -> &[Resource] {
        &self.pass.named
    }

    /// Who changes something when, through which record.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp { user: self.user(), at: self.pass.now, record: self.pass.record.clone() }
    }

    /// Milliseconds since 1970, when the call was decided.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.pass.now
    }

    /// Whoever waits for the call and wants to hear how far it is.
    #[must_use]
    pub fn attendant(&self) -> Option<&Attendant> {
        self.pass.attendant.as_ref()
    }

    /// True when secret values must be masked in the answer.
    #[must_use]
    pub fn masks(&self) -> bool {
        !self.pass.reveal
    }

    /// True when the caller sees the secrets of `resource` through the reading operation `spec`,
    /// whatever shows it those of the target.
    #[must_use]
    pub fn reveals(&self, spec: &'static Spec, resource: &Resource) -> bool {
        policy::reveals(&self.pass.rights, spec, resource, self.pass.now)
    }

    /// True when the caller's masks must not come back in a write.
    #[must_use]
    pub fn is_agent(&self) -> bool {
        self.pass.rights.is_agent()
    }

    /// Which elements of `area` the caller sees.
    #[must_use]
    pub fn sees(&self, area: Area) -> Visible {
        policy::visible(&self.pass.rights, area, None, self.pass.now)
    }

    /// True when the caller reads anything in `area`.
    #[must_use]
    pub fn reads(&self, area: Area) -> bool {
        !self.sees(area).allowed.is_empty()
    }
}

impl<O: Operation> Permit<O> {
    /// Which elements this listing shows.
    #[must_use]
    pub fn visible(&self) -> Visible {
        policy::visible(&self.pass.rights, O::SPEC.area, Some(O::SPEC), self.pass.now)
    }
}
