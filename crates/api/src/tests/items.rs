//! People and agents work on single folders, requests and responses.

use serde_json::{Value, json};

use super::world::{Got, World};

fn id_of(uid: &str) -> &str {
    uid.split_once('-').unwrap().1
}

struct Scene {
    world: World,
    ana: String,
    core: String,
    uid: String,
}

impl Scene {
    async fn new(name: &str) -> Self {
        let world = World::new(name).await;
        let ana = world.user("ana", "Core").await;
        let core = world.workspace(&ana, "Core", "team").await;
        let uid = world.collection(&ana, &core, "Pets").await;
        Self { world, ana, core, uid }
    }

    async fn call(&self, method: &str, path: &str, body: Value) -> Got {
        let path = format!("/collections/{}{path}", self.uid);
        self.world.call(&self.ana, method, &path, body).await
    }

    async fn tree(&self) -> Value {
        let whole = self.call("GET", "", Value::Null).await;
        whole.body["collection"]["item"].clone()
    }

    /// Adds something and answers its id.
    async fn add(&self, path: &str, body: Value) -> String {
        let made = self.call("POST", path, body).await;
        assert_eq!(made.status, 200, "{made:?}");
        assert_eq!(made.body["model_id"], made.body["data"]["id"]);
        made.body["model_id"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn items_live_in_step_with_the_whole_collection() {
    let scene = Scene::new("items-live").await;
    let folder = scene.add("/folders", json!({ "name": "Orders", "description": "All." })).await;
    let inner = scene.add("/folders", json!({ "name": "Open", "folder": folder })).await;
    let request = json!({
        "name": "Pay", "method": "POST", "url": "https://x.test/pay?a=1",
        "headerData": [{ "key": "Accept", "value": "*/*" }], "dataMode": "raw", "rawModeData": "{}",
        "events": [{ "listen": "test", "script": { "exec": ["one"] } }],
    });
    let request = scene.add(&format!("/requests?folderId={inner}"), request).await;
    let response = json!({ "name": "Paid", "responseCode": { "code": 201, "name": "Created" },
        "headers": [{ "key": "X", "value": "y" }], "text": "ok" });
    let response = scene.add(&format!("/responses?request={request}"), response).await;

    let tree = scene.tree().await;
    let seen = &tree[1]["item"][0]["item"][0];
    assert_eq!(tree[1]["name"], "Orders");
    assert_eq!(seen["id"], request.as_str());
    assert_eq!(seen["request"]["url"]["query"], json!([{ "key": "a", "value": "1" }]));
    assert_eq!(seen["request"]["body"], json!({ "mode": "raw", "raw": "{}" }));
    assert_eq!(seen["response"][0]["id"], response.as_str());
    assert_eq!(seen["response"][0]["originalRequest"]["method"], "POST");

    let path = format!("/requests/{request}");
    let got = scene.call("GET", &path, Value::Null).await;
    assert_eq!(got.body["meta"]["action"], "find");
    let data = &got.body["data"];
    assert_eq!((&data["folder"], &data["url"]), (&json!(inner), &json!("https://x.test/pay?a=1")));
    assert_eq!(data["responses_order"], json!([response]));
    assert_eq!(data["collection"], id_of(&scene.uid));

    let change = json!({ "name": "Pay now", "method": "PUT" });
    let put = scene.call("PUT", &path, change).await;
    assert_eq!(put.body["meta"]["action"], "update");
    assert!(put.body["revision"].as_i64() > got.body["data"]["lastRevision"].as_i64());
    let seen = scene.tree().await[1]["item"][0]["item"][0].clone();
    assert_eq!((&seen["name"], &seen["request"]["method"]), (&json!("Pay now"), &json!("PUT")));
    assert_eq!(seen["request"]["body"]["raw"], "{}", "what was not named stays");
    assert_eq!(seen["event"][0]["script"]["exec"], json!(["one"]));

    // What was read can be sent back as it is.
    let back = scene.call("PUT", &path, got.body["data"].clone()).await;
    assert_eq!(back.status, 200, "{back:?}");
    assert_eq!(scene.tree().await, tree_with_times(&scene, &tree).await);

    let gone = scene.call("DELETE", &format!("/folders/{folder}"), Value::Null).await;
    assert_eq!(gone.body["meta"], json!({ "model": "folder", "action": "destroy" }));
    assert_eq!(scene.tree().await.as_array().unwrap().len(), 1);
    let gone = scene.call("GET", &path, Value::Null).await;
    assert_eq!((gone.status, &gone.body["error"]["details"]["model"]), (404, &json!("request")));
}

/// The old tree with the times that are now.
async fn tree_with_times(scene: &Scene, old: &Value) -> Value {
    let now = scene.tree().await;
    let mut old = old.clone();
    let time = "/1/item/0/item/0/updatedAt";
    *old.pointer_mut(time).unwrap() = now.pointer(time).unwrap().clone();
    old
}

#[tokio::test]
async fn reads_show_ids_uids_or_all_there_is() {
    let scene = Scene::new("items-read").await;
    let folder = scene.add("/folders", json!({ "name": "F" })).await;
    let request = scene.add(&format!("/requests?folderId={folder}"), json!({ "name": "R" })).await;
    let get = |query: &'static str| {
        let path = format!("/folders/{folder}{query}");
        let scene = &scene;
        async move { scene.call("GET", &path, Value::Null).await.body["data"].clone() }
    };
    let ids = get("?ids=true").await;
    assert!(ids["name"].is_null() && ids["order"] == json!([request]), "{ids}");
    let uid = get("?uid=true").await;
    let owner = scene.uid.split_once('-').unwrap().0;
    assert_eq!(uid["order"], json!([format!("{owner}-{request}")]));
    assert_eq!(uid["collection"], scene.uid.as_str());
    let all = get("?populate=true").await;
    assert_eq!(all["requests"][0]["name"], "R");
    let refused = scene.call("GET", &format!("/folders/{folder}?populate=yes"), Value::Null).await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn bad_items_are_refused_and_nothing_changes() {
    let scene = Scene::new("items-bad").await;
    let folder = scene.add("/folders", json!({ "name": "F" })).await;
    let before = scene.tree().await;
    let request = before[0]["id"].as_str().unwrap().to_owned();
    let cases = [
        ("POST", "/requests?folderId=nope".to_owned(), json!({}), 400, "instanceNotFoundError"),
        ("POST", format!("/requests?folderId={request}"), json!({}), 400, "instanceNotFoundError"),
        ("POST", "/responses".to_owned(), json!({}), 400, "paramMissingError"),
        ("POST", format!("/responses?request={folder}"), json!({}), 400, "instanceNotFoundError"),
        ("POST", "/folders".to_owned(), json!({ "id": request }), 400, "instanceFoundError"),
        (
            "POST",
            "/folders".to_owned(),
            json!({ "events": [{ "script": 1 }], "auth": 7 }),
            400,
            "malformedRequestError",
        ),
        ("POST", "/requests".to_owned(), json!({ "name": 5 }), 400, "badRequest"),
        (
            "PUT",
            format!("/requests/{request}"),
            json!({ "folder": folder }),
            400,
            "invalidParamError",
        ),
        (
            "PUT",
            format!("/requests/{folder}"),
            json!({ "name": "x" }),
            404,
            "instanceNotFoundError",
        ),
        ("DELETE", "/responses/nope".to_owned(), Value::Null, 404, "instanceNotFoundError"),
        ("GET", format!("/requests/7-{request}"), Value::Null, 404, "instanceNotFoundError"),
    ];
    for (method, path, body, status, name) in cases {
        let got = scene.call(method, &path, body.clone()).await;
        assert_eq!(
            (got.status, &got.body["error"]["name"]),
            (status, &json!(name)),
            "{path} {body}"
        );
    }
    assert_eq!(scene.tree().await, before);
}

#[tokio::test]
async fn agents_need_the_level_and_see_no_secrets() {
    let scene = Scene::new("items-rights").await;
    let request = scene.tree().await[0]["id"].as_str().unwrap().to_owned();
    let bot = scene.world.agent("bot").await;
    let path = format!("/collections/{}/requests/{request}", scene.uid);
    assert_eq!(scene.world.get(&bot, &path).await.status, 404, "hidden without a grant");
    scene.world.grant("bot", "collections", "read", json!({ "workspaces": [scene.core] })).await;
    let got = scene.world.get(&bot, &path).await;
    let text = got.body.to_string();
    assert!(
        got.status == 200 && !text.contains("s3cret-pet-token") && text.contains("masked"),
        "{text}"
    );
    let change = json!({ "name": "x" });
    assert_eq!(scene.world.call(&bot, "PUT", &path, change.clone()).await.status, 403);
    scene.world.grant("bot", "collections", "write", json!({ "workspaces": [scene.core] })).await;
    let put = scene.world.call(&bot, "PUT", &path, change).await;
    assert!(put.status == 200 && !put.body.to_string().contains("s3cret-pet-token"), "{put:?}");
    assert_eq!(scene.world.call(&bot, "PUT", &path, got.body["data"].clone()).await.status, 400);
    assert_eq!(scene.world.call(&bot, "DELETE", &path, Value::Null).await.status, 403);
    let secret = scene.tree().await[0]["request"]["header"][0]["value"].clone();
    assert_eq!(secret, "Bearer s3cret-pet-token", "what was masked was not overwritten");
}

#[tokio::test]
async fn items_go_elsewhere_with_the_rights_of_both_ends() {
    let scene = Scene::new("items-transfer").await;
    let (world, ana) = (&scene.world, &scene.ana);
    let other = world.workspace(ana, "Other", "team").await;
    let target = world.collection(ana, &other, "Target").await;
    let folder = scene.add("/folders", json!({ "name": "F" })).await;
    let request = scene.add("/requests", json!({ "name": "R", "url": "https://x.test" })).await;
    let ask = |target: Value, mode: &str| {
        json!({ "ids": [request], "mode": mode, "target": target,
            "location": { "position": "start", "id": null, "model": null } })
    };
    let into = json!({ "model": "folder", "id": folder });
    let path = "/collection-requests-transfers";
    let moved = world.call(ana, "POST", path, ask(into.clone(), "move")).await;
    let owner = scene.uid.split_once('-').unwrap().0;
    assert_eq!(moved.body["ids"], json!([format!("{owner}-{request}")]), "{moved:?}");
    assert_eq!(scene.tree().await[1]["item"][0]["name"], "R");

    let bot = world.agent("bot").await;
    world.grant("bot", "collections", "write", json!({ "workspaces": [scene.core] })).await;
    let away = json!({ "model": "collection", "id": target });
    let denied = world.call(&bot, "POST", path, ask(away.clone(), "copy")).await;
    assert_eq!(denied.status, 404, "the target is hidden from it: {denied:?}");
    world.grant("bot", "collections", "read", json!({ "workspaces": [other] })).await;
    let denied = world.call(&bot, "POST", path, ask(away.clone(), "copy")).await;
    assert_eq!(denied.status, 403, "{denied:?}");
    assert_eq!(world.call(&bot, "POST", path, ask(into, "move")).await.status, 200);
    let copied = world.call(ana, "POST", path, ask(away, "copy")).await;
    assert_eq!(copied.status, 200, "{copied:?}");
    let there = world.get(ana, &format!("/collections/{target}")).await.body;
    assert_eq!(there["collection"]["item"][0]["name"], "R");

    let itself = json!({ "ids": [folder], "mode": "move", "target": { "model": "folder", "id": folder },
        "location": { "position": "end" } });
    let refused = world.call(ana, "POST", "/collection-folders-transfers", itself).await;
    assert!(
        refused.status == 400 && refused.body.to_string().contains("into itself"),
        "{refused:?}"
    );
    let planet = ask(json!({ "model": "planet", "id": folder }), "move");
    assert_eq!(world.call(ana, "POST", path, planet).await.status, 400);
}
