//! Reads the head of a response, and trailers.
//!
//! Rules and words are those of the parser in Node 20: what it refuses is refused here, with the
//! same code, and `lenient` is its insecure mode. Where that mode guesses at line ends, this one
//! still refuses.

use memchr::memchr;

use crate::{fault::Fault, request::Header, response::Version};

/// What is wrong with the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bad {
    code: &'static str,
    reason: &'static str,
}

impl From<Bad> for Fault {
    fn from(Bad { code, reason }: Bad) -> Self {
        Self::Parse { code, reason }
    }
}

pub(crate) const fn bad(code: &'static str, reason: &'static str) -> Bad {
    Bad { code, reason }
}

/// What a head may look like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) lenient: bool,
    pub(crate) head_bytes: usize,
    pub(crate) headers: usize,
}

/// The head of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) version: Version,
    pub(crate) status: u16,
    pub(crate) reason: String,
    pub(crate) headers: Vec<Header>,
}

impl Head {
    /// Whether another head follows. 101 has the last word, whatever it says.
    pub(crate) const fn interim(&self) -> bool {
        matches!(self.status, 100 | 102..=199)
    }
}

/// Reads a head line by line, as the bytes come.
#[derive(Debug)]
pub(crate) struct HeadReader {
    rules: Rules,
    /// Where the line begins that is not read yet.
    line: usize,
    /// Up to where no line end was found.
    seen: usize,
    /// Whether header lines follow, rather than the status line.
    started: bool,
    head: Head,
}

const OVERFLOW: Bad = bad("HPE_HEADER_OVERFLOW", "Header overflow");
const CONSTANT: Bad = bad("HPE_INVALID_CONSTANT", "Expected HTTP/, RTSP/ or ICE/");
const BARE_CR: Bad = bad("HPE_STRICT", "Expected LF after CR");
const TOKEN: Bad = bad("HPE_INVALID_HEADER_TOKEN", "Invalid header token");
const VALUE: Bad = bad("HPE_INVALID_HEADER_TOKEN", "Invalid header value char");

impl HeadReader {
    /// Reads a status line and header lines.
    pub(crate) fn new(rules: Rules) -> Self {
        let head = Head {
            version: Version::Http11,
            status: 0,
            reason: String::new(),
            headers: Vec::with_capacity(16),
        };
        Self { rules, line: 0, seen: 0, started: false, head }
    }

    /// Reads header lines only.
    pub(crate) fn trailers(rules: Rules) -> Self {
        Self { started: true, ..Self::new(rules) }
    }

    /// Reads what came since the last call; says how long the head is once it is whole.
    ///
    /// `buffer` holds everything from the head's first byte on.
    pub(crate) fn read(&mut self, buffer: &[u8]) -> Result<Option<usize>, Bad> {
        while let Some(unseen) = buffer.get(self.seen..) {
            let Some(at) = memchr(b'\n', unseen) else { break };
            let end = self.seen + at;
            if end >= self.rules.head_bytes {
                break;
            }
            let line = buffer.get(self.line..end).unwrap_or_default();
            self.line = end + 1;
            self.seen = end + 1;
            if self.take(line)? {
                return Ok(Some(self.line));
            }
        }
        let open = buffer.get(self.line..).unwrap_or_default();
        if !self.started && !open.starts_with(b"\r") && !may_start(open) {
            // A server of another protocol may wait for its client to speak first.
            return Err(CONSTANT);
        }
        if buffer.len() >= self.rules.head_bytes {
            return Err(OVERFLOW);
        }
        self.seen = buffer.len();
        Ok(None)
    }

    pub(crate) fn into_head(self) -> Head {
        self.head
    }

    /// Takes a line without its LF; says whether it was the empty one at the end.
    fn take(&mut self, line: &[u8]) -> Result<bool, Bad> {
        let (text, ended) = match line.strip_suffix(b"\r") {
            Some(text) => (text, true),
            None => (line, self.rules.lenient),
        };
        if !self.started {
            // Empty lines in front are a remainder of an earlier message.
            if !text.is_empty() {
                self.status_line(text, ended)?;
                self.started = true;
            }
            return Ok(false);
        }
        match text.first() {
            None if ended => return Ok(true),
            None => return Err(bad("HPE_INVALID_HEADER_TOKEN", "Invalid header field char")),
            Some(b'\r') => return Err(bad("HPE_STRICT", "Expected LF after headers")),
            Some(b' ' | b'\t') => self.fold(text)?,
            Some(_) => self.header(text, ended)?,
        }
        Ok(false)
    }

    fn status_line(&mut self, text: &[u8], ended: bool) -> Result<(), Bad> {
        const fn version(reason: &'static str) -> Bad {
            bad("HPE_INVALID_VERSION", reason)
        }
        let rest = text.strip_prefix(b"HTTP/").ok_or(CONSTANT)?;
        let (major, rest) = digit(rest).ok_or(version("Invalid major version"))?;
        let rest = rest.strip_prefix(b".").ok_or(version("Expected dot"))?;
        let (minor, rest) = digit(rest).ok_or(version("Invalid minor version"))?;
        self.head.version = match (major, minor) {
            (0, 9) | (1, 0) => Version::Http10,
            (1, 1) => Version::Http11,
            (2, 0) => Version::Http2,
            _ if self.rules.lenient => Version::Http11,
            _ => return Err(version("Invalid HTTP version")),
        };
        let mut rest = rest.strip_prefix(b" ").ok_or(version("Expected space after version"))?;
        for _ in 0..3 {
            let (value, after) =
                digit(rest).ok_or(bad("HPE_INVALID_STATUS", "Invalid status code"))?;
            self.head.status = self.head.status * 10 + u16::from(value);
            rest = after;
        }
        let reason = match rest.split_first() {
            None => rest,
            Some((b' ', reason)) => reason,
            Some(_) => return Err(bad("HPE_INVALID_STATUS", "Invalid response status")),
        };
        if reason.contains(&b'\r') {
            return Err(BARE_CR);
        }
        if !ended {
            return Err(bad("HPE_CR_EXPECTED", "Missing expected CR after response line"));
        }
        self.head.reason = String::from_utf8_lossy(reason).into_owned();
        Ok(())
    }

    fn header(&mut self, text: &[u8], ended: bool) -> Result<(), Bad> {
        let colon = text.iter().position(|&byte| byte == b':').ok_or(TOKEN)?;
        let (name, value) = text.split_at_checked(colon).ok_or(TOKEN)?;
        if !is_token(name) {
            return Err(TOKEN);
        }
        let name = String::from_utf8_lossy(name).into_owned();
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = trim_start(value);
        if value.is_empty() && !ended {
            return Err(VALUE);
        }
        self.check(value)?;
        if !ended {
            return Err(bad("HPE_CR_EXPECTED", "Missing expected CR after header value"));
        }
        if self.head.headers.len() >= self.rules.headers {
            return Err(OVERFLOW);
        }
        let value = trim_end(value).to_vec();
        self.head.headers.push(Header { name, value });
        Ok(())
    }

    /// Takes a line that continues the one before.
    fn fold(&mut self, text: &[u8]) -> Result<(), Bad> {
        let lenient = self.rules.lenient;
        let Some(last) = self.head.headers.last_mut() else {
            return Err(if lenient {
                TOKEN
            } else {
                bad("HPE_UNEXPECTED_SPACE", "Unexpected space after start line")
            });
        };
        if !lenient {
            return Err(if last.value.is_empty() {
                VALUE
            } else {
                bad("HPE_INVALID_HEADER_TOKEN", "Unexpected whitespace after header value")
            });
        }
        let text = trim_end(text);
        let text = if last.value.is_empty() { trim_start(text) } else { text };
        last.value.extend_from_slice(text);
        self.check(text)
    }

    /// Finds the first byte that a value must not have.
    fn check(&self, value: &[u8]) -> Result<(), Bad> {
        let lenient = self.rules.lenient;
        let wrong = |byte: &u8| match byte {
            b'\t' | 0x20..=0x7e | 0x80..=0xff => false,
            b'\r' => true,
            _ => !lenient,
        };
        match value.iter().position(wrong) {
            None => Ok(()),
            Some(0) if value.starts_with(b"\r") => Err(BARE_CR),
            Some(at) if value.get(at) == Some(&b'\r') => {
                Err(bad("HPE_LF_EXPECTED", "Missing expected LF after header value"))
            }
            Some(_) => Err(VALUE),
        }
    }
}

/// Whether the bytes may become a status line.
fn may_start(bytes: &[u8]) -> bool {
    bytes.iter().zip(b"HTTP/").all(|(have, want)| have == want)
}

fn digit(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    first.is_ascii_digit().then(|| (first - b'0', rest))
}

fn trim_start(bytes: &[u8]) -> &[u8] {
    let blanks = bytes.iter().take_while(|&&byte| is_blank(byte)).count();
    bytes.get(blanks..).unwrap_or_default()
}

fn trim_end(bytes: &[u8]) -> &[u8] {
    let blanks = bytes.iter().rev().take_while(|&&byte| is_blank(byte)).count();
    bytes.get(..bytes.len() - blanks).unwrap_or_default()
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Whether the text may be a header's name or a method.
pub(crate) fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|&byte| is_token_byte(byte))
}

const fn is_token_byte(byte: u8) -> bool {
    matches!(byte,
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*'
        | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~')
}
