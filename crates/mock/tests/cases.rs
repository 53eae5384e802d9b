//! Which example answers which call: tables in `cases/`.
//!
//! A file has `examples` (short forms of saved examples), what the mock has besides, and `cases`:
//! what a call is, and the id of the example that answers it or the header of the miss.
#![cfg(test)]

use std::{fs, path::Path};

use mock::{Call, Config, Index};
use serde_json::{Value, json};

#[test]
fn every_call_gets_its_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut count = 0;
    let mut faults = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let table: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        for case in table["cases"].as_array().unwrap() {
            count += 1;
            if let Err(fault) = check(&table, case) {
                faults.push(format!("{name}: {}: {fault}", case["says"]));
            }
        }
    }
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
    assert!(count >= 150, "{count} cases");
}

fn check(table: &Value, case: &Value) -> Result<(), String> {
    let of = |name: &str| if case[name].is_null() { &table[name] } else { &case[name] };
    let collection = collection(of("examples"), of("variables"));
    let environment = of("environment").as_object().map(|values| {
        let values: Vec<_> =
            values.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
        json!({ "values": values })
    });
    let config = match of("config") {
        Value::Null => Config::default(),
        change => Config::default().with(change).map_err(|fault| format!("{fault:?}"))?,
    };
    let index = Index::compile(&collection, environment.as_ref(), config);
    let call = case["call"].as_array().unwrap();
    let text = |at: usize| call.get(at).and_then(Value::as_str).unwrap_or_default();
    let headers: Vec<(&str, &str)> = call
        .get(2)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect();
    let call = Call::new(text(0), text(1), &headers, text(3).as_bytes());
    match index.find(&call) {
        Ok(hit) => {
            let mut number = 0;
            let answer = hit.answer(&call, &mut |name: &str| {
                number += 1;
                (name == "$guid").then(|| format!("guid-{number}"))
            });
            equal(&case["expect"], &json!(hit.example.id))?;
            if let Some(score) = case.get("score") {
                equal(score, &json!(hit.score))?;
            }
            if let Some(body) = case.get("body") {
                equal(body, &json!(String::from_utf8_lossy(&answer.body)))?;
            }
            if let Some(status) = case.get("status") {
                equal(status, &json!(answer.status))?;
            }
            if let Some(expected) = case.get("headers") {
                equal(expected, &json!(answer.headers))?;
            }
            if let Some(delay) = case.get("delay") {
                equal(delay, &json!(answer.delay_ms))?;
            }
            Ok(())
        }
        Err(miss) => {
            equal(&case["expect"], &json!({ "miss": miss.header }))?;
            if let Some(closest) = case.get("closest") {
                let told: Vec<_> =
                    miss.closest.iter().map(|it| json!([it.id, it.score, it.reason])).collect();
                equal(closest, &json!(told))?;
            }
            let body = miss.body();
            equal(&json!("mockRequestNotFoundError"), &body["error"]["name"])
        }
    }
}

fn equal(expected: &Value, found: &Value) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("expected {expected}, found {found}")) }
}

/// A collection of short examples: `id`, `at` (method and address), and what else it has.
fn collection(examples: &Value, variables: &Value) -> Value {
    let items: Vec<Value> = examples
        .as_array()
        .unwrap()
        .iter()
        .map(|short| {
            let (method, url) = short["at"].as_str().unwrap().split_once(' ').unwrap();
            let url = match short.get("url") {
                Some(url) => url.clone(),
                None => json!(format!("{{{{host}}}}{url}")),
            };
            let mut request = json!({ "method": method, "url": url });
            for member in ["header", "body"] {
                if let Some(value) = short.get(format!("request-{member}")) {
                    request[member] = value.clone();
                }
            }
            let id = short["id"].as_str().unwrap();
            if short["bare"] == true {
                return json!({ "name": id, "request": request, "response": [] });
            }
            let response = json!({
                "id": id,
                "name": short.get("name").cloned().unwrap_or(json!(id)),
                "code": short.get("code").cloned().unwrap_or(json!(200)),
                "originalRequest": request,
                "header": short.get("header").cloned().unwrap_or(json!([])),
                "body": short.get("body").cloned().unwrap_or(json!("")),
                "x-gatepost": short.get("x-gatepost").cloned().unwrap_or(Value::Null),
            });
            json!({ "name": id, "request": request, "response": [response] })
        })
        .collect();
    let folder = json!({ "name": "folder", "item": items });
    let variables: Vec<_> = variables
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| json!({ "key": key, "value": value }))
        .collect();
    json!({ "info": { "name": "mocked" }, "item": [folder], "variable": variables })
}
