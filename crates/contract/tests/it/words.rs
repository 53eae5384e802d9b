//! Descriptions are short, and our own.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::reference::vendor;

/// Every text of a kind that people read.
fn texts<'a>(node: &'a Value, names: &[&str], found: &mut Vec<&'a str>) {
    match node {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if names.contains(&name.as_str()) => found.push(text),
                    other => texts(other, names, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, names, found)),
        _ => {}
    }
}

fn ours() -> Vec<String> {
    let mut all = Vec::new();
    for (_, text) in contract::documents() {
        let file: Value = serde_yaml_ng::from_str(text).unwrap();
        let mut found = Vec::new();
        texts(&file, &["description", "summary"], &mut found);
        all.extend(found.into_iter().map(str::to_owned));
    }
    assert!(all.len() > 100);
    all
}

#[test]
fn descriptions_are_short() {
    for text in ours() {
        let words = text.split_whitespace().count();
        assert!(text.len() <= 100 && words <= 12, "{words} words: {text}");
        assert!(text.ends_with('.') || text.ends_with('}'), "no end: {text}");
    }
}

/// Sentences without case, marks and markup.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    let plain = text.to_lowercase();
    let parts: Vec<String> = plain
        .split(['.', '\n', ';'])
        .map(|sentence| {
            let kept = |c: char| if c.is_alphanumeric() { c } else { ' ' };
            let words: String = sentence.chars().map(kept).collect();
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect();
    parts.into_iter().filter(|sentence| sentence.split(' ').count() >= 3)
}

#[test]
fn no_sentence_is_the_vendors() {
    let Some(document) = vendor() else { return };
    let mut found = Vec::new();
    texts(document, &["description", "summary"], &mut found);
    let theirs: BTreeSet<String> = found.into_iter().flat_map(sentences).collect();
    assert!(theirs.len() > 1_000, "{}", theirs.len());
    let copied: Vec<String> =
        ours().iter().flat_map(|text| sentences(text)).filter(|one| theirs.contains(one)).collect();
    assert!(copied.is_empty(), "{copied:#?}");
}
