//! Lines of a file, last to first.

use std::{io, sync::Arc};

use crate::log::Source;

const BLOCK: u64 = 128 * 1024;

/// Reads a file from its end in blocks and hands out lines, last first.
pub(super) struct Backwards {
    source: Arc<dyn Source>,
    /// Bytes of the file from `start` on, as far as they are not handed out.
    bytes: Vec<u8>,
    start: u64,
    /// The line handed out last.
    line: Vec<u8>,
}

impl Backwards {
    /// Lines before byte `end`, which must follow a line feed.
    pub(super) fn new(source: Arc<dyn Source>, end: u64) -> Self {
        Self { source, bytes: Vec::new(), start: end, line: Vec::new() }
    }

    /// The line before the last one handed out, without its line feed.
    pub(super) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        loop {
            let text = self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes);
            let break_at = text.iter().rposition(|byte| *byte == b'\n');
            if break_at.is_none() && self.start > 0 {
                self.read_before()?;
                continue;
            }
            if text.is_empty() && self.bytes.is_empty() {
                return Ok(None);
            }
            let from = break_at.map_or(0, |at| at + 1);
            self.line.clear();
            self.line.extend_from_slice(text.get(from..).unwrap_or_default());
            self.bytes.truncate(from);
            return Ok(Some(&self.line));
        }
    }

    fn read_before(&mut self) -> io::Result<()> {
        let from = self.start.saturating_sub(BLOCK);
        let mut block = vec![0; usize::try_from(self.start - from).unwrap_or(0)];
        let mut done = 0;
        while let Some(rest) = block.get_mut(done..).filter(|rest| !rest.is_empty()) {
            match self.source.read_at(rest, from + done as u64)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => done += read,
            }
        }
        block.append(&mut self.bytes);
        self.bytes = block;
        self.start = from;
        Ok(())
    }
}
