//! What a script asks for while it runs.

use futures::future::LocalBoxFuture;
use serde_json::{Map, Value};

use crate::{Response, ScriptError, Shown};

/// The run around a script.
///
/// Console output and assertions arrive in the order in which the script made them, after each turn
/// of the script (its synchronous part, a timer, a callback). Of a script that skips its request
/// what came before arrives. Futures run on the script's own thread, several at a time; the script waits for all
/// of them. The host may run another script of the same [`crate::Sandbox`] meanwhile.
pub trait Host {
    /// The script wrote to the console; `console.clear` comes as [`Level::Clear`].
    fn console(&self, level: Level, values: Vec<Shown>);

    /// The script recorded an assertion.
    fn assertion(&self, assertion: Assertion);

    /// Sends a request for `pm.sendRequest`; `request` is in the collection format.
    fn send_request(&self, request: Value) -> LocalBoxFuture<'_, Result<SentResponse, HostFault>>;

    /// Runs a saved request for `pm.execution.runRequest`; `None` if it skipped itself.
    fn run_request(
        &self,
        call: NestedCall,
    ) -> LocalBoxFuture<'_, Result<Option<SentResponse>, HostFault>>;

    /// Reads or changes the cookie jar.
    fn jar(&self, call: JarCall) -> LocalBoxFuture<'_, Result<Value, HostFault>>;

    /// Reads or changes the vault.
    fn vault(&self, call: VaultCall) -> LocalBoxFuture<'_, Result<Value, HostFault>>;
}

/// A level of the console.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Level {
    /// `console.log`.
    Log,
    /// `console.info`.
    Info,
    /// `console.warn`.
    Warn,
    /// `console.error`.
    Error,
    /// `console.debug`.
    Debug,
    /// `console.clear`.
    Clear,
}

impl Level {
    /// The name of the function of `console`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::Debug => "debug",
            Self::Clear => "clear",
        }
    }
}

/// An assertion as a script recorded it.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The name given to `pm.test`.
    pub name: String,
    /// Its place among the assertions of the script, from 0.
    pub index: u32,
    /// True for `pm.test.skip`.
    pub skipped: bool,
    /// Why it failed.
    pub error: Option<ScriptError>,
}

/// What a request of a script came back with.
#[derive(Clone, Debug)]
pub struct SentResponse {
    /// The response.
    pub response: Response,
    /// Cookies valid for its URL: a list of objects as in `pm.cookies`.
    pub cookies: Value,
}

/// `pm.execution.runRequest`.
#[derive(Clone, Debug)]
pub struct NestedCall {
    /// The id of the saved request.
    pub request_id: String,
    /// Variables for the nested run.
    pub variables: Map<String, Value>,
}

/// A call of `pm.cookies.jar()`.
#[derive(Clone, Debug)]
pub enum JarCall {
    /// The value of the cookie `name`; null if there is none.
    Get {
        /// For which URL.
        url: String,
        /// The cookie's name.
        name: String,
    },
    /// All cookies of a URL, as a list of objects.
    GetAll {
        /// For which URL.
        url: String,
    },
    /// Sets a cookie: an object with `name` and `value`, or text in the form of Set-Cookie.
    Set {
        /// For which URL.
        url: String,
        /// The cookie.
        cookie: Value,
    },
    /// Removes the cookie `name`.
    Unset {
        /// For which URL.
        url: String,
        /// The cookie's name.
        name: String,
    },
    /// Removes all cookies of a URL.
    Clear {
        /// For which URL.
        url: String,
    },
}

/// A call of `pm.vault`.
#[derive(Clone, Debug)]
pub enum VaultCall {
    /// The value, or null.
    Get(String),
    /// Sets a value.
    Set(String, Value),
    /// Removes a value.
    Unset(String),
}

/// Why the host could not do it; becomes an `Error` of JavaScript.
#[derive(Clone, Debug, Default)]
pub struct HostFault {
    /// `Error` if empty.
    pub name: String,
    /// The message.
    pub message: String,
    /// Further own properties, such as `code`, `errno`, `syscall`, `address`, `port`.
    pub fields: Map<String, Value>,
}
