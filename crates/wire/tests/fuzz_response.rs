//! Responses made up at random, read at once and in pieces.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use fuzzkit::fuzz;
use proptest::{prelude::*, sample::select};
use tokio::runtime::{Builder, Runtime};
use wire::{Fault, Limits, Options, Replayed, replay};

/// Pieces of responses that mean something.
fn word() -> impl Strategy<Value = Vec<u8>> {
    let words: Vec<&[u8]> = vec![
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 404 Not Found\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 204 No\r\n",
        b"HTTP/1.1 101 X\r\n",
        b"HTTP/2.0 304\r\n",
        b"HTTP/",
        b"Content-Length: 3\r\n",
        b"Content-Length: 0\r\n",
        b"Content-Length: 99999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip\r\n",
        b"Connection: close\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: br\r\n",
        b"Content-Encoding: zstd\r\n",
        b"Content-Encoding: deflate\r\n",
        b"X: y\r\n",
        b"x:\r\n",
        b"A\xfc: \xff\r\n",
        b" fold\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b":",
        b" ",
        b"abc",
        b"3\r\nabc\r\n",
        b"0\r\n\r\n",
        b"0\r\n",
        b"a;b=c\r\n",
        b"ffffffffffffffff\r\n",
        b"\0",
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
        b"\x28\xb5\x2f\xfd",
        // "hello" in gzip, zlib and brotli.
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xcb\x48\xcd\xc9\xc9\x07\0\x86\xa6\x10\x36\x05\0\0\0",
        b"\x78\x9c\xcb\x48\xcd\xc9\xc9\x07\0\x06\x2c\x02\x15",
        b"\x0b\x02\x80hello\x03",
    ];
    prop_oneof![
        12 => select(words).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ]
}

/// Bytes that often begin well, and where they are cut.
fn response() -> impl Strategy<Value = (Vec<u8>, Vec<prop::sample::Index>, bool)> {
    let bytes = (any::<bool>(), prop::collection::vec(word(), 0..14)).prop_map(|(well, words)| {
        let mut bytes = if well { b"HTTP/1.1 200 OK\r\n".to_vec() } else { Vec::new() };
        bytes.extend(words.concat());
        bytes
    });
    (bytes, prop::collection::vec(any::<prop::sample::Index>(), 0..6), any::<bool>())
}

fn cut<'a>(bytes: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

fn options(insecure_parser: bool) -> Options {
    let limits = Limits {
        head_bytes: 200,
        headers: 8,
        body_bytes: 4096,
        interim: 3,
        chunk_line: 24,
        ..Limits::default()
    };
    Options { insecure_parser, limits, ..Options::default() }
}

fn read(
    runtime: &Runtime,
    pieces: &[&[u8]],
    method: &str,
    insecure: bool,
) -> Result<Replayed, Fault> {
    runtime.block_on(replay(pieces, method, &options(insecure)))
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn fuzz_cuts_do_not_matter() {
    let runtime = runtime();
    fuzz("cuts", &response(), |(bytes, cuts, insecure)| {
        let method = if bytes.len() % 7 == 0 { "HEAD" } else { "GET" };
        let whole = read(&runtime, &[&bytes], method, insecure);
        let pieces = read(&runtime, &cut(&bytes, &cuts), method, insecure);
        match (&whole, &pieces) {
            // What comes behind a response is judged only if it came along with it.
            (_, Ok(pieces)) if pieces.rest > 0 => {
                if let Ok(whole) = &whole {
                    prop_assert_eq!(&whole.headers, &pieces.headers);
                    prop_assert_eq!(&whole.body, &pieces.body);
                }
            }
            // So does what is in the body; and that it is too long may show before or after that.
            (Err(Fault::Parse { .. }), Err(Fault::Decode { .. }))
            | (Err(Fault::TooLarge(_)), Err(_))
            | (Err(_), Err(Fault::TooLarge(_))) => {}
            _ => prop_assert_eq!(&whole, &pieces),
        }
        for read in [whole, pieces].into_iter().flatten() {
            let limits = options(insecure).limits;
            prop_assert!(read.body.len() as u64 <= limits.body_bytes);
            prop_assert!(read.headers.len() <= limits.headers);
            prop_assert!(
                read.status <= 999
                    && (read.status < 100 || read.status >= 200 || read.status == 101)
            );
        }
        Ok(())
    });
}

#[test]
fn fuzz_what_is_accepted_is_http() {
    let runtime = runtime();
    fuzz("accepted", &response(), |(bytes, _, _)| {
        let Ok(strict) = read(&runtime, &[&bytes], "GET", false) else { return Ok(()) };
        let lenient = read(&runtime, &[&bytes], "GET", true);
        prop_assert_eq!(Ok(&strict), lenient.as_ref());
        // Another parser must see the same head in the same bytes.
        let mut rest = bytes.as_slice();
        loop {
            let mut headers = [httparse::EMPTY_HEADER; 16];
            let mut other = httparse::Response::new(&mut headers);
            let length = match other.parse(rest) {
                Ok(httparse::Status::Complete(length)) => length,
                // It knows two versions only.
                Err(httparse::Error::Version) if strict.version != wire::Version::Http11 => break,
                wrong => return Err(TestCaseError::fail(format!("{wrong:?}"))),
            };
            rest = &rest[length..];
            if matches!(other.code, Some(100 | 102..=199)) {
                continue;
            }
            prop_assert_eq!(other.code, Some(strict.status));
            let other: Vec<_> = other.headers.iter().map(|one| (one.name, one.value)).collect();
            let ours: Vec<_> = strict
                .headers
                .iter()
                .map(|one| (one.name.as_str(), one.value.as_slice()))
                .collect();
            prop_assert_eq!(other, ours);
            break;
        }
        Ok(())
    });
}
