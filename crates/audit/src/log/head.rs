//! A side note on where the log ends, so that opening it need not read all of it.
//!
//! It is written after the records it speaks of are on disk: at the end, with every new segment,
//! and every few megabytes. It is a hint. The record it points to must hash as it says, and all
//! after that record is read and verified anyway; without a fitting note the whole log is read.
//! It also lists the intents that had no outcome yet, however long ago they were.

use std::collections::BTreeMap;

use model::RecordId;
use serde::{Deserialize, Serialize};

use super::{Disk, Segment, tail::Tail};
use crate::{Event, Hash, sentence::wording};

/// Name of the note.
pub(crate) const HEAD: &str = "audit.head";

/// Where the log ended when the note was written.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Head {
    hash: Hash,
    last_at: u64,
    len: u64,
    /// Intents without outcome, and their numbers.
    pub(crate) open: BTreeMap<RecordId, u64>,
    prev: Hash,
    segment: u64,
    /// Number of the last record then.
    pub(crate) seq: u64,
}

impl Head {
    pub(crate) fn of(tail: &Tail, open: &BTreeMap<RecordId, u64>) -> Self {
        Self {
            hash: tail.hash,
            last_at: tail.last_at,
            len: tail.len,
            open: open.clone(),
            prev: tail.prev,
            segment: tail.segment.0,
            seq: tail.seq,
        }
    }

    /// Reads the note; `None` when there is none, or it is unreadable.
    pub(crate) fn read(disk: &dyn Disk) -> Option<Self> {
        let source = disk.open(HEAD).ok()?;
        let length = usize::try_from(source.len().ok()?).ok()?;
        let mut bytes = vec![0; length];
        let mut done = 0;
        while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
            match source.read_at(rest, done as u64).ok()? {
                0 => return None,
                read => done += read,
            }
        }
        serde_json::from_slice(&bytes).ok()
    }

    /// The end of the log as the note says, if the log agrees.
    pub(crate) fn tail(&self, disk: &dyn Disk) -> Option<Tail> {
        let segment = Segment(self.segment);
        let header = segment.header(disk).ok()??;
        let Some(Event::Header { number, wording: written, .. }) = header.event else {
            return None;
        };
        let tail = Tail {
            segment,
            number,
            began: header.ts,
            same_wording: written == wording(),
            ended: false,
            len: self.len,
            last_at: self.last_at,
            seq: self.seq,
            prev: self.prev,
            hash: self.hash,
            ts: header.ts,
        };
        let last = tail.read(disk).ok()??;
        let ended = matches!(last.event, Some(Event::Footer { .. }));
        (last.seq == self.seq).then_some(Tail { ts: last.ts, ended, ..tail })
    }
}

/// The number up to which the note says there were records.
pub(crate) fn noted_end(disk: &dyn Disk) -> Option<u64> {
    Head::read(disk).map(|head| head.seq)
}
