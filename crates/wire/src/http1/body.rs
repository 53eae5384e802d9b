//! Takes the body of a response out of its framing.

use bytes::{Buf, BufMut, Bytes, BytesMut, buf::Limit};
use memchr::memchr;

use super::head::{Bad, Head, HeadReader, Rules, bad};
use crate::{
    fault::{Fault, TooLarge},
    options::Limits,
};

/// How the end of a body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// There is none.
    None,
    /// It has so many bytes.
    Length(u64),
    /// It comes in chunks.
    Chunked,
    /// It ends with the connection.
    Close,
}

impl Framing {
    /// Reads the framing out of a head; `bare` says that the method allows no body.
    pub(crate) fn of(head: &Head, bare: bool, lenient: bool) -> Result<Self, Bad> {
        let mut length = None;
        let mut coding: Option<&[u8]> = None;
        for header in &head.headers {
            if header.is("content-length") {
                if length.is_some() {
                    let reason = "Duplicate Content-Length";
                    return Err(bad("HPE_UNEXPECTED_CONTENT_LENGTH", reason));
                }
                if coding.is_some() && !lenient {
                    let reason = "Content-Length can't be present with Transfer-Encoding";
                    return Err(bad("HPE_INVALID_CONTENT_LENGTH", reason));
                }
                length = Some(number(&header.value)?);
            } else if header.is("transfer-encoding") {
                if length.is_some() && !lenient {
                    let reason = "Transfer-Encoding can't be present with Content-Length";
                    return Err(bad("HPE_INVALID_TRANSFER_ENCODING", reason));
                }
                coding = Some(&header.value);
            }
        }
        if bare || matches!(head.status, 100..=199 | 204 | 304) {
            return Ok(Self::None);
        }
        Ok(match (coding, length) {
            (Some(coding), _) if ends_chunked(coding) => Self::Chunked,
            (Some(_), _) | (None, None) => Self::Close,
            (None, Some(length)) => Self::Length(length),
        })
    }
}

/// Whether the last coding of a `Transfer-Encoding` is `chunked`.
pub(crate) fn ends_chunked(value: &[u8]) -> bool {
    let last = value.rsplit(|&byte| byte == b',').next().unwrap_or_default();
    last.trim_ascii().eq_ignore_ascii_case(b"chunked")
}

fn number(value: &[u8]) -> Result<u64, Bad> {
    let fault = |reason| bad("HPE_INVALID_CONTENT_LENGTH", reason);
    if value.is_empty() {
        return Err(fault("Empty Content-Length"));
    }
    value.iter().try_fold(0_u64, |number, &byte| {
        if !byte.is_ascii_digit() {
            return Err(fault("Invalid character in Content-Length"));
        }
        let next = number.checked_mul(10).and_then(|n| n.checked_add(u64::from(byte - b'0')));
        next.ok_or(fault("Content-Length overflow"))
    })
}

/// Where in the framing the reader is.
#[derive(Debug)]
enum State {
    /// So many bytes are missing.
    Length(u64),
    /// Everything belongs to the body.
    Close,
    /// A line with a chunk's size comes.
    Size,
    /// So many bytes of the chunk are missing.
    Data(u64),
    /// The line end after a chunk comes.
    DataEnd,
    /// Trailers come.
    Trailers(Box<HeadReader>),
    /// The body is whole.
    Done,
}

/// Collects a body piece by piece.
#[derive(Debug)]
pub(crate) struct BodyReader {
    state: State,
    rules: Rules,
    limits: Limits,
    body: BytesMut,
}

/// Never reserve more than this on a server's word alone.
const TRUST: u64 = 256 * 1024;
/// So much room is made for what comes next, and for less it is not worth it.
const STEP: usize = 32 * 1024;

impl BodyReader {
    pub(crate) fn new(framing: Framing, rules: Rules, limits: Limits) -> Result<Self, Fault> {
        let state = match framing {
            Framing::None | Framing::Length(0) => State::Done,
            Framing::Length(length) => State::Length(length),
            Framing::Chunked => State::Size,
            Framing::Close => State::Close,
        };
        let expected = if let State::Length(length) = state { length } else { 0 };
        if expected > limits.body_bytes {
            return Err(Fault::TooLarge(TooLarge::Body));
        }
        let capacity = usize::try_from(expected.min(TRUST)).unwrap_or_default();
        Ok(Self { state, rules, limits, body: BytesMut::with_capacity(capacity) })
    }

    /// Takes what it can out of `buffer`; says whether the body is whole.
    pub(crate) fn read(&mut self, buffer: &mut BytesMut) -> Result<bool, Fault> {
        loop {
            match &mut self.state {
                State::Done => return Ok(true),
                State::Close => {
                    let all = buffer.len() as u64;
                    self.take(buffer, all)?;
                    return Ok(false);
                }
                &mut State::Length(left) => match left - self.take(buffer, left)? {
                    0 => self.state = State::Done,
                    left => {
                        self.state = State::Length(left);
                        return Ok(false);
                    }
                },
                &mut State::Data(left) => match left - self.take(buffer, left)? {
                    0 => self.state = State::DataEnd,
                    left => {
                        self.state = State::Data(left);
                        return Ok(false);
                    }
                },
                State::Size => match self.size(buffer)? {
                    Some(0) => {
                        self.state = State::Trailers(Box::new(HeadReader::trailers(self.rules)));
                    }
                    Some(size) => self.state = State::Data(size),
                    None => return Ok(false),
                },
                State::DataEnd => {
                    if !data_end(buffer, self.rules.lenient)? {
                        return Ok(false);
                    }
                    self.state = State::Size;
                }
                State::Trailers(reader) => {
                    let Some(length) = reader.read(buffer)? else { return Ok(false) };
                    buffer.advance(length);
                    self.state = State::Done;
                }
            }
        }
    }

    /// Where the next bytes may be read to, if many of them belong to the body.
    pub(crate) fn room(&mut self) -> Option<Limit<&mut BytesMut>> {
        let left = match self.state {
            State::Length(left) | State::Data(left) => left,
            State::Close => u64::MAX,
            _ => return None,
        };
        if left < STEP as u64 {
            return None;
        }
        // One byte too many shows that there are too many.
        let most = self.limits.body_bytes.saturating_add(1) - self.body.len() as u64;
        self.body.reserve(STEP);
        Some((&mut self.body).limit(usize::try_from(left.min(most)).unwrap_or(usize::MAX)))
    }

    /// Tells that so many bytes were read to there.
    pub(crate) fn received(&mut self, count: usize) -> Result<(), Fault> {
        if self.body.len() as u64 > self.limits.body_bytes {
            return Err(Fault::TooLarge(TooLarge::Body));
        }
        if let State::Length(left) | State::Data(left) = &mut self.state {
            *left = left.saturating_sub(count as u64);
        }
        Ok(())
    }

    /// Says whether the body may end where the connection ends.
    pub(crate) fn close(&self) -> Result<(), Fault> {
        match self.state {
            State::Close | State::Done => Ok(()),
            _ => Err(Fault::Aborted),
        }
    }

    pub(crate) fn into_body(self) -> Bytes {
        self.body.freeze()
    }

    /// Moves up to `most` bytes over; says how many.
    fn take(&mut self, buffer: &mut BytesMut, most: u64) -> Result<u64, Fault> {
        let length = buffer.len().min(usize::try_from(most).unwrap_or(usize::MAX));
        if (self.body.len() as u64).saturating_add(length as u64) > self.limits.body_bytes {
            return Err(Fault::TooLarge(TooLarge::Body));
        }
        self.body.extend_from_slice(buffer.get(..length).unwrap_or_default());
        buffer.advance(length);
        Ok(length as u64)
    }

    /// Takes the line in front of a chunk, if it is there.
    fn size(&self, buffer: &mut BytesMut) -> Result<Option<u64>, Bad> {
        let most = self.limits.chunk_line;
        let window = buffer.get(..buffer.len().min(most)).unwrap_or_default();
        let Some(end) = memchr(b'\n', window) else {
            if buffer.first().is_some_and(|byte| !byte.is_ascii_hexdigit()) {
                return Err(SIZE);
            }
            if buffer.len() >= most {
                return Err(bad("HPE_CHUNK_EXTENSIONS_OVERFLOW", "Chunk extensions overflow"));
            }
            return Ok(None);
        };
        let size = size_line(window.get(..end).unwrap_or_default(), self.rules.lenient)?;
        buffer.advance(end + 1);
        Ok(Some(size))
    }
}

const SIZE: Bad = bad("HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size");

/// Reads a chunk's size out of its line, which has lost its LF.
fn size_line(line: &[u8], lenient: bool) -> Result<u64, Bad> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let (digits, rest) = line.split_at_checked(digits).unwrap_or_default();
    if digits.is_empty() {
        return Err(SIZE);
    }
    let size = digits.iter().try_fold(0_u64, |size, &byte| {
        let digit = char::from(byte).to_digit(16).unwrap_or_default();
        size.checked_mul(16).map(|size| size | u64::from(digit))
    });
    let size = size.ok_or(bad("HPE_INVALID_CHUNK_SIZE", "Chunk size overflow"))?;
    let (text, ended) = match rest.strip_suffix(b"\r") {
        Some(text) => (text, true),
        None => (rest, lenient),
    };
    let text = if lenient { text.trim_ascii() } else { text };
    match text.split_first() {
        None if ended => Ok(size),
        None => Err(bad("HPE_CR_EXPECTED", "Missing expected CR after chunk size")),
        Some((b'\r', _)) => Err(bad("HPE_STRICT", "Expected LF after chunk size")),
        Some((b';', extension)) => {
            if extension.iter().any(|&byte| byte < b' ' && byte != b'\t' || byte == 0x7f) {
                return Err(bad("HPE_STRICT", "Invalid character in chunk extensions name"));
            }
            let reason = "Missing expected CR after chunk extension name";
            if ended { Ok(size) } else { Err(bad("HPE_CR_EXPECTED", reason)) }
        }
        Some(_) => Err(SIZE),
    }
}

/// Takes the line end after a chunk; says whether it was there.
fn data_end(buffer: &mut BytesMut, lenient: bool) -> Result<bool, Bad> {
    let length = match (buffer.first(), buffer.get(1)) {
        (None, _) | (Some(b'\r'), None) => return Ok(false),
        (Some(b'\r'), Some(b'\n')) => 2,
        (Some(b'\n'), _) if lenient => 1,
        (Some(b'\n'), _) => {
            return Err(bad("HPE_CR_EXPECTED", "Missing expected CR after chunk data"));
        }
        _ => return Err(bad("HPE_STRICT", "Expected LF after chunk data")),
    };
    buffer.advance(length);
    Ok(true)
}
