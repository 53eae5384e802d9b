//! What a run adds up to.

use std::sync::Arc;

use serde_json::Value;

use crate::event::{Cursor, ItemInfo, Listen, Origin, Problem, Sent, Start};

/// The result of a run, complete when it is done and growing until then.
///
/// When a reporter sees an event, the summary contains it already: a failed assertion is the last of
/// `failures`.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// What it started with.
    pub start: Option<Arc<Start>>,
    /// How many of what.
    pub statistics: Statistics,
    /// How long things took.
    pub timings: Timings,
    /// Bytes of decoded bodies received.
    pub received_bytes: u64,
    /// Everything that makes the run fail, in order.
    pub failures: Vec<Failure>,
    /// Why the run ended early, if it did.
    pub error: Option<RunFault>,
    /// The run was aborted from outside.
    pub aborted: bool,
    /// The environment at the end, without secrets; known when the run is done.
    pub environment: Option<Arc<Value>>,
    /// The global variables at the end, without secrets; known when the run is done.
    pub globals: Option<Arc<Value>>,
}

impl Summary {
    /// Nothing failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty() && self.error.is_none() && !self.aborted
    }

    /// The run ended in a way after which the reference writes no report files.
    #[must_use]
    pub fn without_reports(&self) -> bool {
        matches!(self.error, Some(RunFault::TimedOut | RunFault::Bailed(_)))
    }
}

/// Why a run ended early.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RunFault {
    /// The time for the whole run is over.
    #[error("callback timed out")]
    TimedOut,
    /// A script looped until its time was over; the run went on after it.
    #[error("Script execution timed out after {0}ms")]
    ScriptTimedOut(u64),
    /// An error under `--bail folder`.
    #[error("{0}")]
    Bailed(String),
    /// The run used more than its limits allow.
    #[error("{0}")]
    Limit(String),
}

/// A thing that makes the run fail.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Which kind of thing.
    pub kind: FailureKind,
    /// What is wrong.
    pub error: Box<Problem>,
    /// The item.
    pub item: Arc<ItemInfo>,
    /// When in the run.
    pub cursor: Cursor,
    /// The request that failed, if it was one, without its body as it was sent.
    pub request: Option<(Origin, Arc<Sent>)>,
}

/// The kinds of failures.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FailureKind {
    /// A failed assertion.
    Assertion {
        /// Its name.
        name: String,
        /// Its number in the script.
        index: u32,
        /// Where it was made.
        listen: Listen,
    },
    /// A request without an answer.
    Request,
    /// A script that threw, or that was stopped.
    Script(Listen),
}

impl Failure {
    /// Where it happened, such as `assertion:0 in test-script`.
    #[must_use]
    pub fn at(&self) -> String {
        match &self.kind {
            // The reference says `test-script` for assertions before the request, too.
            FailureKind::Assertion { index, .. } => format!("assertion:{index} in test-script"),
            FailureKind::Request => "request".to_owned(),
            FailureKind::Script(listen) => {
                let mut at = format!("{}-script", listen.name());
                for number in [self.error.line, self.error.column].into_iter().map_while(|one| one)
                {
                    at.push(':');
                    at.push_str(&number.to_string());
                }
                at
            }
        }
    }
}

/// How many there were, and how many failed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Count {
    /// All of them.
    pub total: u64,
    /// Begun and not done.
    pub pending: u64,
    /// Failed ones.
    pub failed: u64,
}

/// How many of what happened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Statistics {
    /// Iterations.
    pub iterations: Count,
    /// Items.
    pub items: Count,
    /// Scripts of both kinds.
    pub scripts: Count,
    /// Items that came to their prerequest scripts.
    pub prerequests: Count,
    /// Requests, those of scripts and auth included.
    pub requests: Count,
    /// Items that came to their tests.
    pub tests: Count,
    /// Assertions, skipped ones included.
    pub assertions: Count,
    /// Test scripts.
    pub test_scripts: Count,
    /// Prerequest scripts.
    pub prerequest_scripts: Count,
    /// Assertions that were skipped.
    pub skipped: u64,
    /// Requests that were tried again.
    pub retried: u64,
}

/// How long things took, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Timings {
    /// When the run began, since 1970.
    pub started_ms: i64,
    /// When it ended, since 1970.
    pub completed_ms: i64,
    /// Responses.
    pub response: Average,
    /// Finding addresses.
    pub dns: Average,
    /// Until the first byte of the answer.
    pub first_byte: Average,
}

/// A running mean with its spread.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Average {
    /// How many values.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// Their standard deviation, of the whole population.
    pub deviation: f64,
    /// The sum of squares, of which `deviation` is made.
    squares: f64,
}

impl Average {
    /// Takes one more value.
    pub fn add(&mut self, value: f64) {
        self.min = if self.count == 0 { value } else { self.min.min(value) };
        self.max = if self.count == 0 { value } else { self.max.max(value) };
        self.count = self.count.saturating_add(1);
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        let count = self.count as f64;
        let delta = value - self.mean;
        self.mean += delta / count;
        self.squares += delta * (value - self.mean);
        self.deviation = (self.squares / count).max(0.0).sqrt();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_average_has_the_spread_of_the_whole_population() {
        let mut average = Average::default();
        for value in [4.0, 2.0, 3.0, 4.0, 4.0, 3.0] {
            average.add(value);
        }
        assert!((average.mean - 20.0 / 6.0).abs() < 1e-12);
        assert!((average.deviation - 0.745_355_992_499_929_8).abs() < 1e-12);
        assert!(
            (average.min - 2.0).abs() < f64::EPSILON && (average.max - 4.0).abs() < f64::EPSILON
        );
    }
}
