//! Checking a log from its files alone.

use std::{collections::BTreeMap, io, path::Path, time::Duration};

use model::RecordId;
use serde::Serialize;

use crate::{
    Event, Hash, Moment, Record, RecordKind,
    chain::Line,
    log::{Disk, Folder, IDENTITY, Identity, Lines, SLACK, Segment, noted_end},
    sentence, wording,
};

const BLOCK: usize = 1024 * 1024;
/// How often the unfinished line of a log that is being written is looked at again.
const LOOKS: usize = 20;

/// Which records to check. The default is all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// From this number on; checking begins with the segment that holds it.
    pub from: Option<u64>,
    /// Up to this number.
    pub to: Option<u64>,
}

/// What checking found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many records were checked.
    pub records: u64,
    /// In how many segments.
    pub segments: u64,
    /// Number of the first record checked; 0 when there was none.
    pub first_seq: u64,
    /// Number of the last one that was good.
    pub last_seq: u64,
    /// Hash of the last one that was good; note it elsewhere to notice a later rewrite.
    pub last_hash: String,
    /// Intents that have no outcome yet: in flight, or waiting for the next start.
    pub open: Vec<RecordId>,
    /// The first thing that is wrong; `None` when the log is whole.
    pub problem: Option<Problem>,
}

/// Where a log is broken, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Number of the record that is wrong or missing.
    pub seq: u64,
    /// The file it is in, or should be.
    pub file: String,
    /// The byte of that file at which its line begins.
    pub offset: u64,
    /// What is wrong with it.
    pub why: String,
}

/// Why a log could not be checked at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// There is no log in the folder.
    #[error("no audit log in `{0}`")]
    Missing(String),
    /// A file can't be read.
    #[error("cannot read the audit log: `{file}`: {why}")]
    Unreadable {
        /// Which file.
        file: String,
        /// What the system said.
        why: String,
    },
}

/// Checks the log in a folder: chain, numbers, times, segments, sentences, intents and outcomes.
///
/// Reads only, and works while a server writes to the log.
///
/// # Errors
/// When there is nothing to check or a file can't be read; a broken log is a [`Report`].
pub fn verify(folder: &Path, range: Range) -> Result<Report, VerifyError> {
    let disk = Folder::read_only(folder);
    let missing = || VerifyError::Missing(folder.display().to_string());
    // Read first: what it speaks of must be there when the segments are read.
    let noted_end = noted_end(&disk);
    let identity = match Identity::read(&disk) {
        Err(fault) if fault.kind() == io::ErrorKind::InvalidData => {
            return Ok(damaged_identity(format!("the file can't be read: {fault}")));
        }
        other => other.map_err(|fault| unreadable(IDENTITY, &fault))?,
    };
    let mut segments = match Segment::list(&disk) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Err(missing()),
        other => other.map_err(|fault| unreadable(".", &fault))?,
    };
    let Some(identity) = identity else {
        let gone = || damaged_identity("the file is missing".to_owned());
        return if segments.is_empty() { Err(missing()) } else { Ok(gone()) };
    };
    if let Some(from) = range.from {
        let first = segments.partition_point(|segment| segment.0 <= from);
        segments.drain(..first.saturating_sub(1));
    }
    let mut check = Check::new(identity, range);
    for segment in &segments {
        if !check.segment(&disk, *segment)? {
            break;
        }
    }
    Ok(check.finish(noted_end))
}

fn unreadable(file: &str, fault: &io::Error) -> VerifyError {
    VerifyError::Unreadable { file: file.to_owned(), why: fault.to_string() }
}

fn damaged_identity(why: String) -> Report {
    let problem = Problem { seq: 0, file: IDENTITY.to_owned(), offset: 0, why };
    Report { problem: Some(problem), ..Report::default() }
}

/// An intent without outcome.
struct Intent {
    seq: u64,
    segment: Segment,
    offset: u64,
    /// How often the log was opened since.
    openings: u32,
}

/// What is known at one point of the log.
struct Check {
    identity: Identity,
    range: Range,
    report: Report,
    hash: Hash,
    seq: u64,
    number: u64,
    last_ts: Moment,
    /// The last record announced that the next one is from an earlier time.
    clock_noted: bool,
    same_wording: bool,
    ended: bool,
    open: BTreeMap<RecordId, Intent>,
}

impl Check {
    fn new(identity: Identity, range: Range) -> Self {
        Self {
            hash: identity.start(),
            identity,
            range,
            report: Report::default(),
            seq: 0,
            number: 0,
            last_ts: Moment(i64::MIN),
            clock_noted: false,
            same_wording: false,
            ended: false,
            open: BTreeMap::new(),
        }
    }

    /// Checks one segment; false when there is no more to check.
    fn segment(&mut self, disk: &dyn Disk, segment: Segment) -> Result<bool, VerifyError> {
        let name = segment.name();
        let fault = |fault: io::Error| unreadable(&name, &fault);
        self.report.segments += 1;
        self.ended = false;
        let mut offset = 0;
        for _ in 0..LOOKS {
            let mut lines = Lines::new(disk.open(&name).map_err(fault)?, offset, u64::MAX, BLOCK);
            while let Some((start, line)) = lines.next().map_err(fault)? {
                if self.range.to.is_some_and(|to| self.seq >= to) {
                    return Ok(false);
                }
                if let Err(why) = self.line(segment, start, line) {
                    return Ok(self.fail(name, start, why));
                }
            }
            offset = lines.offset();
            if lines.ends_clean().map_err(fault)? {
                return Ok(true);
            }
            // A server may be in the middle of writing this line.
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(self.fail(name, offset, "the line is not complete".to_owned()))
    }

    fn fail(&mut self, file: String, offset: u64, why: String) -> bool {
        self.report.problem = Some(Problem { seq: self.seq + 1, file, offset, why });
        false
    }

    fn line(&mut self, segment: Segment, start: u64, line: &[u8]) -> Result<(), String> {
        let line = Line::parse(line).ok_or("the line does not have the form of a record")?;
        let record = Record::parse(line.body);
        if start == 0 {
            self.begin(segment, record.as_ref())?;
        }
        if self.hash.next(line.body.as_bytes()) != line.hash {
            return Err("the hash does not fit the record and the one before it".to_owned());
        }
        let record = record.ok_or("the hash fits, but it is no record this version can read")?;
        self.record(segment, start, &record)?;
        self.hash = line.hash;
        self.seq = record.seq;
        self.last_ts = record.ts;
        self.report.records += 1;
        self.report.last_seq = record.seq;
        if self.report.first_seq == 0 {
            self.report.first_seq = record.seq;
        }
        Ok(())
    }

    /// Checks how a segment follows the one before it.
    fn begin(&mut self, segment: Segment, first: Option<&Record>) -> Result<(), String> {
        let Some(Event::Header { created, log_id, number, prev, wording: written }) =
            first.and_then(|record| record.event.as_ref())
        else {
            return Err("the segment does not begin with a header".to_owned());
        };
        if *log_id != self.identity.log_id || *created != self.identity.created {
            return Err("the segment belongs to another log".to_owned());
        }
        if self.number == 0 && self.range.from.is_some() && segment.0 > 1 {
            self.hash = *prev;
            self.seq = segment.0 - 1;
        } else if segment.0 != self.seq + 1 || *number != self.number + 1 {
            let (from, to) = (self.seq + 1, segment.0.saturating_sub(1));
            return Err(format!("the segments with records {from} to {to} are missing"));
        } else if *prev != self.hash {
            return Err("the segment does not follow the one before it".to_owned());
        }
        self.number = *number;
        self.same_wording = written == wording();
        Ok(())
    }

    fn record(&mut self, segment: Segment, start: u64, record: &Record) -> Result<(), String> {
        if record.seq != self.seq + 1 {
            return Err(format!("its number is {}", record.seq));
        }
        if self.ended {
            return Err("it follows the footer of its segment".to_owned());
        }
        let behind = self.last_ts.0.saturating_sub(record.ts.0) > SLACK;
        if behind && !self.clock_noted && record.kind != RecordKind::System {
            return Err("its time is more than 5 s before the record before it".to_owned());
        }
        self.clock_noted = false;
        if self.same_wording && sentence(record) != record.text {
            return Err("its sentence is not what its facts say".to_owned());
        }
        self.event(start, record)?;
        self.intent(segment, start, record)
    }

    fn event(&mut self, start: u64, record: &Record) -> Result<(), String> {
        match record.event {
            Some(Event::Header { .. }) if start > 0 => {
                return Err("a header stands inside a segment".to_owned());
            }
            Some(Event::Footer { count, first_seq, last_seq }) => {
                if last_seq != record.seq || last_seq + 1 != first_seq + count {
                    return Err("the footer does not fit its segment".to_owned());
                }
                self.ended = true;
            }
            Some(Event::Damage { ref file, offset }) => {
                return Err(format!("before it, `{file}` was changed or cut at byte {offset}"));
            }
            Some(Event::Clock { .. }) => self.clock_noted = true,
            Some(Event::Opened { .. }) => {
                for intent in self.open.values_mut() {
                    intent.openings += 1;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn intent(&mut self, segment: Segment, start: u64, record: &Record) -> Result<(), String> {
        match (record.kind, &record.intent_id) {
            (RecordKind::Intent, _) => {
                let intent = Intent { seq: record.seq, segment, offset: start, openings: 0 };
                if self.open.insert(record.id.clone(), intent).is_some() {
                    return Err("its id is that of an earlier intent".to_owned());
                }
            }
            (RecordKind::Outcome, Some(intent)) => {
                let found = self.open.remove(intent).map(|intent| intent.seq);
                let before_range = self.range.from.is_some()
                    && record.intent_seq.is_none_or(|seq| seq < self.report.first_seq);
                let named = record.intent_seq.is_none_or(|seq| found == Some(seq));
                if !(found.is_some() && named || found.is_none() && before_range) {
                    return Err("it is the outcome of no open intent".to_owned());
                }
            }
            (RecordKind::Outcome, None) => {
                return Err("it is an outcome without an intent".to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    /// An intent must have its outcome when the server has run and been started again since.
    fn unfinished(&mut self) {
        let old = self.open.iter().filter(|(_, intent)| intent.openings > 1);
        if let Some((id, intent)) = old.min_by_key(|(_, intent)| intent.seq) {
            let why = format!("the intent {id} has no outcome");
            let file = intent.segment.name();
            let problem = Problem { seq: intent.seq, file, offset: intent.offset, why };
            self.report.problem.get_or_insert(problem);
        }
    }

    fn finish(mut self, noted_end: Option<u64>) -> Report {
        let whole = self.report.problem.is_none() && self.range.to.is_none();
        if let Some(end) = noted_end.filter(|end| whole && *end > self.seq) {
            let (why, file) = (format!("the log once had records up to {end}"), String::new());
            self.report.problem = Some(Problem { seq: self.seq + 1, file, offset: 0, why });
        }
        if whole {
            self.unfinished();
        }
        self.report.last_hash = self.hash.to_string();
        let mut open: Vec<_> = self.open.into_iter().map(|(id, intent)| (intent.seq, id)).collect();
        open.sort();
        self.report.open = open.into_iter().map(|(_, id)| id).collect();
        self.report
    }
}
