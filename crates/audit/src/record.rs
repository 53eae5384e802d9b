//! One record: the facts of one call, or of one event of the log itself.

mod actor;
mod call;
mod event;
mod moment;
mod pairs;

use std::borrow::Cow;

use model::RecordId;
use serde::{Deserialize, Serialize};

pub use actor::{Actor, ActorKind, Channel, Client, Credential, Owner};
pub use call::{Answer, Args, Body, Derived, Effect, Op, Place, Resource, Role};
pub use event::Event;
pub use moment::Moment;
pub use pairs::Pairs;

/// A word that is mostly one of ours and then costs no allocation.
pub type Word = Cow<'static, str>;

/// The form of records written by this version.
pub(crate) const VERSION: u32 = 1;

/// What a record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A call that changes, runs or reveals something is about to be carried out.
    Intent,
    /// What came of an intent.
    Outcome,
    /// A call in one record: reads, denials, limits.
    Decision,
    /// An act of administration in one record.
    Admin,
    /// Something the log or the server did itself.
    System,
}

/// What was decided on a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It may be carried out.
    Allow,
    /// It may not; also when the gate or the log failed.
    Deny,
    /// Not now: a limit is reached.
    Limit,
}

/// The facts of one call, as they were when it was decided.
///
/// Never put credentials, secret values, environment values or bodies into any field. Names are
/// kept as they are; [`crate::sentence`] cleans them.
// INVARIANT: fields stand in alphabetical order here and in every part, because serde writes them
// in this order and the stored form has sorted keys. `tests::keys_are_sorted` checks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who called.
    #[serde(default, skip_serializing_if = "Actor::is_system")]
    pub actor: Actor,
    /// Path and query parameters, and what is kept of the body.
    #[serde(default, skip_serializing_if = "Args::is_empty")]
    pub args: Args,
    /// A short explanation for administrators, worded to follow `denied:` or `allowed:`.
    ///
    /// Names in it must have gone through [`crate::quoted`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// What allowed or denied it, worded to follow `by`, e.g. `collections read`.
    ///
    /// Names in it must have gone through [`crate::quoted`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// By which door the call came.
    pub channel: Channel,
    /// From where.
    #[serde(default, skip_serializing_if = "Client::is_empty")]
    pub client: Client,
    /// How many alike calls this record stands for.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u64,
    /// What was decided.
    pub decision: Decision,
    /// Facts worked out from the call.
    #[serde(default, skip_serializing_if = "Derived::is_empty")]
    pub derived: Derived,
    /// What the log itself did; only in records of kind `system`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
    /// Identifies the record; given to callers as the request id.
    pub id: RecordId,
    /// On an outcome, its intent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_id: Option<RecordId>,
    /// On an outcome, the number of its intent, where that was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_seq: Option<u64>,
    /// What the record tells.
    pub kind: RecordKind,
    /// Microseconds since the server started, by a clock that never goes back.
    #[serde(default)]
    pub mono_us: u64,
    /// The smallest grants that would have allowed it, e.g. `workspaces full on 'Core'`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub op: Option<Op>,
    /// The call this one is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<RecordId>,
    /// Which state of the rules decided.
    #[serde(default)]
    pub policy_version: u64,
    /// Reason code, e.g. `not_granted`; empty on an allow.
    #[serde(default, skip_serializing_if = "str_is_empty")]
    pub reason: Word,
    /// What the call names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Answer>,
    /// Ids of the grants and blocks that decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Its number in the log, from 1 without gaps. The log gives it.
    pub seq: u64,
    /// The sentence. The log writes it.
    #[serde(default)]
    pub text: String,
    /// When it was decided.
    pub ts: Moment,
    /// Version of this form.
    pub v: u32,
    /// The hash the log stored with it; `None` until it was read back.
    #[serde(skip)]
    pub hash: Option<crate::Hash>,
}

impl Record {
    /// Starts a record made now: allowed, by nobody yet, with a new id.
    #[must_use]
    pub fn new(kind: RecordKind, channel: Channel) -> Self {
        Self {
            actor: Actor::default(),
            args: Args::default(),
            because: String::new(),
            by: String::new(),
            channel,
            client: Client::default(),
            count: 1,
            decision: Decision::Allow,
            derived: Derived::default(),
            event: None,
            id: RecordId::now(),
            intent_id: None,
            intent_seq: None,
            kind,
            mono_us: moment::mono_us(),
            needs: Vec::new(),
            op: None,
            parent_id: None,
            policy_version: 0,
            reason: Word::default(),
            resources: Vec::new(),
            result: None,
            rules: Vec::new(),
            seq: 0,
            text: String::new(),
            ts: Moment::now(),
            v: VERSION,
            hash: None,
        }
    }

    /// A record of something the log did itself.
    #[must_use]
    pub fn system(event: Event, now: Moment) -> Self {
        Self { event: Some(event), ts: now, ..Self::new(RecordKind::System, Channel::System) }
    }

    /// Starts the outcome of this intent: same facts, new id and time, linked to it.
    ///
    /// `seq` is the number the log gave the intent, if it is known by now: an intent and its
    /// outcome may be enqueued one right after the other.
    #[must_use]
    pub fn outcome(&self, seq: impl Into<Option<u64>>, answer: Answer) -> Self {
        let fresh = Self::new(RecordKind::Outcome, self.channel);
        Self {
            id: fresh.id,
            ts: fresh.ts,
            mono_us: fresh.mono_us,
            kind: RecordKind::Outcome,
            intent_id: Some(self.id.clone()),
            intent_seq: seq.into(),
            result: Some(answer),
            args: Args::default(),
            seq: 0,
            text: String::new(),
            hash: None,
            ..self.clone()
        }
    }

    /// The resource the call is about: the first target, else the first source.
    #[must_use]
    pub fn target(&self) -> Option<&Resource> {
        let of = |role| self.resources.iter().find(move |resource| resource.role == role);
        of(Role::Target).or_else(|| of(Role::Source))
    }
}

impl Default for Record {
    fn default() -> Self {
        Self::new(RecordKind::Decision, Channel::Rest)
    }
}

fn one() -> u64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(count: &u64) -> bool {
    *count == 1
}

fn str_is_empty(word: &Word) -> bool {
    word.is_empty()
}

#[cfg(test)]
pub(crate) mod tests;
