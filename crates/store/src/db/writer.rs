//! The embedded engine's only writing thread, with group commit.
//!
//! It takes whatever is queued, runs each job in a savepoint of one transaction, syncs once, and
//! only then answers all of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::Work;
use super::sqlite::{drive, run};
use crate::error::{Result, StoreError};

/// Jobs that share one commit at most.
const GROUP: usize = 256;

/// Opens the writing connection again.
type Reopen = Box<dyn Fn() -> Result<Connection> + Send>;

/// Hands jobs to the writing thread.
pub(super) struct Writer {
    generation: Arc<AtomicU64>,
    queue: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// A change that waits for its commit.
trait Job: Send {
    /// Makes the change; true when it worked.
    fn run(&mut self, connection: &mut Connection) -> bool;
    /// Tells the waiting caller; `outcome` is the commit's.
    fn answer(self: Box<Self>, outcome: Result<()>);
}

struct Change<T, F> {
    work: F,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Change<T, F>
where
    F: Work<T>,
    T: Send,
{
    fn run(&mut self, connection: &mut Connection) -> bool {
        // A panic must not end the thread that all writes need.
        let ran = catch_unwind(AssertUnwindSafe(|| drive(connection, &self.work)));
        let result = ran.unwrap_or_else(|_| {
            Err(StoreError::Unavailable("a change stopped in an unexpected way".into()))
        });
        let worked = result.is_ok();
        self.result = Some(result);
        worked
    }

    fn answer(self: Box<Self>, outcome: Result<()>) {
        let Self { work, result, reply } = *self;
        // What it captured may be large, and the caller may already be gone: both are fine.
        drop(work);
        let _ = reply.send(match (outcome, result) {
            (Err(cause), _) => Err(cause),
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(StoreError::Unavailable("a change was never made".into())),
        });
    }
}

impl Writer {
    pub(super) fn start(connection: Connection, reopen: Reopen) -> Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let generation = Arc::new(AtomicU64::new(0));
        let counted = generation.clone();
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || serve(&receiver, connection, &reopen, &counted))
            .map_err(|cause| StoreError::Io(format!("can't start the writing thread: {cause}")))?;
        Ok(Self { generation, queue: Mutex::new(Some(sender)), thread: Mutex::new(Some(thread)) })
    }

    /// Grows with every commit, before anyone is told of it.
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    pub(super) async fn run<T, F>(&self, work: F) -> Result<T>
    where
        F: Work<T> + 'static,
        T: Send + 'static,
    {
        let closed = || StoreError::Unavailable("the store is closed".into());
        let (reply, answer) = oneshot::channel();
        let job: Box<dyn Job> = Box::new(Change { work, result: None, reply });
        let sent = match &*self.queue.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(queue) => queue.send(job).is_ok(),
            None => false,
        };
        if !sent {
            return Err(closed());
        }
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Ends the thread after everything queued is done.
    pub(super) async fn stop(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

fn serve(
    queue: &mpsc::Receiver<Box<dyn Job>>,
    connection: Connection,
    reopen: &Reopen,
    generation: &AtomicU64,
) {
    let mut connection = Some(connection);
    while let Ok(first) = queue.recv() {
        let mut jobs = vec![first];
        jobs.extend(std::iter::from_fn(|| queue.try_recv().ok()).take(GROUP - 1));
        let ready = match connection.take() {
            Some(open) => Ok(open),
            None => reopen(),
        };
        match ready {
            Ok(mut open) => {
                commit(&mut open, jobs, generation);
                // A transaction that can't be ended leaves the connection of no use.
                if open.is_autocommit() || run(&open, "ROLLBACK", &[]).is_ok() {
                    connection = Some(open);
                }
            }
            Err(cause) => jobs.into_iter().for_each(|job| job.answer(Err(cause.clone()))),
        }
    }
}

/// Runs jobs in one transaction; should that fail as a whole, each in one of its own, so that a
/// change too large for the disk fails alone.
fn commit(connection: &mut Connection, mut jobs: Vec<Box<dyn Job>>, generation: &AtomicU64) {
    let outcome = together(connection, &mut jobs);
    // Also after a failure: a commit that reports one may have taken place.
    generation.fetch_add(1, Ordering::SeqCst);
    if outcome.is_ok() || jobs.len() == 1 {
        for job in jobs {
            job.answer(outcome.clone());
        }
        return;
    }
    for job in jobs {
        let mut alone = vec![job];
        let outcome = together(connection, &mut alone);
        generation.fetch_add(1, Ordering::SeqCst);
        for job in alone {
            job.answer(outcome.clone());
        }
    }
}

/// `Ok` when the transaction is committed and synced. Jobs that failed are no part of it.
fn together(connection: &mut Connection, jobs: &mut [Box<dyn Job>]) -> Result<()> {
    run(connection, "BEGIN IMMEDIATE", &[])?;
    let outcome = changes(connection, jobs).and_then(|changed| {
        // Without changes there is nothing to keep, and the engine may have rolled back already.
        if changed { run(connection, "COMMIT", &[]).map(|_| ()) } else { Ok(()) }
    });
    if !connection.is_autocommit() {
        let _ = run(connection, "ROLLBACK", &[]);
    }
    outcome
}

fn changes(connection: &mut Connection, jobs: &mut [Box<dyn Job>]) -> Result<bool> {
    if let [job] = jobs {
        // Alone it needs no savepoint, which for a large change would keep old pages in memory.
        return Ok(job.run(connection));
    }
    let mut changed = false;
    for job in jobs {
        run(connection, "SAVEPOINT job", &[])?;
        let worked = job.run(connection);
        if connection.is_autocommit() {
            // The engine gave up the whole transaction, as it does when the disk is full.
            return Err(StoreError::Full);
        }
        if !worked {
            run(connection, "ROLLBACK TO job", &[])?;
        }
        run(connection, "RELEASE job", &[])?;
        changed |= worked;
    }
    Ok(changed)
}
