//! How a script ended.

use serde_json::Value;

/// How a script ended, and what it leaves besides variables.
#[derive(Clone, Debug, Default)]
pub struct Finished {
    /// Why the script failed: a throw of its synchronous part, of its awaited rest, or a limit.
    pub error: Option<ScriptError>,
    /// Throws in timers and callbacks, and of a synchronous part that left some: no failures.
    pub async_errors: Vec<ScriptError>,
    /// Rejections that nobody handled.
    pub rejections: Vec<ScriptError>,
    /// The limit that ended it, if one did; `error` says it in words.
    pub limit: Option<Limit>,
    /// The last value given to `setNextRequest`.
    pub next_request: NextRequest,
    /// True if the script called `skipRequest`; nothing else of it counts but `next_request`.
    pub skipped_request: bool,
    /// The request as the script changed it, in the collection format; `None` if it did not.
    pub request: Option<Value>,
    /// What `pm.visualizer` was last told.
    pub visualizer: Option<Visualizer>,
}

/// A limit that ended a script.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Limit {
    /// It computed for too long.
    Time,
    /// It waited for too long.
    Wait,
    /// It used too much memory; what earlier scripts left in the global object is gone.
    Memory,
    /// The run was stopped.
    Stopped,
}

/// An error of a script, with what it has; `throw null` has nothing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ScriptError {
    /// The class, such as `TypeError`.
    pub name: Option<String>,
    /// The message, in V8's words for errors of the language.
    pub message: Option<String>,
    /// `name: message` and the frames.
    pub stack: Option<String>,
    /// The line in the script, from 1.
    pub line: Option<u32>,
    /// The column in the line, from 1.
    pub column: Option<u32>,
}

/// What `setNextRequest` was told.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum NextRequest {
    /// Nothing, or `undefined`.
    #[default]
    Unset,
    /// `null`: the iteration ends.
    End,
    /// An id or a name.
    Name(String),
}

/// What `pm.visualizer` was told last.
#[derive(Clone, Debug, PartialEq)]
pub enum Visualizer {
    /// `clear`.
    Cleared,
    /// `set`.
    Set {
        /// The Handlebars template.
        template: String,
        /// Its data.
        data: Value,
        /// Options for the template engine.
        options: Value,
    },
}
