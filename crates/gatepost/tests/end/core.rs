//! The 24 core operations in one story, by the official MCP client and by plain HTTP.

use std::path::PathBuf;

use http::Method;
use serde_json::{Value, json};

use crate::{
    client::Client,
    node,
    scratch::Scratch,
    server::{Server, gatepost, until},
    turns,
};

/// The official client, with an agent's key.
struct Tools {
    client: PathBuf,
    url: String,
    key: String,
}

impl Tools {
    /// Calls tools in order and answers what they said.
    fn call(&self, calls: &[(&str, Value)]) -> Vec<Value> {
        let list: Vec<Value> = calls
            .iter()
            .map(|(name, arguments)| json!({ "name": name, "arguments": arguments }))
            .collect();
        let list = Value::from(list).to_string();
        let env = [("GATEPOST_SDK_CALLS", list.as_str())];
        let said = node::run(&self.client, &["http", &self.url, &self.key], &env);
        assert_eq!(said.code, Some(0), "{said:?}");
        let seen: Value = serde_json::from_str(&said.out).unwrap();
        let answers = seen["calls"].as_array().unwrap().iter().zip(calls);
        answers
            .map(|(answer, (name, _))| {
                let result = &answer["result"];
                assert_ne!(result["isError"], true, "{name}: {answer}");
                let text = result["content"][0]["text"].as_str().unwrap();
                serde_json::from_str(text).unwrap_or_else(|_| panic!("{name}: {text}"))
            })
            .collect()
    }

    fn one(&self, name: &str, arguments: Value) -> Value {
        self.call(&[(name, arguments)]).remove(0)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

fn collection(name: &str, items: &Value) -> Value {
    json!({ "info": { "name": name,
        "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": items })
}

/// A request with an example.
fn shop() -> Value {
    let request = json!({ "method": "GET", "url": "{{host}}/users/:id" });
    json!([{ "name": "user", "request": request, "response": [{ "name": "found", "code": 200,
        "originalRequest": request, "body": "{\"id\": \"{{id}}\", \"shop\": \"{{shop}}\"}" }] }])
}

/// A request with a test that holds for the mock.
fn checks(mock: &str) -> Value {
    json!([{ "name": "user", "request": { "method": "GET", "url": format!("{mock}/users/7") },
        "event": [{ "listen": "test", "script": { "exec": [
            "pm.test('is 7', () => pm.expect(pm.response.json().id).to.equal('7'));"] } }] }])
}

#[tokio::test(flavor = "multi_thread")]
async fn the_core_operations_tell_one_story() {
    let _turn = turns::take();
    let Some(packages) = node::packages("the official MCP client", "mcp", "sdk") else { return };
    let scratch = Scratch::new();
    let data = scratch.data();
    let server = Server::start(&data);
    let key = gatepost(&data, &["agent", "create", "Builder"]).line();
    let areas = [
        "workspaces",
        "collections",
        "environments",
        "mocks",
        "monitors",
        "runs",
        "apis",
        "user",
        "webhooks",
    ];
    for area in areas {
        let level = if area == "user" { "read" } else { "full" };
        gatepost(&data, &["grant", "add", "Builder", area, level, "--all"]).line();
    }
    let url = format!("{}/mcp", server.url());
    let tools = Tools { client: packages.join("client.mjs"), url, key: key.clone() };
    let mut http = server.client(&key);

    let me = tools.one("getAuthenticatedUser", json!({}));
    assert!(me["user"]["id"].is_i64(), "{me}");
    let team = json!({ "workspace": { "name": "Story", "type": "private", "about": "one" } });
    let workspace = text(&tools.one("createWorkspace", team)["workspace"]["id"]);
    let (mock, uids) = content(&tools, &workspace);
    let answer = http.get(&format!("{}/users/9", path_of(&mock, &server))).await;
    assert_eq!(answer.text(), "{\"id\": \"9\", \"shop\": \"open\"}");
    // APIs have no tools.
    let api = json!({ "name": "Payments" });
    let made = http.post(&format!("/apis?workspaceId={workspace}"), &api).await.expect(200);
    let list = http.get(&format!("/apis?workspaceId={workspace}")).await.expect(200);
    assert_eq!(list["apis"][0]["id"], made["id"]);
    let one = http.get(&format!("/apis/{}", text(&made["id"]))).await.expect(200);
    assert_eq!(one["name"], "Payments");
    let runs = runs(&tools, &server, &mut http, &workspace, &mock).await;
    end(&tools, &workspace, &uids, &runs);
    server.stop().await;
}

fn path_of(url: &str, server: &Server) -> String {
    url.trim_start_matches(server.url()).to_owned()
}

/// Collection, environment, API and mock: the mock's address, and the uids to delete.
fn content(tools: &Tools, workspace: &str) -> (String, [String; 2]) {
    let made = tools.call(&[
        (
            "createCollection",
            json!({ "workspace": workspace, "collection": collection("Shop", &shop()) }),
        ),
        (
            "createEnvironment",
            json!({ "workspace": workspace, "environment": { "name": "Local",
            "values": [{ "key": "shop", "value": "closed", "enabled": true }] } }),
        ),
    ]);
    let shop_uid = text(&made[0]["collection"]["uid"]);
    let local = text(&made[1]["environment"]["uid"]);
    let mock = json!({ "workspace": workspace,
        "mock": { "collection": shop_uid, "environment": local, "name": "Front" } });
    let answers = tools.call(&[
        ("getWorkspaces", json!({})),
        ("getWorkspace", json!({ "workspaceId": workspace })),
        (
            "updateWorkspace",
            json!({ "workspaceId": workspace,
            "workspace": { "name": "Story", "type": "private", "about": "two" } }),
        ),
        ("getCollections", json!({ "workspace": workspace })),
        ("getCollection", json!({ "collectionId": shop_uid })),
        (
            "putCollection",
            json!({ "collectionId": shop_uid,
            "collection": collection("Shop", &shop()) }),
        ),
        ("getEnvironments", json!({ "workspace": workspace })),
        ("getEnvironment", json!({ "environmentId": local })),
        (
            "putEnvironment",
            json!({ "environmentId": local, "environment": { "name": "Local",
            "values": [{ "key": "shop", "value": "open", "enabled": true }] } }),
        ),
        ("createMock", mock),
        ("getMocks", json!({ "workspace": workspace })),
    ]);
    assert_eq!(answers[4]["collection"]["info"]["name"], "Shop");
    let url = text(&answers[9]["mock"]["mockUrl"]);
    assert_eq!(answers[10]["mocks"][0]["mockUrl"], url.as_str());
    (url, [shop_uid, local])
}

/// Monitor and webhook: ids of both.
async fn runs(
    tools: &Tools,
    server: &Server,
    http: &mut Client,
    workspace: &str,
    mock: &str,
) -> [String; 2] {
    let made = tools.one(
        "createCollection",
        json!({ "workspace": workspace,
        "collection": collection("Checks", &checks(mock)) }),
    );
    let uid = text(&made["collection"]["uid"]);
    let monitor = tools.one(
        "createMonitor",
        json!({ "workspace": workspace, "monitor": {
        "name": "Smoke", "collection": uid, "schedule": { "every": 10 } } }),
    );
    let monitor = text(&monitor["monitor"]["id"]);
    let seen = tools.call(&[
        ("getMonitors", json!({ "workspace": workspace })),
        ("getMonitor", json!({ "monitorId": monitor })),
        ("runMonitor", json!({ "monitorId": monitor })),
    ]);
    assert_eq!(seen[0]["monitors"][0]["id"], monitor.as_str());
    assert_eq!(seen[1]["monitor"]["schedule"]["every"], 10);
    let ran = &seen[2]["run"];
    assert_eq!(ran["info"]["status"], "success", "{ran}");
    assert_eq!(ran["stats"]["assertions"], json!({ "total": 1, "failed": 0 }));

    let body = json!({ "webhook": { "name": "Deployed", "collection": uid } });
    let made = http.post(&format!("/webhooks?workspace={workspace}"), &body).await.expect(200);
    let path = path_of(made["webhook"]["webhookUrl"].as_str().unwrap(), server);
    let mut caller = server.client("");
    let called = caller.call(Method::POST, &path, r#"{"version":"1.2"}"#).await.unwrap();
    assert_eq!(called.expect(200)["status"], "queued");
    let webhook = text(&made["webhook"]["id"]);
    for (id, trigger) in [(&webhook, "webhook"), (&monitor, "schedule")] {
        let path = format!("/monitors/{id}/executions");
        until(trigger, async || {
            let list = http.get(&path).await.expect(200);
            let mut all = list["executions"].as_array().unwrap().iter();
            all.any(|one| one["trigger"] == trigger && one["state"] == "success")
        })
        .await;
    }
    [monitor, webhook]
}

/// Everything goes.
fn end(tools: &Tools, workspace: &str, uids: &[String; 2], runs: &[String; 2]) {
    let mocks = tools.one("getMocks", json!({ "workspace": workspace }));
    tools.call(&[
        ("deleteMonitor", json!({ "monitorId": runs[0] })),
        ("deleteMonitor", json!({ "monitorId": runs[1] })),
        ("deleteMock", json!({ "mockId": mocks["mocks"][0]["id"] })),
        ("deleteEnvironment", json!({ "environmentId": uids[1] })),
        ("deleteCollection", json!({ "collectionId": uids[0] })),
        ("deleteWorkspace", json!({ "workspaceId": workspace })),
    ]);
    let left = tools.one("getWorkspaces", json!({}));
    let left = left["workspaces"].as_array().unwrap().iter();
    assert!(left.clone().all(|one| one["id"] != workspace), "{left:?}");
}
