//! JSON with two spaces per level, written as it comes.

use std::io::{self, Write};

use serde_json::Value;

/// Writes JSON that begins at some depth.
pub(super) struct Pretty<'w, W> {
    out: &'w mut W,
    depth: usize,
    /// Nothing stands yet in what was opened last.
    fresh: bool,
}

impl<'w, W: Write> Pretty<'w, W> {
    pub(super) fn new(out: &'w mut W, depth: usize) -> Self {
        Self { out, depth, fresh: true }
    }

    fn line(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")?;
        for _ in 0..self.depth {
            self.out.write_all(b"  ")?;
        }
        Ok(())
    }

    /// Opens an object or a list.
    pub(super) fn open(&mut self, bracket: u8) -> io::Result<()> {
        self.depth += 1;
        self.fresh = true;
        self.out.write_all(&[bracket])
    }

    /// Closes it.
    pub(super) fn close(&mut self, bracket: u8) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if !self.fresh {
            self.line()?;
        }
        self.fresh = false;
        self.out.write_all(&[bracket])
    }

    /// Begins the next member of a list.
    pub(super) fn next(&mut self) -> io::Result<()> {
        if !self.fresh {
            self.out.write_all(b",")?;
        }
        self.fresh = false;
        self.line()
    }

    /// Begins the next member of an object.
    pub(super) fn key(&mut self, key: &str) -> io::Result<()> {
        self.next()?;
        self.text(key)?;
        self.out.write_all(b": ")
    }

    /// A text as a value.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        serde_json::to_writer(&mut *self.out, text).map_err(io::Error::from)
    }

    /// Any value.
    pub(super) fn value(&mut self, value: &Value) -> io::Result<()> {
        match value {
            Value::Array(list) => {
                self.open(b'[')?;
                for value in list {
                    self.next()?;
                    self.value(value)?;
                }
                self.close(b']')
            }
            Value::Object(map) => {
                self.open(b'{')?;
                for (key, value) in map {
                    self.member(key, value)?;
                }
                self.close(b'}')
            }
            scalar => serde_json::to_writer(&mut *self.out, scalar).map_err(io::Error::from),
        }
    }

    /// A member of an object.
    pub(super) fn member(&mut self, key: &str, value: &Value) -> io::Result<()> {
        self.key(key)?;
        self.value(value)
    }

    /// Bytes as a list of numbers, on one line: a line for each would be five times the size.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut buffer = Vec::with_capacity(bytes.len().min(CHUNK) * 4);
        self.out.write_all(b"[")?;
        let mut left = bytes.len();
        for chunk in bytes.chunks(CHUNK) {
            buffer.clear();
            chunk.iter().for_each(|byte| decimal(*byte, &mut buffer));
            left -= chunk.len();
            if left == 0 {
                buffer.pop();
            }
            self.out.write_all(&buffer)?;
        }
        self.out.write_all(b"]")
    }
}

/// Bytes that are made to text at a time.
const CHUNK: usize = 4096;

/// A number and the comma after it.
fn decimal(byte: u8, to: &mut Vec<u8>) {
    let digit = |number: u8| b'0' + number;
    if byte >= 100 {
        to.push(digit(byte / 100));
    }
    if byte >= 10 {
        to.push(digit(byte / 10 % 10));
    }
    to.extend([digit(byte % 10), b',']);
}
