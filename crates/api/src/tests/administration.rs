//! Administrators look after users, agents, keys, grants and records.

use serde_json::{Value, json};

use super::world::{World, pets};

#[tokio::test]
async fn users_come_change_and_go() {
    let world = World::new("users").await;
    let ana = world.user("ana", "Core").await;
    let users = world.get("", "/gatepost/v1/users").await;
    let user = &users.body["users"][0];
    assert_eq!(user["teams"][0]["roles"], json!(["admin"]), "the first in a team administers it");
    let again = json!({ "user": { "username": "ana" } });
    assert_eq!(world.call("", "POST", "/gatepost/v1/users", again).await.status, 400);
    let path = format!("/gatepost/v1/users/{}", user["id"]);
    let roles = json!({ "team": user["teams"][0]["id"], "roles": ["user"] });
    let got = world.call("", "PUT", &format!("{path}/roles"), roles).await;
    assert_eq!(got.body["user"]["teams"][0]["roles"], json!(["user"]));
    assert_eq!(world.call("", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(world.get(&ana, "/me").await.status, 401);
    assert_eq!(world.call("", "DELETE", &path, Value::Null).await.status, 404);
    let got = world.call("", "DELETE", "/gatepost/v1/users/x", Value::Null).await;
    assert_eq!(got.status, 404);
}

#[tokio::test]
async fn an_agent_is_suspended_resumed_killed_and_deleted() {
    let world = World::new("agents").await;
    world.user("ana", "Core").await;
    let bot = world.agent("bot").await;
    world.grant("bot", "user", "read", json!({ "all": true })).await;
    let agents = world.get("", "/gatepost/v1/agents").await;
    let path = format!("/gatepost/v1/agents/{}", agents.body["agents"][0]["id"].as_str().unwrap());
    let twin = json!({ "agent": { "name": "bot" } });
    assert_eq!(world.call("", "POST", "/gatepost/v1/agents", twin).await.status, 400);
    for (step, state, status) in
        [("suspend", "suspended", 403), ("resume", "active", 200), ("kill", "killed", 401)]
    {
        let got = world.call("", "POST", &format!("{path}/{step}"), Value::Null).await;
        assert_eq!(got.body["agent"]["state"], state);
        assert_eq!(world.get(&bot, "/me").await.status, status, "{step}");
    }
    let got = world.call("", "POST", &format!("{path}/resume"), Value::Null).await;
    assert_eq!(got.status, 409);
    let whole = world.get("", &path).await;
    assert_eq!(whole.body["agent"]["keys"][0]["state"], "revoked");
    assert_eq!(whole.body["agent"]["grants"].as_array().unwrap().len(), 1);
    assert_eq!(world.call("", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(world.get("", &path).await.status, 404);
}

#[tokio::test]
async fn keys_are_made_counted_and_revoked() {
    let world = World::new("keys").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    world.agent("bot").await;
    let make =
        async |key: Value| world.call("", "POST", "/gatepost/v1/keys", json!({ "key": key })).await;
    assert_eq!(make(json!({ "kind": "agent", "agent": "bot" })).await.status, 201);
    assert_eq!(make(json!({ "kind": "agent", "agent": "bot" })).await.status, 409, "two at most");
    let past = json!({ "kind": "admin", "notAfter": "2020-01-01T00:00:00Z" });
    assert_eq!(make(past).await.status, 400);
    let admin = make(json!({ "kind": "admin", "label": "laptop" })).await;
    let secret = admin.body["secret"].as_str().unwrap();
    assert_eq!(world.get(secret, "/gatepost/v1/status").await.status, 200);
    let access = make(json!({ "kind": "access", "collection": uid })).await;
    let path = format!("/collections/{uid}?access_key={}", access.body["secret"].as_str().unwrap());
    assert_eq!(world.get("", &path).await.status, 200);
    let id = admin.body["key"]["id"].as_str().unwrap();
    let path = format!("/gatepost/v1/keys/{id}");
    assert_eq!(world.call("", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(world.get(secret, "/gatepost/v1/status").await.status, 401);
    let listed = world.get("", "/gatepost/v1/keys").await;
    let text = listed.body.to_string();
    assert!(!text.contains(secret) && text.contains("\"revoked\""), "{text}");
}

#[tokio::test]
async fn grants_are_checked_when_made() {
    let world = World::new("grants").await;
    let ana = world.user("ana", "Core").await;
    let ben = world.user("ben", "Core").await;
    let hidden = world.workspace(&ben, "Hidden", "private").await;
    world.agent("bot").await;
    let got = world.grant("bot", "collections", "read", json!({ "workspaces": [hidden] })).await;
    assert_eq!(got.status, 201, "{got:?}");
    let warning = got.body["warnings"][0].as_str().unwrap();
    assert!(warning.contains("can't see workspace 'Hidden'"), "{warning}");
    let nowhere = "00000000-0000-4000-8000-000000000000";
    for (area, level, scope, words) in [
        ("collections", "read", json!({ "workspaces": [nowhere] }), nowhere),
        ("collections", "read", json!({ "resources": [nowhere] }), nowhere),
        ("collection", "read", json!({ "all": true }), "did you mean `collections`?"),
        ("collections", "read", json!({}), "scope is empty"),
        ("gatepost", "full", json!({ "all": true }), "no agent can be granted"),
    ] {
        let got = world.grant("bot", area, level, scope).await;
        let message = got.body["error"]["message"].as_str().unwrap();
        assert_eq!(got.status, 400);
        assert!(message.contains(words), "{message}");
    }
    let block = json!({ "effect": "block", "area": "collections", "level": "full",
        "scope": { "all": true } });
    let got = world.call("", "POST", "/gatepost/v1/grants", json!({ "grant": block })).await;
    assert_eq!(got.status, 201, "{got:?}");
    let listed = world.get("", "/gatepost/v1/grants?agent=bot").await;
    let id = listed.body["grants"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(listed.body["grants"].as_array().unwrap().len(), 1);
    let path = format!("/gatepost/v1/grants/{id}");
    assert_eq!(world.call("", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(world.call("", "DELETE", &path, Value::Null).await.status, 404);
    assert_eq!(world.call(&ana, "GET", "/gatepost/v1/grants", Value::Null).await.status, 403);
}

#[tokio::test]
async fn records_come_newest_first_by_page() {
    let world = World::new("records").await;
    let ana = world.user("ana", "Core").await;
    for _ in 0..3 {
        world.get(&ana, "/me").await;
    }
    let first = world.get("", "/gatepost/v1/records?limit=2").await;
    let seqs = |got: &Value| -> Vec<u64> {
        got["records"].as_array().unwrap().iter().map(|one| one["seq"].as_u64().unwrap()).collect()
    };
    let cursor = first.body["meta"]["nextCursor"].as_str().unwrap();
    let next = world.get("", &format!("/gatepost/v1/records?limit=2&after={cursor}")).await;
    let all = [seqs(&first.body), seqs(&next.body)].concat();
    assert!(all.windows(2).all(|pair| pair[0] > pair[1]), "{all:?}");
    assert_eq!(world.get("", "/gatepost/v1/records?after=x").await.status, 400);
    assert_eq!(world.get("", "/gatepost/v1/records?since=x").await.status, 400);
    let later = world.get("", "/gatepost/v1/records?since=2100-01-01").await;
    assert_eq!(later.body, json!({ "records": [], "meta": {} }));
    assert_eq!(world.get("", "/gatepost/v1/records/evt_x").await.status, 404);
}

#[tokio::test]
async fn files_are_imported_for_the_administrator() {
    let world = World::new("imports").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let import = async |query: &str, file: Value| {
        world.call("", "POST", &format!("/gatepost/v1/imports{query}"), file).await
    };
    let got = import("", pets("Pets")).await;
    assert_eq!(got.status, 201, "{got:?}");
    assert_eq!(got.body["imported"]["workspace"]["name"], "My Workspace");
    assert_eq!(got.body["imported"]["counts"]["requests"], 1);
    let uid = got.body["imported"]["uid"].as_str().unwrap();
    let stored = world.get(&ana, &format!("/collections/{uid}")).await;
    assert_eq!(stored.status, 200);
    // The same file again: its items' ids are taken by now.
    let again = import(&format!("?workspace={core}"), stored.body).await;
    let lost = again.body["notCarried"].to_string();
    assert!(lost.contains("its id") && lost.contains("ids of 1 items"), "{lost}");
    let environment = json!({ "id": "x", "name": "Test", "values": [{ "key": "a", "value": "1" }],
        "_postman_variable_scope": "environment" });
    assert_eq!(import("", environment).await.body["imported"]["counts"]["variables"], 1);
    let globals = json!({ "values": [{ "key": "g", "value": "1" }],
        "_postman_variable_scope": "globals" });
    let got = import(&format!("?workspace={core}"), globals).await;
    assert_eq!(got.body["imported"]["id"], core);
    assert_eq!(import("", json!({ "requests": [], "order": [] })).await.status, 400);
    assert_eq!(import("?workspace=none", pets("Pets")).await.status, 400);
}

#[tokio::test]
async fn the_server_tells_what_it_is() {
    let world = World::new("status").await;
    world.user("ana", "Core").await;
    let status = world.get("", "/gatepost/v1/status").await;
    assert_eq!(status.body["status"]["store"], json!({ "engine": "embedded", "state": "up" }));
    let rows = world.get("", "/gatepost/v1/operations").await;
    let rows = rows.body["operations"].as_array().unwrap().clone();
    let served = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap()["served"].clone();
    assert_eq!((served("getCollection"), served("createSdk")), (json!(true), json!(false)));
    let places = world.get("", "/gatepost/v1/workspaces").await;
    assert_eq!(places.body["workspaces"][0]["owner"]["name"], "ana");
}
