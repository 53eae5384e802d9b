//! What a script is given.

use std::{cell::RefCell, fmt, rc::Rc};

use bytes::Bytes;
use model::variables::{Dynamic, Scopes};
use serde_json::Value;

/// One script to run, and what it may see.
#[derive(Clone)]
pub struct Call {
    /// The source text.
    pub script: Rc<str>,
    /// What to call the script in messages: names from the collection to its owner.
    pub name: String,
    /// Which event it belongs to.
    pub event: Event,
    /// The variables; what the script sets is there when it has finished, and already before.
    pub scopes: Rc<RefCell<Scopes>>,
    /// What makes the values of dynamic variables in `replaceIn`.
    pub dynamic: Rc<RefCell<dyn Dynamic>>,
    /// `pm.info`.
    pub info: Info,
    /// `pm.execution.location`.
    pub location: Location,
    /// The request in the collection format: as it stands (prerequest), as it was sent (test).
    pub request: Lazy,
    /// The response, in test scripts.
    pub response: Option<Rc<Response>>,
    /// Cookies valid for the final URL: a list of objects as in `pm.cookies`.
    pub cookies: Lazy,
    /// False leaves the legacy globals out, as `use sandbox2` does.
    pub legacy: bool,
}

/// The event that a script listens to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event {
    /// Before the request.
    Prerequest,
    /// After the response.
    Test,
}

impl Event {
    /// The name as in `pm.info.eventName`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Prerequest => "prerequest",
            Self::Test => "test",
        }
    }
}

/// What `pm.info` says.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// From 0.
    pub iteration: u32,
    /// How many iterations the run has.
    pub iteration_count: u32,
    /// The item's name.
    pub request_name: String,
    /// The item's id.
    pub request_id: String,
}

/// Where the item is: `pm.execution.location`.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// Names from the collection to the item.
    pub path: Vec<String>,
    /// The name of the node that owns the script.
    pub current: String,
}

/// A JSON value that is made when a script asks for it.
#[derive(Clone)]
pub struct Lazy(Rc<dyn Fn() -> Value>);

impl Lazy {
    /// Makes the value by `make`, at most once per script.
    pub fn new(make: impl Fn() -> Value + 'static) -> Self {
        Self(Rc::new(make))
    }

    /// Makes the value.
    #[must_use]
    pub fn value(&self) -> Value {
        (self.0)()
    }
}

impl From<Value> for Lazy {
    fn from(value: Value) -> Self {
        Self::new(move || value.clone())
    }
}

impl fmt::Debug for Lazy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Lazy")
    }
}

/// A response as scripts see it.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// An id of its own.
    pub id: String,
    /// The status code; `None` after a failed request.
    pub code: Option<u16>,
    /// The reason phrase.
    pub status: String,
    /// Headers as received.
    pub headers: Vec<(String, String)>,
    /// The decoded body.
    pub body: Body,
    /// Milliseconds.
    pub response_time: Option<u64>,
    /// Bytes of the decoded body.
    pub response_size: Option<u64>,
    /// Bytes of the body on the wire.
    pub downloaded: Option<u64>,
}

/// The bytes of a body.
pub type Body = Bytes;
