//! Opening a log: finding its end, cutting what a crash left, listing open intents.
//!
//! A crash can leave an unfinished batch at the end: lines that do not fit the chain with nothing
//! good behind them. None of it was acknowledged, and it is cut off. A line that does not fit but
//! has good ones behind it is not the work of a crash, nor is an end before the one that was noted:
//! such files stay as they are, as evidence, and verification will point at them.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Condvar, Mutex, RwLock},
};

use model::RecordId;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::{
    Disk, Health, Lines, Link, LogError, Options, Queue, Recovered, Segment, Shared, State,
    head::Head,
    tail::{Published, Tail},
    writer::Writer,
};
use crate::{Event, Hash, Moment, Record, RecordKind, canonical::seq_of, chain::Line, wording};

/// Name of the file that says which log this is.
pub(crate) const IDENTITY: &str = "audit.id";
const BLOCK: usize = 256 * 1024;

/// Which log this is; its chain begins with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// When the log was made.
    pub(crate) created: Moment,
    /// Its random id.
    pub(crate) log_id: String,
}

impl Identity {
    /// Reads it; `None` when the log has none yet.
    pub(crate) fn read(disk: &dyn Disk) -> io::Result<Option<Self>> {
        let source = match disk.open(IDENTITY) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let mut bytes = vec![0; 1024];
        let read = source.read_at(&mut bytes, 0)?;
        bytes.truncate(read);
        let identity = serde_json::from_slice(&bytes)
            .map_err(|fault| io::Error::new(io::ErrorKind::InvalidData, fault))?;
        Ok(Some(identity))
    }

    /// The hash before the first record.
    pub(crate) fn start(&self) -> Hash {
        Hash::start(&self.log_id, self.created)
    }

    fn make(disk: &dyn Disk, now: Moment) -> io::Result<Self> {
        let log_id = format!("log_{}", uuid::Uuid::new_v4().simple());
        let identity = Self { created: now, log_id };
        disk.put(IDENTITY, &serde_json::to_vec(&identity)?, true)?;
        Ok(identity)
    }
}

/// Opens the log on a disk.
pub(super) fn recover(
    disk: Arc<dyn Disk>,
    options: Options,
) -> Result<(Arc<Shared>, Writer, Recovered), LogError> {
    let now = (options.clock)();
    let segments = Segment::list(&*disk).map_err(|fault| LogError::unreadable(&fault))?;
    let damaged = |why: String| LogError::Damaged { file: IDENTITY.to_owned(), why };
    let found = Identity::read(&*disk).map_err(|fault| damaged(fault.to_string()))?;
    let is_new = found.is_none();
    if is_new && !segments.is_empty() {
        return Err(damaged("it is missing, though there are records".to_owned()));
    }
    let identity = match found {
        Some(identity) => identity,
        None => Identity::make(&*disk, now).map_err(|fault| LogError::unavailable(&fault))?,
    };
    let mut scan = Scan::new(disk, &identity, segments, now);
    scan.run().map_err(|fault| LogError::unreadable(&fault))?;
    let cut_bytes = scan.cut_tail().map_err(|fault| LogError::unreadable(&fault))?;
    let open_intents = scan.open_intents().map_err(|fault| LogError::unreadable(&fault))?;
    let Scan { disk, segments, tail, open, mut events, .. } = scan;
    events.insert(0, Event::Opened { version: env!("CARGO_PKG_VERSION").to_owned() });
    let published = Published { segments: Arc::new(segments), live_len: tail.len };
    let shared = Arc::new(Shared {
        disk,
        queue: Mutex::new(Queue::default()),
        ready: Condvar::new(),
        health: Mutex::new(Health { state: State::Up, writing: None }),
        stored: RwLock::new(published),
        last_seq: watch::Sender::new(tail.seq),
        stalled: options.stalled,
    });
    let mut writer = Writer::new(Arc::clone(&shared), options, identity, tail, open);
    writer.start(&events);
    Ok((shared, writer, Recovered { open_intents, cut_bytes, is_new }))
}

/// Reads the end of a log.
struct Scan {
    disk: Arc<dyn Disk>,
    segments: Vec<Segment>,
    tail: Tail,
    open: BTreeMap<RecordId, u64>,
    events: Vec<Event>,
    /// Number up to which records are known to have been stored.
    noted: u64,
    /// First byte after the tail's segment's last good line that is not good.
    bad_at: Option<(Segment, u64)>,
}

/// What the next line must follow; differs from the tail behind a line that does not fit.
struct Expected {
    seq: u64,
    hash: Hash,
}

impl Scan {
    fn new(disk: Arc<dyn Disk>, identity: &Identity, segments: Vec<Segment>, now: Moment) -> Self {
        let head = Head::read(&*disk);
        let noted = head.as_ref().map_or(0, |head| head.seq);
        let start = head.and_then(|head| Some((head.tail(&*disk)?, head.open)));
        let (tail, open) = start.unwrap_or_else(|| {
            tracing::debug!("no usable note on the end of the audit log, reading all of it");
            (Tail::start(identity.start(), now), BTreeMap::new())
        });
        Self { disk, segments, tail, open, events: Vec::new(), noted, bad_at: None }
    }

    fn run(&mut self) -> io::Result<()> {
        let from = self.tail.segment;
        let segments: Vec<_> = self.segments.iter().copied().filter(|s| *s >= from).collect();
        for segment in segments {
            let offset = if segment == self.tail.segment { self.tail.len } else { 0 };
            self.segment(segment, offset)?;
        }
        if self.tail.number > 0
            && let Some(last) = self.tail.read(&*self.disk)?
        {
            self.tail.ts = last.ts;
            self.tail.ended = matches!(last.event, Some(Event::Footer { .. }));
        }
        Ok(())
    }

    /// Reads one segment from a line on; `tail` is what that line follows.
    fn segment(&mut self, segment: Segment, offset: u64) -> io::Result<()> {
        let mut expected = Expected { seq: self.tail.seq, hash: self.tail.hash };
        if offset == 0 {
            self.retained_from(segment, &mut expected)?;
        }
        let mut lines = Lines::new(self.disk.open(&segment.name())?, offset, u64::MAX, BLOCK);
        while let Some((start, line)) = lines.next()? {
            let end = start + line.len() as u64 + 1;
            let parsed = Line::parse(line).and_then(|line| Some((line, seq_of(line.body)?)));
            let fits = parsed.is_some_and(|(line, seq)| {
                seq == expected.seq + 1 && expected.hash.next(line.body.as_bytes()) == line.hash
            });
            if let Some((line, seq)) = parsed.filter(|_| fits) {
                self.accept(segment, start, end, seq, expected.hash, line);
            } else if self.bad_at.is_none() {
                self.bad_at = Some((segment, start));
            }
            // A hole of zeros is what a power cut leaves inside its last batch.
            if !fits && line.contains(&0) {
                return Ok(());
            }
            if let Some((line, seq)) = parsed {
                expected = Expected { seq, hash: line.hash };
            }
        }
        let at = lines.offset();
        if self.bad_at.is_none() && !lines.ends_clean()? {
            self.bad_at = Some((segment, at));
        }
        Ok(())
    }

    /// When older segments are gone, the chain begins with what the header says it follows.
    fn retained_from(&self, segment: Segment, expected: &mut Expected) -> io::Result<()> {
        if self.tail.seq == 0
            && segment.0 > 1
            && let Some(header) = segment.header(&*self.disk)?
            && let Some(Event::Header { prev, .. }) = header.event
        {
            *expected = Expected { seq: segment.0 - 1, hash: prev };
        }
        Ok(())
    }

    fn accept(
        &mut self,
        segment: Segment,
        start: u64,
        end: u64,
        seq: u64,
        prev: Hash,
        line: Line<'_>,
    ) {
        if let Some((bad, offset)) = self.bad_at.take() {
            self.events.push(Event::Damage { file: bad.name(), offset });
        }
        if start == 0
            && let Some(header) = Record::parse(line.body)
            && let Some(Event::Header { number, wording: written, .. }) = header.event
        {
            self.tail.number = number;
            self.tail.began = header.ts;
            self.tail.same_wording = written == wording();
        }
        let at = Tail { segment, len: end, last_at: start, seq, prev, ..self.tail.clone() };
        self.tail = Tail { hash: line.hash, ..at };
        match link_of(line.body) {
            Link::Opens(id) => drop(self.open.insert(id, seq)),
            Link::Closes(id) => drop(self.open.remove(&id)),
            Link::None => {}
        }
    }

    /// Cuts what follows the last good line, keeping a copy.
    fn cut_tail(&mut self) -> io::Result<u64> {
        if self.noted > self.tail.seq {
            let (segment, offset) = self.bad_at.unwrap_or((self.tail.segment, self.tail.len));
            self.events.push(Event::Damage { file: segment.name(), offset });
            if segment == self.tail.segment {
                // What is there is no unfinished write. The log goes on in a new file.
                self.tail.ended = true;
                self.bad_at = None;
            }
        }
        let Some((segment, offset)) = self.bad_at.take() else {
            self.drop_empty_segments()?;
            return Ok(0);
        };
        let mut cut = 0;
        for later in self.segments.clone().into_iter().filter(|each| *each >= segment) {
            let from = if later == segment { offset } else { 0 };
            cut += self.cut_file(later, from)?;
        }
        self.drop_empty_segments()?;
        Ok(cut)
    }

    fn cut_file(&mut self, segment: Segment, offset: u64) -> io::Result<u64> {
        let name = segment.name();
        let source = self.disk.open(&name)?;
        let bytes = source.len()?.saturating_sub(offset);
        if bytes == 0 {
            return Ok(0);
        }
        let mut copy = vec![0; usize::try_from(bytes).unwrap_or(0)];
        let read = source.read_at(&mut copy, offset)?;
        copy.truncate(read);
        let used = copy.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        copy.truncate(used);
        match self.disk.put(&format!("{name}.{offset}.torn"), &copy, true) {
            // What is cut was never acknowledged; a full disk must not stop the recovery.
            Err(fault) if fault.kind() == io::ErrorKind::StorageFull => {
                tracing::warn!(file = name, "no space for a copy of the torn end");
            }
            other => other?,
        }
        self.disk.cut(&name, offset)?;
        let bytes = used as u64;
        self.events.push(Event::Cut { bytes, file: name, offset });
        Ok(bytes)
    }

    /// Removes segments behind the one that holds the last record: a crash left them empty.
    fn drop_empty_segments(&mut self) -> io::Result<()> {
        while let Some(last) = self.segments.last().copied().filter(|s| *s > self.tail.segment) {
            self.disk.remove(&last.name())?;
            self.segments.pop();
        }
        self.disk.sync_names()
    }

    /// Reads the intents without outcome.
    fn open_intents(&self) -> io::Result<Vec<Record>> {
        let mut numbers: Vec<u64> = self.open.values().copied().collect();
        numbers.sort_unstable();
        let mut records = Vec::with_capacity(numbers.len());
        let mut numbers = numbers.into_iter().peekable();
        while let Some(&first) = numbers.peek() {
            let at = self.segments.partition_point(|segment| segment.0 <= first);
            let Some(segment) = at.checked_sub(1).and_then(|at| self.segments.get(at)) else {
                numbers.next();
                continue;
            };
            let until = self.segments.get(at).map_or(u64::MAX, |next| next.0);
            let mut lines = Lines::new(self.disk.open(&segment.name())?, 0, u64::MAX, BLOCK);
            let mut seq = segment.0;
            while numbers.peek().is_some_and(|wanted| *wanted < until)
                && let Some((_, line)) = lines.next()?
            {
                if numbers.next_if_eq(&seq).is_some() {
                    records.extend(Line::parse(line).and_then(|line| Record::parse(line.body)));
                }
                seq += 1;
            }
            while numbers.next_if(|wanted| *wanted < until).is_some() {}
        }
        Ok(records)
    }
}

/// What a stored record means for the list of open intents, parsing only what may matter.
fn link_of(body: &str) -> Link {
    #[derive(Deserialize)]
    struct Linked {
        id: RecordId,
        intent_id: Option<RecordId>,
        kind: RecordKind,
    }
    if !body.contains("\"kind\":\"intent\"") && !body.contains("\"kind\":\"outcome\"") {
        return Link::None;
    }
    match serde_json::from_str(body) {
        Ok(Linked { id, kind: RecordKind::Intent, .. }) => Link::Opens(id),
        Ok(Linked { intent_id: Some(intent), kind: RecordKind::Outcome, .. }) => {
            Link::Closes(intent)
        }
        _ => Link::None,
    }
}
