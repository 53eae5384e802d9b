//! What went wrong, in a shape that all reporters can render.

use uuid::Uuid;

/// An error of a script, an assertion or a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problem {
    /// The class, such as `TypeError`; nothing if a script threw something that is no error.
    pub name: Option<String>,
    /// The message; nothing if a script threw something that is no error.
    pub message: Option<String>,
    /// The stack as text.
    pub stack: Option<String>,
    /// The line in the script, from 1.
    pub line: Option<u32>,
    /// The column in the script, from 1.
    pub column: Option<u32>,
    /// The system's code, such as `ECONNREFUSED`.
    pub code: Option<String>,
    /// The system's number of that code, negative.
    pub errno: Option<i32>,
    /// The call that failed, such as `connect`.
    pub syscall: Option<String>,
    /// The host that was asked for, or the address.
    pub address: Option<String>,
    /// The port.
    pub port: Option<u16>,
    /// What to do about it, in a sentence.
    pub hint: Option<String>,
    /// An id of this occurrence.
    pub id: Uuid,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

impl Problem {
    /// A problem with class and message.
    #[must_use]
    pub fn new(name: &str, message: impl Into<String>) -> Self {
        Self { name: Some(name.to_owned()), message: Some(message.into()), ..Self::default() }
    }

    /// The stack; of what has none the line that it would begin with.
    #[must_use]
    pub fn trace(&self) -> String {
        if let Some(stack) = &self.stack {
            return stack.clone();
        }
        let name = self.name.as_deref().unwrap_or("Error");
        let message = self.message.as_deref().unwrap_or_default();
        // Errors of Node itself have their codes there.
        match self.code.as_deref().filter(|code| name != "Error" && code.starts_with("ERR_")) {
            Some(code) => format!("{name} [{code}]: {message}"),
            None => format!("{name}: {message}"),
        }
    }
}
