//! What an exported file holds.

use convert::v1;
use gate::Fault;
use model::json::{member, unquote};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::invalid;

/// The content of a file, by kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content<'a> {
    Collection(&'a str),
    /// A collection of format v1.
    OldCollection(&'a str),
    Environment(&'a str),
    Globals(&'a str),
}

/// Tells what a file holds, bare or in its envelope. `lost` gets what can't be taken along.
pub(super) fn detect<'a>(text: &'a str, lost: &mut Vec<String>) -> Result<Content<'a>, Fault> {
    let object = |name: &str| member(text, name).filter(|raw| raw.starts_with('{'));
    if let Some(collection) = object("collection") {
        let old = member(collection, "info").is_none() && v1::is_v1(collection);
        return Ok(if old {
            Content::OldCollection(collection)
        } else {
            Content::Collection(collection)
        });
    }
    if object("info").is_some() {
        return Ok(Content::Collection(text));
    }
    if v1::is_v1(text) {
        return Ok(Content::OldCollection(text));
    }
    if member(text, "collections").is_some() {
        return Err(invalid("This is a dump of several elements: export each on its own."));
    }
    if member(text, "requests").is_some() {
        return Err(invalid(
            "This looks like a collection of format v1 without its name or order.",
        ));
    }
    let text = object("environment").unwrap_or(text);
    if member(text, "values").is_none_or(|values| !values.starts_with('[')) {
        let message = "The file is neither a collection, an environment nor globals.";
        return Err(Fault::bad_request(message));
    }
    match member(text, "_postman_variable_scope").map(unquote).as_deref() {
        Some("globals") => Ok(Content::Globals(text)),
        None | Some("environment") => Ok(Content::Environment(text)),
        Some(other) => {
            lost.push(format!(
                "variable scope `{other}`, which is not known: taken as environment"
            ));
            Ok(Content::Environment(text))
        }
    }
}

/// How many variables a list member of `text` holds, and how many secret ones have no value.
pub(super) fn variables(text: &str, list: &str) -> (u64, u64) {
    #[derive(Deserialize)]
    struct Entry {
        #[serde(rename = "type")]
        kind: Option<String>,
        value: Option<Box<RawValue>>,
    }
    let entries: Vec<Entry> =
        member(text, list).and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
    let blank = entries.iter().filter(|entry| {
        entry.kind.as_deref() == Some("secret")
            && entry.value.as_ref().is_none_or(|value| value.get() == "\"\"")
    });
    (entries.len() as u64, blank.count() as u64)
}

/// How many scripts an item or the collection has itself.
pub(super) fn scripts(text: &str) -> u64 {
    #[derive(Deserialize)]
    struct Event {
        script: Option<Script>,
    }
    #[derive(Deserialize)]
    struct Script {
        exec: Option<Lines>,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Lines {
        One(String),
        Many(Vec<String>),
    }
    let events: Vec<Event> =
        member(text, "event").and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
    let lines = events.into_iter().filter_map(|event| event.script?.exec);
    let filled = lines.filter(|lines| match lines {
        Lines::One(line) => !line.trim().is_empty(),
        Lines::Many(lines) => lines.iter().any(|line| !line.trim().is_empty()),
    });
    filled.count() as u64
}

/// The variables of `before` that `after` does not set anew, then those of `after`.
pub(super) fn merged(before: &str, after: &str) -> String {
    let after: Vec<(Option<String>, &str)> = keyed(after);
    let kept = keyed(before)
        .into_iter()
        .filter(|(key, _)| key.is_none() || after.iter().all(|(other, _)| other != key));
    let all: Vec<&str> = kept.chain(after.iter().cloned()).map(|(_, raw)| raw).collect();
    format!(r#"{{"values":[{}]}}"#, all.join(","))
}

fn keyed(text: &str) -> Vec<(Option<String>, &str)> {
    let values = member(text, "values").unwrap_or("[]");
    let values: Vec<&RawValue> = serde_json::from_str(values).unwrap_or_default();
    let key = |raw: &str| member(raw, "key").map(|key| unquote(key).into_owned());
    values.into_iter().map(|value| (key(value.get()), value.get())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart() {
        let cases = [
            (r#"{"info":{"name":"A"},"item":[]}"#, "collection"),
            (r#"{"collection":{"info":{},"item":[]}}"#, "collection"),
            (r#"{"id":"x","name":"A","order":[],"requests":[]}"#, "old collection"),
            (r#"{"collection":{"name":"A","order":[],"requests":[]}}"#, "old collection"),
            (r#"{"collection":{"name":"A"}}"#, "collection"),
            (r#"{"name":"E","values":[],"_postman_variable_scope":"environment"}"#, "environment"),
            (r#"{"name":"E","values":[]}"#, "environment"),
            (r#"{"environment":{"name":"E","values":[]}}"#, "environment"),
            (r#"{"values":[],"_postman_variable_scope":"globals"}"#, "globals"),
        ];
        for (text, kind) in cases {
            let mut lost = Vec::new();
            let found = match detect(text, &mut lost).unwrap() {
                Content::Collection(_) => "collection",
                Content::OldCollection(_) => "old collection",
                Content::Environment(_) => "environment",
                Content::Globals(_) => "globals",
            };
            assert_eq!((found, lost.len()), (kind, 0), "{text}");
        }
    }

    #[test]
    fn other_files_are_refused_with_a_hint() {
        let cases = [
            (r#"{"id":"x","order":[],"requests":[]}"#, "without its name"),
            (r#"{"version":1,"collections":[],"environments":[]}"#, "export each on its own"),
            (r#"{"hello":1}"#, "neither a collection"),
            ("[]", "neither a collection"),
        ];
        for (text, hint) in cases {
            let fault = detect(text, &mut Vec::new()).unwrap_err();
            assert!(fault.message.contains(hint), "{text}: {}", fault.message);
        }
    }

    #[test]
    fn an_unknown_scope_is_said() {
        let mut lost = Vec::new();
        let text = r#"{"name":"E","values":[],"_postman_variable_scope":"vault"}"#;
        assert!(matches!(detect(text, &mut lost), Ok(Content::Environment(_))));
        assert!(lost[0].contains("`vault`"));
    }

    #[test]
    fn counts_variables_and_blank_secrets() {
        let text = r#"{"values":[{"key":"a","value":"1"},{"key":"b","type":"secret","value":""},
            {"key":"c","type":"secret"},{"key":"d","type":"secret","value":"x"}]}"#;
        assert_eq!(variables(text, "values"), (4, 2));
        assert_eq!(variables("{}", "values"), (0, 0));
    }

    #[test]
    fn globals_that_are_not_in_the_file_stay() {
        let before = r#"{"values":[{"key":"a","value":1.0},{"key":"b","value":2}]}"#;
        let after = r#"{"values":[{"key":"b","value":3},{"key":"c"}]}"#;
        let expected = r#"{"values":[{"key":"a","value":1.0},{"key":"b","value":3},{"key":"c"}]}"#;
        assert_eq!(merged(before, after), expected);
        assert_eq!(merged("", after), after);
    }
}
