//! Files of format v1 that nobody's program writes, against the converter.
//!
//! Nothing may panic, and what comes out is always a collection.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use fuzzkit::fuzz;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};
use serde_json::{Map, Value, json};

/// Every name that the converter looks for.
const NAMES: [&str; 72] = [
    "id",
    "name",
    "description",
    "order",
    "folders_order",
    "folders",
    "requests",
    "variables",
    "variable",
    "key",
    "value",
    "type",
    "disabled",
    "enabled",
    "events",
    "listen",
    "script",
    "exec",
    "tests",
    "preRequestScript",
    "auth",
    "basic",
    "currentHelper",
    "helperAttributes",
    "username",
    "header",
    "hawk_id",
    "protocolProfileBehavior",
    "method",
    "url",
    "headers",
    "headerData",
    "dataMode",
    "data",
    "rawModeData",
    "graphqlModeData",
    "dataOptions",
    "raw",
    "params",
    "binary",
    "graphql",
    "urlencoded",
    "dataDisabled",
    "src",
    "queryParams",
    "equals",
    "pathVariables",
    "pathVariableData",
    "responses",
    "responses_order",
    "requestObject",
    "request",
    "responseCode",
    "code",
    "time",
    "text",
    "language",
    "previewType",
    "cookies",
    "expirationDate",
    "content",
    "query",
    "raw",
    "options",
    "protocol",
    "host",
    "port",
    "path",
    "hash",
    "info",
    "item",
    "type",
];

/// Words that mean something to it.
const WORDS: [&str; 32] = [
    "",
    "a",
    "b",
    "f",
    "1",
    "raw",
    "params",
    "urlencoded",
    "binary",
    "graphql",
    "file",
    "text",
    "basicAuth",
    "hawkAuth",
    "oAuth1",
    "normal",
    "basic",
    "noauth",
    "type",
    "test",
    "prerequest",
    "A: 1\n//B: 2\r\n C\nD",
    "{\"method\":\"GET\"}",
    "{\"a\":",
    "[1]",
    "GET",
    "\u{0}\u{1f642}",
    "http://u:p@h:1/:a/b?c=d#e",
    "{{x}}/:y?{{z}}",
    "//",
    ":",
    "\u{2028}x: y",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => select(WORDS.to_vec()).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(|number| json!(number)),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((select(NAMES.to_vec()), inner), 0..8).prop_map(object),
        ]
    })
}

fn object(members: Vec<(&str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// An object with an id that others may name, and any members.
fn part(ids: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let order = || vec(select(ids.to_vec()), 0..4);
    let members = vec((select(NAMES.to_vec()), any_json()), 0..8);
    (members, select(ids.to_vec()), order(), order()).prop_map(|(members, id, order, folders)| {
        let mut part: Map<String, Value> = Map::new();
        for (name, value) in members {
            part.insert(name.to_owned(), value);
        }
        part.insert("id".to_owned(), id.into());
        part.entry("order").or_insert_with(|| json!(order));
        part.entry("folders_order").or_insert_with(|| json!(folders));
        Value::Object(part)
    })
}

const IDS: &[&str] = &["a", "b", "c", "d"];

fn file() -> impl Strategy<Value = String> {
    (part(IDS), vec(part(IDS), 0..5), vec(part(IDS), 0..5), any::<bool>()).prop_map(
        |(mut file, folders, requests, whole)| {
            if whole {
                file["folders"] = folders.into();
                file["requests"] = requests.into();
            }
            file.to_string()
        },
    )
}

/// A file with a piece of it cut out, doubled or changed.
fn spoiled() -> impl Strategy<Value = String> {
    (file(), any::<Index>(), any::<Index>(), "[\\PC]{0,3}", any::<bool>()).prop_map(
        |(file, from, to, piece, keep)| {
            let (from, to) = (from.index(file.len()), to.index(file.len()));
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 60));
            match (file.get(..from), file.get(if keep { from } else { to }..)) {
                (Some(before), Some(after)) => format!("{before}{piece}{after}"),
                _ => file,
            }
        },
    )
}

#[test]
fn fuzz_whatever_comes_out_is_a_collection() {
    let text = prop_oneof![6 => file(), 2 => spoiled(), 1 => any::<String>()];
    fuzz("v1", &text, |text| {
        let _ = convert::v1::is_v1(&text);
        let Ok(converted) = convert::v1::to_v21(&text) else { return Ok(()) };
        let document = &converted.document;
        prop_assert!(model::json::check(document.as_bytes()).is_ok(), "{document}");
        if let Err(invalid) = model::collection::parse(document) {
            return Err(TestCaseError::fail(format!("{invalid}: {document}")));
        }
        let run = model::runnable::parse(document, &mut String::new);
        prop_assert!(run.is_ok(), "{:?}: {document}", run.err());
        prop_assert!(!convert::v1::is_v1(document));
        for note in converted.notes {
            prop_assert!(note.starts_with(|first: char| first.is_ascii_digit()), "{note}");
        }
        Ok(())
    });
}
