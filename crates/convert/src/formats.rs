//! What the readers of other clients' formats share, and how their files are told apart.

mod base64;
pub(crate) mod flat;
pub(crate) mod item;
mod notes;

use model::json::member;

pub(crate) use base64::text as base64_text;
pub(crate) use notes::Notes;

use crate::{Converted, Fault};

/// How the type of version 5 of Insomnia's exports begins.
const INSOMNIA: &str = "collection.insomnia.rest/";

/// A format of another client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// HAR 1.2.
    Har,
    /// Commands of cURL.
    Curl,
    /// An export of Insomnia, version 4 or 5.
    Insomnia,
}

/// What a file became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The collection, and what neither it nor the environments could take.
    pub collection: Converted,
    /// Environments, as texts that the reader of environments takes.
    pub environments: Vec<String>,
    /// Files of a folder that can't be read, while the others were.
    pub unread: Vec<Unread>,
}

/// A file that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// A sentence without a full stop that names the file and the line.
    pub why: String,
    /// What helps.
    pub remedy: &'static str,
}

impl Made {
    /// A collection alone.
    #[must_use]
    pub fn collection(collection: Converted) -> Self {
        Self { collection, environments: Vec::new(), unread: Vec::new() }
    }
}

/// Which format `text` is in; `name` is the file's.
///
/// Collections, environments and descriptions are none of these.
#[must_use]
pub fn detect(name: &str, text: &str) -> Option<Kind> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        let entries = member(text, "log").and_then(|log| member(log, "entries"));
        if entries.is_some() {
            return Some(Kind::Har);
        }
        let export =
            member(text, "_type") == Some("\"export\"") && member(text, "resources").is_some();
        let newer =
            member(text, "type").is_some_and(|kind| kind.starts_with(&format!("\"{INSOMNIA}")));
        return (export || newer).then_some(Kind::Insomnia);
    }
    let ends = |end: &str| name.to_ascii_lowercase().ends_with(end);
    if ends(".har") {
        return Some(Kind::Har);
    }
    let newer = |line: &str| {
        let kind = line.strip_prefix("type:").map(|kind| kind.trim().trim_matches(['"', '\'']));
        kind.is_some_and(|kind| kind.starts_with(INSOMNIA))
    };
    if text.lines().any(newer) {
        return Some(Kind::Insomnia);
    }
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.filter(|line| crate::curl::is_command(line)).map(|_| Kind::Curl)
}

/// Reads `text`; a collection without a name of its own is called `name`.
pub fn read(kind: Kind, name: &str, text: &str) -> Result<Made, Fault> {
    let collection = match kind {
        Kind::Har => crate::har::read(name, text)?,
        Kind::Curl => crate::curl::read(name, text)?,
        Kind::Insomnia => return crate::insomnia::read(name, text),
    };
    Ok(Made::collection(collection))
}
