//! Takes the encoding off a body.

#[cfg(test)]
mod tests;

use std::io::Read;

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use bytes::Bytes;
use flate2::{Decompress, FlushDecompress, Status};

use crate::{
    fault::{Fault, TooLarge},
    http1::head::Head,
    options::{Limits, Options},
    request::Header,
};

/// How a body may be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// More codings than this, one around the other, are a trap.
const MOST: usize = 4;

/// Decodes the body of an answer, if it can have one and the options ask for it.
pub(crate) fn decode_answer(
    head: &Head,
    method: &str,
    body: Bytes,
    options: &Options,
) -> Result<Bytes, Fault> {
    let bare = method == "HEAD" || matches!(head.status, 100..=199 | 204 | 304);
    if !options.decode || bare {
        return Ok(body);
    }
    decode(&head.headers, body, &options.limits)
}

/// Decodes a body as its `Content-Encoding` says; one that is not known is left as it is.
fn decode(headers: &[Header], body: Bytes, limits: &Limits) -> Result<Bytes, Fault> {
    if body.is_empty() && !has_brotli(headers) {
        return Ok(body);
    }
    let Some(codings) = codings(headers) else { return Ok(body) };
    let received = body.len() as u64;
    let most = most(received, limits);
    let mut room = Room { most, limits: *limits, bytes: Vec::new(), piece: vec![0; PIECE] };
    let mut body = body;
    for coding in codings.into_iter().rev() {
        room.bytes = Vec::with_capacity(body.len().saturating_mul(2).min(1 << 20));
        match coding {
            Coding::Gzip => gzip(&body, &mut room)?,
            Coding::Deflate => deflate(&body, &mut room)?,
            Coding::Brotli => brotli(&body, &mut room)?,
            Coding::Zstd => zstd(&body, &mut room)?,
        }
        body = Bytes::from(std::mem::take(&mut room.bytes));
    }
    Ok(body)
}

/// Whether the body should be brotli, which knows no empty form.
fn has_brotli(headers: &[Header]) -> bool {
    codings(headers).is_some_and(|list| list.contains(&Coding::Brotli))
}

/// The codings in the order they were put on; `None` if one is not known.
fn codings(headers: &[Header]) -> Option<Vec<Coding>> {
    let mut list = Vec::new();
    for header in headers.iter().filter(|header| header.is("content-encoding")) {
        for word in header.value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii) {
            list.push(match word.to_ascii_lowercase().as_slice() {
                b"gzip" => Coding::Gzip,
                b"deflate" => Coding::Deflate,
                b"br" => Coding::Brotli,
                b"zstd" => Coding::Zstd,
                b"" | b"identity" => continue,
                _ => return None,
            });
        }
    }
    Some(list).filter(|list| !list.is_empty() && list.len() <= MOST)
}

/// How many bytes a body may decode to.
fn most(received: u64, limits: &Limits) -> u64 {
    let ratio = limits.expansion.map(|times| received.saturating_mul(times.into()).max(1 << 20));
    limits.body_bytes.min(ratio.unwrap_or(u64::MAX))
}

/// Decoded bytes, up to a limit.
struct Room {
    bytes: Vec<u8>,
    most: u64,
    limits: Limits,
    /// Where each piece is decoded to.
    piece: Vec<u8>,
}

impl Room {
    /// Takes over the first `count` bytes of the piece.
    fn take(&mut self, count: usize) -> Result<(), Fault> {
        if (self.bytes.len() as u64).saturating_add(count as u64) > self.most {
            return Err(Fault::TooLarge(match self.limits.expansion {
                Some(times) if self.most < self.limits.body_bytes => TooLarge::Expansion(times),
                _ => TooLarge::Body,
            }));
        }
        self.bytes.extend_from_slice(self.piece.get(..count).unwrap_or_default());
        Ok(())
    }
}

/// More members than this in one body only waste time.
const MEMBERS: usize = 1 << 16;

/// How much is decoded at once.
const PIECE: usize = 32 * 1024;

/// Several members follow each other; what follows the last must be one too.
fn gzip(mut body: &[u8], room: &mut Room) -> Result<(), Fault> {
    for _ in 0..MEMBERS {
        if body.is_empty() {
            return Ok(());
        }
        body = inflate(Decompress::new_gzip(15), body, room)?;
    }
    Err(Fault::Decode { code: "Z_DATA_ERROR", reason: "too many members".to_owned() })
}

/// Servers call two formats `deflate`; the first byte tells them apart.
fn deflate(body: &[u8], room: &mut Room) -> Result<(), Fault> {
    let zlib = body.first().is_some_and(|byte| byte & 0x0f == 8);
    inflate(Decompress::new(zlib), body, room).map(|_| ())
}

/// Decodes one stream; returns what follows it. A stream that is cut off gives what it has.
fn inflate<'a>(
    mut stream: Decompress,
    mut body: &'a [u8],
    room: &mut Room,
) -> Result<&'a [u8], Fault> {
    loop {
        let (before_in, before_out) = (stream.total_in(), stream.total_out());
        let status = stream.decompress(body, &mut room.piece, FlushDecompress::Sync);
        let status = status.map_err(|error| Fault::Decode {
            code: "Z_DATA_ERROR",
            reason: error.message().unwrap_or("invalid compressed data").to_owned(),
        })?;
        let taken = usize::try_from(stream.total_in() - before_in).unwrap_or(usize::MAX);
        let given = usize::try_from(stream.total_out() - before_out).unwrap_or(usize::MAX);
        room.take(given)?;
        body = body.get(taken..).unwrap_or_default();
        match status {
            Status::StreamEnd => return Ok(body),
            _ if taken == 0 && given == 0 => return Ok(&[]),
            _ => {}
        }
    }
}

fn brotli(body: &[u8], room: &mut Room) -> Result<(), Fault> {
    let alloc = StandardAlloc::default;
    let mut state = BrotliState::new(alloc(), alloc(), alloc());
    let (mut left, mut offset, mut total) = (body.len(), 0, 0);
    loop {
        let (mut free, mut given) = (room.piece.len(), 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut offset,
            body,
            &mut free,
            &mut given,
            &mut room.piece,
            &mut total,
            &mut state,
        );
        room.take(given)?;
        let fault = |code: &'static str, reason: &str| {
            Err(Fault::Decode { code, reason: reason.to_owned() })
        };
        match result {
            BrotliResult::ResultSuccess => return Ok(()),
            BrotliResult::NeedsMoreOutput => {}
            BrotliResult::NeedsMoreInput => return fault("Z_BUF_ERROR", "unexpected end of file"),
            BrotliResult::ResultFailure => {
                return fault("ERR__ERROR_FORMAT", "Decompression failed");
            }
        }
    }
}

fn zstd(body: &[u8], room: &mut Room) -> Result<(), Fault> {
    let fault = |reason: String| Fault::Decode { code: "ZSTD_error", reason };
    let mut stream =
        ruzstd::decoding::StreamingDecoder::new(body).map_err(|error| fault(error.to_string()))?;
    loop {
        match stream.read(&mut room.piece).map_err(|error| fault(error.to_string()))? {
            0 => return Ok(()),
            count => room.take(count)?,
        }
    }
}
