//! One description for each rule, which breaks it, and those that break none.
#![cfg(test)]

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path, time::Instant};

use convert::{
    openapi::{Options, to_collection, to_collection_checked},
    spec::{Files, Kind, RULES, check},
};
use serde_json::{Value, json};

use super::openapi::files;

/// What is told of the files in a folder, a line each.
fn told(case: &Path) -> (Files, BTreeSet<&'static str>, String) {
    let mut list = Vec::new();
    files(case, "", &mut list);
    let files = Files::many(list);
    let problems = check(&files);
    let rules = problems.iter().map(|problem| problem.rule).collect();
    let lines = problems.iter().fold(String::new(), |mut lines, problem| {
        writeln!(lines, "{problem}").unwrap();
        lines
    });
    (files, rules, lines)
}

fn cases(folder: &str) -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut cases: Vec<_> =
        fs::read_dir(folder).unwrap().map(|case| case.unwrap().path()).collect();
    cases.sort();
    cases
}

#[test]
fn every_rule_is_told_with_its_place() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut shown = BTreeSet::new();
    for case in cases("cases_check") {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let (files, rules, lines) = told(&case);
        if update {
            fs::write(case.join("expected.txt"), &lines).unwrap();
        }
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        assert_eq!(lines, expected, "case `{name}`; UPDATE_CASES=1 writes it anew");
        assert!(!lines.is_empty(), "case `{name}` breaks no rule");
        shown.extend(rules);
        // What has faults is converted all the same, as far as it can be.
        let text = fs::read_to_string(case.join("spec.yaml")).unwrap();
        let callable = Kind::of_text(&text).unwrap().is_openapi() && text.contains("\npaths:");
        let made = to_collection_checked(&files, &Options::default());
        assert_eq!(made.is_ok(), callable, "case `{name}`: {:?}", made.err());
        if let Ok((made, problems)) = made {
            assert_eq!(made, to_collection(&files, &Options::default()).unwrap());
            assert_eq!(problems, check(&files));
        }
    }
    let all: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(shown, all, "each rule has a case");
    assert_eq!(RULES.len(), all.len(), "no two rules share a name");
}

/// Descriptions that are there for something else keep the rules; those that don't say so in a
/// `faults.txt`.
#[test]
fn what_keeps_the_rules_has_no_faults() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut fine = 0;
    for case in cases("cases_openapi") {
        let (_, _, lines) = told(&case);
        let known = case.join("faults.txt");
        if update && known.exists() {
            fs::write(&known, &lines).unwrap();
        }
        let expected = fs::read_to_string(known).unwrap_or_default();
        assert_eq!(lines, expected, "{}", case.display());
        fine += usize::from(lines.is_empty());
    }
    assert!(fine >= 20, "{fine}");
}

#[test]
fn asyncapi_that_keeps_the_rules_has_no_faults() {
    let text = "asyncapi: 2.6.0
info: {title: Lights, version: '1'}
servers:
  test: {url: 'example.com:{port}', protocol: mqtt, variables: {port: {default: '1883'}}}
  other: {$ref: '#/components/servers/other'}
channels:
  lights/{id}/measured:
    parameters: {id: {$ref: '#/components/parameters/id'}}
    publish: {operationId: measured, message: {$ref: '#/components/messages/measured'}}
    subscribe: {operationId: told, message: {oneOf: [{$ref: '#/components/messages/measured'}, {}]}}
  lights: {description: Nothing is said here}
  elsewhere: {publish: {message: {$ref: 'https://example.com/all.yaml#/x'}}}
components:
  parameters: {id: {schema: {type: string}}}
  messages: {measured: {messageId: measured, payload: {type: integer}}}
  servers: {other: {url: example.com, protocol: kafka}}
";
    assert_eq!(check(&Files::one("a.yaml", text)), []);
}

#[test]
fn every_rule_is_in_the_documentation() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/specs.md");
    let page = fs::read_to_string(page).unwrap();
    for rule in RULES {
        let row = format!("| `{}` | {} |", rule.name, rule.asks);
        assert!(page.contains(&row), "docs/specs.md lacks {row}");
    }
}

/// A description in which everything refers to the same, and one that is one long chain.
#[test]
fn looking_takes_time_in_proportion_to_the_text() {
    let parameters: Vec<Value> =
        (0..5_000).map(|n| json!({ "name": format!("p{n}"), "in": "path" })).collect();
    let paths: serde_json::Map<String, Value> = (0..20_000)
        .map(|n| (format!("/{n}"), json!({ "$ref": "#/components/pathItems/one" })))
        .collect();
    let callbacks: serde_json::Map<String, Value> = (0..20_000)
        .map(|n| {
            let next = json!({ "$ref": format!("#/components/callbacks/c{}", n + 1) });
            (format!("c{n}"), json!({ "x": { "post": { "callbacks": { "next": next } } } }))
        })
        .collect();
    let messages: serde_json::Map<String, Value> = (0..20_000)
        .map(|n| {
            let next = json!({ "$ref": format!("#/components/messages/m{}", n + 1) });
            (format!("m{n}"), json!({ "messageId": "m", "oneOf": [next] }))
        })
        .collect();
    let one = json!({ "parameters": parameters, "get": {}, "put": { "parameters": parameters } });
    let openapi = json!({ "openapi": "3.1.0", "info": {}, "paths": paths,
        "components": { "pathItems": { "one": one }, "callbacks": callbacks } });
    let asyncapi = json!({ "asyncapi": "2.6.0", "info": {}, "channels": {},
        "components": { "messages": messages } });
    // Names that are long, and stand above much.
    let long = "n".repeat(2_000_000);
    let many: Vec<Value> = (0..200_000).map(|_| json!({})).collect();
    let path = format!("/{{{long}}}");
    let own = json!({ "name": long, "in": "path", "required": true, "schema": {} });
    let named = json!({ "openapi": "3.0.0", "info": {}, "paths": { path: {
        "parameters": many, "get": { "operationId": long, "parameters": [own, own] } } } });
    for document in [openapi, asyncapi, named] {
        let files = Files::one("a.json", &document.to_string());
        let start = Instant::now();
        let told = check(&files);
        assert_eq!(told.len(), 50);
        assert!(told.iter().all(|one| one.place.len() + one.what.len() < 2_000));
        let seconds = start.elapsed().as_secs();
        assert!(seconds < 20, "{seconds} s");
    }
}
