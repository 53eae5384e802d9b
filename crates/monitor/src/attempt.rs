//! One run, on a thread of its own.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use model::{
    runnable,
    variables::{Scope, Variable},
};
use runner::{Abort, FailureKind, Input, Options, RunFault, Summary};
use serde_json::Value;
use store::RunState;
use wire::Guard;

use crate::{
    Definition, Settings,
    collect::{Collected, Collector},
};

/// The global variable that holds what a webhook was called with.
const PREVIOUS: &str = "previousRequest";

/// What a run begins with.
#[derive(Clone, Debug)]
pub(crate) struct Inputs {
    /// The collection, as JSON.
    pub(crate) collection: String,
    /// The environment, as JSON.
    pub(crate) environment: Option<String>,
    /// What a webhook was called with, as JSON.
    pub(crate) previous: Option<String>,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub(crate) state: RunState,
    /// Why it is not a success.
    pub(crate) reason: String,
    pub(crate) collected: Collected,
}

impl Ended {
    /// A run that could not begin.
    pub(crate) fn error(reason: impl Into<String>) -> Self {
        Self { state: RunState::Error, reason: reason.into(), collected: Collected::default() }
    }
}

/// Runs once; waits on another thread.
pub(crate) async fn attempt(
    inputs: Arc<Inputs>,
    definition: &Definition,
    settings: &Settings,
    abort: &Abort,
) -> Ended {
    let options = options(definition, settings);
    let (abort, limit) = (abort.clone(), settings.limits.time);
    let ended = on_thread(move || run(&inputs, &options, &abort, limit)).await;
    ended.unwrap_or_else(Ended::error)
}

/// Does `work` on a thread of its own; or says why there is no result.
pub(crate) async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    let (send, receive) = tokio::sync::oneshot::channel();
    let thread = std::thread::Builder::new().name("monitor".to_owned()).spawn(move || {
        // Whoever waited is gone when this fails.
        let _ = send.send(work());
    });
    match thread {
        Ok(_) => receive.await.map_err(|_| "the run was cut short".to_owned()),
        Err(error) => Err(format!("the system gives no thread: {error}")),
    }
}

/// What is run, or why it can't be.
pub(crate) fn input(inputs: &Inputs) -> Result<Input, String> {
    let mut new_id = || uuid::Uuid::new_v4().to_string();
    let collection = runnable::parse(&inputs.collection, &mut new_id)
        .map_err(|fault| format!("the collection can't be run: {fault}"))?;
    let mut input = Input::new(collection);
    if let Some(text) = &inputs.environment {
        input.environment = runnable::read_scope(text, &mut new_id)
            .map_err(|fault| format!("the environment can't be used: {fault}"))?;
    }
    if let Some(previous) = &inputs.previous {
        let variable = Variable::new(PREVIOUS, Some(Value::String(previous.clone())));
        input.globals = Scope::new(vec![variable]);
    }
    Ok(input)
}

fn run(inputs: &Inputs, options: &Options, abort: &Abort, limit: Duration) -> Ended {
    let input = match input(inputs) {
        Ok(input) => input,
        Err(reason) => return Ended::error(reason),
    };
    let collector = Collector::default();
    match runner::run(input, options, vec![Box::new(collector.clone())], abort) {
        Ok(finished) => {
            let (state, reason) = verdict(&finished.summary, limit);
            Ended { state, reason, collected: collector.take(&finished.summary) }
        }
        Err(fault) => Ended::error(fault.to_string()),
    }
}

/// How a run ended, and why it is not a success.
fn verdict(summary: &Summary, limit: Duration) -> (RunState, String) {
    if summary.aborted {
        return (RunState::Aborted, "the run was stopped".to_owned());
    }
    match &summary.error {
        Some(RunFault::TimedOut) => {
            let reason = format!("the run took longer than {} seconds", limit.as_secs());
            return (RunState::Aborted, reason);
        }
        Some(RunFault::Limit(what)) => return (RunState::Aborted, what.clone()),
        Some(fault) => return (RunState::Error, fault.to_string()),
        None => {}
    }
    let assertion = |kind: &FailureKind| matches!(kind, FailureKind::Assertion { .. });
    let other = summary.failures.iter().find(|failure| !assertion(&failure.kind));
    if let Some(failure) = other {
        let message = failure.error.message.as_deref().unwrap_or("an error without a message");
        return (RunState::Error, format!("{}: {message}", failure.item.name));
    }
    let failed = summary.statistics.assertions.failed;
    match summary.failures.first() {
        None => (RunState::Success, String::new()),
        Some(first) => {
            let more = if failed > 1 { format!(" and {} more", failed - 1) } else { String::new() };
            let name = match &first.kind {
                FailureKind::Assertion { name, .. } => name.as_str(),
                _ => "a test",
            };
            (RunState::Failed, format!("{}: {name}{more} failed", first.item.name))
        }
    }
}

fn options(definition: &Definition, settings: &Settings) -> Options {
    let given = definition.options.unwrap_or_default();
    let mut options = bounded(settings);
    options.delay = definition.request_delay();
    options.timeout_request = given.request_timeout.map(Duration::from_millis);
    options.follow_redirects = given.follow_redirects.unwrap_or(true);
    options.insecure = given.strict_ssl == Some(false);
    options
}

/// The options of any run on this server: what it may use and reach.
pub(crate) fn bounded(settings: &Settings) -> Options {
    let mut options = Options::default();
    options.timeout = Some(settings.limits.time);
    // Files of this machine are no part of a collection.
    options.working_dir = PathBuf::from("/nonexistent");
    options.read_outside = false;
    options.limits.script_memory = settings.limits.memory;
    options.limits.response_body = settings.limits.response;
    options.egress = Arc::new(guard(settings));
    options
}

/// What runs may dial.
pub(crate) fn guard(settings: &Settings) -> Guard {
    let mut guard = if settings.private_addresses { Guard::local() } else { Guard::public() };
    let only = |own: &SocketAddr| (*own, "/_mock/".to_owned());
    guard.only_targets = settings.own.iter().map(only).collect();
    guard
}
