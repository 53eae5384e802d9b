//! Collections, tokens, URLs and data nobody's tool writes, against what reads them to run.
//!
//! Nothing may panic; what is made of something must stay the same when it is made again; tokens
//! are replaced like an implementation does that is written the plainest way.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use std::collections::BTreeMap;

use fuzzkit::fuzz;
use model::data;
use model::runnable::{Listen, Request, parse, read_scope};
use model::url::Url;
use model::variables::{Lookup, MAX_PASSES, NoDynamic, Scope, Scopes, Variable, substitute};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};
use serde_json::Value;

/// Collections that start out right; the changes below spoil them.
const SEEDS: [&str; 4] = [
    r#"{"info":{"name":"A","_postman_id":"i","description":"d"},"item":[{"name":"F","item":[{"name":"R","id":"r","request":{"method":"put","url":"https://u:p@{{host}}:80/a/:b?c=d&e#f","header":"A: b\nC: d","auth":{"type":"basic","basic":[{"key":"password","value":"p"}]},"body":{"mode":"urlencoded","urlencoded":[{"key":"a","value":"{{v}}"}]}},"response":[{"name":"S","header":"X: y","originalRequest":{"url":"x"}}],"event":[{"listen":"test","script":{"exec":["one","two"]}}]}],"event":[{"listen":"prerequest","script":"x"}],"protocolProfileBehavior":{"maxRedirects":1}}]}"#,
    r#"{"item":[{"request":{"url":{"host":["a","b"],"path":["c",":d"],"query":[{"key":"q","value":"1"},{"key":null,"disabled":true}],"variable":[{"key":"d","value":"{{v}}"}]},"header":[{"key":"A","value":5}],"body":{"mode":"formdata","formdata":[{"key":"f","type":"file","src":["a"]},{"key":"t","value":{"x":1}}]}}},{"request":"http://h/{{v}}"}],"variable":[{"key":"v","value":"1","type":"number"}],"auth":{"type":"bearer","bearer":{"token":"t"}}}"#,
    r#"{"collection":{"info":{"name":"W"},"item":[{"name":"g","request":{"body":{"mode":"graphql","graphql":{"query":"q"}}}},{"name":"x","_postman_id":"p","request":{"body":{"mode":"raw","raw":"{}","options":{"raw":{"language":"json"}}}}}]}}"#,
    r#"{"environment":{"id":"e","name":"E","values":[{"key":"a","value":"1","disabled":true},{"key":"b","value":[1],"type":"array"},{"key":"s","type":"secret","value":"x"}]}}"#,
];

/// Pieces that matter to the readers, put anywhere.
const PIECES: [&str; 26] = [
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
    "true",
    "\"item\":[",
    "\"id\":",
    "\"request\":",
    "\"value\":{",
    "\"info\":{}",
    "\\u0000",
    "\\ud800",
    "{{v}}",
    "\"type\":\"array\"",
    "12345678901234567890",
    "\u{feff}",
    "\u{1f642}",
    "\"disabled\":",
    "\"item\":{",
];

fn spoiled() -> impl Strategy<Value = String> {
    let change = (any::<Index>(), any::<Index>(), select(PIECES.to_vec()), 0..3_u8);
    (select(SEEDS.to_vec()), vec(change, 0..5)).prop_map(|(seed, changes)| {
        let mut text: Vec<char> = seed.chars().collect();
        for (one, other, piece, kind) in changes {
            let (one, other) = (one.index(text.len() + 1), other.index(text.len() + 1));
            let span = one.min(other)..one.max(other).min(one.min(other) + 100);
            match kind {
                0 => drop(text.splice(one..one, piece.chars())),
                1 => drop(text.drain(span)),
                _ => {
                    let copy: Vec<char> = text[span.clone()].to_vec();
                    text.splice(span.end..span.end, copy);
                }
            }
        }
        text.into_iter().collect()
    })
}

fn of_pieces(pieces: &'static [&'static str], length: usize) -> impl Strategy<Value = String> {
    vec(select(pieces), 0..length).prop_map(|pieces| pieces.concat())
}

#[test]
fn fuzz_collections_to_run() {
    let scopes = Scopes {
        environment: Scope::new(vec![Variable::new("v", Some("a/b?c#d".into()))]),
        ..Scopes::default()
    };
    fuzz("runnable", &spoiled(), |text| {
        let mut ids = (0..).map(|number| format!("id{number}"));
        let _ = read_scope(&text, &mut || ids.next().unwrap()).map(|scope| scope.to_json());
        let Ok(collection) = parse(&text, &mut || ids.next().unwrap()) else { return Ok(()) };
        for (number, item) in collection.items.iter().enumerate() {
            let _ = collection.scripts(number, &Listen::Test);
            let _ = (collection.auth(number), collection.behaviour(number));
            let request = item.request.substituted(&scopes, &mut NoDynamic);
            let _ = (request.to_json(), request.url.wire(true), request.url.wire(false));
            let _ = request.body.as_ref().map(model::runnable::Body::is_empty);
            let chosen = collection.select(std::slice::from_ref(&item.id)).unwrap();
            prop_assert_eq!(chosen.len(), 1, "{}", item.id);
        }
        let both: Vec<String> = collection.folders.iter().map(|folder| folder.id.clone()).collect();
        let chosen = collection.select(&both).unwrap();
        prop_assert!(
            chosen.is_sorted() && chosen.iter().all(|item| *item < collection.items.len())
        );
        // What was understood is understood again; the first time something may still be cast.
        let again = |json: &Value| parse(&json.to_string(), &mut String::new).unwrap().to_json();
        let once = again(&collection.to_json());
        prop_assert_eq!(again(&once).to_string(), once.to_string());
        Ok(())
    });
}

/// Replaces tokens the plainest way.
fn plainly(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..MAX_PASSES {
        let mut next = Vec::new();
        let mut at = 0;
        'places: while at < text.len() {
            if text[at..].starts_with(&['{', '{']) {
                let name: String =
                    text[at + 2..].iter().take_while(|c| !matches!(c, '{' | '}')).collect();
                let end = at + 2 + name.chars().count();
                if text[end..].starts_with(&['}', '}']) && values.contains_key(&name) {
                    next.extend(values[&name].chars());
                    at = end + 2;
                    continue 'places;
                }
                // A token nobody knows is stepped over as a whole.
                if text[end..].starts_with(&['}', '}']) {
                    next.extend(&text[at..end + 2]);
                    at = end + 2;
                    continue 'places;
                }
            }
            next.push(text[at]);
            at += 1;
        }
        text = next;
    }
    text.into_iter().collect()
}

#[test]
fn fuzz_tokens() {
    const PARTS: [&str; 12] =
        ["{{", "}}", "{", "}", "a", "b", " ", "é", "{{a}}", "{{b}}", "{{ab}}", "{{}}"];
    let names = || select(vec!["a", "b", "ab", "", "é", " a"]);
    // Values hold at most one token, so that nothing grows without end.
    let value =
        (of_pieces(&["x", "{", "}", "é"], 3), prop::option::of(names()), of_pieces(&["y", "}"], 2));
    let value = value.prop_map(|(before, name, after)| match name {
        Some(name) => format!("{before}{{{{{name}}}}}{after}"),
        None => before + &after,
    });
    let values = prop::collection::btree_map(names().prop_map(str::to_owned), value, 0..5);
    fuzz("tokens", &(of_pieces(&PARTS, 12), values), |(text, values)| {
        let list =
            values.iter().map(|(key, value)| Variable::new(key, Some(value.as_str().into())));
        let scope = Scope::new(list.collect());
        prop_assert_eq!(substitute(&text, &scope, &mut NoDynamic), plainly(&text, &values));
        Ok(())
    });
}

#[test]
fn fuzz_scopes_big_and_small() {
    let names = || select((0..25).map(|number| format!("k{number}")).collect::<Vec<_>>());
    let change = (names(), 0..4_u8, any::<bool>());
    fuzz("scopes", &vec(change, 0..80), |changes| {
        let mut scope = Scope::default();
        for (number, (name, kind, disabled)) in changes.into_iter().enumerate() {
            match kind {
                0 => scope.unset(&name),
                1 => scope.push(Variable { disabled, ..Variable::new(&name, Some(number.into())) }),
                _ => scope.set(&name, Some(number.into()), None),
            }
            // However it is looked up, it is the last that is not disabled.
            let last = scope.variables().iter().rfind(|one| !one.disabled && one.key == name);
            prop_assert_eq!(scope.one(&name), last);
            prop_assert_eq!(scope.text(&name).is_some(), last.is_some());
        }
        Ok(())
    });
}

#[test]
fn fuzz_urls() {
    const PARTS: [&str; 32] = [
        "http",
        "://",
        ":",
        "/",
        "//",
        "?",
        "#",
        "@",
        "&",
        "=",
        ".",
        "[",
        "]",
        "{{",
        "}}",
        "{{a}}",
        "{{a/b}}",
        "\\",
        "%",
        "%41",
        "%zz",
        " ",
        "é",
        "ü",
        "localhost",
        "127.0.0.1",
        "0x7f",
        "80",
        ":id",
        "\u{1f642}",
        "\n",
        "'",
    ];
    fuzz("urls", &of_pieces(&PARTS, 14), |text| {
        let url = Url::parse(&text);
        let written = url.to_text();
        // An empty protocol is not written, so that what follows may be taken for another.
        if url.protocol.as_deref() != Some("") {
            prop_assert_eq!(Url::parse(&written).to_text(), written, "{}", text);
        }
        prop_assert_eq!(Url::from_json(&url.to_json()).to_json(), url.to_json(), "{}", text);
        let _ = url.href(true);
        let Ok(wire) = url.wire(true) else { return Ok(()) };
        if !text.contains("{{") {
            prop_assert_eq!(Url::parse(&wire.href).href(true), wire.href.as_str(), "{}", text);
        }
        prop_assert!(wire.target.starts_with('/'), "{}", wire.target);
        prop_assert!(wire.target.bytes().all(|byte| byte.is_ascii_graphic()), "{}", wire.target);
        prop_assert!(!wire.host.is_empty() && !wire.host.chars().any(char::is_uppercase));
        prop_assert!(url.wire(false).is_ok());
        Ok(())
    });
}

#[test]
fn fuzz_requests_from_scripts() {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z{}:/?#&=]{0,8}".prop_map(Value::from),
    ];
    let names = select(vec![
        "url",
        "method",
        "header",
        "body",
        "auth",
        "mode",
        "raw",
        "urlencoded",
        "formdata",
        "file",
        "src",
        "key",
        "value",
        "type",
        "disabled",
        "query",
        "variable",
        "host",
        "path",
        "graphql",
        "basic",
        "_x",
        "id",
    ]);
    let tree = value.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((names.clone().prop_map(str::to_owned), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    fuzz("requests", &tree, |json| {
        let request = Request::from_json(&json);
        let once = Request::from_json(&request.to_json()).to_json();
        prop_assert_eq!(Request::from_json(&once).to_json(), once);
        let _ = request.url.wire(true);
        Ok(())
    });
}

#[test]
fn fuzz_data() {
    const PARTS: [&str; 16] = [
        "a", "b", ",", "\n", "\r\n", "\r", "\"", "\"\"", " ", "\t", "1", "0x1", "-", "é",
        "\u{feff}", "[{",
    ];
    fuzz("data", &of_pieces(&PARTS, 30), |text| {
        let _ = data::parse(&text);
        Ok(())
    });
    // Whatever is quoted comes back as it was.
    let cell = "[a-z0-9,\"\r\n \t\u{e9}]{0,6}";
    let table = (1..4_usize).prop_flat_map(move |width| vec(vec(cell, width), 1..6));
    fuzz("tables", &table, |table| {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",");
        let names: Vec<String> = (0..table[0].len()).map(|number| format!("n{number}")).collect();
        let text = names.join(",") + "\n" + &table.iter().map(line).collect::<Vec<_>>().join("\n");
        let rows = data::parse(&text).unwrap();
        prop_assert_eq!(rows.len(), table.len());
        for (row, expected) in rows.iter().zip(&table) {
            let found: Vec<_> = names.iter().map(|name| row[name].as_str().unwrap()).collect();
            prop_assert_eq!(&found, expected);
        }
        Ok(())
    });
}
