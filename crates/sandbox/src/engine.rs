//! A QuickJS runtime with our prelude in it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use rquickjs::{
    CatchResultExt, CaughtError, Context, Ctx, Error, Exception, Function, Object, Persistent,
    Result, Runtime, Value, promise::PromiseState,
};

use crate::{
    HostFault, Limit, Limits, ScriptError,
    bytecode::Compiled as CompiledCode,
    compile::Scripts,
    execution::{Execution, Repeat},
    fault,
    guard::Guard,
    library, native,
    shared::Shared,
};

/// Part of the memory limit above which `null`, thrown, means that memory ran out.
const ALMOST_ALL: f64 = 0.8;

/// Runtime, context and what is kept for all scripts of a run.
pub(crate) struct Engine {
    // NOTE: order matters. What holds values is dropped before the context, that before the runtime.
    entry: Entry,
    scripts: RefCell<Scripts>,
    context: Context,
    runtime: Runtime,
    pub(crate) shared: Rc<Shared>,
    last: Cell<u32>,
}

/// Functions of the prelude.
#[derive(Clone)]
struct Entry {
    start: Persistent<Function<'static>>,
    follow: Persistent<Function<'static>>,
    fire: Persistent<Function<'static>>,
    complete: Persistent<Function<'static>>,
    finish: Persistent<Function<'static>>,
    drop: Persistent<Function<'static>>,
}

/// How the synchronous part of a script ended.
pub(crate) enum Started {
    /// It returned.
    Done,
    /// It threw.
    Threw(ScriptError),
    /// A limit ended it.
    Limit(Limit),
}

/// What comes back to a script.
pub(crate) enum Answer {
    /// An error of the host: class, message and further members.
    Error(HostFault),
    /// The response that was kept under the number of the call; false if there is none.
    Response(bool),
    /// A value.
    Value(serde_json::Value),
}

/// Why an engine could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the script engine does not start: {0}")]
pub(crate) struct NoEngine(String);

impl Engine {
    pub(crate) fn new(limits: &Limits, guard: Rc<Guard>) -> std::result::Result<Self, NoEngine> {
        let refuse = |error: Error| NoEngine(error.to_string());
        let runtime = Runtime::new().map_err(refuse)?;
        runtime.set_memory_limit(limits.memory_bytes);
        runtime.set_max_stack_size(limits.stack_bytes);
        let watch = Rc::clone(&guard);
        runtime.set_interrupt_handler(Some(Box::new(move || watch.check())));
        runtime.set_loader(CompiledCode(library::of_module), CompiledCode(library::of_module));
        let shared = Rc::new(Shared::new(limits.clone(), guard));
        let tracker = Rc::clone(&shared);
        runtime.set_host_promise_rejection_tracker(Some(Box::new(
            move |ctx: Ctx<'_>, promise, reason, handled| {
                track(&tracker, &ctx, promise, &reason, handled);
            },
        )));
        let context = Context::full(&runtime).map_err(refuse)?;
        shared.guard.arm(None);
        let entry = context.with(|ctx| {
            prelude(&ctx, &shared).catch(&ctx).map_err(|error| NoEngine(error.to_string()))
        })?;
        Ok(Self {
            entry,
            scripts: RefCell::default(),
            context,
            runtime,
            shared,
            last: Cell::new(0),
        })
    }

    /// A number for the next script.
    pub(crate) fn next_id(&self) -> u32 {
        let next = self.last.get().wrapping_add(1);
        self.last.set(next);
        next
    }

    /// Runs the synchronous part of a script.
    pub(crate) fn start(&self, execution: &Rc<Execution>) -> Started {
        self.turn(execution, |ctx| self.call_script(ctx, execution))
            .unwrap_or_else(End::into_started)
    }

    fn call_script<'js>(&self, ctx: &Ctx<'js>, execution: &Execution) -> Result<Started> {
        let call = &execution.call;
        let compiled =
            self.scripts.borrow_mut().get(ctx, &self.shared, &call.script, call.legacy)?;
        let start = self.entry.start.clone().restore(ctx)?;
        let make = compiled.make.restore(ctx)?;
        let uses = compiled.uses;
        execution.throws.set(uses.throws);
        let prerequest = call.event == crate::Event::Prerequest;
        let source = uses.legacy.then(|| call.script.to_string());
        let given = (execution.id, make, prerequest, source, uses.sugar);
        let result: Value<'js> = start.call(given)?;
        if !compiled.waits {
            return Ok(Started::Done);
        }
        let Some(promise) = result.as_promise() else { return Ok(Started::Done) };
        match promise.state() {
            PromiseState::Resolved => Ok(Started::Done),
            PromiseState::Rejected => {
                self.shared.handled(&Persistent::save(ctx, result.clone()));
                match promise.result::<Value<'js>>() {
                    Some(Err(error)) => Err(error),
                    _ => Ok(Started::Done),
                }
            }
            PromiseState::Pending => {
                execution.unsettled.set(true);
                let follow = self.entry.follow.clone().restore(ctx)?;
                follow.call::<_, ()>((execution.id, promise.clone()))?;
                Ok(Started::Done)
            }
        }
    }

    /// Calls the callback of a timer or immediate.
    pub(crate) fn fire(
        &self,
        execution: &Rc<Execution>,
        timer: u32,
        repeat: Repeat,
    ) -> Option<Limit> {
        let again = repeat == Repeat::Every;
        self.call_back(execution, |ctx| {
            self.entry.fire.clone().restore(ctx)?.call::<_, ()>((execution.id, timer, again))
        })
    }

    /// Gives the answer to a call of the host.
    pub(crate) fn complete(
        &self,
        execution: &Rc<Execution>,
        call: u32,
        answer: Answer,
    ) -> Option<Limit> {
        self.call_back(execution, |ctx| {
            let (error, kind, value) = match answer {
                Answer::Error(fault) => (error_of(ctx, &fault)?, "error", undefined(ctx)),
                Answer::Response(there) => {
                    (undefined(ctx), "response", Value::new_bool(ctx.clone(), there))
                }
                Answer::Value(json) => {
                    (undefined(ctx), "value", native::text::value_of(ctx, &json)?)
                }
            };
            let complete = self.entry.complete.clone().restore(ctx)?;
            complete.call::<_, ()>((execution.id, call, error, kind, value))
        })
    }

    /// Lets the prelude put down what the script leaves; answers the changed request, if any.
    pub(crate) fn finish(&self, execution: &Rc<Execution>) -> Option<String> {
        let finished = self.turn(execution, |ctx| {
            let finish = self.entry.finish.clone().restore(ctx)?;
            finish.call::<_, Option<String>>((execution.id,))
        });
        finished.ok().flatten()
    }

    /// Forgets a script that is not finished in an orderly way.
    pub(crate) fn drop_script(&self, execution: &Rc<Execution>) {
        let _ = self.turn(execution, |ctx| {
            self.entry.drop.clone().restore(ctx)?.call::<_, ()>((execution.id,))
        });
    }

    /// Calls back into a script; what it throws is an error of its asynchronous part.
    fn call_back(
        &self,
        execution: &Rc<Execution>,
        call: impl FnOnce(&Ctx<'_>) -> Result<()>,
    ) -> Option<Limit> {
        match self.turn(execution, call) {
            Ok(()) => None,
            Err(End::Threw(error)) => {
                execution.async_error(error);
                None
            }
            Err(End::Limit(limit)) => Some(limit),
        }
    }

    /// One turn of a script: `work`, then all jobs of promises.
    fn turn<T>(
        &self,
        execution: &Rc<Execution>,
        work: impl FnOnce(&Ctx<'_>) -> Result<T>,
    ) -> std::result::Result<T, End> {
        let before = self.shared.switch(Some(Rc::clone(execution)));
        self.shared.guard.arm(execution.deadline);
        let done =
            self.context.with(|ctx| work(&ctx).catch(&ctx).map_err(|error| thrown(&ctx, error)));
        let done = done.map_err(|error| self.judge(execution, error));
        let jobs = match &done {
            // Nothing more of a script that was stopped is run.
            Err(End::Limit(_)) => None,
            _ => self.run_jobs(execution),
        };
        for error in self.shared.take_rejections() {
            execution.rejection(error);
        }
        self.shared.switch(before);
        match (done, jobs) {
            (Err(End::Limit(limit)), _) | (_, Some(limit)) => Err(End::Limit(limit)),
            (done, None) => done,
        }
    }

    /// Runs jobs of promises until there are none.
    fn run_jobs(&self, execution: &Execution) -> Option<Limit> {
        loop {
            if self.shared.guard.check() {
                return self.shared.guard.tripped();
            }
            match self.runtime.execute_pending_job() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(job) => {
                    let error = job.0.with(|ctx| {
                        let error = CaughtError::from_error(&ctx, Error::Exception);
                        thrown(&ctx, error)
                    });
                    match self.judge(execution, error) {
                        End::Limit(limit) => return Some(limit),
                        End::Threw(error) => execution.async_error(error),
                    }
                }
            }
        }
    }

    /// Tells limits from throws.
    fn judge(&self, execution: &Execution, thrown: Thrown) -> End {
        if let Some(limit) = self.shared.guard.tripped() {
            return End::Limit(limit);
        }
        if thrown.may_be_memory {
            let used = self.runtime.memory_usage().malloc_size;
            #[expect(clippy::cast_precision_loss, reason = "a comparison of sizes")]
            let almost = used as f64 > self.shared.limits.memory_bytes as f64 * ALMOST_ALL;
            if almost || thrown.says_memory || !execution.throws.get() {
                self.shared.exhausted.set(true);
                return End::Limit(Limit::Memory);
            }
        }
        End::Threw(thrown.error)
    }

    /// True when another engine has to take over: memory ran out, or jobs are left of a script that
    /// was stopped.
    pub(crate) fn is_spent(&self) -> bool {
        self.shared.exhausted.get() || self.runtime.is_job_pending()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // Values of the runtime must not outlive it.
        self.shared.take_rejections();
        self.shared.switch(None);
    }
}

/// Makes the prelude of a context.
fn prelude(ctx: &Ctx<'_>, shared: &Rc<Shared>) -> Result<Entry> {
    let native = native::object(ctx, shared)?;
    let made: Object<'_> = library::CORE.load(ctx)?.call((native,))?;
    let entry = |name: &str| -> Result<Persistent<Function<'static>>> {
        Ok(Persistent::save(ctx, made.get::<_, Function<'_>>(name)?))
    };
    Ok(Entry {
        start: entry("start")?,
        follow: entry("follow")?,
        fire: entry("fire")?,
        complete: entry("complete")?,
        finish: entry("finish")?,
        drop: entry("drop")?,
    })
}

/// Remembers a rejection until somebody handles it.
fn track<'js>(
    shared: &Shared,
    ctx: &Ctx<'js>,
    promise: Value<'js>,
    reason: &Value<'js>,
    handled: bool,
) {
    let promise = Persistent::save(ctx, promise);
    if handled {
        shared.handled(&promise);
    } else {
        shared.rejected(promise, fault::of_value(ctx, reason));
    }
}

fn undefined<'js>(ctx: &Ctx<'js>) -> Value<'js> {
    Value::new_undefined(ctx.clone())
}

/// An error of the host in JavaScript.
fn error_of<'js>(ctx: &Ctx<'js>, fault: &HostFault) -> Result<Value<'js>> {
    let error = Exception::from_message(ctx.clone(), &fault.message)?;
    if !fault.name.is_empty() && fault.name != "Error" {
        error.as_object().set("name", fault.name.as_str())?;
    }
    for (name, value) in &fault.fields {
        error.as_object().set(name.as_str(), native::text::value_of(ctx, value)?)?;
    }
    Ok(error.into_value())
}

/// Why a turn ended before its end.
enum End {
    Threw(ScriptError),
    Limit(Limit),
}

impl End {
    fn into_started(self) -> Started {
        match self {
            Self::Threw(error) => Started::Threw(error),
            Self::Limit(limit) => Started::Limit(limit),
        }
    }
}

/// An error of JavaScript, and whether it may mean that memory ran out.
struct Thrown {
    error: ScriptError,
    may_be_memory: bool,
    says_memory: bool,
}

fn thrown<'js>(ctx: &Ctx<'js>, error: CaughtError<'js>) -> Thrown {
    let plain = |error| Thrown { error, may_be_memory: false, says_memory: false };
    match error {
        CaughtError::Exception(exception) => {
            let error = fault::of_value(ctx, exception.as_object().as_value());
            let says_memory = error.message.as_deref() == Some("out of memory")
                && error.name.as_deref() == Some("InternalError");
            Thrown { error, may_be_memory: says_memory, says_memory }
        }
        CaughtError::Value(value) => {
            let may_be_memory = value.is_null();
            Thrown { error: fault::of_value(ctx, &value), may_be_memory, says_memory: false }
        }
        CaughtError::Error(Error::Allocation) => {
            Thrown { error: ScriptError::default(), may_be_memory: true, says_memory: true }
        }
        CaughtError::Error(error) => plain(ScriptError {
            name: Some("Error".to_owned()),
            message: Some(error.to_string()),
            ..ScriptError::default()
        }),
    }
}
