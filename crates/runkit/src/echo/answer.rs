//! Answers that a case describes in its `answers.json`.
//!
//! The file maps `/path` or `METHOD /path` to an answer or to a list of them, taken in turn; the
//! last one stays. `<base>` and the like in headers and texts become addresses.

use std::{collections::BTreeMap, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::Value;

/// The answers of a case, by path.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Turns>);

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Turns {
    Many(Vec<Answer>),
    One(Box<Answer>),
}

/// One answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Answer {
    /// 200 if absent.
    pub(super) status: Option<u16>,
    /// The usual one if absent.
    pub(super) reason: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) text: Option<String>,
    pub(super) json: Option<Value>,
    pub(super) base64: Option<String>,
    /// The body so many times.
    pub(super) repeat: Option<usize>,
    /// No `Content-Type` of its own.
    pub(super) bare: bool,
    /// The body in these pieces, chunked.
    pub(super) chunks: Option<Vec<String>>,
    /// Every byte of the answer; the connection is closed after it.
    pub(super) raw: Option<String>,
    /// Milliseconds before the answer, and between its head and its body.
    pub(super) delay: u64,
    pub(super) pause: u64,
    /// Only so many bytes of the body.
    pub(super) cut: Option<usize>,
    pub(super) end: End,
}

/// What happens to the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum End {
    #[default]
    Keep,
    Close,
    Reset,
}

/// What is done for a request.
pub(super) struct Reply {
    pub(super) steps: Vec<Step>,
    pub(super) end: End,
}

pub(super) enum Step {
    Send(Vec<u8>),
    Wait(Duration),
}

impl Answers {
    /// The answer for the request of a path, when it is asked for the nth time.
    pub(super) fn get(
        &self,
        method: &str,
        path: &str,
        turn: impl FnOnce() -> usize,
    ) -> Option<&Answer> {
        let turns = self.0.get(&format!("{method} {path}")).or_else(|| self.0.get(path))?;
        match turns {
            Turns::One(answer) => Some(answer),
            Turns::Many(answers) => answers.get(turn()).or(answers.last()),
        }
    }
}

impl Answer {
    /// The bytes of the answer.
    pub(super) fn reply(&self, method: &str, fill: impl Fn(&str) -> String) -> Reply {
        let mut steps = Vec::new();
        if self.delay > 0 {
            steps.push(Step::Wait(Duration::from_millis(self.delay)));
        }
        if let Some(raw) = &self.raw {
            steps.push(Step::Send(bytes(&fill(raw))));
            let end = if self.end == End::Keep { End::Close } else { self.end };
            return Reply { steps, end };
        }
        let mut body = match (&self.text, &self.json, &self.base64) {
            (Some(text), _, _) => fill(text).into_bytes(),
            (_, Some(json), _) => fill(&json.to_string()).into_bytes(),
            (_, _, Some(base64)) => STANDARD.decode(base64).unwrap(),
            _ => Vec::new(),
        };
        body = body.repeat(self.repeat.unwrap_or(1));
        let headers = self.headers.iter().map(|(name, value)| (name.clone(), fill(value)));
        steps.push(Step::Send(self.head(headers.collect(), body.len())));
        if self.pause > 0 {
            steps.push(Step::Wait(Duration::from_millis(self.pause)));
        }
        if method != "HEAD" {
            for chunk in self.chunks.iter().flatten() {
                steps.push(Step::Send(format!("{:x}\r\n{chunk}\r\n", chunk.len()).into_bytes()));
            }
            if self.chunks.is_some() {
                steps.push(Step::Send(b"0\r\n\r\n".to_vec()));
            }
            body.truncate(self.cut.unwrap_or(usize::MAX));
            steps.push(Step::Send(body));
        }
        let cut = self.cut.is_some() && self.end == End::Keep;
        Reply { steps, end: if cut { End::Close } else { self.end } }
    }

    fn head(&self, mut headers: Vec<(String, String)>, length: usize) -> Vec<u8> {
        let has = |headers: &[(String, String)], name: &str| {
            headers.iter().any(|(key, _)| key.eq_ignore_ascii_case(name))
        };
        let kind = if self.json.is_some() { "application/json" } else { "text/plain" };
        let silent = self.bare || self.text.is_none() && self.json.is_none();
        if !silent && !has(&headers, "content-type") {
            headers.push(("Content-Type".to_owned(), kind.to_owned()));
        }
        if self.chunks.is_some() {
            headers.push(("Transfer-Encoding".to_owned(), "chunked".to_owned()));
        } else if !has(&headers, "content-length") && self.status != Some(204) {
            headers.push(("Content-Length".to_owned(), length.to_string()));
        }
        let status = self.status.unwrap_or(200);
        let reason = self.reason.as_deref().unwrap_or_else(|| usual_reason(status));
        let mut lines = vec![format!("HTTP/1.1 {status} {reason}")];
        lines.extend(headers.into_iter().map(|(name, value)| format!("{name}: {value}")));
        bytes(&(lines.join("\r\n") + "\r\n\r\n"))
    }
}

/// Text as it goes out: a letter that fits one byte is one byte.
fn bytes(text: &str) -> Vec<u8> {
    let single = text.chars().map(|letter| u8::try_from(u32::from(letter)).ok());
    single.collect::<Option<Vec<u8>>>().unwrap_or_else(|| text.as_bytes().to_vec())
}

fn usual_reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        406 => "Not Acceptable",
        418 => "I'm a Teapot",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Some Reason",
    }
}
