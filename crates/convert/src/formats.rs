//! What the readers of other clients' formats share, and how their files are told apart.

mod base64;
pub(crate) mod flat;
pub(crate) mod item;
mod notes;

use model::json::member;

pub(crate) use base64::text as base64_text;
pub(crate) use notes::Notes;

use crate::{Converted, Fault};

/// A format of another client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// HAR 1.2.
    Har,
    /// Commands of cURL.
    Curl,
}

/// Which format `text` is in; `name` is the file's.
///
/// Collections, environments and descriptions are none of these.
#[must_use]
pub fn detect(name: &str, text: &str) -> Option<Kind> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        let entries = member(text, "log").and_then(|log| member(log, "entries"));
        return entries.map(|_| Kind::Har);
    }
    let ends = |end: &str| name.to_ascii_lowercase().ends_with(end);
    if ends(".har") {
        return Some(Kind::Har);
    }
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.filter(|line| crate::curl::is_command(line)).map(|_| Kind::Curl)
}

/// Reads `text`; a collection without a name of its own is called `name`.
pub fn read(kind: Kind, name: &str, text: &str) -> Result<Converted, Fault> {
    match kind {
        Kind::Har => crate::har::read(name, text),
        Kind::Curl => crate::curl::read(name, text),
    }
}
