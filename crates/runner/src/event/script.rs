//! What scripts did.

use std::{sync::Arc, time::Duration};

use sandbox::Shown;
use uuid::Uuid;

use super::{Next, Problem};

/// The two kinds of scripts.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Listen {
    /// Before the request.
    Prerequest,
    /// After the response.
    Test,
}

impl Listen {
    /// The word of the collection format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Prerequest => "prerequest",
            Self::Test => "test",
        }
    }
}

/// The level of a console message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Level {
    /// `console.debug`
    Debug,
    /// `console.log`
    Log,
    /// `console.info`
    Info,
    /// `console.warn`
    Warn,
    /// `console.error`
    Error,
    /// `console.clear`
    Clear,
}

impl Level {
    /// The name of the console's function.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Log => "log",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::Clear => "clear",
        }
    }
}

/// Who wrote to the console.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// A script.
    Script(Listen),
    /// The runner, about the request.
    Runner,
}

/// A message on the console.
#[derive(Clone, Debug)]
pub struct Console {
    /// Its level.
    pub level: Level,
    /// Who wrote it.
    pub source: Source,
    /// The arguments.
    pub messages: Vec<Shown>,
}

/// An assertion.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// Its name.
    pub name: String,
    /// Its number in the script, from 0.
    pub index: u32,
    /// Where it was made.
    pub listen: Listen,
    /// It was skipped, which is no failure.
    pub skipped: bool,
    /// Why it failed.
    pub error: Option<Box<Problem>>,
}

/// A script that is done.
#[derive(Clone, Debug)]
pub struct ScriptDone {
    /// Its kind.
    pub listen: Listen,
    /// Its id.
    pub id: Arc<str>,
    /// This execution of it.
    pub execution: Uuid,
    /// The name of the collection, folder or item that has it.
    pub owner: Arc<str>,
    /// Why it failed.
    pub error: Option<Box<Problem>>,
    /// Under `--bail`: the failed assertions, as a failure of the script.
    pub bailed: Option<Box<Problem>>,
    /// Where to it sent the run with `setNextRequest`.
    pub next: Next,
    /// It called `skipRequest`.
    pub skipped: bool,
    /// How long it took.
    pub took: Duration,
}

/// All scripts of one kind for one item.
#[derive(Clone, Debug)]
pub struct ScriptsDone {
    /// Their kind.
    pub listen: Listen,
    /// How many ran.
    pub count: u32,
    /// A script skipped the request.
    pub skipped: bool,
}
