//! Descriptions that nobody's program writes, against the converter.
//!
//! Nothing may panic or take forever, and what comes out is always a collection.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use std::{fs, path::Path, sync::LazyLock};

use convert::{
    follow,
    openapi::{Options, Step, sync, to_collection},
    spec::{Files, check},
};
use fuzzkit::fuzz;
use model::{
    Element, ElementKind, UserId,
    collection::{Collection, Draft, DraftItem},
    json::with_members,
    secret::Document,
};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};
use serde_json::Value;

/// The descriptions of all cases.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut texts: Vec<String> = ["cases_openapi", "cases_check"]
        .into_iter()
        .flat_map(|cases| fs::read_dir(folder.join(cases)).unwrap())
        .filter_map(|case| fs::read_to_string(case.unwrap().path().join("spec.yaml")).ok())
        .collect();
    texts.sort();
    assert!(texts.len() >= 10);
    texts
});

/// What a mutation puts where a word stood.
const WORDS: [&str; 26] = [
    "null",
    "[]",
    "{}",
    "-1",
    "0",
    "1e999",
    "true",
    "''",
    "'a b'",
    "object",
    "array",
    "string",
    "integer",
    "{$ref: '#'}",
    "{$ref: '#/components/schemas/Tree'}",
    "{$ref: '#/paths'}",
    "{$ref: 'other.yaml#/x'}",
    "{type: array, minItems: 99999999}",
    "{pattern: '(((a{9}){9}){9}){9}'}",
    "{pattern: '['}",
    "{minLength: 99999999999}",
    "{allOf: [{$ref: '#/components/schemas/All'}]}",
    "{multipleOf: 0.0000001, minimum: 1}",
    "[{}, [], null]",
    "\u{e4}\u{1F600}",
    "{enum: []}",
];

/// A word by its position, and what stands there instead.
fn mutations() -> impl Strategy<Value = Vec<(Index, &'static str)>> {
    vec((any::<Index>(), select(&WORDS[..])), 0..6)
}

fn mutated(text: &str, mutations: &[(Index, &str)]) -> String {
    let is_word = |one: char| one.is_alphanumeric() || "-_./$#'<>".contains(one);
    let mut text = text.to_owned();
    for (index, word) in mutations {
        let starts: Vec<usize> = text
            .char_indices()
            .filter(|(at, one)| {
                is_word(*one) && !text[..*at].chars().next_back().is_some_and(is_word)
            })
            .map(|(at, _)| at)
            .collect();
        if starts.is_empty() {
            return text;
        }
        let start = starts[index.index(starts.len())];
        let length = text[start..].find(|one| !is_word(one)).unwrap_or(text.len() - start);
        text.replace_range(start..start + length, word);
    }
    text
}

fn options() -> impl Strategy<Value = Options> {
    (any::<bool>(), any::<bool>(), any::<u64>()).prop_map(|(examples, tags, seed)| {
        let options = if examples { Options::with_examples() } else { Options::default() };
        let tags = if tags { "Tags" } else { "Paths" };
        let folders: Options =
            serde_json::from_value(serde_json::json!({ "folderStrategy": tags })).unwrap();
        Options {
            folder_strategy: folders.folder_strategy,
            include_webhooks: true,
            seed,
            ..options
        }
    })
}

#[test]
fn fuzz_whatever_comes_out_is_a_collection() {
    let text = select(&TEXTS[..]);
    fuzz("openapi", &(text, mutations(), options()), |(text, mutations, options)| {
        let text = mutated(&text, &mutations);
        let files = Files::one("spec.yaml", &text);
        let _ = check(&files);
        if let Ok(converted) = to_collection(&files, &options) {
            let parsed = model::collection::parse(&converted.document);
            prop_assert!(parsed.is_ok(), "{:?}\n{text}", parsed.err());
            let ran = model::runnable::parse(&converted.document, &mut String::new);
            prop_assert!(ran.is_ok(), "{:?}\n{text}", ran.err());
        }
        Ok(())
    });
}

#[test]
fn fuzz_a_collection_follows_whatever_its_description_becomes() {
    let text = select(&TEXTS[..]);
    let inputs = (text, mutations(), mutations(), options(), any::<(bool, bool, Index)>());
    fuzz("openapi sync", &inputs, |(text, first, then, options, (examples, orphans, own))| {
        let before = Files::one("spec.yaml", &mutated(&text, &first));
        let after = Files::one("spec.yaml", &mutated(&text, &then));
        let Ok(made) = to_collection(&before, &options) else { return Ok(()) };
        let mut draft = model::collection::parse(&made.document).unwrap();
        let draft_was_empty = draft.items.is_empty();
        // Somebody writes a script into one of the items.
        if !draft_was_empty {
            let index = own.index(draft.items.len());
            let item = &mut draft.items[index];
            let event = r#"[{"listen":"test","script":{"exec":["mine()"]}}]"#.to_owned();
            let text = with_members(&item.document.text(), &[("event", Some(event))]).unwrap();
            item.document = Document::extract(&text);
        }
        let mut typed = 0;
        draft.items.iter_mut().for_each(|item| type_values(item, &mut typed));
        let step = Step { sync_examples: examples, delete_orphaned_requests: orphans };
        let Ok(synced) = sync(stored(draft), &before, &after, &options, step) else {
            return Ok(());
        };
        let now = stored(synced.draft);
        // And the way back: the description follows the collection, and then is in step.
        let (old, new) = (made.document.clone(), model::collection::render(&now));
        if let Ok(followed) = follow(&mutated(&text, &first), &old, &new) {
            let again = follow(&followed.document, &new, &new).unwrap();
            prop_assert_eq!((again.changes.len(), again.document), (0, followed.document));
        }
        let text = model::collection::render(&now);
        prop_assert!(model::collection::parse(&text).is_ok(), "{text}");
        let kept = draft_was_empty || text.contains("mine()");
        prop_assert!(kept, "{}", text);
        for value in (0..typed).map(value) {
            prop_assert!(text.contains(&value), "{value} is gone: {text}");
        }
        let again = sync(now, &after, &after, &options, step).unwrap();
        prop_assert_eq!(again.changes, Vec::<String>::new());
        Ok(())
    });
}

/// A value that nothing else has.
fn value(number: usize) -> String {
    format!("typed {number}.")
}

/// Types a value into each field of a request that takes one, each with the next number.
fn type_values(item: &mut DraftItem, number: &mut usize) {
    let mut next = || {
        *number += 1;
        value(*number - 1)
    };
    let mut document: Value = serde_json::from_str(&item.document.text()).unwrap();
    let Some(request) = document.get_mut("request") else { return };
    let lists = ["/url/query", "/url/variable", "/header", "/body/urlencoded", "/body/formdata"];
    let credentials = ["/auth/basic", "/auth/bearer", "/auth/apikey"];
    for place in lists.iter().chain(&credentials) {
        let list = request.pointer_mut(place).and_then(Value::as_array_mut);
        for field in list.into_iter().flatten() {
            let given = field["key"] == "key" || field["key"] == "in";
            if field["value"].is_string() && !(given && place.starts_with("/auth")) {
                field["value"] = next().into();
            }
        }
    }
    if let Some(Value::String(raw)) = request.pointer_mut("/body/raw") {
        while raw.contains("<string>") {
            *raw = raw.replacen("<string>", &next(), 1);
        }
    }
    item.document = Document::extract(&document.to_string());
}

fn stored(draft: Draft) -> Collection {
    let element = Element {
        kind: ElementKind::Collection,
        id: "c".to_owned(),
        owner: UserId(1),
        name: draft.name.clone(),
        workspace: "w".to_owned(),
        created_at: 0,
        updated_at: 0,
        updated_by: UserId(1),
        version: 1,
        fork: None,
    };
    let mut number = draft.items.len();
    let mut known: Vec<String> = draft.items.iter().filter_map(|item| item.id.clone()).collect();
    draft.assemble(element, || {
        loop {
            number += 1;
            let id = number.to_string();
            if !known.contains(&id) {
                known.push(id.clone());
                return id;
            }
        }
    })
}

#[test]
fn fuzz_no_text_is_read_badly() {
    fuzz("openapi text", &"[ -~\n]{0,200}", |text| {
        let files = Files::one("a", &format!("openapi: 3.0.0\n{text}"));
        let _ = check(&files);
        let _ = to_collection(&files, &Options::default());
        Ok(())
    });
}
