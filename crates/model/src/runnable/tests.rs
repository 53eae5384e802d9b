//! What holds for an item, and files that can't be run.

use serde_json::{Value, json};

use super::{Body, Collection, Fault, FormSource, Header, Listen, MAX_FOLDERS, Mode, Request};
use super::{parse, read_scope};
use crate::auth::Scheme;
use crate::variables::{Kind, NoDynamic, Scope, Variable};

fn collection(json: &Value) -> Collection {
    parse(&json.to_string(), &mut || "new".to_owned()).unwrap()
}

/// Folder A/B with an item, and items around it.
fn tree() -> Collection {
    let event = |name: &str| {
        json!([
            {"listen": "prerequest", "script": format!("pre {name}")},
            {"listen": "test", "script": {"exec": [format!("one {name}"), "two"]}},
            {"listen": "test", "disabled": true, "script": "never"},
            {"listen": "test"},
            {"listen": "test", "script": {"type": "text/javascript"}}
        ])
    };
    let item = |name: &str, request: Value| json!({"name": name, "id": name, "event": event(name), "request": request});
    collection(&json!({
        "info": {"name": "C"},
        "event": event("C"),
        "auth": {"type": "basic", "basic": {"username": "c"}},
        "protocolProfileBehavior": {"strictSSL": false, "maxRedirects": 1},
        "item": [
            item("first", json!("h")),
            {"name": "A", "event": event("A"), "auth": {"type": "bearer", "bearer": {"token": "a"}},
             "protocolProfileBehavior": {"maxRedirects": 2, "disableCookies": true},
             "item": [
                {"name": "B", "event": event("B"), "protocolProfileBehavior": {"maxRedirects": 3}, "item": [
                    item("deep", json!({"url": "h", "auth": null})),
                    item("own", json!({"url": "h", "auth": {"type": "hawk"}})),
                    item("none", json!({"url": "h", "auth": {"type": "noauth"}})),
                    item("typeless", json!({"url": "h", "auth": {}}))
                ]},
                item("between", json!("h"))
             ]},
            item("last", json!("h"))
        ]
    }))
}

#[test]
fn items_stand_in_the_order_of_the_run() {
    let tree = tree();
    let names: Vec<_> = tree.items.iter().map(|item| item.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["first", "deep", "own", "none", "typeless", "between", "last"]);
    let folders: Vec<_> =
        tree.folders.iter().map(|folder| (folder.parent, folder.items.clone())).collect();
    assert_eq!(folders, [(None, 1..6), (Some(0), 1..5)]);
    assert_eq!(tree.ancestors(1), [0, 1]);
    assert_eq!(tree.ancestors(5), [0]);
    assert!(tree.ancestors(6).is_empty() && tree.ancestors(99).is_empty());
}

#[test]
fn scripts_come_outermost_first() {
    let tree = tree();
    let sources = |item: usize, listen: Listen| {
        let scripts = tree.scripts(item, &listen).into_iter();
        scripts
            .map(|(script, owner)| {
                format!("{}: {}", owner.unwrap(), script.source.as_deref().unwrap_or_default())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sources(1, Listen::Test),
        [
            "C: one C\ntwo",
            "C: ",
            "A: one A\ntwo",
            "A: ",
            "B: one B\ntwo",
            "B: ",
            "deep: one deep\ntwo",
            "deep: "
        ]
    );
    assert_eq!(sources(0, Listen::Prerequest), ["C: pre C", "first: pre first"]);
    assert!(sources(0, Listen::Other(None)).is_empty());
}

#[test]
fn the_nearest_auth_applies() {
    let tree = tree();
    let schemes: Vec<_> = (0..7).map(|item| tree.auth(item).unwrap().scheme.name()).collect();
    assert_eq!(schemes, ["basic", "bearer", "hawk", "noauth", "bearer", "bearer", "basic"]);
    assert_eq!(tree.auth(3).unwrap().scheme, Scheme::NoAuth);
    assert!(tree.auth(7).is_none());
}

#[test]
fn behaviours_are_inherited_key_by_key() {
    let deep = tree().behaviour(1);
    assert_eq!(
        (deep.strict_ssl, deep.max_redirects, deep.disable_cookies),
        (Some(false), Some(3), Some(true))
    );
    let first = tree().behaviour(0);
    assert_eq!((first.max_redirects, first.disable_cookies), (Some(1), None));
}

#[test]
fn files_that_are_no_collection_say_why() {
    let check = |text: &str, message: &str| {
        let fault = parse(text, &mut String::new).unwrap_err();
        assert_eq!(fault.to_string(), message, "{text}");
    };
    check("", "EOF while parsing a value at line 1 column 0");
    check("{\"info\":{},\n\"item\":[{\"name\" \"a\"}]}", "expected `:` at line 2 column 17");
    check("{\"item\":[],}", "key must be a string at line 1 column 12");
    check("[]", "a collection must be an object, not a list at `$`");
    check("\"x\"", "a collection must be an object, not a text at `$`");
    check("null", "a collection must be an object, not a bare value at `$`");
    check("{\"collection\":[]}", "a collection must be an object, not a list at `$.collection`");
    check(r#"{"name":"v1","order":[],"requests":[]}"#, "the collection is of format v1");
    let deep = format!(
        r#"{{"item":[{{}},{{"item":[{{"request":{{"body":{{"mode":"raw","raw":{}1{}}}}}}}]}}]}}"#,
        "[".repeat(300),
        "]".repeat(300)
    );
    check(
        &deep,
        "a value nests deeper than 200 levels or a number is out of range at `$.item[1].item[0]`",
    );
    check(
        r#"{"item":[],"variable":[{"key":"k","value":1e999}]}"#,
        "a value nests deeper than 200 levels or a number is out of range at `$`",
    );
    let environment = read_scope("\"x\"", &mut String::new).unwrap_err();
    assert_eq!(environment.to_string(), "variables must be an object, not a text at `$`");
}

#[test]
fn folders_may_lie_deep_but_not_endlessly() {
    let nested = |depth: usize| {
        format!(r#"{{"item":{}[]{}}}"#, "[{\"item\":".repeat(depth), "}]".repeat(depth))
    };
    let deep = parse(&nested(MAX_FOLDERS), &mut String::new).unwrap();
    assert_eq!(deep.folders.len(), MAX_FOLDERS);
    assert!(deep.to_json().is_object());
    for depth in [MAX_FOLDERS + 1, 100_000] {
        let fault = parse(&nested(depth), &mut String::new).unwrap_err();
        let Fault::Shape { what, path } = fault else { panic!("{fault}") };
        assert_eq!(what, "folders lie deeper than 200 levels");
        assert!(path.starts_with("$.item[0].item[0].item[0]"), "{path}");
    }
    for open in ["[", "{\"a\":", "{\"item\":[{\"event\":[", "{\"variable\":"] {
        assert!(parse(&open.repeat(200_000), &mut String::new).is_err());
    }
}

#[test]
fn wrapped_and_odd_files_are_read() {
    let name = |text: &str| parse(text, &mut || "id".to_owned()).unwrap().name;
    assert_eq!(name("\u{FEFF} {\"info\":{\"name\":\"n\"}} \n").as_deref(), Some("n"));
    assert_eq!(
        name(r#"{"collection":{"info":{"name":"in"}},"info":{"name":"out"}}"#).as_deref(),
        Some("in")
    );
    assert_eq!(name(r#"{"collection":null,"info":{"name":"out"}}"#).as_deref(), Some("out"));
    assert_eq!(name(r#"{"info":{"name":"n","name":"m"}}"#).as_deref(), Some("m"));
    assert_eq!(name(r#"{"info":{"name":"a\ud800"}}"#).as_deref(), Some("a\u{FFFD}"));
    assert_eq!(name("{}"), None);
    assert_eq!(parse("{}", &mut || "id".to_owned()).unwrap().id, "id");
}

#[test]
fn environments_disable_by_one_word_only() {
    let text = r#"{"environment":{"id":"e","name":"E","values":[
        {"key":"a","value":"1","enabled":false},
        {"key":"b","value":"2","disabled":true},
        {"key":"n","value":null},
        {"key":"s","value":"x","type":"secret"},
        {"key":"num","value":"5","type":"number"}
    ],"_postman_variable_scope":"environment"}}"#;
    let scope = read_scope(text, &mut || "new".to_owned()).unwrap();
    assert_eq!((scope.id.as_str(), scope.name.as_deref()), ("e", Some("E")));
    assert!(scope.has("a") && !scope.has("b"));
    assert_eq!(scope.one("s").unwrap().kind, Kind::Secret);
    assert_eq!(
        scope.to_json(),
        json!([
            {"type": "any", "value": "1", "key": "a"},
            {"disabled": true, "type": "any", "value": "2", "key": "b"},
            {"type": "any", "value": null, "key": "n"},
            {"type": "any", "value": "x", "key": "s"},
            {"type": "number", "value": 5, "key": "num"}
        ])
    );
    for list in [r#"[{"key":"g"}]"#, r#"{"environment":[{"key":"g"}]}"#] {
        assert!(read_scope(list, &mut String::new).unwrap().has("g"), "{list}");
    }
    let bare = read_scope(r#"{"values":null,"globals":{"values":[{"key":"g"}]}}"#, &mut || {
        "new".to_owned()
    });
    let bare = bare.unwrap();
    assert_eq!((bare.id.as_str(), bare.name.as_deref(), bare.has("g")), ("new", None, true));
}

#[test]
fn tokens_are_replaced_all_over_a_request() {
    let scope = Scope::new(vec![
        Variable::new("v", Some("V".into())),
        Variable::new("b", Some(true.into())),
    ]);
    let request = Request::from_json(&json!({
        "url": "http://{{v}}/{{v}}", "method": "{{m}}", "description": "d {{v}}",
        "header": [{"key": "X-{{v}}", "value": "{{b}}"}, {"key": "n", "value": null}, {"key": "five", "value": 5}],
        "auth": {"type": "bearer", "bearer": {"token": "{{v}}"}},
        "body": {
            "mode": "raw", "raw": "{{v}} {{none}}",
            "urlencoded": [{"key": "{{v}}", "value": "{{v}}"}, {"key": "n", "value": 1}],
            "formdata": [
                {"key": "{{v}}", "type": "file", "src": "{{v}}.txt", "contentType": "{{v}}/x", "fileName": "{{v}}"},
                {"key": "many", "type": "file", "src": ["{{v}}", "b"]},
                {"key": "t", "value": {"a": "{{v}}"}}
            ],
            "file": {"src": "{{v}}"}, "graphql": {"query": "{{v}}", "variables": "{{v}}"},
            "options": {"raw": {"language": "json"}}
        }
    }));
    let found = request.substituted(&scope, &mut NoDynamic).to_json();
    assert_eq!(
        found,
        json!({
            "url": {"protocol": "http", "host": ["V"], "path": ["V"], "query": [], "variable": []},
            "method": "{{M}}", "description": {"content": "d V", "type": "text/plain"},
            "header": [{"key": "X-V", "value": "true"}, {"key": "n", "value": null}, {"key": "five", "value": 5}],
            "auth": {"type": "bearer", "bearer": [{"type": "any", "value": "V", "key": "token"}]},
            "body": {
                "mode": "raw", "raw": "V {{none}}",
                "urlencoded": [{"key": "V", "value": "V"}, {"key": "n", "value": 1}],
                "formdata": [
                    {"key": "V", "type": "file", "src": "V.txt", "contentType": "V/x", "fileName": "V"},
                    {"key": "many", "type": "file", "src": ["V", "b"]},
                    {"key": "t", "value": {"a": "V"}}
                ],
                "file": {"src": "V"}, "graphql": {"query": "V", "variables": "V"},
                "options": {"raw": {"language": "json"}}
            }
        })
    );
    let sent = request.substituted(&scope, &mut NoDynamic);
    assert_eq!((sent.headers[1].value.as_str(), sent.headers[2].value.as_str()), ("null", "5"));
    let sources: Vec<_> =
        sent.body.unwrap().formdata.into_iter().map(|param| param.source).collect();
    let files =
        |names: &[&str]| FormSource::Files(names.iter().copied().map(str::to_owned).collect());
    assert_eq!(sources, [files(&["V.txt"]), files(&["V", "b"]), FormSource::Value]);
}

#[test]
fn empty_bodies_are_not_sent() {
    let check = |body: Value, empty: bool| {
        assert_eq!(Body::from_json(&body).is_empty(), empty, "{body}");
    };
    for empty in [
        json!(null),
        json!({}),
        json!(""),
        json!({"raw": "x"}),
        json!({"mode": "raw"}),
        json!({"mode": "raw", "raw": ""}),
        json!({"mode": "raw", "raw": 5}),
        json!({"mode": "raw", "raw": {}}),
        json!({"mode": "raw", "raw": "x", "disabled": true}),
        json!({"mode": "urlencoded", "urlencoded": []}),
        json!({"mode": "urlencoded", "urlencoded": [{"key": "a", "disabled": true}]}),
        json!({"mode": "formdata", "formdata": "a=1"}),
        json!({"mode": "file", "file": {"src": null}}),
        json!({"mode": "file"}),
        json!({"mode": "file", "file": {"src": "", "content": ""}}),
    ] {
        check(empty, true);
    }
    for full in [
        json!("x"),
        json!({"mode": "RAW", "raw": "x"}),
        json!({"mode": "other", "raw": "x"}),
        json!({"mode": "raw", "raw": {"a": 1}}),
        json!({"mode": "urlencoded", "urlencoded": "a=1"}),
        json!({"mode": "formdata", "formdata": [{"key": "a"}]}),
        json!({"mode": "file", "file": "path"}),
        json!({"mode": "file", "file": {"content": "YQ=="}}),
        json!({"mode": "graphql", "graphql": {}}),
        json!({"mode": "graphql"}),
    ] {
        check(full, false);
    }
}

#[test]
fn parts_of_forms_know_their_source() {
    let source = |param: Value| {
        let body = Body::from_json(&json!({"mode": "formdata", "formdata": [param]}));
        body.formdata.into_iter().next().unwrap().source
    };
    let files =
        |names: &[&str]| FormSource::Files(names.iter().copied().map(str::to_owned).collect());
    assert_eq!(source(json!({"type": "file", "src": "a"})), files(&["a"]));
    assert_eq!(
        source(json!({"type": "file", "src": ["a", "b"], "value": "x"})),
        files(&["a", "b"])
    );
    assert_eq!(source(json!({"type": "file", "src": null})), files(&[]));
    assert_eq!(source(json!({"type": "file", "src": []})), files(&[]));
    for base64 in [
        json!({"type": "file", "value": "YQ=="}),
        json!({"type": "file", "src": null, "value": "YQ=="}),
        json!({"type": "file", "src": "", "value": "YQ=="}),
    ] {
        assert_eq!(source(base64), FormSource::Base64);
    }
    assert_eq!(source(json!({"type": "file", "src": [], "value": "YQ=="})), FormSource::Value);
    assert_eq!(source(json!({"type": "file", "src": ["a", 5, null]})), files(&["a"]));
    assert_eq!(source(json!({"type": "FILE", "src": "a"})), FormSource::Value);
    assert_eq!(source(json!({"type": "text", "src": "a"})), FormSource::Value);
    assert_eq!(source(json!({"src": "a"})), FormSource::Value);
}

#[test]
fn forms_say_what_is_sent() {
    let sent = |fields: Value| {
        let body = Body::from_json(&json!({"mode": "urlencoded", "urlencoded": fields}));
        body.form()
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect::<Vec<_>>()
            .join("&")
    };
    assert_eq!(
        sent(json!([
            {"key": "n", "value": 5}, {"key": "b", "value": true}, {"key": "o", "value": {"x": 1}}, {"key": "m"},
            {"value": "v"}, {"key": null, "value": "k"}, {"key": "arr", "value": [1, 2]}, {"key": 7, "value": "s"},
            {"key": "nu", "value": null}, {"key": "off", "value": 1, "disabled": true}
        ])),
        "7=s&n=5&b=true&o=&m=&undefined=v&null=k&arr=1&arr=2&nu="
    );
    assert_eq!(
        sent(json!([
            {"key": "a", "value": []}, {"key": "b", "value": [{"x": 1}, null, [1, 2], true]},
            {"key": "10", "value": "ten"}, {"key": "2", "value": "two"}, {"key": "02", "value": "z"},
            {"key": "b", "value": "again"}, {"key": "-1", "value": "m"}, {"key": "1.5", "value": "f"},
            {"key": "4294967295", "value": "big"}, {"key": "4294967294", "value": "ok"}, {"key": "+1", "value": "p"}
        ])),
        "2=two&10=ten&4294967294=ok&b=&b=&b=&b=true&b=again&02=z&-1=m&1.5=f&4294967295=big&+1=p"
    );
    assert_eq!(sent(json!("a=%20x&b=c d")), "a=%20x&b=c d");
    let raw = Body::from_json(
        &json!({"mode": "raw", "raw": "x", "options": {"raw": {"language": "xml"}}}),
    );
    assert_eq!((raw.mode, raw.language()), (Mode::Raw, Some("xml")));
}

#[test]
fn headers_of_the_program_are_marked() {
    let shown = Header::system("A", "b").to_json();
    assert_eq!(shown.to_string(), r#"{"key":"A","value":"b","system":true}"#);
    let list = Header::list_from_json(&json!({"A": "b", "C": "d"}));
    assert_eq!(list, [Header::new("A", "b"), Header::new("C", "d")]);
}
