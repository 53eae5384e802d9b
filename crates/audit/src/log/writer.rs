//! The thread that writes.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, PoisonError},
    time::{Duration, Instant},
};

use model::RecordId;

use super::{
    Appender, Job, Link, LogError, Options, Segment, Shared, State, head::Head, lock,
    recover::Identity, tail::Tail,
};
use crate::{Event, Moment, Record, canonical::Frame, sentence, wording};

/// Name of the file whose space is given to administration when the disk is full.
const RESERVE: &str = "audit.reserve";
/// After so many bytes the note on the end is written anew.
const HEAD_EVERY: u64 = 4 * 1024 * 1024;
/// The buffer for a batch keeps at most so many bytes between batches.
const KEPT_BUFFER: usize = 1024 * 1024;
/// A batch of so many records means that many call at once.
const CROWD: usize = 8;
/// Then half the time of a sync, at most so long, is waited for those that are about to come: fewer
/// syncs carry the same records.
const GATHER: Duration = Duration::from_micros(300);
/// A record may carry a time so much earlier than the one before; in microseconds.
pub(crate) const SLACK: i64 = 5_000_000;

/// A time in which the log can't be written.
struct Outage {
    since: Moment,
    why: String,
    tried: Instant,
}

/// The only writer of a log.
pub(super) struct Writer {
    shared: Arc<Shared>,
    options: Options,
    identity: Identity,
    tail: Tail,
    file: Option<Box<dyn Appender>>,
    open: BTreeMap<RecordId, u64>,
    outage: Option<Outage>,
    buffer: Vec<u8>,
    unnoted: u64,
    /// Records of the last batch, and how long its sync took.
    last: (usize, Duration),
}

impl Writer {
    pub(super) fn new(
        shared: Arc<Shared>,
        options: Options,
        identity: Identity,
        tail: Tail,
        open: BTreeMap<RecordId, u64>,
    ) -> Self {
        let (file, outage, buffer) = (None, None, Vec::new());
        Self {
            shared,
            options,
            identity,
            tail,
            file,
            open,
            outage,
            buffer,
            unnoted: 0,
            last: (0, Duration::ZERO),
        }
    }

    /// Makes the log ready for records; the first ones are these.
    pub(super) fn start(&mut self, events: &[Event]) {
        let started = (|| {
            if self.tail.number == 0 || self.tail.ended {
                return self.begin_segment(events);
            }
            self.file = Some(self.shared.disk.append(&self.tail.segment.name(), self.tail.len)?);
            if self.is_due() {
                self.end_segment()?;
                return self.begin_segment(events);
            }
            self.write_events(events)
        })();
        if let Err(fault) = started {
            self.go_down(&fault);
        }
        self.write_head();
    }

    /// Writes what callers queue until the log is closed.
    pub(super) fn run(mut self) {
        if let Err(fault) = self.make_reserve() {
            tracing::warn!(%fault, "no space kept aside for administration");
        }
        loop {
            let (jobs, closing) = self.take();
            let probe = self.options.probe;
            if self.outage.as_ref().is_some_and(|outage| outage.tried.elapsed() >= probe) {
                self.try_again();
            }
            if !jobs.is_empty() {
                self.store(jobs);
            } else if closing {
                break;
            }
        }
        self.finish_file();
        self.write_head();
        self.shared.disk.release();
    }

    /// Takes everything queued; waits for something, during an outage at most till the next try.
    fn take(&mut self) -> (Vec<Job>, bool) {
        let mut queue = lock(&self.shared.queue);
        while queue.jobs.is_empty() && !queue.closing {
            if self.outage.is_some() {
                let waited = self.shared.ready.wait_timeout(queue, self.options.probe);
                queue = waited.unwrap_or_else(PoisonError::into_inner).0;
                break;
            }
            queue = self.shared.ready.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        let (last, sync) = self.last;
        if last >= CROWD && queue.jobs.len() < last && !queue.closing {
            let gathered = self.shared.ready.wait_timeout(queue, GATHER.min(sync / 2));
            queue = gathered.unwrap_or_else(PoisonError::into_inner).0;
        }
        self.last.0 = queue.jobs.len();
        queue.bytes = 0;
        let capacity = queue.jobs.len().min(1024);
        let jobs = std::mem::replace(&mut queue.jobs, Vec::with_capacity(capacity));
        (jobs, queue.closing)
    }

    fn store(&mut self, mut jobs: Vec<Job>) {
        if let Some(outage) = &self.outage {
            let why = outage.why.clone();
            let (admin, others): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| job.admin);
            fail(others, &why);
            if admin.is_empty() {
                return;
            }
            if self.file.is_none()
                && let Err(fault) = self.use_reserve()
            {
                return fail(admin, &fault.to_string());
            }
            jobs = admin;
        }
        self.watch(true);
        let written = self.rotate_if_due().and_then(|()| self.write(&jobs));
        self.watch(false);
        match written {
            Ok(first) => {
                for (seq, job) in first.into_iter().zip(jobs) {
                    match job.link {
                        Link::Opens(id) => drop(self.open.insert(id, seq)),
                        Link::Closes(id) => drop(self.open.remove(&id)),
                        Link::None => {}
                    }
                    // A caller that went away needs no answer.
                    let _ = job.done.send(Ok(seq));
                }
                if self.unnoted >= HEAD_EVERY {
                    self.write_head();
                }
            }
            Err(fault) => {
                self.go_down(&fault);
                fail(jobs, &fault.to_string());
            }
        }
    }

    /// Writes records with one sync and answers their numbers.
    fn write(&mut self, jobs: &[Job]) -> io::Result<Vec<u64>> {
        let mut tail = self.tail.clone();
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let mut numbers = Vec::with_capacity(jobs.len());
        for job in jobs {
            let behind_us = tail.ts.0 - job.ts.0;
            if behind_us > SLACK {
                let now = (self.options.clock)();
                push_event(&mut tail, &Event::Clock { behind_us }, now, &mut buffer)?;
            }
            tail.push(&job.frame, job.ts, &mut buffer);
            numbers.push(tail.seq);
        }
        let written = self.commit(tail, &buffer);
        buffer.shrink_to(KEPT_BUFFER);
        self.buffer = buffer;
        written.map(|()| numbers)
    }

    fn write_events(&mut self, events: &[Event]) -> io::Result<()> {
        let (mut tail, mut buffer) = (self.tail.clone(), Vec::new());
        for event in events {
            push_event(&mut tail, event, (self.options.clock)(), &mut buffer)?;
        }
        self.commit(tail, &buffer)
    }

    /// Writes and syncs lines; only then they count.
    fn commit(&mut self, tail: Tail, lines: &[u8]) -> io::Result<()> {
        let Some(file) = &mut self.file else {
            return Err(io::Error::other("the segment is not open"));
        };
        let start = Instant::now();
        file.write(lines)?;
        file.sync()?;
        self.last.1 = start.elapsed();
        self.unnoted += lines.len() as u64;
        self.tail = tail;
        self.publish(None);
        Ok(())
    }

    fn publish(&self, new: Option<Segment>) {
        let mut stored = self.shared.stored.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(segment) = new {
            Arc::make_mut(&mut stored.segments).push(segment);
        }
        stored.live_len = self.tail.len;
        drop(stored);
        self.shared.last_seq.send_replace(self.tail.seq);
    }

    fn is_due(&self) -> bool {
        let age = (self.options.clock)().0 - self.tail.began.0;
        self.tail.len >= self.options.segment_bytes
            || age >= self.options.segment_seconds.saturating_mul(1_000_000)
            || !self.tail.same_wording
    }

    fn rotate_if_due(&mut self) -> io::Result<()> {
        if !self.is_due() {
            return Ok(());
        }
        self.end_segment()?;
        self.begin_segment(&[])?;
        self.write_head();
        Ok(())
    }

    fn end_segment(&mut self) -> io::Result<()> {
        let (first_seq, last_seq) = (self.tail.segment.0, self.tail.seq + 1);
        let count = last_seq - first_seq + 1;
        self.write_events(&[Event::Footer { count, first_seq, last_seq }])?;
        self.finish_file();
        Ok(())
    }

    fn finish_file(&mut self) {
        // Zeros that stay behind the end are no records, so this may fail.
        let finished = self.file.as_mut().map(|file| file.finish());
        if let Some(Err(fault)) = finished {
            tracing::debug!(%fault, "a segment keeps space behind its end");
        }
    }

    /// Makes the next segment, durably, with a header and these records.
    fn begin_segment(&mut self, events: &[Event]) -> io::Result<()> {
        let now = (self.options.clock)();
        let segment = Segment(self.tail.seq + 1);
        let mut tail = Tail {
            segment,
            number: self.tail.number + 1,
            began: now,
            same_wording: true,
            ended: false,
            len: 0,
            last_at: 0,
            ..self.tail.clone()
        };
        let header = Event::Header {
            created: self.identity.created,
            log_id: self.identity.log_id.clone(),
            number: tail.number,
            prev: tail.hash,
            wording: wording().to_owned(),
        };
        let mut lines = Vec::new();
        push_event(&mut tail, &header, now, &mut lines)?;
        for event in events {
            push_event(&mut tail, event, now, &mut lines)?;
        }
        let (disk, name) = (Arc::clone(&self.shared.disk), segment.name());
        // An attempt that failed may have left a file of this name, without a stored record.
        remove_if_there(&*disk, &name)?;
        let made = disk.create(&name).and_then(|mut file| {
            file.write(&lines)?;
            file.sync()?;
            disk.sync_names()?;
            Ok(file)
        });
        match made {
            Ok(file) => {
                self.file = Some(file);
                self.tail = tail;
                self.unnoted += lines.len() as u64;
                self.publish(Some(segment));
                Ok(())
            }
            Err(fault) => {
                self.file = None;
                // Tried again before the next attempt.
                let _ = remove_if_there(&*disk, &name);
                Err(fault)
            }
        }
    }

    fn go_down(&mut self, fault: &io::Error) {
        tracing::error!(%fault, "the audit log cannot be written; every call is refused");
        self.file = None;
        let why = fault.to_string();
        let since = match &self.outage {
            Some(outage) => outage.since,
            None => (self.options.clock)(),
        };
        lock(&self.shared.health).state = State::Down { since, why: why.clone() };
        self.outage = Some(Outage { since, why, tried: Instant::now() });
    }

    /// Tries to end an outage.
    fn try_again(&mut self) {
        self.watch(true);
        let resumed = self.make_reserve().and_then(|()| self.resume(true));
        self.watch(false);
        match resumed {
            Ok(()) => {
                tracing::info!("the audit log can be written again");
                self.outage = None;
                lock(&self.shared.health).state = State::Up;
                self.write_head();
            }
            Err(_) => {
                if let Some(outage) = &mut self.outage {
                    outage.tried = Instant::now();
                }
            }
        }
    }

    /// Gives the reserve's space to records of administration.
    fn use_reserve(&mut self) -> io::Result<()> {
        remove_if_there(&*self.shared.disk, RESERVE)?;
        self.shared.disk.sync_names()?;
        self.resume(false)
    }

    /// Makes the log writable and records the outage.
    fn resume(&mut self, is_over: bool) -> io::Result<()> {
        let Some(outage) = &self.outage else { return Ok(()) };
        let until = is_over.then(|| (self.options.clock)());
        let event = Event::Outage { since: outage.since, until, why: outage.why.clone() };
        if self.file.is_some() {
            return self.write_events(&[event]);
        }
        self.seal()?;
        self.begin_segment(&[event])
    }

    /// Checks the last stored record and cuts what was written behind it.
    ///
    /// A file whose sync failed is not written again: what the system still holds of it may never
    /// reach the disk.
    fn seal(&self) -> io::Result<()> {
        if self.tail.number == 0 {
            return Ok(());
        }
        let disk = &*self.shared.disk;
        if self.tail.read(disk)?.is_none() {
            return Err(io::Error::other("the last stored record is not there any more"));
        }
        let name = self.tail.segment.name();
        if disk.open(&name)?.len()? > self.tail.len {
            disk.cut(&name, self.tail.len)
        } else {
            Ok(())
        }
    }

    fn make_reserve(&self) -> io::Result<()> {
        static BLOCK: [u8; 65_536] = [0; 65_536];
        let (disk, wanted) = (&*self.shared.disk, self.options.reserve_bytes);
        let there = disk.open(RESERVE).and_then(|source| source.len()).unwrap_or(0);
        if there == wanted {
            return Ok(());
        }
        remove_if_there(disk, RESERVE)?;
        let made = disk.create(RESERVE).and_then(|mut file| {
            let mut left = usize::try_from(wanted).unwrap_or(usize::MAX);
            while left > 0 {
                let part = BLOCK.get(..left.min(BLOCK.len())).unwrap_or_default();
                file.write(part)?;
                left -= part.len();
            }
            file.sync()
        });
        if made.is_err() {
            remove_if_there(disk, RESERVE)?;
        }
        made
    }

    fn write_head(&mut self) {
        self.unnoted = 0;
        if self.tail.number == 0 {
            return;
        }
        let note = serde_json::to_vec(&Head::of(&self.tail, &self.open)).map_err(io::Error::other);
        let put = note.and_then(|note| self.shared.disk.put(super::head::HEAD, &note, false));
        if let Err(fault) = put {
            tracing::debug!(%fault, "no note on the end of the audit log");
        }
    }

    fn watch(&self, begins: bool) {
        lock(&self.shared.health).writing = begins.then(Instant::now);
    }
}

fn push_event(tail: &mut Tail, event: &Event, now: Moment, lines: &mut Vec<u8>) -> io::Result<()> {
    let mut record = Record::system(event.clone(), now);
    record.text = sentence(&record);
    let frame = Frame::of(&mut record).map_err(io::Error::other)?;
    tail.push(&frame, now, lines);
    Ok(())
}

fn remove_if_there(disk: &dyn super::Disk, name: &str) -> io::Result<()> {
    match disk.remove(name) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

fn fail(jobs: Vec<Job>, why: &str) {
    let why: Arc<str> = why.into();
    for job in jobs {
        let _ = job.done.send(Err(LogError::Unavailable(Arc::clone(&why))));
    }
}
