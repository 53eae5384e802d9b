//! What happens in a run, as values.
//!
//! Order, for one iteration (parts in brackets repeat or may be missing):
//!
//! ```text
//! Start
//!   BeforeIteration
//!     BeforeItem
//!       BeforeScripts(prerequest) [ BeforeScript · (Console|Assertion|Exception|Request)* · Script ] Scripts
//!       BeforeRequest · Request [attempts and auth replays]
//!       BeforeScripts(test)       [ … as above … ]                                             Scripts
//!     Item
//!   Iteration
//! Done
//! ```
//!
//! A skipped item has no `Request` of its own and no `Scripts(test)`. Requests made by scripts
//! (`pm.sendRequest`) and by auth schemes are `Request` events between `BeforeItem` and `Item`, told
//! apart by [`Origin`]. Values of type secret are replaced before an event is made.
//!
//! Events own what they hold (shared, cheap to move), so they cross threads: with several jobs they
//! still arrive iteration after iteration, as if there were one.

mod cursor;
mod place;
mod problem;
mod request;
mod script;

use std::sync::Arc;

pub use cursor::Cursor;
pub use place::{CollectionInfo, ItemInfo, Node, Place, Start};
pub use problem::Problem;
pub(crate) use request::Parts;
pub use request::{Header, Hop, Origin, Phases, Received, RequestDone, Sent, SentBody};
pub use script::{Assertion, Console, Level, Listen, ScriptDone, ScriptsDone, Source};

/// Something that happened in a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// The run begins; always the first event.
    Start(Arc<Start>),
    /// An iteration begins; the cursor stands on its first item.
    BeforeIteration(Cursor),
    /// An item begins.
    BeforeItem(Place),
    /// The scripts of one kind are about to run; there may be none.
    BeforeScripts(Place, Listen),
    /// One script is about to run: its id.
    BeforeScript(Place, Listen, Arc<str>),
    /// A script, or the runner itself, wrote to the console.
    Console(Place, Console),
    /// An assertion was made.
    Assertion(Place, Assertion),
    /// A script failed, also asynchronously; a failure of the run only if `ScriptDone` has it too.
    Exception(Place, Listen, Box<Problem>),
    /// One script is done.
    Script(Place, ScriptDone),
    /// All scripts of one kind are done; there is one for prerequest and test even without scripts.
    Scripts(Place, ScriptsDone),
    /// A request is about to be sent.
    BeforeRequest(Place, Origin),
    /// A request is done, or failed.
    Request(Place, Box<RequestDone>),
    /// An item is done; what comes after it.
    Item(Place, Next),
    /// An iteration is done.
    Iteration(Cursor),
    /// The run is done; always the last event. Numbers are in the summary that comes along.
    Done,
}

/// Where a run goes after an item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Next {
    /// On, in order.
    Following,
    /// To the item that a script named; none ends the iteration.
    Named(Option<String>),
    /// Nowhere: the run was stopped.
    Stop,
}

impl Event {
    /// The item that the event belongs to, if it belongs to one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::BeforeItem(place)
            | Self::BeforeScripts(place, _)
            | Self::BeforeScript(place, ..)
            | Self::Console(place, _)
            | Self::Assertion(place, _)
            | Self::Exception(place, ..)
            | Self::Script(place, _)
            | Self::Scripts(place, _)
            | Self::BeforeRequest(place, _)
            | Self::Request(place, _)
            | Self::Item(place, _) => Some(place),
            Self::Start(_) | Self::BeforeIteration(_) | Self::Iteration(_) | Self::Done => None,
        }
    }

    /// The bytes of bodies that the event holds on to.
    #[must_use]
    pub fn weight(&self) -> usize {
        match self {
            Self::Request(_, done) => done.weight(),
            _ => 0,
        }
    }
}
