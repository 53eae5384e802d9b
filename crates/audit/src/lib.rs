//! The log of records: what was called, by whom, what was decided and what came of it.
//!
//! A [`Record`] is built for every call, worded by [`sentence`] and appended to a [`Log`], which
//! keeps it in segment files as canonical JSON, chained by hashes. An append returns when the
//! record is on disk; many callers share one sync. [`verify`] reads such a folder without the
//! program that wrote it and says where it was changed.
//!
//! Suggested reading order: [`Record`] and its parts, [`sentence`], [`Log`], [`Filter`] for
//! reading back, [`verify`].
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! use audit::{Actor, Channel, Log, Op, Options, Record, RecordKind, Resource};
//! let folder = std::env::temp_dir().join(format!("audit-doc-{}", std::process::id()));
//! let (log, _recovered) = Log::open(&folder, Options::default()).unwrap();
//! let record = Record {
//!     actor: Actor::agent("agt_x", "Release bot", "1", "Ana"),
//!     op: Some(Op::of(catalog::spec("getCollection").unwrap())),
//!     resources: vec![Resource::target("collection", "c1", "Payments").within("w1", "Core")],
//!     by: "collections read".to_owned(),
//!     ..Record::new(RecordKind::Decision, Channel::Rest)
//! };
//! let id = record.id.clone();
//! log.append(record).await.unwrap();
//! assert_eq!(
//!     log.find(&id).await.unwrap().unwrap().text,
//!     "Release bot, for Ana, read collection 'Payments' in workspace 'Core' \
//!      — allowed by collections read.",
//! );
//! log.close().await;
//! # std::fs::remove_dir_all(&folder).unwrap();
//! # });
//! ```

mod canonical;
mod chain;
mod clean;
mod log;
mod query;
mod record;
mod sentence;
mod verify;

pub use chain::Hash;
pub use clean::{clean, quoted};
pub use log::{
    Appender, Clock, Disk, Folder, Log, LogError, MAX_RECORD, Options, Pending, Receipt, Recovered,
    Source, State,
};
pub use query::Filter;
pub use record::{
    Actor, ActorKind, Answer, Args, Body, Channel, Client, Credential, Decision, Derived, Effect,
    Event, Moment, Op, Owner, Pairs, Place, Record, RecordKind, Resource, Role, Word,
};
pub use sentence::{sentence, wording};
pub use verify::{Problem, Range, Report, VerifyError, verify};
