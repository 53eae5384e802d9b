//! Agents work inside their grants.

use serde_json::{Value, json};

use super::world::World;

#[tokio::test]
async fn an_agent_reads_masked_and_never_writes_a_mask_back() {
    let world = World::new("masks").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let bot = world.agent("bot").await;
    let path = format!("/collections/{uid}");
    assert_eq!(world.get(&bot, &path).await.status, 404);
    let made = world.grant("bot", "collections", "write", json!({ "workspaces": [core] })).await;
    assert_eq!(made.status, 201, "{made:?}");
    let got = world.get(&bot, &path).await;
    let text = got.body.to_string();
    assert!(text.contains("«masked:") && !text.contains("s3cret"), "{text}");
    assert!(world.get(&ana, &path).await.body.to_string().contains("s3cret"));
    let put = world.call(&bot, "PUT", &path, got.body).await;
    let message = put.body["error"]["message"].as_str().unwrap();
    assert_eq!(put.status, 400);
    assert!(message.contains("item[0].request.header[0].value"), "{message}");
    assert_eq!(world.call(&bot, "DELETE", &path, Value::Null).await.status, 403);
}

#[tokio::test]
async fn embedded_arrays_follow_their_own_areas() {
    let world = World::new("embedded").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let other = world.workspace(&ana, "Other", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let bot = world.agent("bot").await;
    world.grant("bot", "workspaces", "read", json!({ "workspaces": [core] })).await;
    let path = format!("/workspaces/{core}");
    assert_eq!(world.get(&bot, &path).await.body["workspace"]["collections"], json!([]));
    world.grant("bot", "collections", "read", json!({ "resources": [uid] })).await;
    let got = world.get(&bot, &path).await;
    assert_eq!(got.body["workspace"]["collections"][0]["uid"], uid);
    assert_eq!(world.get(&bot, &format!("/workspaces/{other}")).await.status, 404);
    let listed = world.get(&bot, "/workspaces").await;
    assert_eq!(listed.body["workspaces"].as_array().unwrap().len(), 1);
    // Where a collection that it can't see lies is not told by a filter either.
    let hidden = world.collection(&ana, &core, "Hidden").await;
    let held = format!("/workspaces?elementType=collection&elementId={hidden}");
    assert_eq!(world.get(&bot, &held).await.body, json!({ "workspaces": [] }));
}

#[tokio::test]
async fn an_agent_shows_whom_it_acts_for() {
    let world = World::new("agent-me").await;
    let user = json!({ "user": { "username": "ana", "email": "ana@example.com", "team": "Core" } });
    world.call("", "POST", "/gatepost/v1/users", user).await;
    let bot = world.agent("bot").await;
    assert_eq!(world.get(&bot, "/me").await.status, 404);
    world.grant("bot", "user", "read", json!({ "all": true })).await;
    let me = world.get(&bot, "/me").await;
    assert_eq!(me.body["user"]["email"], "a***@e***");
    assert!(me.headers.get("x-gatepost-agent").unwrap().to_str().unwrap().starts_with("agt_"));
    world.grant("bot", "team", "read", json!({ "all": true })).await;
    assert_eq!(world.get(&bot, "/me").await.body["user"]["email"], "ana@example.com");
}

#[tokio::test]
async fn can_and_explain_say_why_and_what_would_help() {
    let world = World::new("explain").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let bot = world.agent("Release bot").await;
    world.grant("Release bot", "workspaces", "read", json!({ "workspaces": [core] })).await;
    let ask = json!({ "agent": "Release bot", "operation": "deleteWorkspace", "resource": core });
    let can = world.call("", "POST", "/gatepost/v1/can", ask).await;
    assert_eq!(
        can.body["sentence"],
        "'Release bot' may not delete workspace 'Core' — denied: its access to workspaces is read; \
         smallest grant: workspaces full on 'Core'."
    );
    assert_eq!(can.body["needs"], json!(["workspaces full on 'Core'"]));
    let ask = json!({ "agent": "Release bot", "operation": "getWorkspace", "resource": core });
    let can = world.call("", "POST", "/gatepost/v1/can", ask).await;
    assert_eq!(
        (&can.body["decision"], can.body["grants"].as_array().unwrap().len()),
        (&json!("allow"), 1)
    );

    let denied = world.call(&bot, "DELETE", &format!("/workspaces/{core}"), Value::Null).await;
    let record = denied.headers.get("x-gatepost-request-id").unwrap().to_str().unwrap().to_owned();
    let path = format!("/gatepost/v1/records/{record}");
    let read = world.get("", &path).await;
    assert!(read.body["record"]["text"].as_str().unwrap().contains("tried to delete workspace"));
    let told = world.get("", &format!("{path}/explanation")).await;
    let told = &told.body["explanation"];
    assert_eq!(told["wouldAllow"], "workspaces full on 'Core'");
    assert_eq!(told["nearest"][0]["missing"], json!(["level"]));
    let stopped = told["steps"].as_array().unwrap().iter();
    let stopped = stopped.filter(|step| step["result"].as_str().unwrap().starts_with("stopped"));
    assert_eq!(stopped.map(|step| step["step"].clone()).collect::<Vec<_>>(), ["grants"]);
}
