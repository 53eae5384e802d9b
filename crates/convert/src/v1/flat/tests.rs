use model::collection::ItemKind;
use serde_json::{Value, json};

use super::{change, read::Object, show};

fn object(value: Value) -> Object {
    let Value::Object(object) = value else { panic!("no object") };
    object
}

fn changed(kind: ItemKind, before: Value, given: Value) -> Value {
    let mut item = object(before);
    change(kind, &mut item, &object(given));
    Value::Object(item)
}

#[test]
fn a_request_is_made_of_flat_members() {
    let given = json!({
        "name": "Pay", "method": "POST", "url": "https://x.test/pay?a=1#top",
        "queryParams": [{ "key": "b", "value": "2", "enabled": true }, { "key": "c", "enabled": false }],
        "headers": [{ "key": "Accept", "value": "*/*" }], "headerData": [],
        "dataMode": "formdata", "data": [{ "key": "f", "value": "v", "enabled": false, "type": "text" }],
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{t}}" }] },
        "tests": "one\ntwo", "description": "Pays.", "owner": "1", "createdAt": "now",
    });
    let made = changed(ItemKind::Request, json!({}), given);
    assert_eq!(
        made,
        json!({
            "name": "Pay",
            "request": {
                "method": "POST",
                "header": [{ "key": "Accept", "value": "*/*" }],
                "body": { "mode": "formdata", "formdata": [{ "key": "f", "value": "v", "type": "text", "disabled": true }] },
                "url": {
                    "raw": "https://x.test/pay?a=1&b=2#top", "protocol": "https",
                    "host": ["x", "test"], "path": ["pay"],
                    "query": [{ "key": "a", "value": "1" }, { "key": "b", "value": "2" }, { "key": "c", "disabled": true }],
                    "hash": "top",
                },
                "description": "Pays.",
                "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{t}}" }] },
            },
            "event": [{ "listen": "test", "script": { "type": "text/javascript", "exec": ["one", "two"] } }],
            "response": [],
        })
    );
}

#[test]
fn what_a_change_does_not_name_stays() {
    let before = json!({
        "id": "1", "name": "A", "strange": { "kept": 1.50 }, "response": [],
        "event": [{ "listen": "prerequest", "script": { "exec": ["p"] } }],
        "request": { "method": "PUT", "header": [], "odd": true, "url": { "raw": "https://x.test/:id?q=1",
            "query": [{ "key": "q", "value": "1" }], "variable": [{ "key": "id", "value": "7" }] },
            "body": { "mode": "urlencoded", "urlencoded": [{ "key": "k", "value": "v" }] } },
    });
    let named = changed(ItemKind::Request, before.clone(), json!({ "name": "B" }));
    let mut expected = before.clone();
    expected["name"] = "B".into();
    assert_eq!(named, expected);

    let moved = changed(ItemKind::Request, before.clone(), json!({ "url": "https://y.test/:id" }));
    assert_eq!(moved["request"]["url"]["raw"], "https://y.test/:id");
    assert_eq!(moved["request"]["url"]["variable"], json!([{ "key": "id", "value": "7" , }]));
    assert!(moved["request"]["url"]["query"].is_null());
    assert_eq!(moved["request"]["odd"], true);

    let query = json!({ "queryParams": [{ "key": "z", "value": "9" }] });
    let query = changed(ItemKind::Request, before.clone(), query);
    assert_eq!(query["request"]["url"]["raw"], "https://x.test/:id?z=9");

    let tests = changed(ItemKind::Request, before.clone(), json!({ "tests": "t" }));
    assert_eq!(tests["event"].as_array().unwrap().len(), 2);
    let none = changed(ItemKind::Request, before.clone(), json!({ "events": null }));
    assert!(none["event"].is_null());

    let raw = json!({ "rawModeData": "{}", "dataOptions": { "raw": { "language": "json" } } });
    let raw = changed(ItemKind::Request, before.clone(), raw);
    let body = json!({ "mode": "raw", "raw": "{}", "options": { "raw": { "language": "json" } } });
    assert_eq!(raw["request"]["body"], body);
    let none = changed(ItemKind::Request, before, json!({ "dataMode": null }));
    assert!(none["request"]["body"].is_null());
}

#[test]
fn what_is_shown_can_be_sent_back() {
    let request = json!({
        "name": "A", "event": [{ "listen": "test", "script": { "type": "text/javascript", "exec": ["t"] } }],
        "request": {
            "method": "POST", "header": [{ "key": "H", "value": "1", "disabled": true }],
            "body": { "mode": "graphql", "graphql": { "query": "q", "variables": "{}" } },
            "url": { "raw": "https://x.test/a/:b?c=d", "protocol": "https", "host": ["x", "test"],
                "path": ["a", ":b"], "query": [{ "key": "c", "value": "d" }], "variable": [{ "key": "b", "value": "1" }] },
            "auth": { "type": "noauth" },
        },
        "response": [],
    });
    let response = json!({
        "name": "OK", "code": 200, "status": "OK", "header": [{ "key": "A", "value": "b" }],
        "responseTime": 5, "body": "{}", "_postman_previewlanguage": "json",
        "originalRequest": { "method": "GET", "header": [], "url": { "raw": "https://x.test", "protocol": "https", "host": ["x", "test"] } },
    });
    let folder =
        json!({ "name": "F", "description": "d", "auth": { "type": "noauth" }, "item": [] });
    for (kind, item) in
        [(ItemKind::Request, request), (ItemKind::Response, response), (ItemKind::Folder, folder)]
    {
        let flat = show(kind, &object(item.clone()));
        let again = changed(kind, item.clone(), Value::Object(flat.clone()));
        let mut expected = item.clone();
        if kind == ItemKind::Response {
            // Text alone says where a request without parameters goes.
            expected["originalRequest"]["url"] = "https://x.test".into();
        }
        assert_eq!(again, expected, "{flat:?}");
    }
}

#[test]
fn a_response_takes_its_request_from_what_was_sent() {
    let given = json!({
        "name": "Created", "url": "https://x.test", "method": "POST", "responseCode": { "code": 201, "name": "Created" },
        "headers": [{ "key": "A", "value": "b" }], "text": "x",
    });
    let made = changed(ItemKind::Response, json!({}), given);
    assert_eq!(made["code"], 201);
    assert_eq!(made["status"], "Created");
    assert_eq!(made["header"][0]["key"], "A");
    assert_eq!(made["originalRequest"]["method"], "POST");
    assert_eq!(made["body"], "x");
    let plain = changed(ItemKind::Response, json!({}), json!({ "name": "N" }));
    assert!(plain["originalRequest"].is_null(), "the request it lies in stands for it");
}
