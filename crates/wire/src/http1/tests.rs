//! The parser against what Node's parser was seen to do.

use std::fmt::Write;

use crate::{
    fault::Fault,
    options::Options,
    replay::{Replayed, replay},
};

fn describe(result: Result<Replayed, Fault>) -> String {
    match result {
        Ok(Replayed { version, status, reason, headers, body, .. }) => {
            let headers: Vec<_> =
                headers.iter().map(|one| format!("{}={}", one.name, one.text())).collect();
            let body = crate::request::latin1(&body).into_owned();
            let (version, headers) = (version.number(), headers.join(", "));
            format!("{version} {status} {reason} [{headers}] {body}")
        }
        Err(fault) => format!("{} {fault}", fault.code().unwrap()).replace("Parse Error: ", ""),
    }
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next().unwrap() {
                b'r' => b'\r',
                b'n' => b'\n',
                b't' => b'\t',
                b'x' => {
                    let code = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&code).unwrap(), 16).unwrap()
                }
                other => other,
            },
            other => other,
        });
    }
    bytes
}

fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(c),
            _ => write!(out, "\\x{:02x}", u32::from(c)).unwrap(),
        }
    }
    out.trim_end().to_owned()
}

/// A case of the file: the bytes, and what becomes of them.
struct Case {
    raw: Vec<u8>,
    line: &'static str,
    strict: &'static str,
    insecure: &'static str,
}

fn cases() -> Vec<Case> {
    let file = include_str!("node_parser.txt");
    let case = |block: &'static str| {
        let mut lines = block.lines();
        let line = lines.next().unwrap();
        let find = |mark: &str| block.lines().find_map(|line| line.strip_prefix(mark));
        let strict = find("= ").unwrap();
        let insecure = find("!~ ").or(find("~ ")).unwrap_or(strict);
        Case { raw: unescape(line), line, strict: find("! ").unwrap_or(strict), insecure }
    };
    file.split("\n\n").skip(1).map(case).collect()
}

#[tokio::test]
async fn responses_are_read_as_node_reads_them() {
    let mut wrong = Vec::new();
    for case in cases() {
        for (insecure_parser, wanted) in [(false, case.strict), (true, case.insecure)] {
            let options = Options { insecure_parser, ..Options::default() };
            for size in [case.raw.len().max(1), 1] {
                let pieces: Vec<_> = case.raw.chunks(size).collect();
                let result = replay(&pieces, "GET", &options).await;
                if result.as_ref().is_ok_and(|replayed| replayed.rest > 0) {
                    // What comes later is nobody's business.
                    continue;
                }
                let have = escape(&describe(result));
                if have != wanted {
                    let line = case.line;
                    wrong.push(format!("{line}\n  {insecure_parser} {size}\n  {wanted}\n  {have}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
