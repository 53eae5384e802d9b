//! Segment files: their names, and their lines in order.

use std::{
    io::{self, BufRead, BufReader, Read},
    sync::Arc,
};

use super::{Disk, Source};
use crate::{Event, Record, chain::Line};

/// A segment, known by the number of its first record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Segment(pub(crate) u64);

impl Segment {
    /// The name of its file.
    pub(crate) fn name(self) -> String {
        format!("audit-{:020}.log", self.0)
    }

    fn of_name(name: &str) -> Option<Self> {
        let digits = name.strip_prefix("audit-")?.strip_suffix(".log")?;
        let fits = digits.len() == 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| digits.parse().ok().map(Self)).flatten()
    }

    /// The segments on a disk, oldest first.
    pub(crate) fn list(disk: &dyn Disk) -> io::Result<Vec<Self>> {
        let names = disk.list()?;
        let mut all: Vec<Self> = names.iter().filter_map(|name| Self::of_name(name)).collect();
        all.sort_unstable();
        Ok(all)
    }

    /// Its header, nothing verified; `None` when its first line is none.
    pub(crate) fn header(self, disk: &dyn Disk) -> io::Result<Option<Record>> {
        let mut lines = Lines::new(disk.open(&self.name())?, 0, u64::MAX, 4096);
        let Some((_, line)) = lines.next()? else { return Ok(None) };
        let record = Line::parse(line).and_then(|line| Record::parse(line.body));
        Ok(record.filter(|record| matches!(record.event, Some(Event::Header { .. }))))
    }
}

impl Record {
    /// Parses a stored record.
    pub(crate) fn parse(body: &str) -> Option<Self> {
        serde_json::from_str(body).ok()
    }
}

/// Lines of a file, first to last.
pub(crate) struct Lines {
    reader: BufReader<Window>,
    line: Vec<u8>,
    offset: u64,
}

impl Lines {
    /// The lines from `offset` on, up to byte `end`; `block` bytes are read at once.
    pub(crate) fn new(source: Arc<dyn Source>, offset: u64, end: u64, block: usize) -> Self {
        let window = Window { source, offset, end };
        Self { reader: BufReader::with_capacity(block, window), line: Vec::new(), offset }
    }

    /// The next line without its line feed, and where it begins.
    ///
    /// What follows the last line feed is not a line: see [`Lines::ends_clean`]. Nor are zeros, which the
    /// writer keeps ready behind the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, &[u8])>> {
        self.line.clear();
        if self.reader.fill_buf()?.first() == Some(&0) {
            return Ok(None);
        }
        // Two lines whose line feed was lost still count as one; nothing longer does.
        let limit = (2 * super::MAX_RECORD + 4096) as u64;
        (&mut self.reader).take(limit).read_until(b'\n', &mut self.line)?;
        if self.line.last() != Some(&b'\n') {
            return Ok(None);
        }
        let start = self.offset;
        self.offset += self.line.len() as u64;
        self.line.pop();
        Ok(Some((start, &self.line)))
    }

    /// After the last line: true when nothing but zeros follows it.
    pub(crate) fn ends_clean(&mut self) -> io::Result<bool> {
        if !self.line.is_empty() {
            return Ok(false);
        }
        loop {
            let part = self.reader.fill_buf()?;
            match (part.is_empty(), part.iter().all(|byte| *byte == 0)) {
                (true, _) => return Ok(true),
                (_, false) => return Ok(false),
                (false, true) => {}
            }
            let read = part.len();
            self.reader.consume(read);
        }
    }

    /// Where the next line begins.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }
}

/// A part of a file, as a reader.
struct Window {
    source: Arc<dyn Source>,
    offset: u64,
    end: u64,
}

impl Read for Window {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.offset)).unwrap_or(usize::MAX);
        let wanted = bytes.len().min(left);
        let Some(part) = bytes.get_mut(..wanted) else { return Ok(0) };
        let read = self.source.read_at(part, self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}
