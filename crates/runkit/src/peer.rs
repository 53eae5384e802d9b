//! The two programs under comparison.

mod gatepost;
mod newman;
mod process;

use std::{collections::BTreeMap, path::PathBuf};

pub use gatepost::Gatepost;
pub use newman::Newman;

/// A command to run.
#[derive(Debug)]
pub struct Errand {
    /// The arguments, from `run` on.
    pub args: Vec<String>,
    /// Where it runs.
    pub folder: PathBuf,
    /// Environment variables for it.
    pub env: BTreeMap<String, String>,
    /// In a process of its own.
    pub alone: bool,
}

/// How a command ended.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The exit code; `None` after a signal, or when it took too long and was killed.
    pub code: Option<i32>,
    /// What it wrote to stdout.
    pub out: String,
    /// What it wrote to stderr.
    pub err: String,
}
