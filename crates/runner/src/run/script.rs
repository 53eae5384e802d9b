//! Running one script.

use std::{rc::Rc, time::Instant};

use sandbox::{Call, Finished, Info, Lazy, Limit, Location, NextRequest};

use super::{
    host::{ScriptHost, Turn},
    item::{Given, Ran},
    plan::{PlannedScript, source},
    problem,
    session::Session,
};
use crate::{
    clock,
    event::{Event, Listen, Next, ScriptDone},
    options::Bail,
    summary::RunFault,
};

impl Session<'_> {
    /// Runs a script and tells what came of it.
    pub(crate) async fn script(
        &self,
        turn: &Turn<'_>,
        listen: Listen,
        script: &PlannedScript,
        given: &Given,
    ) -> Ran {
        let began = Instant::now();
        self.emit(Event::BeforeScript(turn.place(), listen, script.id.clone()));
        let host = ScriptHost::new(self, turn, listen);
        // Boxed, since a script may run a request whose scripts are run by this.
        let call = self.call(turn, script, given);
        let finished = Box::pin(self.sandbox.run(call, &host)).await;
        let failed = host.failed();
        self.learn();
        self.conclude(turn, listen, script, finished, &failed, began)
    }

    fn call(&self, turn: &Turn<'_>, script: &PlannedScript, given: &Given) -> Call {
        let planned = turn.planned;
        let cursor = turn.place().cursor;
        let changed = turn.changed();
        let request = match changed {
            // What an earlier script of this item left.
            Some(changed) if given.listen == Listen::Prerequest => {
                Lazy::new(move || (*changed).clone())
            }
            _ => {
                let make = Rc::clone(&given.request);
                Lazy::new(move || make())
            }
        };
        let cookies = Rc::clone(&given.cookies);
        Call {
            script: source(script),
            name: script.owner.to_string(),
            event: match given.listen {
                Listen::Prerequest => sandbox::Event::Prerequest,
                Listen::Test => sandbox::Event::Test,
            },
            scopes: Rc::clone(&self.scopes),
            dynamic: Rc::clone(&self.dynamic),
            info: Info {
                iteration: cursor.iteration,
                iteration_count: cursor.cycles,
                request_name: planned.info.name.to_string(),
                request_id: planned.info.id.to_string(),
            },
            location: Location {
                path: planned.location.clone(),
                current: script.owner.to_string(),
            },
            request,
            response: given.response.clone(),
            cookies: Lazy::new(move || cookies()),
            legacy: script.legacy,
        }
    }

    fn conclude(
        &self,
        turn: &Turn<'_>,
        listen: Listen,
        script: &PlannedScript,
        finished: Finished,
        failed: &[String],
        began: Instant,
    ) -> Ran {
        let Finished { error, async_errors, rejections, limit, next_request, .. } = finished;
        if limit == Some(Limit::Stopped) {
            return Ran::Stopped;
        }
        let next = match next_request {
            NextRequest::Unset => Next::Following,
            NextRequest::End => Next::Named(None),
            NextRequest::Name(name) => Next::Named(Some(name)),
        };
        turn.named(&next);
        let skipped = finished.skipped_request && listen == Listen::Prerequest;
        if let (Some(changed), false) = (finished.request, skipped) {
            turn.change(changed);
        }
        let mut told: Vec<_> = async_errors.into_iter().map(problem::of_script).collect();
        // A rejection that nobody handles is an error of the script; the others are only told.
        let mut rejections = rejections.into_iter().map(problem::of_script);
        let mut error = error.map(problem::of_script).or_else(|| rejections.next());
        told.extend(rejections);
        if limit == Some(Limit::Time)
            && let Some(time) = self.plan.options.timeout_script
        {
            let time = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            self.sink.fault(RunFault::ScriptTimedOut(time));
            error = Some(problem::new("Error", "sandbox: synchronous script execution timeout"));
        }
        for problem in told.iter().chain(&error) {
            self.emit(Event::Exception(turn.place(), listen, Box::new(problem.clone())));
        }
        let bail = self.plan.options.bail;
        let bailed = (bail == Bail::Failure && error.is_none() && !failed.is_empty())
            .then(|| problem::new("AssertionFailure", failed.join(", ")));
        let ran = match (&error, bail) {
            _ if skipped => Ran::Skipped,
            (Some(error), Bail::Folder) => Ran::Broken(RunFault::Bailed(self.told(error))),
            (Some(_), Bail::Failure) => Ran::Stopped,
            _ if bailed.is_some() => Ran::Stopped,
            _ => Ran::On,
        };
        let done = ScriptDone {
            listen,
            id: script.id.clone(),
            execution: clock::uuid(),
            owner: script.owner.clone(),
            error: error.map(Box::new),
            bailed: bailed.map(Box::new),
            next,
            skipped,
            took: began.elapsed(),
        };
        self.emit(Event::Script(turn.place(), done));
        ran
    }
}
