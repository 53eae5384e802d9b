//! Where a log ends.

use std::{io, sync::Arc};

use super::{Disk, LogError, Segment};
use crate::{Hash, Moment, Record, canonical::Frame, chain::Line, chain::PREFIX};

/// What a caller is told: the number, or why there is none.
pub(crate) type Stored = Result<u64, LogError>;

/// The end of a log: its last record and the segment that holds it.
#[derive(Clone, Debug)]
pub(crate) struct Tail {
    /// Segment of the last record.
    pub(crate) segment: Segment,
    /// Number of that segment; 0 while there is none.
    pub(crate) number: u64,
    /// When that segment began.
    pub(crate) began: Moment,
    /// Whether its sentences are worded as this version words them.
    pub(crate) same_wording: bool,
    /// Whether its last record is its footer.
    pub(crate) ended: bool,
    /// Its length in bytes.
    pub(crate) len: u64,
    /// Where its last line begins.
    pub(crate) last_at: u64,
    /// Number of the last record.
    pub(crate) seq: u64,
    /// Hash of the record before the last one.
    pub(crate) prev: Hash,
    /// Hash of the last record.
    pub(crate) hash: Hash,
    /// Time of the last record.
    pub(crate) ts: Moment,
}

impl Tail {
    /// The end of a log without records.
    pub(crate) fn start(hash: Hash, now: Moment) -> Self {
        Self {
            segment: Segment(0),
            number: 0,
            began: now,
            same_wording: true,
            ended: false,
            len: 0,
            last_at: 0,
            seq: 0,
            prev: hash,
            hash,
            ts: now,
        }
    }

    /// Appends the next line to `buffer` and moves the end behind it.
    pub(crate) fn push(&mut self, frame: &Frame, ts: Moment, buffer: &mut Vec<u8>) {
        let start = buffer.len();
        buffer.extend_from_slice(&[b' '; PREFIX]);
        self.seq += 1;
        frame.write_to(self.seq, buffer);
        let body = buffer.get(start + PREFIX..).unwrap_or_default();
        self.prev = self.hash;
        self.hash = self.hash.next(body);
        self.ts = ts;
        if let Some(hex) = buffer.get_mut(start..start + PREFIX - 1) {
            hex.copy_from_slice(&self.hash.hex());
        }
        buffer.push(b'\n');
        self.last_at = self.len;
        self.len += (buffer.len() - start) as u64;
    }

    /// Reads the last record back, if the file still holds it as it was written.
    pub(crate) fn read(&self, disk: &dyn Disk) -> io::Result<Option<Record>> {
        let source = disk.open(&self.segment.name())?;
        let Ok(length) = usize::try_from(self.len.saturating_sub(self.last_at)) else {
            return Ok(None);
        };
        let mut line = vec![0; length.min(super::MAX_RECORD + PREFIX + 32)];
        let mut done = 0;
        while let Some(rest) = line.get_mut(done..).filter(|rest| !rest.is_empty()) {
            match source.read_at(rest, self.last_at + done as u64)? {
                0 => return Ok(None),
                read => done += read,
            }
        }
        let Some(line) = line.strip_suffix(b"\n").and_then(Line::parse) else { return Ok(None) };
        let same = line.hash == self.hash && self.prev.next(line.body.as_bytes()) == self.hash;
        Ok(same.then(|| Record::parse(line.body)).flatten())
    }
}

/// What readers may read: everything that is on disk.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    /// The segments, oldest first.
    pub(crate) segments: Arc<Vec<Segment>>,
    /// How much of the newest one is on disk.
    pub(crate) live_len: u64,
}
