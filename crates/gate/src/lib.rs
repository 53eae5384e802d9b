//! Turns a request into a granted call: identity, decision, limit, record.
//!
//! [`Gate`] is the one door. It authenticates, finds the row, decides, counts, records, and only
//! then hands a [`Granted`] to what stands behind it, a [`Serve`]. Handlers open it into a
//! [`Permit`] of their own operation; nobody else can make either.
//!
//! Suggested reading order: [`Gate`], [`Permit`], [`Judge`], [`Facts`], [`Fault`].

mod attend;
mod body;
mod clock;
mod credential;
mod door;
mod facts;
mod form;
mod gate;
mod judge;
mod limits;
mod maintain;
mod named;
mod outside;
mod permit;
mod principal;
mod problem;
mod query;
mod records;
mod recover;
mod reply;
mod rollup;
mod serve;
mod trail;
mod usage;

pub use attend::{Attendant, Attended, Step, attend};
pub use audit;
pub use body::{Body, BodyError, full};
pub use clock::{Clock, ManualClock, Stopwatch, SystemClock};
pub use door::{Channel, Door};
pub use facts::{Facts, StoreFacts};
pub use gate::{Gate, Parts, Refusal};
pub use judge::{Judge, Preview, Snapshot};
pub use limits::{Limit, Limiter, Limits, Standing};
pub use outside::{Barred, Creator, Leave, Opened, Outside, Trigger};
pub use permit::{Granted, Permit, Request};
pub use policy;
pub use principal::{Person, Principal, TeamOf, Who};
pub use problem::{Fault, not_implemented};
pub use query::Query;
pub use records::Records;
pub use recover::RecoverFault;
pub use reply::{Notes, Reply};
pub use serve::Serve;
pub use usage::{Counter, Usage};
