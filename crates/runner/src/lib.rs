//! Executes a collection and emits events.
//!
//! A run is a loop over iterations and items. Everything that happens becomes an [`Event`], in
//! order; reporters ([`report::Reporter`]) listen and write what they want. Nothing keeps the body
//! of a past response: an event holds it, and when the last listener has seen the event it is gone.
//! [`Summary`] is what a run adds up to.

mod check;
mod clock;
pub mod cookie;
mod event;
mod input;
mod options;
mod redact;
pub mod rehearsal;
pub mod report;
mod request;
mod run;
mod summary;
mod tally;

pub use check::{Finding, What, check};
pub use event::{
    Assertion, CollectionInfo, Console, Cursor, Event, Header, Hop, ItemInfo, Level, Listen, Next,
    Node, Origin, Phases, Place, Problem, Received, RequestDone, ScriptDone, ScriptsDone, Sent,
    SentBody, Source, Start,
};
pub use input::Input;
pub use options::{Bail, CertificateRule, Limits, Options, Secret};
pub use redact::{MASK, Secrets};
pub use run::{Abort, Finished, StartFault, run};
pub use sandbox::Shown;
pub use summary::{Average, Count, Failure, FailureKind, RunFault, Statistics, Summary, Timings};
