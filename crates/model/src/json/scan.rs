//! A cursor over JSON text that is known to be well formed.

use std::borrow::Cow;

use serde_json::Value;

/// The text is not JSON after all, or a value in it nests too deep.
///
/// The first is never seen for text that [`check`](super::check) accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

/// Walks JSON text once, front to back, and hands out pieces of it.
///
/// It trusts the text to be well formed: on other text it ends with [`Broken`] or walks something
/// odd, but it always ends and never panics.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// The name of a member, as written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'a> {
    /// With its quotes and escapes.
    pub(crate) raw: &'a str,
}

impl<'a> Key<'a> {
    /// The name without quotes and escapes.
    pub(crate) fn name(self) -> Cow<'a, str> {
        super::unquote(self.raw)
    }
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Bytes walked so far. After a [`peek`](Self::peek) this is where the next value starts.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The text between two places, as [`at`](Self::at) told them.
    pub(crate) fn between(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The first byte of what comes next.
    pub(crate) fn peek(&mut self) -> Result<u8, Broken> {
        let rest = self.rest();
        let blank = rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        let (blank, byte) =
            blank.and_then(|blank| Some((blank, *rest.get(blank)?))).ok_or(Broken)?;
        self.at += blank;
        Ok(byte)
    }

    /// Steps over one byte that must be `byte`.
    pub(crate) fn open(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek()? != byte {
            return Err(Broken);
        }
        self.at += 1;
        Ok(())
    }

    /// Inside an object: the next member's name, or `None` after stepping over the `}`.
    pub(crate) fn key(&mut self) -> Result<Option<Key<'a>>, Broken> {
        match self.peek()? {
            b'}' => {
                self.at += 1;
                return Ok(None);
            }
            b',' => self.at += 1,
            _ => {}
        }
        self.peek()?;
        let raw = self.string()?;
        self.open(b':')?;
        self.peek()?;
        Ok(Some(Key { raw }))
    }

    /// Inside an array: true when an element comes, false after stepping over the `]`.
    pub(crate) fn element(&mut self) -> Result<bool, Broken> {
        match self.peek()? {
            b']' => {
                self.at += 1;
                return Ok(false);
            }
            b',' => self.at += 1,
            _ => {}
        }
        self.peek()?;
        Ok(true)
    }

    /// Steps over the next value and reads it.
    pub(crate) fn value(&mut self) -> Result<Value, Broken> {
        read(self.skip()?)
    }

    /// Calls `each` for every element of a list but nulls; a value that is no list counts as its
    /// only element.
    pub(crate) fn each(
        &mut self,
        mut each: impl FnMut(&mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        match self.peek()? {
            b'n' => return self.skip().map(drop),
            b'[' => self.open(b'[')?,
            _ => return each(self),
        }
        while self.element()? {
            if self.peek()? == b'n' {
                self.skip()?;
            } else {
                each(self)?;
            }
        }
        Ok(())
    }

    /// Steps over the next value and returns its text.
    pub(crate) fn skip(&mut self) -> Result<&'a str, Broken> {
        match self.peek()? {
            b'"' => self.string(),
            b'{' | b'[' => self.container(),
            _ => self.word(),
        }
    }

    /// Steps over a string and returns it with its quotes.
    fn string(&mut self) -> Result<&'a str, Broken> {
        let from = self.at;
        self.open(b'"')?;
        loop {
            let rest = self.rest();
            let next = quote_or_backslash(rest).ok_or(Broken)?;
            if rest.get(next) == Some(&b'"') {
                self.at += next + 1;
                return self.since(from);
            }
            self.at += next + 2;
        }
    }

    fn container(&mut self) -> Result<&'a str, Broken> {
        let from = self.at;
        let mut depth = 0usize;
        loop {
            let rest = self.rest();
            let next = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))
                .ok_or(Broken)?;
            self.at += next;
            match rest.get(next) {
                Some(b'"') => {
                    self.string()?;
                    continue;
                }
                Some(b'{' | b'[') => depth += 1,
                _ => depth -= 1,
            }
            self.at += 1;
            if depth == 0 {
                return self.since(from);
            }
        }
    }

    fn word(&mut self) -> Result<&'a str, Broken> {
        let from = self.at;
        let rest = self.rest();
        let end = rest
            .iter()
            .position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'))
            .unwrap_or(rest.len());
        if end == 0 {
            return Err(Broken);
        }
        self.at += end;
        self.since(from)
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn since(&self, from: usize) -> Result<&'a str, Broken> {
        self.text.get(from..self.at).ok_or(Broken)
    }
}

/// The value that a piece of text stands for.
pub(crate) fn read(raw: &str) -> Result<Value, Broken> {
    match raw {
        "null" => Ok(Value::Null),
        "true" => Ok(Value::Bool(true)),
        "false" => Ok(Value::Bool(false)),
        _ => match super::string(raw) {
            Some(text) => Ok(Value::String(text.into_owned())),
            None => super::value(raw).map_err(|_| Broken),
        },
    }
}

/// Where the first `"` or `\` is. Text is mostly inside of strings, so this decides how fast
/// everything here is: it looks at eight bytes at a time.
fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);
    // The lowest high bit that is left marks the first byte that is zero.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let (chunks, tail) = bytes.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        let word = u64::from_le_bytes(*chunk);
        let found =
            zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\')));
        if found != 0 {
            let byte = found.trailing_zeros() / 8;
            return Some(number * 8 + usize::try_from(byte).ok()?);
        }
    }
    let at = tail.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    Some(bytes.len() - tail.len() + at)
}
