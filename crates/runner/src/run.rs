//! Runs a collection.

//!
//! Suggested reading order: [`plan`] (what does not change), [`session`] (what does), [`iteration`],
//! [`item`], [`script`] with [`host`]; then a request on its way: [`ask`], [`prepare`], [`send`],
//! [`exchange`]; at last [`thread`], [`jobs`] and [`sink`].

mod abort;
mod ask;
mod exchange;
mod flow;
mod host;
mod item;
mod iteration;
mod jobs;
mod plan;
mod prepare;
mod problem;
mod reason;
mod script;
mod send;
mod session;
pub(crate) mod sink;
mod thread;
mod token;
mod trust;

use std::sync::Arc;

use model::variables::{Scope, Scopes};
use serde_json::{Map, Value};

pub use abort::Abort;

use self::{
    plan::Plan,
    sink::{Direct, Sink},
    thread::{End, Thread, World},
};
use crate::{
    clock,
    cookie::Jar,
    event::Event,
    input::Input,
    options::Options,
    report::{ReportFault, Reporter},
    summary::Summary,
};

/// What is left of a run.
#[derive(Debug)]
#[non_exhaustive]
pub struct Finished {
    /// What it adds up to.
    pub summary: Summary,
    /// The environment at the end, secrets included: to be exported, not to be printed.
    pub environment: Scope,
    /// The global variables at the end, likewise.
    pub globals: Scope,
    /// The variables of the collection at the end.
    pub collection: Scope,
    /// The cookies at the end.
    pub cookies: Jar,
    /// Reports that could not be written, by the name of their reporter.
    pub report_faults: Vec<(&'static str, ReportFault)>,
}

/// Why a run can't begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartFault {
    /// A folder or request that was asked for is not there.
    #[error(transparent)]
    Select(#[from] model::runnable::Fault),
    /// Certificates or keys can't be used.
    #[error("client certificate `{name}`: {source}")]
    Certificate {
        /// Which one.
        name: String,
        /// Why.
        source: wire::TlsFault,
    },
    /// The authorities to trust can't be used.
    #[error(transparent)]
    Roots(wire::TlsFault),
    /// The proxy of the environment is no proxy.
    #[error(transparent)]
    Proxy(#[from] wire::BadProxy),
    /// The system gives no runtime.
    #[error("could not start: {0}")]
    System(#[from] std::io::Error),
}

/// Runs a collection on the calling thread, and returns when it is done and all reports are written.
///
/// Must not be called inside an asynchronous runtime: a server gives each run a thread.
pub fn run(
    mut input: Input,
    options: &Options,
    reporters: Vec<Box<dyn Reporter>>,
    abort: &Abort,
) -> Result<Finished, StartFault> {
    for scope in [&mut input.environment, &mut input.globals] {
        if scope.id.is_empty() {
            scope.id = clock::uuid().to_string();
        }
    }
    let bodies = reporters.iter().any(|reporter| reporter.wants().bodies);
    let plan = Plan::new(&input, options, bodies)?;
    let direct = Direct::new(reporters, options.verbose);
    let deadline = thread::deadline(options.timeout);
    let world = World { plan: &plan, input: &input, abort, deadline };
    direct.emit(Event::Start(plan.start.clone()));
    let parallel = options.jobs.get() > 1 && plan.start.iterations > 1;
    let (end, state) = if parallel {
        jobs::run(world, &direct)
    } else {
        let thread = Thread::new()?;
        let (end, scopes, jar) = thread.run(world, &direct, 0..plan.start.iterations);
        (end, Some((scopes, jar)))
    };
    abort.forget();
    let (scopes, cookies) = state.unwrap_or_else(|| {
        let Input { environment, globals, .. } = &input;
        let scopes = Scopes {
            environment: environment.clone(),
            globals: globals.clone(),
            collection: input.collection.variables.clone(),
            ..Scopes::default()
        };
        (scopes, input.cookies.clone())
    });
    direct.with(|summary| {
        match end {
            End::Failed(fault) => summary.error = Some(fault),
            End::Aborted => summary.aborted = true,
            End::Done | End::Stopped => {}
        }
        summary.timings.completed_ms = clock::now_ms();
        summary.environment = Some(Arc::new(shown(&plan, &scopes.environment)));
        summary.globals = Some(Arc::new(shown(&plan, &scopes.globals)));
    });
    direct.emit(Event::Done);
    let (summary, report_faults) = direct.finish();
    let Scopes { environment, globals, collection, .. } = scopes;
    Ok(Finished { summary, environment, globals, collection, cookies, report_faults })
}

/// A scope as reports show it: `{id, name, values}`.
fn shown(plan: &Plan, scope: &Scope) -> Value {
    let mut map = Map::new();
    map.insert("id".to_owned(), scope.id.clone().into());
    if let Some(name) = &scope.name {
        map.insert("name".to_owned(), name.clone().into());
    }
    map.insert("values".to_owned(), plan.secrets.scope(scope));
    Value::Object(map)
}
