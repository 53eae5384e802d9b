//! Runs scripts with `pm.*` on QuickJS, in limits of time and memory.
//!
//! A [`Sandbox`] belongs to one run and one thread. [`Sandbox::run`] takes a [`Call`] (the script
//! and what it may see) and a [`Host`] (what it may ask for) and answers [`Finished`]. Scripts of a
//! run share one global object, as they do in Postman: an assignment to an undeclared name is seen
//! by later scripts, a `var` is not.
//!
//! Suggested reading order: [`call`] (what goes in), [`host`] (what a script asks for while it
//! runs), [`finished`] (what comes out), [`limits`], [`pm`] (what scripts find).

mod bytecode;
pub mod call;
mod charset;
mod compile;
mod cross;
mod engine;
mod execution;
mod fault;
pub mod finished;
mod guard;
pub mod host;
mod json_text;
mod library;
pub mod limits;
mod native;
pub mod pm;
mod sandbox;
mod shared;
pub mod shown;
mod v8;

pub use call::{Body, Call, Event, Info, Lazy, Location, Response};
pub use finished::{Finished, Limit, NextRequest, ScriptError, Visualizer};
pub use host::{Assertion, Host, HostFault, JarCall, Level, NestedCall, SentResponse, VaultCall};
pub use limits::{Limits, Stopper};
pub use sandbox::Sandbox;
pub use shown::Shown;
