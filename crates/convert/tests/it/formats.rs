//! Files of other clients: `tests/cases_formats/<name>/{input.*,expected.json}`, and round trips.
#![cfg(test)]

use std::{fs, path::Path};

use convert::{curl, formats, har};
use serde_json::{Value, json};

#[test]
fn every_case_comes_out_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases_formats");
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut cases = 0;
    for case in fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let input = fs::read_dir(&case).unwrap().map(|one| one.unwrap().path());
        let input = input.into_iter().find(|path| path.file_stem().unwrap() == "input").unwrap();
        let text = fs::read_to_string(&input).unwrap();
        let kind = formats::detect(&input.to_string_lossy(), &text).unwrap();
        let made = formats::read(kind, &name, &text).unwrap();
        let converted = made.collection;
        model::collection::parse(&converted.document).unwrap();
        model::runnable::parse(&converted.document, &mut String::new).unwrap();
        let document: Value = serde_json::from_str(&converted.document).unwrap();
        let environment = |text: &String| {
            model::environment::parse(text).unwrap();
            serde_json::from_str(text).unwrap()
        };
        let environments: Vec<Value> = made.environments.iter().map(environment).collect();
        let shown =
            json!({ "notes": converted.notes, "environments": environments, "document": document });
        let shown = serde_json::to_string_pretty(&shown).unwrap() + "\n";
        if update {
            fs::write(case.join("expected.json"), &shown).unwrap();
        }
        let expected = fs::read_to_string(case.join("expected.json")).unwrap_or_default();
        assert_eq!(shown, expected, "case `{name}`; UPDATE_CASES=1 writes it anew");
        cases += 1;
    }
    assert!(cases >= 4, "{cases} cases");
}

fn collection() -> String {
    let header =
        json!([{ "key": "X-A", "value": "it's \"$HOME\" `x`" }, { "key": "X-Empty", "value": "" }]);
    let request = |name: &str, method: &str, body: Value| {
        let mut request =
            json!({ "method": method, "url": "https://shop.test/a?b={{c}}&d=1", "header": header });
        if !body.is_null() {
            request["body"] = body;
        }
        json!({ "name": name, "request": request })
    };
    let json_body = json!({ "mode": "raw", "raw": "{\"a\": \"it's\\n!\"}", "options": { "raw": { "language": "json" } } });
    let form =
        json!({ "mode": "urlencoded", "urlencoded": [{ "key": "a b", "value": "c&d=e+f%" }] });
    let parts = json!({ "mode": "formdata", "formdata": [
        { "key": "t", "type": "text", "value": "@x" }, { "key": "f", "type": "file", "src": "a b.png" }] });
    let items = [
        request("Get", "GET", Value::Null),
        request("Head", "HEAD", Value::Null),
        request("Json", "PUT", json_body),
        request("Form", "POST", form),
        request("Parts", "PATCH", parts),
    ];
    json!({ "info": { "name": "Shop" }, "item": items }).to_string()
}

/// Name, method, URL, headers and body of each request; a content type follows from the body.
fn outline(document: &str) -> Vec<Value> {
    fn walk(node: &Value, all: &mut Vec<Value>) {
        for item in node["item"].as_array().into_iter().flatten() {
            if let Some(request) = item.get("request") {
                let headers = request["header"].as_array().unwrap();
                let headers = headers.iter().filter(|one| one["key"] != "Content-Type");
                let headers: Vec<&Value> = headers.collect();
                all.push(json!([
                    item["name"],
                    request["method"],
                    request["url"],
                    headers,
                    request["body"]
                ]));
            }
            walk(item, all);
        }
    }
    let mut all = Vec::new();
    walk(&serde_json::from_str(document).unwrap(), &mut all);
    all
}

#[test]
fn commands_come_round() {
    let before = collection();
    let written = curl::write(&before).unwrap();
    assert!(written.notes[0].starts_with("values of variables"), "{:?}", written.notes);
    let after = curl::read("Shop", &written.document).unwrap();
    assert_eq!(outline(&after.document), outline(&before), "{}", written.document);
    assert_eq!(after.notes, Vec::<String>::new());
}

#[test]
fn recorded_traffic_comes_round() {
    let before = collection();
    let written = har::write(&before).unwrap();
    let after = har::read("Shop", &written.document).unwrap();
    assert_eq!(outline(&after.document), outline(&before), "{}", written.document);
}

#[test]
fn formats_are_told_apart() {
    use formats::Kind;
    for (name, text, expected) in [
        ("a", "{\"log\":{\"entries\":[]}}", Some(Kind::Har)),
        ("a.sh", "#!/bin/sh\n\n$ curl x.test", Some(Kind::Curl)),
        ("a", "/usr/bin/curl x.test", Some(Kind::Curl)),
        ("a", "curly", None),
        ("a.json", "{\"info\":{},\"item\":[]}", None),
        ("a.yaml", "openapi: 3.0.0", None),
        ("a", "", None),
    ] {
        assert_eq!(formats::detect(name, text), expected, "{text}");
    }
    assert!(curl::read("a", "curl 'x").unwrap_err().to_string().contains("line 1"));
    assert!(curl::read("a", "curl -s").is_err());
    assert!(har::read("a", "{}").unwrap_err().to_string().contains("`log`"));
}
