//! People talk about what they build, and mark it.

use serde_json::{Value, json};

use super::world::World;

#[tokio::test]
async fn a_thread_lives_from_question_to_resolution() {
    let world = World::new("comments").await;
    let ana = world.user("ana", "Core").await;
    let ben = world.user("ben", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let whole = world.get(&ana, &format!("/collections/{uid}")).await.body;
    let request = whole["collection"]["item"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/collections/{uid}/requests/{request}/comments");

    let asked =
        json!({ "body": "Why GET? @ben", "tags": { "@ben": { "type": "user", "id": "2" } } });
    let asked = world.call(&ana, "POST", &path, asked).await;
    assert_eq!((asked.status, &asked.body["data"]["status"]), (201, &json!("Open")));
    let thread = asked.body["data"]["threadId"].as_i64().unwrap();
    let answer = json!({ "body": "It lists.", "threadId": thread });
    let answer = world.call(&ben, "POST", &path, answer).await.body["data"].clone();
    assert_eq!(answer["threadId"], thread);

    let listed = world.get(&ana, &path).await.body["data"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[0]["id"], answer["id"], "newest first");
    let elsewhere = world.get(&ana, &format!("/collections/{uid}/comments")).await;
    assert_eq!(elsewhere.body["data"], json!([]), "each place has its own");

    let own = format!("{path}/{}", answer["id"]);
    let foreign = world.call(&ana, "PUT", &own, json!({ "body": "No" })).await;
    assert_eq!(foreign.status, 403, "only Ben may change what Ben said");
    let mine = world.call(&ben, "PUT", &own, json!({ "body": "It lists all." })).await;
    assert_eq!(mine.body["data"]["body"], "It lists all.");

    let resolve = format!("/comments-resolutions/{thread}");
    assert_eq!(world.call(&ben, "POST", &resolve, Value::Null).await.status, 204);
    let listed = world.get(&ana, &path).await.body["data"].clone();
    assert!(listed.as_array().unwrap().iter().all(|one| one["status"] == "Resolved"));

    let first = format!("{path}/{thread}");
    assert_eq!(world.call(&ana, "DELETE", &first, Value::Null).await.status, 204);
    assert_eq!(world.get(&ana, &path).await.body["data"], json!([]), "the thread went with it");
    assert_eq!(world.call(&ben, "POST", &resolve, Value::Null).await.status, 404);
}

#[tokio::test]
async fn bad_comments_are_refused() {
    let world = World::new("comments-bad").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let path = format!("/collections/{uid}/comments");
    let whole = world.get(&ana, &format!("/collections/{uid}")).await.body;
    let request = whole["collection"]["item"][0]["id"].as_str().unwrap().to_owned();
    for (body, status) in [
        (json!({}), 400),
        (json!({ "body": " " }), 400),
        (json!({ "body": "x".repeat(10_001) }), 400),
        (json!({ "body": "x", "threadId": 77 }), 404),
        (json!({ "body": "\u{e4}".repeat(10_000) }), 201),
    ] {
        let got = world.call(&ana, "POST", &path, body.clone()).await;
        assert_eq!(got.status, status, "{}", got.body);
    }
    let gone = format!("/collections/{uid}/requests/{request}");
    let commented =
        world.call(&ana, "POST", &format!("{gone}/comments"), json!({ "body": "x" })).await;
    let thread = &commented.body["data"]["threadId"];
    assert_eq!(world.call(&ana, "DELETE", &gone, Value::Null).await.status, 200);
    let late = world.call(&ana, "POST", &format!("{gone}/comments"), json!({ "body": "x" })).await;
    assert_eq!(late.status, 404, "what is deleted takes no comments");
    let late =
        world.call(&ana, "POST", &format!("/comments-resolutions/{thread}"), Value::Null).await;
    assert_eq!(late.status, 404);
    let wrong = world.get(&ana, &format!("/collections/{uid}/folders/{request}/comments")).await;
    assert_eq!(wrong.status, 404);
}

#[tokio::test]
async fn comments_and_tags_follow_grants() {
    let world = World::new("comments-rights").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let path = format!("/collections/{uid}/comments");
    let made = world.call(&ana, "POST", &path, json!({ "body": "Hm." })).await;
    let thread = made.body["data"]["threadId"].as_i64().unwrap();
    let bot = world.agent("bot").await;
    let resolve = format!("/comments-resolutions/{thread}");
    assert_eq!(world.get(&bot, &path).await.status, 404);
    assert_eq!(world.call(&bot, "POST", &resolve, Value::Null).await.status, 404);
    world.grant("bot", "comments", "read", json!({ "workspaces": [core] })).await;
    assert_eq!(world.get(&bot, &path).await.status, 200);
    assert_eq!(world.call(&bot, "POST", &resolve, Value::Null).await.status, 403);
    world.grant("bot", "comments", "write", json!({ "workspaces": [core] })).await;
    assert_eq!(world.call(&bot, "POST", &resolve, Value::Null).await.status, 204);

    let tags = format!("/collections/{uid}/tags");
    let put = json!({ "tags": [{ "slug": "needs-review" }] });
    assert_eq!(world.call(&bot, "PUT", &tags, put.clone()).await.status, 404);
    assert_eq!(world.call(&ana, "PUT", &tags, put).await.status, 200);
    world.grant("bot", "tags", "read", json!({ "workspaces": [core] })).await;
    let found = world.get(&bot, "/tags/needs-review/entities").await;
    assert_eq!(found.status, 404, "tagged, but nothing that it may read: {found:?}");
    world.grant("bot", "collections", "read", json!({ "workspaces": [core] })).await;
    let found = world.get(&bot, "/tags/needs-review/entities").await;
    assert_eq!(found.body["data"]["entities"][0]["entityType"], "collection", "{found:?}");
}

#[tokio::test]
async fn tags_are_replaced_and_found() {
    let world = World::new("tags").await;
    let ana = world.user("ana", "Core").await;
    let eve = world.user("eve", "Rivals").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let mut uids = Vec::new();
    for name in ["A", "B", "C"] {
        let uid = world.collection(&ana, &core, name).await;
        let put = json!({ "tags": [{ "slug": "billing" }, { "slug": "v2" }] });
        let path = format!("/collections/{uid}/tags");
        assert_eq!(world.call(&ana, "PUT", &path, put.clone()).await.body, put);
        assert_eq!(world.get(&ana, &path).await.body, put);
        uids.push(uid);
    }
    let put = json!({ "tags": [{ "slug": "billing" }] });
    let path = format!("/workspaces/{core}/tags");
    assert_eq!(world.call(&ana, "PUT", &path, put).await.status, 200);

    let mut seen = Vec::new();
    let mut target = "/tags/billing/entities?limit=3".to_owned();
    loop {
        let page = world.get(&ana, &target).await.body;
        seen.extend(page["data"]["entities"].as_array().unwrap().clone());
        let Some(next) = page["meta"]["nextCursor"].as_str() else { break };
        target = format!("/tags/billing/entities?limit=3&cursor={next}");
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
    let only = world.get(&ana, "/tags/billing/entities?entityType=workspace").await.body;
    assert_eq!(only["data"]["entities"], json!([{ "entityId": core, "entityType": "workspace" }]));
    assert_eq!(world.get(&eve, "/tags/billing/entities").await.status, 404);

    let plain = world.call(&ana, "PUT", &path, json!({ "tags": ["billing", "v3"] })).await;
    assert_eq!(plain.body["tags"][1]["slug"], "v3");
    for slug in ["A", "-a", "a", "a_b"] {
        let bad = json!({ "tags": [{ "slug": slug }] });
        assert_eq!(world.call(&ana, "PUT", &path, bad).await.status, 400, "{slug}");
    }
    let six: Vec<Value> = (0..6).map(|n| json!({ "slug": format!("t{n}") })).collect();
    assert_eq!(world.call(&ana, "PUT", &path, json!({ "tags": six })).await.status, 400);
    world.call(&ana, "DELETE", &format!("/collections/{}", uids[0]), Value::Null).await;
    let left = world.get(&ana, "/tags/v2/entities").await.body;
    assert_eq!(left["meta"]["count"], 2);
}
