//! From the queue to the result.

use std::sync::Arc;

use catalog::Kind;
use gate::{Barred, Creator, Opened, Trigger, policy::Resource};
use model::{ElementKind, ElementRef, RecordId, collection};
use runner::Abort;
use serde_json::{Value, json};
use store::{Cause, Done, Execution, MonitorRun, RunState, RunTally, StoreError};

use crate::{
    Definition, Monitors,
    attempt::{Ended, Inputs, attempt},
    changes,
    notify::{self, Told},
    webhook::Payload,
};

/// A run that begins so long after its slot is late, in milliseconds.
const LATE: i64 = 60_000;

/// A monitor that is about to run.
struct Ready {
    resource: Resource,
    definition: Definition,
    creator: Creator,
    inputs: Arc<Inputs>,
    /// Revisions of collection and environment.
    collection: i64,
    environment: Option<i64>,
    names: (String, Option<String>),
    /// The record that announced it; none for a run by hand, which its call announced.
    opened: Option<Opened>,
}

/// Why nothing is run.
enum Stop {
    Skipped(String),
    Error(String),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a monitor can't be read");
        Self::Error("the store could not be read".to_owned())
    }
}

impl Monitors {
    /// Carries out an execution that was claimed, to its end in store and log.
    pub(crate) async fn execute(&self, execution: Execution, abort: &Abort) {
        let started = execution.started_at.unwrap_or_default();
        let late = execution.slot.is_some_and(|slot| started - slot > LATE);
        let ready = match self.ready(&execution).await {
            Ok(ready) => ready,
            Err(stop) => {
                let (state, reason) = match stop {
                    Stop::Skipped(reason) => (RunState::Skipped, reason),
                    Stop::Error(reason) => (RunState::Error, reason),
                };
                let done = self.done(state, reason, RunTally::default(), None, Vec::new());
                return self.finish(&execution.id, late, done).await;
            }
        };
        let (ended, runs) = self.tries(&execution, &ready, abort).await;
        let changes = self.changes(&execution, &ready, &ended).await;
        let print = changes::print(&ended.collected, ready.collection, ready.environment);
        let report = json!({ "changes": changes, "print": print });
        let tally = ended.collected.tally;
        let done = self.done(ended.state, ended.reason.clone(), tally, Some(&report), runs);
        self.finish(&execution.id, late, done).await;
        let status = match ended.state {
            RunState::Error => 502,
            RunState::Aborted => 504,
            _ => 200,
        };
        if let Some(opened) = ready.opened
            && let Err(error) = self.0.outside.end(opened, status, None).await
        {
            tracing::error!(%error, "the end of a run could not be recorded");
        }
        let told = Told {
            monitor: &ready.resource,
            definition: &ready.definition,
            names: (&ready.names.0, ready.names.1.as_deref()),
            state: ended.state,
            reason: &ended.reason,
            tally,
            changes: &changes,
        };
        notify::tell(&self.0, &told).await;
    }

    fn done(
        &self,
        state: RunState,
        reason: String,
        tally: RunTally,
        report: Option<&Value>,
        runs: Vec<MonitorRun>,
    ) -> Done {
        let report = report.map(Value::to_string).unwrap_or_default();
        Done { state, reason, tally, report, runs, at: self.0.outside.clock().now() }
    }

    /// Reads everything, asks whether it may run, and announces it.
    async fn ready(&self, execution: &Execution) -> Result<Ready, Stop> {
        let inner = &self.0;
        let gone = || Stop::Skipped("the monitor was deleted".to_owned());
        let found = inner.store.document(ElementKind::Monitor, &execution.monitor).await?;
        let (_, document) = found.ok_or_else(gone)?;
        let resource = inner.outside.resource(Kind::Monitor, &execution.monitor).await?;
        let resource = resource.ok_or_else(gone)?;
        let definition = Definition::read(&document.body)
            .map_err(|_| Stop::Error("the monitor can't be read".to_owned()))?;
        let creator = Creator::from(&definition.creator);
        self.acts_for(&execution.id, &creator);
        let payload = Payload::read(&execution.payload);
        let trigger = match (execution.cause, &payload) {
            (Cause::Schedule, _) => Some(Trigger::Schedule),
            (Cause::Webhook, payload) => Some(Trigger::Webhook {
                name: resource.name.clone(),
                peer: payload.as_ref().map(|payload| payload.peer.clone()).unwrap_or_default(),
            }),
            (Cause::Manual, _) => None,
        };
        let environment = definition.environment.as_deref();
        let may = inner.outside.may_run(&creator, &definition.collection, environment).await?;
        let leave = match may {
            Ok(leave) => leave,
            Err(barred) => return Err(self.refuse(trigger, &creator, &resource, barred).await),
        };
        let from = ElementRef::parse(&definition.collection).id;
        let read = inner.store.collection(&from).await?;
        let read = read.ok_or_else(|| Stop::Skipped("its collection is gone".to_owned()))?;
        let with = match environment {
            None => None,
            Some(uid) => {
                let id = ElementRef::parse(uid).id;
                let found = inner.store.document(ElementKind::Environment, &id).await?;
                Some(found.ok_or_else(|| Stop::Skipped("its environment is gone".to_owned()))?)
            }
        };
        let opened = match &trigger {
            None => None,
            Some(trigger) => {
                let record = RecordId::parse(&execution.record).unwrap_or_else(RecordId::now);
                let begun = inner.outside.begin(record, trigger, &creator, &resource, &leave).await;
                let failed = |_| Stop::Error("it could not be recorded".to_owned());
                Some(begun.map_err(failed)?)
            }
        };
        Ok(Ready {
            collection: read.element.version,
            environment: with.as_ref().map(|(element, _)| element.version),
            names: (
                read.element.name.clone(),
                with.as_ref().map(|(element, _)| element.name.clone()),
            ),
            inputs: Arc::new(Inputs {
                collection: collection::render(&read),
                environment: with.map(|(_, document)| document.fill()),
                previous: payload.map(|payload| payload.previous()),
            }),
            resource,
            definition,
            creator,
            opened,
        })
    }

    /// Tells that a run may not begin.
    async fn refuse(
        &self,
        trigger: Option<Trigger>,
        creator: &Creator,
        monitor: &Resource,
        barred: Barred,
    ) -> Stop {
        if let Some(trigger) = trigger
            && let Err(error) = self.0.outside.refuse(&trigger, creator, monitor, &barred).await
        {
            tracing::error!(%error, "a refused run could not be recorded");
        }
        Stop::Skipped(format!("whoever made it may not run it: {}", barred.because))
    }

    /// Tries until it passes, as often as the monitor says.
    async fn tries(
        &self,
        execution: &Execution,
        ready: &Ready,
        abort: &Abort,
    ) -> (Ended, Vec<MonitorRun>) {
        let inner = &self.0;
        let mut runs = Vec::new();
        let attempts = ready.definition.attempts();
        let mut number = 0;
        loop {
            number += 1;
            let started_at = inner.outside.clock().now();
            let ended =
                attempt(ready.inputs.clone(), &ready.definition, &inner.settings, abort).await;
            runs.push(MonitorRun {
                id: model::id::new_element_id(),
                monitor: execution.monitor.clone(),
                attempt: number,
                state: ended.state,
                started_at,
                finished_at: inner.outside.clock().now(),
                summary: summary(&ended),
                log: Value::from(ended.collected.log.clone()).to_string(),
            });
            let again = matches!(ended.state, RunState::Failed | RunState::Error);
            let barred = inner.outside.stopped(&ready.creator).is_some();
            if !again || number >= attempts || barred || abort.is_aborted() {
                return (ended, runs);
            }
        }
    }

    /// What changed since the last good run, for one that is not.
    async fn changes(&self, execution: &Execution, ready: &Ready, ended: &Ended) -> Vec<String> {
        if ended.state == RunState::Success {
            return Vec::new();
        }
        let good = self.0.store.last_execution(&execution.monitor, true).await.ok().flatten();
        let good = good.and_then(|good| serde_json::from_str::<Value>(&good.report).ok());
        let print = good.as_ref().and_then(|report| report.get("print"));
        print.map_or_else(Vec::new, |print| {
            changes::changes(print, &ended.collected, ready.collection, ready.environment)
        })
    }
}

/// A try as history keeps it.
fn summary(ended: &Ended) -> String {
    let collected = &ended.collected;
    let RunTally { assertions, assertions_failed, requests, requests_failed, latency, bytes } =
        collected.tally;
    json!({
        "reason": ended.reason,
        "assertions": { "total": assertions, "failed": assertions_failed },
        "requests": { "total": requests, "failed": requests_failed },
        "latency": latency,
        "bytes": bytes,
        "executions": collected.executions,
        "failures": collected.failures,
    })
    .to_string()
}
