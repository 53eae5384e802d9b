//! Each row was measured with Newman, but for zstd and lists, which it leaves alone.

use super::*;

const GZIP: &str = "1f8b0800000000000003cb48cdc9c957c8a03b09002ffaf84878000000";
const ZLIB: &str = "789ccb48cdc9c957c8a03b090077ba2c11";
const RAW: &str = "cb48cdc9c957c8a03b0900";
const BROTLI: &str = "1b7700f88d946ede445586966c206f115b1c80c501";

fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
        .collect()
}

fn run(coding: &str, body: &[u8], limits: &Limits) -> Result<Bytes, Fault> {
    let headers = [Header::new("Content-Encoding", coding)];
    decode(&headers, Bytes::copy_from_slice(body), limits)
}

fn check(coding: &str, body: &[u8], wanted: Result<&[u8], (&str, &str)>) {
    let have = run(coding, body, &Limits::default());
    let have = have.as_deref().map_err(|fault| (fault.code().unwrap(), fault.to_string()));
    let wanted = wanted.map_err(|(code, reason)| (code, reason.to_owned()));
    assert_eq!(have, wanted, "{coding} {body:?}");
}

fn with(mut bytes: Vec<u8>, at: usize, value: u8) -> Vec<u8> {
    bytes[at] = value;
    bytes
}

#[test]
fn bodies_are_decoded() {
    let hello = "hello ".repeat(20).into_bytes();
    for (coding, body) in
        [("gzip", GZIP), (" GZIP ", GZIP), ("deflate", ZLIB), ("deflate", RAW), ("br", BROTLI)]
    {
        check(coding, &hex(body), Ok(&hello));
    }
    let twice = hello.repeat(2);
    check("gzip", &[hex(GZIP), hex(GZIP)].concat(), Ok(&twice));
    check("br", &[hex(BROTLI), b"xx".to_vec()].concat(), Ok(&hello));
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let zstd = ruzstd::encoding::compress_to_vec(hello.as_slice(), level);
    check("zstd", &zstd, Ok(&hello));
    check("br, identity", &hex(BROTLI), Ok(&hello));
}

#[test]
fn what_is_not_known_is_left_alone() {
    for coding in ["x-gzip", "foo", "identity", "", "gzip, foo", "br,br,br,br,br"] {
        check(coding, b"hi", Ok(b"hi"));
    }
}

#[test]
fn gzip_that_is_cut_off_gives_what_there_is() {
    let whole = hex(GZIP);
    for length in 0..whole.len() {
        let part = run("gzip", &whole[..length], &Limits::default()).unwrap();
        assert!("hello ".repeat(20).as_bytes().starts_with(&part), "{length}");
    }
    check("deflate", &[], Ok(b""));
}

#[test]
fn broken_bodies_are_named() {
    let gzip = hex(GZIP);
    let end = gzip.len();
    let zip = |reason| Err(("Z_DATA_ERROR", reason));
    check("gzip", b"this is not gzip", zip("incorrect header check"));
    check("gzip", &with(gzip.clone(), end - 8, 0), zip("incorrect data check"));
    check("gzip", &with(gzip.clone(), end - 1, 7), zip("incorrect length check"));
    check("gzip", &with(gzip.clone(), 10, 0xff), zip("invalid block type"));
    check("gzip", &with(gzip.clone(), 2, 3), zip("unknown compression method"));
    check("gzip", &[gzip, b"trailing".to_vec()].concat(), zip("incorrect header check"));
    check("deflate", b"this is not deflate", zip("invalid code lengths set"));
    check("deflate", &[7, 1, 2, 3], zip("invalid block type"));
    let brotli = hex(BROTLI);
    let cut = Err(("Z_BUF_ERROR", "unexpected end of file"));
    check("br", &brotli[..brotli.len() - 2], cut);
    check("br", &[], cut);
    check("br", b"this is not brotli", Err(("ERR__ERROR_FORMAT", "Decompression failed")));
    assert!(run("zstd", b"this is not zstd", &Limits::default()).is_err());
}

#[test]
fn bombs_are_defused() {
    let mut bomb = Vec::new();
    let mut encoder =
        flate2::read::GzEncoder::new(std::io::repeat(0).take(3 << 20), flate2::Compression::best());
    encoder.read_to_end(&mut bomb).unwrap();
    let small = Limits { body_bytes: 1 << 20, ..Limits::default() };
    assert_eq!(run("gzip", &bomb, &small), Err(Fault::TooLarge(TooLarge::Body)));
    let ratio = Limits { expansion: Some(20), ..Limits::default() };
    assert_eq!(run("gzip", &bomb, &ratio), Err(Fault::TooLarge(TooLarge::Expansion(20))));
    // Below the floor no ratio counts.
    let hello = run("gzip", &hex(GZIP), &Limits { expansion: Some(1), ..Limits::default() });
    assert_eq!(hello.unwrap().len(), 120);
}
