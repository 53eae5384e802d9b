//! Requests as they came, without nonces and the like.

use std::sync::LazyLock;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use regex::{Captures, Regex};
use serde_json::{Value, json};

use super::lines;
use crate::echo::{Door, Recorded};

/// Parameters of authentication that are new in every request, by the word that text begins with;
/// the empty word is for request lines and bodies.
static FRESH: LazyLock<Vec<(&str, Vec<Regex>)>> = LazyLock::new(|| {
    let schemes: [(&str, &[&str]); 6] = [
        // Without a nonce of the client the response is no news.
        ("Digest", &[r#"\b(cnonce)="([^"]*)""#, r#"\b(cnonce=.*response)="([^"]*)""#]),
        ("OAuth", &[r#"\b(oauth_nonce|oauth_timestamp|oauth_signature)="([^"]*)"#]),
        ("Hawk", &[r#"\b(ts|nonce|mac)="([^"]*)""#]),
        ("EG1-", &[r"\b(timestamp|nonce|signature)=([^;]+)"]),
        // Its time can't be fixed.
        ("AWS4-", &[r"\b(Signature)=([0-9a-f]+)", r"\b(Credential=[^/]*)/(\d{8})/"]),
        (
            "",
            &[
                r"\b(oauth_nonce|oauth_timestamp|oauth_signature|X-Amz-Date|X-Amz-Signature)=([^&\s]*)",
                r"\b(X-Amz-Credential=\w*%2F)(\d{8})%2F",
            ],
        ),
    ];
    let regexes = |marks: &[&str]| marks.iter().map(|mark| Regex::new(mark).unwrap()).collect();
    schemes.into_iter().map(|(scheme, marks)| (scheme, regexes(marks))).collect()
});

/// A time that no case fixes, in seconds.
const RECENT: u64 = 1_700_000_000;

/// A nonce with this word in it was given by the case: nothing is new then.
const FIXED: &str = "fixed";

/// All requests: line, headers, body, and the listener where it is not the usual one.
pub(super) fn requests(recorded: &[Recorded], unordered: bool) -> Value {
    let mut requests: Vec<Value> = recorded.iter().map(request).collect();
    if unordered {
        requests.sort_by_key(Value::to_string);
    }
    requests.into()
}

fn request(recorded: &Recorded) -> Value {
    let head: String = recorded.head.iter().map(|byte| char::from(*byte)).collect();
    let mut lines = head.split("\r\n").filter(|line| !line.is_empty());
    let first = fresh("", &lines::words(lines.next().unwrap_or_default()));
    let mut headers: Vec<String> = lines
        .map(|line| match line.split_once(": ") {
            Some((key, text)) => format!("{key}: {}", value(key, text)),
            None => lines::words(line),
        })
        .collect();
    // Where the length of a file stands in a request that is sent again is a race in Newman.
    let is_length = |line: &String| line.starts_with("Content-Length: ");
    if let Some(at) = headers.iter().position(is_length)
        && headers.iter().any(|line| line.starts_with("Authorization: Digest"))
    {
        let length = headers.remove(at);
        headers.push(length);
    }
    let body = std::str::from_utf8(&recorded.body).map_or_else(
        // Every byte a letter, so that boundaries are found.
        |_| {
            let text: String = recorded.body.iter().map(|byte| char::from(*byte)).collect();
            json!({"bytes": lines::words(&text)})
        },
        |text| json!(fresh("", &lines::words(text))),
    );
    let mut request = json!({"line": first, "headers": headers, "body": body});
    if recorded.door != Door::Base {
        request["door"] = recorded.door.name().into();
    }
    request
}

/// The value of a header.
pub(super) fn value(name: &str, value: &str) -> String {
    let text = lines::words(value);
    match name.to_lowercase().as_str() {
        "x-amz-date" => "<time>".to_owned(),
        // As a parameter of a query, it signs a time that can't be fixed.
        "x-amz-signature" => "<fresh>".to_owned(),
        "clientnonce" | "nonce" if !value.contains(FIXED) => "<fresh>".to_owned(),
        "timestamp" if value.parse().is_ok_and(|time: u64| time > RECENT) => "<time>".to_owned(),
        "authorization" | "proxy-authorization" => authorization(&text),
        _ => text,
    }
}

fn authorization(text: &str) -> String {
    match text.split_once(' ') {
        Some(("NTLM" | "Negotiate", message)) => format!("NTLM {}", ntlm(message)),
        Some((scheme, token)) if token.starts_with("eyJ") => format!("{scheme} {}", jwt(token)),
        Some((scheme, _)) => fresh(scheme, text),
        None => text.to_owned(),
    }
}

fn fresh(scheme: &str, text: &str) -> String {
    if text.contains(FIXED) {
        return text.to_owned();
    }
    let marks = FRESH.iter().find(|(name, _)| scheme.starts_with(name));
    marks.iter().flat_map(|(_, marks)| marks).fold(text.to_owned(), |text, mark| {
        let marked = mark.replace_all(&text, |found: &Captures<'_>| {
            // The value is the last thing that was found, but for a closing mark.
            let start = found.get(2).map_or(0, |value| value.start() - found.get_match().start());
            let (before, rest) = found[0].split_at(start);
            format!("{before}{}", rest.replacen(&found[2], "<fresh>", 1))
        });
        marked.into_owned()
    })
}

/// The claims of a token without its times, and its signature where that is no function of them.
fn jwt(token: &str) -> String {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let parts: Vec<&str> = token.split('.').collect();
    let part = |index: usize| -> Option<Value> {
        let bytes = URL_SAFE_NO_PAD.decode(parts.get(index)?).ok()?;
        serde_json::from_slice(&bytes).ok()
    };
    let (Some(header), Some(mut claims)) = (part(0), part(1)) else { return token.to_owned() };
    let mut known = true;
    for name in ["iat", "exp", "nbf", "jti"] {
        if let Some(claim) = claims.get_mut(name)
            && !claim.to_string().contains("fixed")
            && claim.as_u64().is_none_or(|time| time > RECENT)
        {
            *claim = json!("<fresh>");
            known = false;
        }
    }
    let algorithm = header["alg"].as_str().unwrap_or_default();
    let random = algorithm.starts_with("PS") || algorithm.starts_with("ES");
    let signature = if known && !random { parts.get(2).unwrap_or(&"") } else { "<fresh>" };
    format!("{header}.{claims}.{signature}")
}

/// The fields of an NTLM message without nonce and proof.
fn ntlm(message: &str) -> String {
    let Ok(bytes) = STANDARD.decode(message) else { return message.to_owned() };
    let kind = bytes.get(8).copied().unwrap_or_default();
    if kind != 3 {
        return message.to_owned();
    }
    let field = |at: usize| -> String {
        let number = |at: usize, size: usize| -> usize {
            let read = bytes.get(at..at + size).unwrap_or_default();
            read.iter().rev().fold(0, |number, byte| (number << 8) | usize::from(*byte))
        };
        let (length, start) = (number(at, 2), number(at + 4, 4));
        let text = bytes.get(start..start + length).unwrap_or_default();
        text.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect()
    };
    let length = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let (domain, user, workstation) = (field(28), field(36), field(44));
    let (lm, nt) = (length(12), length(20));
    format!("type 3: domain {domain}, user {user}, workstation {workstation}, proofs {lm} and {nt}")
}
