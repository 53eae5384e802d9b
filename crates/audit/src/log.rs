//! The log: records go in, numbers come out when they are on disk.
//!
//! Callers put records into a queue. One thread takes everything queued, numbers and chains it,
//! writes once, syncs once, and wakes all of them.

mod disk;
mod head;
mod recover;
mod segment;
mod tail;
mod writer;

use std::{
    fmt,
    path::Path,
    pin::Pin,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock},
    task::{Context, Poll},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use model::RecordId;
use tokio::sync::{oneshot, watch};

pub use disk::{Appender, Disk, Folder, Source};
pub(crate) use head::noted_end;
pub(crate) use recover::{IDENTITY, Identity};
pub(crate) use segment::{Lines, Segment};
pub(crate) use tail::Stored;
pub(crate) use writer::SLACK;

use crate::{Moment, Record, RecordKind, canonical::Frame, sentence};

/// The largest stored form of a record, in bytes.
pub const MAX_RECORD: usize = 256 * 1024;

/// Records that may wait for the disk; more are refused.
const MAX_QUEUED: usize = 65_536;
/// Bytes of records that may wait for the disk.
const MAX_QUEUED_BYTES: usize = 64 * 1024 * 1024;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// How a log keeps its files.
#[derive(Clone)]
pub struct Options {
    /// A segment ends when it has this many bytes.
    pub segment_bytes: u64,
    /// A segment ends when it is this old, in seconds.
    pub segment_seconds: i64,
    /// Bytes kept aside for administration while the disk is full; 0 for none.
    pub reserve_bytes: u64,
    /// How often a log that can't be written tries again.
    pub probe: Duration,
    /// A write that takes longer counts as a failing disk.
    pub stalled: Duration,
    /// The wall clock.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes: 64 * 1024 * 1024,
            segment_seconds: 3600,
            reserve_bytes: 4 * 1024 * 1024,
            probe: Duration::from_millis(500),
            stalled: Duration::from_secs(5),
            clock: Arc::new(Moment::now),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("segment_bytes", &self.segment_bytes)
            .field("segment_seconds", &self.segment_seconds)
            .field("reserve_bytes", &self.reserve_bytes)
            .finish_non_exhaustive()
    }
}

/// Why a record was not stored, or the log not opened or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Nothing can be stored at present; refuse the call.
    #[error("the audit log cannot be written: {0}")]
    Unavailable(Arc<str>),
    /// Another process has the folder.
    #[error("the audit log in `{0}` is in use by another process")]
    Locked(String),
    /// The files are not a log that can be continued.
    #[error("the audit log is damaged: `{file}`: {why}")]
    Damaged {
        /// Which file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// A record is larger than any can be, even without its parameters.
    #[error("a record of {0} bytes is too large")]
    TooLarge(usize),
    /// A file can't be read.
    #[error("cannot read the audit log: {0}")]
    Unreadable(Arc<str>),
}

impl LogError {
    pub(crate) fn unreadable(fault: &std::io::Error) -> Self {
        Self::Unreadable(fault.to_string().into())
    }
    fn unavailable(fault: &std::io::Error) -> Self {
        Self::Unavailable(fault.to_string().into())
    }
}

/// Proof that a record is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The record's number.
    pub seq: u64,
}

/// Whether records can be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// They can.
    Up,
    /// They can't; every call has to be refused.
    Down {
        /// Since when.
        since: Moment,
        /// What the disk said.
        why: String,
    },
}

/// What opening a log found.
#[derive(Debug, Default)]
pub struct Recovered {
    /// Intents without an outcome, oldest first.
    ///
    /// Look each one's effect up in the store and append `intent.outcome(intent.seq,
    /// Answer::recovered(found))`.
    pub open_intents: Vec<Record>,
    /// Bytes of an unfinished write that were cut off.
    pub cut_bytes: u64,
    /// True when the log was made just now.
    pub is_new: bool,
}

/// An append under way; await it before acting on the record.
///
/// Dropping it does not take the record back.
#[derive(Debug)]
#[must_use = "the record is not known to be stored until this is awaited"]
pub struct Pending(Result<oneshot::Receiver<Stored>, Option<LogError>>);

impl Future for Pending {
    type Output = Result<Receipt, LogError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let gone = || LogError::Unavailable("the log is closed".into());
        match &mut self.0 {
            Ok(receiver) => Pin::new(receiver).poll(context).map(|told| match told {
                Ok(Ok(seq)) => Ok(Receipt { seq }),
                Ok(Err(fault)) => Err(fault),
                Err(_) => Err(gone()),
            }),
            Err(fault) => Poll::Ready(Err(fault.take().unwrap_or_else(gone))),
        }
    }
}

/// A record on its way to the writer.
#[derive(Debug)]
struct Job {
    frame: Frame,
    ts: Moment,
    /// May use the reserve.
    admin: bool,
    link: Link,
    done: oneshot::Sender<Stored>,
}

/// What a record means for the list of open intents.
#[derive(Debug)]
enum Link {
    None,
    Opens(RecordId),
    Closes(RecordId),
}

#[derive(Debug, Default)]
struct Queue {
    jobs: Vec<Job>,
    bytes: usize,
    closing: bool,
}

/// What callers, readers and the writer share.
struct Shared {
    disk: Arc<dyn Disk>,
    queue: Mutex<Queue>,
    ready: Condvar,
    health: Mutex<Health>,
    stored: RwLock<tail::Published>,
    last_seq: watch::Sender<u64>,
    stalled: Duration,
}

#[derive(Debug)]
struct Health {
    state: State,
    /// When the write under way began.
    writing: Option<Instant>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    fn state(&self) -> State {
        let health = lock(&self.health);
        match (&health.state, health.writing) {
            (State::Up, Some(start)) if start.elapsed() > self.stalled => {
                let why = format!("the disk has not answered for {} s", start.elapsed().as_secs());
                State::Down { since: Moment::now(), why }
            }
            (state, _) => state.clone(),
        }
    }
}

/// The audit log of one data folder. Clones are handles of the same log.
#[derive(Clone)]
pub struct Log(Arc<Handle>);

struct Handle {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").field("last_seq", &self.last_seq()).finish_non_exhaustive()
    }
}

impl Log {
    /// Opens the log in a folder, making both when they are not there, and recovers it.
    ///
    /// A disk that can't be written does not make this fail: the log is then down at first.
    pub fn open(folder: &Path, options: Options) -> Result<(Self, Recovered), LogError> {
        let disk = Folder::open(folder)
            .map_err(|fault| LogError::unreadable(&fault))?
            .ok_or_else(|| LogError::Locked(folder.display().to_string()))?;
        Self::open_on(Arc::new(disk), options)
    }

    /// As [`Log::open`], on another file layer.
    pub fn open_on(disk: Arc<dyn Disk>, options: Options) -> Result<(Self, Recovered), LogError> {
        let (shared, writer, recovered) = recover::recover(disk, options)?;
        let thread = std::thread::Builder::new()
            .name("audit".to_owned())
            .spawn(move || writer.run())
            .map_err(|fault| LogError::unavailable(&fault))?;
        let handle = Handle { shared, thread: Mutex::new(Some(thread)) };
        Ok((Self(Arc::new(handle)), recovered))
    }

    /// Stores a record; it is on disk when this returns.
    pub async fn append(&self, record: Record) -> Result<Receipt, LogError> {
        self.enqueue(record).await
    }

    /// Starts storing a record, so that other work can be done meanwhile.
    ///
    /// Records enqueued one after the other are stored in that order. Number and sentence are set
    /// here and need not be given.
    pub fn enqueue(&self, record: Record) -> Pending {
        self.push(record, false)
    }

    /// Stores a record of administration; while the disk is full it may use the reserve.
    pub async fn append_admin(&self, record: Record) -> Result<Receipt, LogError> {
        self.enqueue_admin(record).await
    }

    /// As [`Log::enqueue`], for a record of administration.
    pub fn enqueue_admin(&self, record: Record) -> Pending {
        self.push(record, true)
    }

    fn push(&self, mut record: Record, admin: bool) -> Pending {
        if let State::Down { why, .. } = self.state() {
            let stalled = lock(&self.0.shared.health).state == State::Up;
            if !admin || stalled {
                return Pending(Err(Some(LogError::Unavailable(why.into()))));
            }
        }
        let (done, receiver) = oneshot::channel();
        record.text = sentence(&record);
        let frame = match Frame::of(&mut record) {
            Ok(frame) => frame,
            Err(fault) => return Pending(Err(Some(fault))),
        };
        let link = match (record.kind, record.intent_id) {
            (RecordKind::Intent, _) => Link::Opens(record.id),
            (RecordKind::Outcome, Some(intent)) => Link::Closes(intent),
            _ => Link::None,
        };
        let job = Job { frame, ts: record.ts, admin, link, done };
        let refuse = |why: &str| Pending(Err(Some(LogError::Unavailable(why.into()))));
        let mut queue = lock(&self.0.shared.queue);
        if queue.closing {
            return refuse("the log is closed");
        }
        if queue.jobs.len() >= MAX_QUEUED || queue.bytes + job.frame.len() > MAX_QUEUED_BYTES {
            return refuse("too many records wait for the disk");
        }
        queue.bytes += job.frame.len();
        queue.jobs.push(job);
        let first = queue.jobs.len() == 1;
        drop(queue);
        if first {
            self.0.shared.ready.notify_one();
        }
        Pending(Ok(receiver))
    }

    /// Whether records can be stored.
    #[must_use]
    pub fn state(&self) -> State {
        self.0.shared.state()
    }

    /// The number of the last record on disk.
    #[must_use]
    pub fn last_seq(&self) -> u64 {
        *self.0.shared.last_seq.borrow()
    }

    /// Waits until a record with a higher number is on disk.
    pub async fn wait_past(&self, seq: u64) {
        let mut seen = self.0.shared.last_seq.subscribe();
        // The sender lives as long as this log, so the wait can't fail.
        let _ = seen.wait_for(|last| *last > seq).await;
    }

    /// Stores what is queued and ends the writer; later appends are refused.
    pub async fn close(&self) {
        let Some(thread) = self.0.stop() else { return };
        let _ = tokio::task::spawn_blocking(move || thread.join()).await;
    }

    pub(crate) fn disk(&self) -> Arc<dyn Disk> {
        Arc::clone(&self.0.shared.disk)
    }

    pub(crate) fn published(&self) -> tail::Published {
        self.0.shared.stored.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Handle {
    fn stop(&self) -> Option<JoinHandle<()>> {
        lock(&self.shared.queue).closing = true;
        self.shared.ready.notify_one();
        lock(&self.thread).take()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // The thread stores what is queued and ends on its own.
        drop(self.stop());
    }
}
