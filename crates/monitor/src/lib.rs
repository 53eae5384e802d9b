//! Starts runs of collections by schedule, webhook or hand, and keeps what became of them.
//!
//! [`Monitors`] is one per process. What is to be run waits in the store, so nothing is lost with the
//! process: a due slot becomes a row before its monitor's schedule moves on, a webhook is answered
//! when its row is durable, and a run that was cut short is told as aborted and not repeated.
//!
//! Suggested reading order: [`Definition`] and [`Schedule`] (what a monitor is), `slots` (what
//! becomes of due slots), `engine` and `execute` (from the queue to the result), `attempt` and
//! `collect` (one run), `changes`, `notify`; [`webhook`]; [`Asked`] (a run that somebody waits for).

mod attempt;
mod changes;
mod collect;
mod definition;
mod direct;
mod engine;
mod execute;
mod notify;
mod schedule;
mod settings;
mod slots;
pub mod webhook;

pub use definition::{
    Creator, Definition, Mail, Notifications, Region, Retry, RunOptions, Webhook,
};
pub use direct::{Asked, Counts, Failed, Halt, Outcome, Report, Sent};
pub use engine::{Monitors, StartFault};
pub use schedule::{Schedule, ScheduleFault};
pub use settings::{Limits, Notify, Secret, Settings, Smtp};
