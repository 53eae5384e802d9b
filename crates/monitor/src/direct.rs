//! A run that somebody waits for: it is kept nowhere but in the log, and stops when nobody waits.

mod listen;

use std::{
    sync::{PoisonError, atomic::Ordering},
    time::Duration,
};

use gate::{Attendant, Creator};
use model::mask::Masker;
use runner::{Abort, Options, RunFault, Summary};
use serde::{Deserialize, Serialize};

use crate::{
    Monitors, StartFault,
    attempt::{Inputs, bounded, input, on_thread},
    engine::Running,
};
use listen::Listener;

/// What is to be run, and how.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The collection, as JSON with its secrets.
    pub collection: String,
    /// The environment, as JSON with its secrets.
    pub environment: Option<String>,
    /// Whose access it has: the run stops with it.
    pub creator: Creator,
    /// The team of the collection's workspace, or the workspace's owner below zero.
    pub team: i64,
    /// How often all of it is run.
    pub iterations: u32,
    /// The time for a request.
    pub request_timeout: Option<Duration>,
    /// The time for a script.
    pub script_timeout: Option<Duration>,
    /// What ends it early.
    pub halt: Halt,
    /// Takes secrets out of bodies that are shown.
    pub masker: Masker,
}

/// What ends a run early.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that callers know by name")]
pub struct Halt {
    /// A request without an answer or a script that fails, when the request is done.
    pub stop_on_error: bool,
    /// A failed test, when the request is done.
    pub stop_on_failure: bool,
    /// The same as `stop_on_error`, at once.
    pub abort_on_error: bool,
    /// The same as `stop_on_failure`, at once.
    pub abort_on_failure: bool,
}

impl Halt {
    fn anything(self) -> bool {
        self != Self::default()
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Everything was run and nothing failed.
    Passed,
    /// Everything was run and something failed.
    Failed,
    /// It was ended early, by an option or by whoever started it.
    Stopped,
    /// It could not be run to its end.
    Error,
}

/// What a run leaves, without secrets and short.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// How it ended.
    pub outcome: Outcome,
    /// Why it did not get to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How many of what.
    pub counts: Counts,
    /// Milliseconds from begin to end.
    pub duration_ms: i64,
    /// What failed, in order; the first ones.
    pub failures: Vec<Failed>,
    /// Requests in order: the first ones, then only those that failed.
    pub requests: Vec<Sent>,
    /// Failures that are not listed.
    #[serde(skip)]
    pub more_failures: usize,
    /// Requests that are not listed.
    #[serde(skip)]
    pub more_requests: usize,
}

/// How many of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Iterations.
    pub iterations: u64,
    /// Requests, those of scripts included.
    pub requests: u64,
    /// Those without an answer.
    pub requests_failed: u64,
    /// Tests, skipped ones included.
    pub tests: u64,
    /// Failed ones.
    pub tests_failed: u64,
    /// Skipped ones.
    pub tests_skipped: u64,
    /// Scripts that failed.
    pub script_errors: u64,
}

/// Something that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// The request's name.
    pub request: String,
    /// The iteration, from 1; none when there is only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iteration: Option<u32>,
    /// The name of the test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    /// What is wrong.
    pub message: String,
}

/// A request that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Its name.
    pub name: String,
    /// The iteration, from 1; none when there is only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iteration: Option<u32>,
    /// The method.
    pub method: String,
    /// The address without its query.
    pub url: String,
    /// The status of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Milliseconds to the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
    /// Passed tests of all, as `2/3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tests: Option<String>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The begin of the body of an answer that is no success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

impl Monitors {
    /// Runs a collection while its caller waits. It shares the room of monitors.
    pub async fn run_directly(
        &self,
        asked: Asked,
        attendant: Option<&Attendant>,
    ) -> Result<Report, StartFault> {
        let abort = Abort::new();
        let place = self.take_place(&asked, &abort)?;
        let (settings, limit) = (self.settings().clone(), self.settings().limits.time);
        let (heard, stop) = (attendant.cloned(), abort.clone());
        let work = on_thread(move || {
            let options = options(&asked, bounded(&settings));
            run(&asked, &options, &stop, heard, limit)
        });
        let left = async {
            match attendant {
                Some(attendant) => attendant.clone().left().await,
                None => std::future::pending().await,
            }
        };
        tokio::pin!(work);
        let report = tokio::select! {
            report = &mut work => report,
            () = left => {
                abort.abort();
                work.await
            }
        };
        drop(place);
        Ok(report.unwrap_or_else(Report::error))
    }

    /// Takes a place among the runs, if there is one.
    fn take_place(&self, asked: &Asked, abort: &Abort) -> Result<Place, StartFault> {
        let limits = self.settings().limits;
        let mut running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        let of_team = running.values().filter(|one| one.team == asked.team).count();
        let stopped = self.0.stopped.load(Ordering::Acquire);
        if stopped || running.len() >= limits.at_once || of_team >= limits.per_team {
            return Err(StartFault::Full);
        }
        let id = model::id::new_element_id();
        let creator = Some(asked.creator.clone());
        running.insert(id.clone(), Running { team: asked.team, abort: abort.clone(), creator });
        Ok(Place { monitors: self.clone(), id })
    }
}

/// A place among the runs, given back when it is dropped.
struct Place {
    monitors: Monitors,
    id: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.monitors.ended(&self.id);
    }
}

impl Report {
    /// The report of a run that could not begin.
    fn error(reason: String) -> Self {
        Self {
            outcome: Outcome::Error,
            reason: Some(reason),
            counts: Counts::default(),
            duration_ms: 0,
            failures: Vec::new(),
            requests: Vec::new(),
            more_failures: 0,
            more_requests: 0,
        }
    }
}

fn options(asked: &Asked, mut options: Options) -> Options {
    options.iterations = Some(asked.iterations);
    options.timeout_request = asked.request_timeout;
    options.timeout_script = asked.script_timeout;
    if asked.halt.anything() {
        // Between two requests the run looks whether it was ended only if it waits there.
        options.delay = Duration::from_millis(1);
    }
    options
}

fn run(
    asked: &Asked,
    options: &Options,
    abort: &Abort,
    attendant: Option<Attendant>,
    limit: Duration,
) -> Report {
    let inputs = Inputs {
        collection: asked.collection.clone(),
        environment: asked.environment.clone(),
        previous: None,
    };
    let input = match input(&inputs) {
        Ok(input) => input,
        Err(reason) => return Report::error(reason),
    };
    let listener = Listener::new(asked, abort.clone(), attendant);
    match runner::run(input, options, vec![Box::new(listener.clone())], abort) {
        Ok(finished) => {
            let (outcome, reason) = verdict(&finished.summary, listener.halted(), limit);
            listener.report(&finished.summary, outcome, reason)
        }
        Err(fault) => Report::error(fault.to_string()),
    }
}

fn verdict(
    summary: &Summary,
    halted: Option<&'static str>,
    limit: Duration,
) -> (Outcome, Option<String>) {
    if let Some(halted) = halted {
        return (Outcome::Stopped, Some(format!("it was to end at {halted}")));
    }
    if summary.aborted {
        return (Outcome::Stopped, Some("whoever started it, or the server, ended it".to_owned()));
    }
    match &summary.error {
        Some(RunFault::TimedOut) => {
            let reason = format!("it took longer than {} seconds", limit.as_secs());
            (Outcome::Error, Some(reason))
        }
        Some(fault) => (Outcome::Error, Some(fault.to_string())),
        None if summary.failures.is_empty() => (Outcome::Passed, None),
        None => (Outcome::Failed, None),
    }
}
