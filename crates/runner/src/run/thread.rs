//! What a thread of a run has for all its iterations.

use std::{
    ops::ControlFlow,
    sync::mpsc,
    time::{Duration, Instant},
};

use model::variables::Scopes;
use sandbox::Stopper;
use tokio::runtime::{Builder, Runtime};

use super::{Abort, plan::Plan, session::Session, sink::Sink, trust::TlsCache};
use crate::{cookie::Jar, input::Input, summary::RunFault};

/// A thread's runtime and connections.
pub(crate) struct Thread {
    pub(crate) runtime: Runtime,
    pub(crate) client: wire::Client,
    pub(crate) tls: TlsCache,
}

/// How iterations ended.
pub(crate) enum End {
    /// All were run.
    Done,
    /// The run is to stop, as `--bail` asks for.
    Stopped,
    /// The run failed.
    Failed(RunFault),
    /// It was stopped from outside.
    Aborted,
}

/// What a run needs wherever it happens.
#[derive(Clone, Copy)]
pub(crate) struct World<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) input: &'p Input,
    pub(crate) abort: &'p Abort,
    /// When the time for the whole run is over.
    pub(crate) deadline: Option<Instant>,
}

impl Thread {
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self {
            runtime: Builder::new_current_thread().enable_all().build()?,
            client: wire::Client::new(wire::Config::default()),
            tls: TlsCache::default(),
        })
    }

    /// Runs iterations one after the other, from the state that the run begins with.
    pub(crate) fn run(
        &self,
        world: World<'_>,
        sink: &dyn Sink,
        iterations: impl IntoIterator<Item = u32>,
    ) -> (End, Scopes, Jar) {
        let World { plan, input, abort, deadline } = world;
        let session = Session::new(plan, sink, self, input);
        let stopper = session.stopper();
        abort.register(&stopper);
        let watch = deadline.map(|deadline| Watch::new(deadline, stopper));
        let work = async {
            for iteration in iterations {
                match Box::pin(session.iteration(iteration)).await {
                    Ok(ControlFlow::Continue(())) => {}
                    Ok(ControlFlow::Break(())) => return End::Stopped,
                    Err(fault) => return End::Failed(fault),
                }
            }
            End::Done
        };
        let over = async {
            match deadline {
                Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
                None => std::future::pending().await,
            }
        };
        let end = self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = abort.aborted() => End::Aborted,
                () = over => End::Failed(RunFault::TimedOut),
                end = work => end,
            }
        });
        drop(watch);
        // A script that was stopped ends its item as if nothing was wrong.
        let late = deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let end = match end {
            End::Stopped if abort.is_aborted() => End::Aborted,
            End::Stopped if late => End::Failed(RunFault::TimedOut),
            end => end,
        };
        let (scopes, jar) = session.into_state();
        (end, scopes, jar)
    }
}

/// Stops scripts when the time for the whole run is over, even one that never lets go.
struct Watch {
    done: Option<mpsc::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Watch {
    fn new(deadline: Instant, stopper: Stopper) -> Self {
        let (done, over) = mpsc::channel::<()>();
        let wait = move || {
            let left = deadline.saturating_duration_since(Instant::now());
            if over.recv_timeout(left) == Err(mpsc::RecvTimeoutError::Timeout) {
                stopper.stop();
            }
        };
        let thread = std::thread::Builder::new().name("deadline".to_owned()).spawn(wait);
        Self { done: Some(done), thread: thread.ok() }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            // It only waits; there is nothing to learn from how it ended.
            let _ = thread.join();
        }
    }
}

/// The time at which a run that begins now is over.
pub(crate) fn deadline(timeout: Option<Duration>) -> Option<Instant> {
    timeout.and_then(|time| Instant::now().checked_add(time))
}
