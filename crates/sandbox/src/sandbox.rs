//! The scripts of a run.

use std::{cell::RefCell, fmt, rc::Rc, time::Instant};

use futures::{
    FutureExt,
    future::LocalBoxFuture,
    stream::{FuturesUnordered, StreamExt},
};
use tokio::time::{Instant as Tick, sleep_until};

use crate::{
    Call, Finished, Host, Limit, Limits, ScriptError, Stopper,
    engine::{Answer, Engine, Started},
    execution::{Asked, Execution, Repeat, Told},
    guard::Guard,
};

/// Runs the scripts of one run, on the thread that made it.
pub struct Sandbox {
    limits: Limits,
    stopper: Stopper,
    engine: RefCell<Option<Rc<Engine>>>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sandbox").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Sandbox {
    /// A sandbox; nothing is loaded before the first script.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, stopper: Stopper::default(), engine: RefCell::default() }
    }

    /// The switch that stops this sandbox's scripts from another thread.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// Runs a script to its end: until nothing is left that it waits for.
    ///
    /// Needs a current-thread Tokio runtime with time. May be called while another script of this
    /// sandbox waits for its host.
    pub async fn run(&self, call: Call, host: &dyn Host) -> Finished {
        let engine = match self.engine() {
            Ok(engine) => engine,
            Err(error) => return failed(error),
        };
        let deadline = self.limits.script_timeout.and_then(|time| Instant::now().checked_add(time));
        let execution = Rc::new(Execution::new(engine.next_id(), call, deadline));
        let mut run = Run {
            engine: &engine,
            host,
            execution: &execution,
            limits: &self.limits,
            calls: FuturesUnordered::new(),
        };
        let limit = run.finish().await;
        run.close(limit);
        if engine.is_spent() {
            self.retire(&engine);
        }
        execution.leave()
    }

    /// The engine in use, made now if there is none.
    fn engine(&self) -> Result<Rc<Engine>, ScriptError> {
        let mut engine = self.engine.borrow_mut();
        if let Some(engine) = &*engine {
            return Ok(Rc::clone(engine));
        }
        let guard = Rc::new(Guard::new(self.stopper.clone()));
        let made = Engine::new(&self.limits, guard).map_err(|error| ScriptError {
            name: Some("Error".to_owned()),
            message: Some(error.to_string()),
            ..ScriptError::default()
        })?;
        Ok(Rc::clone(engine.insert(Rc::new(made))))
    }

    /// Lets the next script begin with a new engine.
    fn retire(&self, spent: &Rc<Engine>) {
        let mut engine = self.engine.borrow_mut();
        if engine.as_ref().is_some_and(|engine| Rc::ptr_eq(engine, spent)) {
            *engine = None;
        }
    }
}

fn failed(error: ScriptError) -> Finished {
    Finished { error: Some(error), ..Finished::default() }
}

/// A script on its way through the loop.
struct Run<'a> {
    engine: &'a Engine,
    host: &'a dyn Host,
    execution: &'a Rc<Execution>,
    limits: &'a Limits,
    /// Calls of the host, each with its number.
    calls: FuturesUnordered<LocalBoxFuture<'a, (u32, Answer)>>,
}

impl Run<'_> {
    /// Runs the script until nothing is pending; answers the limit that ended it.
    async fn finish(&mut self) -> Option<Limit> {
        let started = self.engine.start(self.execution);
        self.deliver();
        match started {
            Started::Limit(limit) => return Some(limit),
            Started::Threw(error) => self.threw(error),
            Started::Done => {}
        }
        while self.execution.is_pending() {
            self.call_host();
            if let Some(limit) = self.next().await {
                return Some(limit);
            }
            self.deliver();
        }
        self.execution.settled_or_stuck();
        None
    }

    /// A throw of the synchronous part is a failure, unless something is pending.
    fn threw(&self, error: ScriptError) {
        if self.execution.skipped.get() {
            return;
        }
        if self.execution.is_pending() {
            self.execution.async_error(error);
        } else {
            self.execution.finished.borrow_mut().error = Some(error);
        }
    }

    /// Does the next thing that is due: immediates, then timers, then answers of the host.
    async fn next(&mut self) -> Option<Limit> {
        let immediates = self.execution.timers.borrow().immediates();
        let fired = !immediates.is_empty();
        for number in immediates {
            let waits = self.execution.timers.borrow_mut().clear_immediate(number);
            if waits && let Some(limit) = self.fire(number, Repeat::Once) {
                return Some(limit);
            }
        }
        let due = self.execution.timers.borrow_mut().take_due(Tick::now());
        if let Some((number, repeat)) = due {
            return self.fire(number, repeat);
        }
        // Those that were called may have been all that the script waited for.
        if fired || !self.execution.timers.borrow().immediates().is_empty() {
            return None;
        }
        self.wait().await
    }

    fn fire(&self, number: u32, repeat: Repeat) -> Option<Limit> {
        let limit = self.engine.fire(self.execution, number, repeat);
        self.deliver();
        limit
    }

    /// Waits for an answer, a timer or the end of the script's time.
    async fn wait(&mut self) -> Option<Limit> {
        // What was asked for meanwhile starts before anything is waited for.
        self.call_host();
        let due = self.execution.timers.borrow().next_due();
        let end = self.execution.deadline.map(Tick::from_std);
        let timer = async {
            match due {
                Some(due) => sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        let timeout = async {
            match end {
                Some(end) => sleep_until(end).await,
                None => std::future::pending().await,
            }
        };
        let calls = &mut self.calls;
        let answer = async {
            match calls.next().await {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        };
        futures::pin_mut!(timer, timeout, answer);
        let answered = futures::select_biased! {
            answer = answer.fuse() => Some(answer),
            () = timer.fuse() => None,
            () = timeout.fuse() => return Some(Limit::Wait),
        };
        let (number, answer) = answered?;
        self.execution.answered(number);
        self.engine.complete(self.execution, number, answer)
    }

    /// Hands the host what the script wants of it.
    fn call_host(&mut self) {
        for (number, asked) in self.execution.take_asked() {
            self.calls.push(self.future(number, asked));
        }
    }
}

impl<'a> Run<'a> {
    fn future(&self, number: u32, asked: Asked) -> LocalBoxFuture<'a, (u32, Answer)> {
        let (host, execution) = (self.host, Rc::clone(self.execution));
        async move {
            let answer = match asked {
                Asked::Send(request) => match host.send_request(request).await {
                    Ok(response) => {
                        execution.keep(number, response);
                        Answer::Response(true)
                    }
                    Err(fault) => Answer::Error(fault),
                },
                Asked::Run(call) => match host.run_request(call).await {
                    Ok(Some(response)) => {
                        execution.keep(number, response);
                        Answer::Response(true)
                    }
                    Ok(None) => Answer::Response(false),
                    Err(fault) => Answer::Error(fault),
                },
                Asked::Jar(call) => value(host.jar(call).await),
                Asked::Vault(call) => value(host.vault(call).await),
            };
            (number, answer)
        }
        .boxed_local()
    }

    /// Tells the host what the script said, in order.
    fn deliver(&self) {
        for told in self.execution.take_told() {
            match told {
                Told::Console(level, values) => self.host.console(level, values),
                Told::Assertion(assertion) => self.host.assertion(assertion),
            }
        }
    }

    /// Puts down how the script ended.
    fn close(&self, limit: Option<Limit>) {
        match limit {
            None => {
                if let Some(text) = self.engine.finish(self.execution) {
                    self.execution.finished.borrow_mut().request = serde_json::from_str(&text).ok();
                }
            }
            Some(limit) => {
                self.execution.timers.borrow_mut().clear_all();
                if limit != Limit::Memory {
                    self.engine.drop_script(self.execution);
                }
                let mut finished = self.execution.finished.borrow_mut();
                finished.limit = Some(limit);
                finished.error = Some(self.word(limit));
            }
        }
        self.deliver();
    }

    /// A limit in words.
    fn word(&self, limit: Limit) -> ScriptError {
        let name = &self.execution.call.name;
        let message = match limit {
            Limit::Time => {
                let time = self.limits.script_timeout.unwrap_or_default();
                format!("Script execution timed out after {}ms", time.as_millis())
            }
            Limit::Wait => "sandbox: asynchronous script execution timeout".to_owned(),
            Limit::Memory => {
                let megabytes = self.limits.memory_bytes >> 20;
                format!("the script `{name}` used more than {megabytes} MB of memory")
            }
            Limit::Stopped => format!("the script `{name}` was stopped"),
        };
        ScriptError {
            name: Some("Error".to_owned()),
            message: Some(message),
            ..ScriptError::default()
        }
    }
}

fn value(result: Result<serde_json::Value, crate::HostFault>) -> Answer {
    match result {
        Ok(value) => Answer::Value(value),
        Err(fault) => Answer::Error(fault),
    }
}
