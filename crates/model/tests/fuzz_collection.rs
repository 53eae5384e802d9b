//! Collections and bodies nobody's tool writes, against the reader.
//!
//! Nothing may panic, and what is taken must come out as JSON that is taken again.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use fuzzkit::fuzz;
use model::{
    Element, ElementKind, UserId, collection, environment, json,
    mask::{self, Masker},
    secret::Document,
};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

/// Collections that start out right; the mutations below spoil them.
const SEEDS: [&str; 4] = [
    r#"{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]}"#,
    r#"{"info":{"name":"B","schema":"https://schema.postman.com/json/collection/v2.1.0/collection.json","description":{"content":"d","type":"text/plain"}},"item":[{"name":"F","id":"7b5e3d1c-0c8e-4a57-9f32-6b1d2c3e4f50","item":[{"name":"R","request":{"method":"GET","url":"https://{{host}}:8080/a/:b?c=d&e#f","header":"A: b\nC: d","auth":{"type":"basic","basic":[{"key":"password","value":"p"}]},"body":{"mode":"graphql","graphql":{"query":"q","variables":{"x":1.0}}}},"response":[{"name":"S","header":"X: y","body":"{}"}],"event":[{"listen":"test","script":{"exec":"one\ntwo"}}]}]}],"variable":[{"key":"k","value":"s","type":"secret"}]}"#,
    r#"{"info":{"name":"C","schema":"https://schema.getpostman.com/json/collection/v2.0.0/collection.json"},"item":[{"name":"R","request":"https://example.com"}],"auth":{"type":"bearer","bearer":{"token":"t"}}}"#,
    r#"{"name":"E","values":[{"key":"a","value":"b","type":"default"},{"key":"t","value":12345678901234567890,"type":"secret"}]}"#,
];

/// Pieces that matter to the reader, put anywhere.
const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "1e3",
    "1.0",
    "-0",
    "\"item\":[",
    "\"id\":",
    "\"request\":",
    "\"response\":[{}]",
    "\"info\":{}",
    "\\u0000",
    "\u{ab}masked:aaaaaa\u{bb}",
    "\"type\":\"secret\"",
    "12345678901234567890",
    "\u{feff}",
    "\u{1f642}",
    "/**/",
];

#[derive(Clone, Debug)]
enum Change {
    Insert(Index, &'static str),
    Cut(Index, Index),
    Repeat(Index, Index),
    Byte(Index, u8),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), select(PIECES.to_vec())).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Cut(from, to)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Repeat(from, to)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ]
}

fn spoiled() -> impl Strategy<Value = Vec<u8>> {
    let seed = select(SEEDS.to_vec());
    (seed, vec(change(), 0..5)).prop_map(|(seed, changes)| {
        let mut bytes = seed.as_bytes().to_vec();
        for change in changes {
            apply(&mut bytes, &change);
        }
        bytes
    })
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let place = |index: &Index, bytes: &Vec<u8>| index.index(bytes.len() + 1);
    let span = |one: &Index, other: &Index, bytes: &Vec<u8>| {
        let (one, other) = (place(one, bytes), place(other, bytes));
        one.min(other)..one.max(other).min(one.min(other) + 200)
    };
    match change {
        Change::Insert(at, piece) => {
            let at = place(at, bytes);
            bytes.splice(at..at, piece.bytes());
        }
        Change::Cut(from, to) => drop(bytes.drain(span(from, to, bytes))),
        Change::Repeat(from, to) => {
            let span = span(from, to, bytes);
            let copy = bytes[span.clone()].to_vec();
            bytes.splice(span.end..span.end, copy);
        }
        Change::Byte(at, byte) => {
            let at = place(at, bytes);
            if let Some(slot) = bytes.get_mut(at) {
                *slot = *byte;
            }
        }
    }
}

fn element() -> Element {
    Element {
        kind: ElementKind::Collection,
        id: "11111111-2222-4333-8444-555555555555".to_owned(),
        owner: UserId(12_345_678),
        name: String::new(),
        workspace: String::new(),
        created_at: 0,
        updated_at: 0,
        updated_by: UserId(12_345_678),
        version: 1,
        fork: None,
    }
}

#[test]
fn fuzz_collection_reader() {
    let masker = Masker { key: [7; 32] };
    fuzz("collection", &spoiled(), |bytes| {
        let Ok(text) = json::check(&bytes) else { return Ok(()) };
        prop_assert!(serde_json::from_str::<serde_json::Value>(text).is_ok());
        let _ = mask::find_marker(text);
        let _ = environment::parse(text);
        let document = Document::extract(text);
        prop_assert_eq!(document.fill().is_empty(), text.is_empty());
        let Ok(draft) = collection::parse(text) else { return Ok(()) };
        let element = Element { name: draft.name.clone(), ..element() };
        let stored = draft.assemble(element, &mut model::id::new_element_id);
        let shown = collection::render(&stored);
        prop_assert!(json::check(shown.as_bytes()).is_ok(), "{shown}");
        prop_assert!(collection::parse(&shown).is_ok(), "{shown}");
        let hidden = masker.collection(&shown);
        prop_assert!(json::check(hidden.as_bytes()).is_ok(), "{hidden}");
        let map = collection::item_map(&shown);
        prop_assert!(json::check(map.as_bytes()).is_ok(), "{map}");
        Ok(())
    });
}

#[test]
fn fuzz_environment_reader() {
    let masker = Masker { key: [7; 32] };
    fuzz("environment", &(spoiled(), spoiled()), |(bytes, operations)| {
        let Ok(text) = json::check(&bytes) else { return Ok(()) };
        if let Ok((_, document)) = environment::parse(text) {
            let shown = environment::render(&element(), &document, true);
            prop_assert!(json::check(shown.as_bytes()).is_ok(), "{shown}");
            prop_assert!(json::check(masker.values(&shown).as_bytes()).is_ok(), "{shown}");
        }
        if let Ok(operations) = json::check(&operations)
            && let Ok(patched) = environment::patch(text, operations)
        {
            prop_assert!(json::check(patched.as_bytes()).is_ok(), "{patched}");
        }
        Ok(())
    });
}
