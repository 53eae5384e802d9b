//! Files of other clients: `tests/cases_formats/<name>/{input.*,expected.json}`, and round trips.
//!
//! An `input` without an end is a folder of Bruno.
#![cfg(test)]

use std::{fs, path::Path};

use convert::{
    bruno::{self, File, Found},
    curl,
    formats::{self, Made},
    har,
};
use serde_json::{Value, json};

/// The files of a folder, with paths relative to it.
fn files(folder: &Path, under: &str, found: &mut Vec<File>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        let path = format!("{under}{name}");
        if entry.is_dir() {
            files(&entry, &format!("{path}/"), found);
        } else {
            let text = bruno::is_read(&path).then(|| fs::read_to_string(&entry).unwrap());
            found.push(File { path, found: text.map_or(Found::Other, Found::Text) });
        }
    }
}

fn made(name: &str, input: &Path) -> Made {
    if input.is_dir() {
        let mut found = Vec::new();
        files(input, "", &mut found);
        return bruno::read(name, &found).unwrap();
    }
    let text = fs::read_to_string(input).unwrap();
    let kind = formats::detect(&input.to_string_lossy(), &text).unwrap();
    formats::read(kind, name, &text).unwrap()
}

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
        let made = made(&name, &input);
        let converted = made.collection;
        model::collection::parse(&converted.document).unwrap();
        model::runnable::parse(&converted.document, &mut String::new).unwrap();
        let document: Value = serde_json::from_str(&converted.document).unwrap();
        let environment = |text: &String| {
            model::environment::parse(text).unwrap();
            serde_json::from_str(text).unwrap()
        };
        let environments: Vec<Value> = made.environments.iter().map(environment).collect();
        let mut shown =
            json!({ "notes": converted.notes, "environments": environments, "document": document });
        if !made.unread.is_empty() {
            let unread = made.unread.iter().map(|one| json!([one.why, one.remedy]));
            shown["unread"] = unread.collect();
        }
        let shown = serde_json::to_string_pretty(&shown).unwrap() + "\n";
        if update {
            fs::write(case.join("expected.json"), &shown).unwrap();
        }
        let expected = fs::read_to_string(case.join("expected.json")).unwrap_or_default();
        assert_eq!(shown, expected, "case `{name}`; UPDATE_CASES=1 writes it anew");
        cases += 1;
    }
    assert!(cases >= 6, "{cases} cases");
}

#[test]
fn folders_of_bruno_are_told_from_others() {
    let file = |path: &str, found: Found| File { path: path.to_owned(), found };
    let text = |text: &str| Found::Text(text.to_owned());
    for (path, told) in [
        ("a.bru", "neither `bruno.json` nor `collection.bru`"),
        ("opencollection.yml", "it is in YAML"),
    ] {
        let fault = bruno::read("a", &[file(path, Found::Other)]).unwrap_err().to_string();
        assert!(fault.contains(told), "{fault}");
    }
    let files = [file("bruno.json", text("{\n\"name\": }")), file("a.bru", Found::Link)];
    let made = bruno::read("Folder", &files).unwrap();
    assert!(made.collection.document.contains("\"name\":\"Folder\""));
    assert_eq!(made.collection.notes, ["a symbolic link, which is not followed: `a.bru`"]);
    let why = &made.unread[0].why;
    assert!(why.starts_with("`bruno.json` can't be read: ") && why.contains("line 2"), "{why}");
    assert_eq!(bruno::ignored(r#"{"ignore":["/a/b/"]}"#), ["a/b", "node_modules", ".git"]);
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
        { "key": "t", "type": "text", "value": "@x" }, { "key": "f", "type": "file", "src": "a b.png" },
        { "key": "j", "type": "text", "value": "{\"a\": \"\\\\;type=b\"}", "contentType": "application/json" },
        { "key": "g", "type": "file", "src": "a,b;c\".png", "contentType": "image/png" }] });
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
fn what_other_formats_lack_is_told() {
    let off = |key: &str| json!({ "key": key, "value": "1", "disabled": true });
    let item = json!({ "name": "R", "request": {
            "method": "POST", "description": "asks", "header": [off("a"), { "key": "", "value": "x" }],
            "url": { "raw": "x.test/:idx/:id?b=1", "host": ["x", "test"], "path": [":idx", ":id"],
                "variable": [{ "key": "id", "value": "7" }],
                "query": [{ "key": "b", "value": "1", "description": "b" }, off("c")] },
            "body": { "mode": "urlencoded", "urlencoded": [off("d")] } },
        "protocolProfileBehavior": { "followRedirects": true, "strictSSL": false, "maxRedirects": 2,
            "disableCookies": true, "disabledSystemHeaders": { "accept": true } } });
    let file = json!({ "name": "F", "request": { "method": "PUT", "url": "x.test", "header": [],
        "body": { "mode": "file", "disabled": false, "file": { "src": "a.bin" } } } });
    let collection = json!({ "info": { "name": "C", "description": { "content": "all" } },
        "item": [{ "name": "D", "description": "these", "item": [item, file] }] });
    let collection = collection.to_string();
    let shared = [
        "descriptions, which the format does not know: `C`, `D`, `R`",
        "headers, parameters or fields that are turned off: `R`",
        "headers without a name: `R`",
    ];
    let (commands, traffic) = (curl::write(&collection).unwrap(), har::write(&collection).unwrap());
    for note in shared {
        assert!(commands.notes.contains(&note.to_owned()), "{note}: {:?}", commands.notes);
        assert!(traffic.notes.contains(&note.to_owned()), "{note}: {:?}", traffic.notes);
    }
    assert!(commands.notes.contains(&"the setting `disableCookies` of a request: `R`".to_owned()));
    assert!(traffic.notes.contains(&"the setting `strictSSL` of a request: `R`".to_owned()));
    for option in
        ["-L", "-k", "--max-redirs 2", "-H accept:", "-H 'Content-Type:'", "x.test/:idx/7?b=1"]
    {
        assert!(commands.document.contains(option), "{option}: {}", commands.document);
    }
    let again = curl::read("C", &commands.document).unwrap();
    assert_eq!(again.notes, Vec::<String>::new());
    let behaviour =
        r#""protocolProfileBehavior":{"followRedirects":true,"strictSSL":false,"maxRedirects":2,"#;
    assert!(again.document.contains(behaviour), "{}", again.document);
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
