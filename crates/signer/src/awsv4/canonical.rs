//! The canonical form of a request, which is what gets signed.

use std::collections::BTreeMap;

use crate::percent::{decode_form, decode_form_lossy, encode, pairs, push};
use crate::{Fault, Signable};

/// Headers that change on the way, so they are not signed.
const UNSIGNED: [&str; 7] = [
    "authorization",
    "connection",
    "x-amzn-trace-id",
    "user-agent",
    "expect",
    "presigned-expires",
    "range",
];

/// Headers by name in lower case, in order.
pub(super) type Headers = BTreeMap<String, String>;

/// A decoded query.
pub(super) type Query = Vec<(String, String)>;

/// The signed headers; those of one name are joined.
pub(super) fn headers(request: &Signable<'_>) -> Headers {
    let mut headers = Headers::new();
    for header in request.sent_headers() {
        let name = header.key.to_lowercase();
        if UNSIGNED.contains(&name.as_str()) {
            continue;
        }
        let value = header.value.split_whitespace().collect::<Vec<_>>().join(" ");
        headers
            .entry(name)
            .and_modify(|joined| *joined = format!("{joined},{value}"))
            .or_insert(value);
    }
    headers
}

/// The list of signed headers.
pub(super) fn names(headers: &Headers) -> String {
    headers.keys().map(String::as_str).collect::<Vec<_>>().join(";")
}

/// The canonical path and the decoded query of a target.
pub(super) fn parts(target: &str, s3: bool) -> Result<(String, Query), Fault> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let decoded = |(name, value): (&str, Option<&str>)| {
        (decode_form_lossy(name), decode_form_lossy(value.unwrap_or_default()))
    };
    Ok((canonical_path(path, s3)?, pairs(query).map(decoded).collect()))
}

/// The whole canonical request.
pub(super) fn text(
    method: &str,
    path: &str,
    query: &[(String, String)],
    headers: &Headers,
    body: &str,
    s3: bool,
) -> String {
    let lines: Vec<_> = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let (query, names) = (canonical_query(query, s3), names(headers));
    format!("{method}\n{path}\n{query}\n{}\n{names}\n{body}", lines.concat())
}

/// Names and values in order; at S3 only the first value of a name counts.
fn canonical_query(query: &[(String, String)], s3: bool) -> String {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in query.iter().filter(|(name, _)| !name.is_empty()) {
        let values = groups.entry(encode(name)).or_default();
        if values.is_empty() || !s3 {
            values.push(encode(value));
        }
    }
    for values in groups.values_mut() {
        values.sort_unstable();
    }
    let pairs = groups
        .iter()
        .flat_map(|(name, values)| values.iter().map(move |value| format!("{name}={value}")));
    pairs.collect::<Vec<_>>().join("&")
}

/// The path, encoded once more; at S3 as it is, elsewhere without dots and empty segments.
fn canonical_path(path: &str, s3: bool) -> Result<String, Fault> {
    let mut segments: Vec<String> = Vec::new();
    if s3 {
        for segment in path.split('/') {
            segments.push(encode(&decode_form(segment).ok_or(Fault::Query)?));
        }
    } else {
        for segment in single_slashes(path).split('/') {
            match segment {
                ".." => drop(segments.pop()),
                "." => {}
                _ => segments.push(encode(&escape_odd(segment))),
            }
        }
    }
    let joined = segments.join("/");
    let rooted = if joined.starts_with('/') { joined } else { format!("/{joined}") };
    Ok(if s3 { rooted.replace("%2F", "/") } else { rooted })
}

fn single_slashes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
}

/// Encodes the characters that may not stand in a URL, in a path that was sent with them.
fn escape_odd(segment: &str) -> String {
    let mut out = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b";,/?:@&=+$-_.!~*'()#%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            push(&mut out, byte);
        }
    }
    out
}
