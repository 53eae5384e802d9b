//! Auth: inherited, replaced, asked for, fetched.

use serde_json::{Value, json};

use crate::{
    server::Server,
    story::{Setting, item},
};

fn basic(user: &str) -> Value {
    json!({"type": "basic", "basic": [
        {"key": "username", "value": user}, {"key": "password", "value": "{{p}}"},
    ]})
}

#[test]
fn auth_is_inherited_unless_an_item_says_otherwise() {
    let server = Server::start();
    let get = |name: &str| item(name, &server.url(&format!("/{name}")).into(), "", "");
    let mut own = item("own", &json!({"url": server.url("/own"), "auth": basic("own")}), "", "");
    own["request"]["url"] = server.url("/own").into();
    let none =
        item("none", &json!({"url": server.url("/none"), "auth": {"type": "noauth"}}), "", "");
    let odd = item("odd", &json!({"url": server.url("/odd"), "auth": {"type": "zzz"}}), "", "");
    let changed = item(
        "changed",
        &server.url("/changed").into(),
        "pm.request.auth = {type: 'bearer', bearer: [{key: 'token', value: '{{p}}'}]}",
        "console.log(pm.request.auth.type)",
    );
    let folder = json!({"name": "F", "item": [get("inner")], "auth": basic("folder")});
    let items = [get("top"), folder, own, none, odd, changed];
    let mut setting =
        Setting::of(json!({"info": {"name": "c"}, "item": items, "auth": basic("top")}));
    setting.input.globals.set("p", Some("P".into()), None);
    let story = setting.tell();
    let sent: Vec<_> =
        server.take().iter().map(|seen| seen.header("authorization").map(str::to_owned)).collect();
    let expected =
        ["Basic dG9wOlA=", "Basic Zm9sZGVyOlA=", "Basic b3duOlA="].map(|one| Some(one.to_owned()));
    assert_eq!(sent[..3], expected);
    assert_eq!(sent[3..], [None, None, Some("Bearer P".to_owned())]);
    assert_eq!(
        story.only(&["console"]),
        [
            "   console warn \"runtime: could not find a handler for auth: zzz\"",
            "   console log \"bearer\"",
        ]
    );
}

#[test]
fn a_challenge_is_answered_and_remembered() {
    let server = Server::start();
    let auth = json!({"type": "digest", "digest": {"username": "u", "password": "p"}});
    let get =
        |name: &str| item(name, &server.url("/digest").into(), "", "console.log(pm.response.code)");
    let story =
        Setting::of(json!({"info": {"name": "c"}, "item": [get("a"), get("b")], "auth": auth}))
            .tell();
    assert_eq!(
        story.only(&["request", "console"]),
        [
            "  request GET /digest: 401 Reason",
            "  request GET /digest: 200 OK by Replay",
            "   console log 200",
            "  request GET /digest: 200 OK",
            "   console log 200",
        ]
    );
    let counts: Vec<_> = server
        .take()
        .iter()
        .filter_map(|seen| {
            let value = seen.header("authorization")?;
            Some(value.split("nc=").nth(1)?.split(',').next()?.to_owned())
        })
        .collect();
    assert_eq!(counts, ["00000001", "00000002"]);
    assert!(story.finished.summary.passed());
}

#[test]
fn a_token_is_fetched_once_and_never_told() {
    let server = Server::start();
    let auth = json!({"type": "oauth2", "oauth2": [
        {"key": "grant_type", "value": "client_credentials"},
        {"key": "accessTokenUrl", "value": server.url("/token")},
        {"key": "clientId", "value": "id"}, {"key": "clientSecret", "value": "hush-hush"},
    ]});
    let get = |name: &str| item(name, &server.url("/x").into(), "", "");
    let story =
        Setting::of(json!({"info": {"name": "c"}, "item": [get("a"), get("b")], "auth": auth}))
            .tell();
    assert_eq!(
        story.only(&["request", "item"]),
        [
            " item a",
            "  request POST /token: 200 OK by Token",
            "  request GET /x: 200 OK",
            " item b",
            "  request GET /x: 200 OK",
        ]
    );
    let sent = server.take();
    assert_eq!(sent[1].header("authorization"), Some("Bearer token-1"));
    assert_eq!(sent[2].header("authorization"), Some("Bearer token-1"));
}
