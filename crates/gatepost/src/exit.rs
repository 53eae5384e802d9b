//! How the program ends: exit codes, and errors as a sentence with a hint.

use std::process::ExitCode;

/// How a command ended; the numbers are a promise to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All went well.
    Done = 0,
    /// A check failed, or the log is broken.
    Failed = 1,
    /// The command was used wrongly.
    Usage = 2,
    /// A file or another input can't be read or parsed.
    Input = 3,
    /// The server can't be reached or started, or it doesn't know the caller.
    Connection = 4,
    /// Policy denies it.
    Denied = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command stops: one sentence that names the thing, and what helps.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub(crate) struct Failure {
    /// The exit code.
    pub(crate) exit: Exit,
    /// What went wrong, lower case, without a final period.
    pub(crate) sentence: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

impl Failure {
    fn new(exit: Exit, sentence: impl Into<String>) -> Self {
        Self { exit, sentence: sentence.into(), hint: None }
    }

    /// The command was used wrongly.
    pub(crate) fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Usage, sentence)
    }

    /// An input can't be read or parsed.
    pub(crate) fn input(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Input, sentence)
    }

    /// The server can't be reached or started, or it doesn't know the caller.
    pub(crate) fn connection(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Connection, sentence)
    }

    /// Policy denies it.
    pub(crate) fn denied(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Denied, sentence)
    }

    /// Adds what to do about it.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
