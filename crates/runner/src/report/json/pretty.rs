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
        let mut buffer = [0; CHUNK * 4];
        self.out.write_all(b"[")?;
        let mut left = bytes.len();
        for chunk in bytes.chunks(CHUNK) {
            let mut end = 0;
            for byte in chunk {
                let Some((digits, length)) = NUMBERS.get(usize::from(*byte)) else { continue };
                // Always four bytes, of which the next number overwrites what is too much.
                if let Some(place) = buffer.get_mut(end..end + 4) {
                    place.copy_from_slice(digits);
                    end += usize::from(*length);
                }
            }
            left -= chunk.len();
            // No comma after the last one.
            let end = if left == 0 { end.saturating_sub(1) } else { end };
            self.out.write_all(buffer.get(..end).unwrap_or_default())?;
        }
        self.out.write_all(b"]")
    }
}

/// Bytes that are made to text at a time.
const CHUNK: usize = 4096;

/// Each byte as a number with a comma after it, and how long that is.
const NUMBERS: [([u8; 4], u8); 256] = numbers();

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "runs at build time")]
const fn numbers() -> [([u8; 4], u8); 256] {
    let mut numbers = [([b',', 0, 0, 0], 1); 256];
    let mut number = 0;
    while number < 256 {
        let hundreds = b'0' + (number / 100) as u8;
        let tens = b'0' + (number / 10 % 10) as u8;
        let ones = b'0' + (number % 10) as u8;
        numbers[number] = if number >= 100 {
            ([hundreds, tens, ones, b','], 4)
        } else if number >= 10 {
            ([tens, ones, b',', 0], 3)
        } else {
            ([ones, b',', 0, 0], 2)
        };
        number += 1;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_numbers() {
        let bytes: Vec<u8> = (0..=255).cycle().take(CHUNK + 300).collect();
        for bytes in [&bytes[..], &bytes[..CHUNK], &bytes[..1], &[]] {
            let mut text = Vec::new();
            Pretty::new(&mut text, 0).bytes(bytes).unwrap();
            assert_eq!(text, serde_json::to_vec(bytes).unwrap());
        }
    }
}
