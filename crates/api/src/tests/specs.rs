//! People describe APIs and make collections of them.

use serde_json::{Value, json};

use super::world::World;

const ROOT: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets: {$ref: 'paths/pets.yaml'}\n";
const PART: &str = "get: {summary: List, responses: {'200': {description: OK}}}\n";

fn two_files() -> Value {
    json!({ "name": "Pets", "type": "OPENAPI:3.0", "files": [
        { "path": "api.yaml", "content": ROOT, "type": "ROOT" },
        { "path": "paths/pets.yaml", "content": PART, "type": "DEFAULT" },
    ] })
}

#[tokio::test]
async fn a_spec_becomes_a_collection() {
    let world = World::new("spec").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let made = world.call(&ana, "POST", &format!("/specs?workspaceId={core}"), two_files()).await;
    assert_eq!((made.status, &made.body["type"]), (201, &json!("OPENAPI:3.0")), "{made:?}");
    let id = made.body["id"].as_str().unwrap().to_owned();
    let path = format!("/specs/{id}");
    assert_eq!(world.get(&ana, &path).await.body["fileFormat"], "yaml");
    let listed = world.get(&ana, &format!("/specs?workspaceId={core}")).await;
    assert_eq!(listed.body["specs"][0]["id"], id.as_str());
    let inside = world.get(&ana, &format!("/workspaces/{core}")).await;
    assert_eq!(inside.body["workspace"]["specs"][0]["name"], "Pets");

    let whole = world.get(&ana, &format!("{path}/definitions")).await;
    assert_eq!(whole.headers["content-type"], "application/yaml");
    let options = json!({ "name": "Pets calls", "options": { "folderStrategy": "Tags" } });
    let task = world.call(&ana, "POST", &format!("{path}/generations/collection"), options).await;
    assert_eq!(task.status, 202, "{task:?}");
    let url = task.body["url"].as_str().unwrap();
    let status = world.get(&ana, url).await;
    assert_eq!(status.body["status"], "completed", "{status:?}");
    let uid = status.body["details"]["resources"][0]["id"].as_str().unwrap().to_owned();
    let collection = world.get(&ana, &format!("/collections/{uid}")).await;
    assert_eq!(collection.body["collection"]["info"]["name"], "Pets calls");
    assert_eq!(collection.body["collection"]["item"][0]["name"], "List");

    let made = format!("{path}/generations/collection");
    let links = world.get(&ana, &made).await;
    assert_eq!(links.body["collections"][0]["state"], "in-sync");
    let content = json!({ "content": format!("{PART}post: {{responses: {{}}}}\n") });
    let file = format!("{path}/files/paths/pets.yaml");
    assert_eq!(world.call(&ana, "PATCH", &file, content).await.status, 200);
    let links = world.get(&ana, &made).await;
    assert_eq!(links.body["collections"][0]["state"], "out-of-sync");

    let ben = world.user("ben", "Core").await;
    assert_eq!(world.get(&ben, url).await.status, 404, "tasks are whoever's who began them");
    assert_eq!(world.call(&ana, "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(world.get(&ana, &path).await.status, 404);
}

#[tokio::test]
async fn a_spec_and_its_collection_are_brought_in_step() {
    let world = World::new("spec-sync").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let made = world.call(&ana, "POST", &format!("/specs?workspaceId={core}"), two_files()).await;
    let spec = made.body["id"].as_str().unwrap().to_owned();
    let made = format!("/specs/{spec}/generations/collection");
    let task = world.call(&ana, "POST", &made, json!({ "name": "", "options": {} })).await;
    let status = world.get(&ana, task.body["url"].as_str().unwrap()).await;
    let uid = status.body["details"]["resources"][0]["id"].as_str().unwrap().to_owned();
    let state = async || {
        let links = world.get(&ana, &made).await;
        links.body["collections"][0]["state"].as_str().unwrap().to_owned()
    };
    // Somebody adds a request, then the description changes.
    let requests = format!("/collections/{uid}/requests");
    let own = json!({ "name": "Own", "method": "GET", "url": "{{baseUrl}}/own" });
    assert_eq!(world.call(&ana, "POST", &requests, own).await.status, 200);
    let content =
        format!("{PART}post: {{summary: Add, responses: {{'201': {{description: Added}}}}}}\n");
    let file = format!("/specs/{spec}/files/paths/pets.yaml");
    assert_eq!(world.call(&ana, "PATCH", &file, json!({ "content": content })).await.status, 200);
    assert_eq!(state().await, "out-of-sync");
    let sync = format!("/collections/{uid}/synchronizations");
    assert_eq!(world.call(&ana, "PUT", &sync, Value::Null).await.status, 400);
    let task = world.call(&ana, "PUT", &format!("{sync}?specId={spec}"), Value::Null).await;
    assert_eq!(task.status, 202, "{task:?}");
    let status = world.get(&ana, task.body["url"].as_str().unwrap()).await;
    let changes = status.body["details"]["changes"].to_string();
    assert!(changes.contains("added the request `POST /pets`"), "{status:?}");
    assert_eq!(status.body["meta"], json!({ "model": "collection", "action": "synchronization" }));
    assert_eq!(state().await, "in-sync");
    let whole = world.get(&ana, &format!("/collections/{uid}")).await.text;
    assert!(whole.contains("\"Own\"") && whole.contains("\"Add\""), "{whole}");

    // And the way back.
    let own = json!({ "name": "Late", "method": "DELETE", "url": "{{baseUrl}}/late" });
    assert_eq!(world.call(&ana, "POST", &requests, own).await.status, 200);
    assert_eq!(state().await, "out-of-sync");
    let back = format!("/specs/{spec}/synchronizations?collectionUid={uid}");
    let task = world.call(&ana, "PUT", &back, Value::Null).await;
    let status = world.get(&ana, task.body["url"].as_str().unwrap()).await;
    assert_eq!(status.body["details"]["changes"], json!(["added `DELETE /late`"]), "{status:?}");
    assert_eq!(state().await, "in-sync");
    let definition = world.get(&ana, &format!("/specs/{spec}/definitions")).await;
    assert!(definition.text.contains("/late"), "{definition:?}");
    let task = world.call(&ana, "PUT", &back, Value::Null).await;
    let status = world.get(&ana, task.body["url"].as_str().unwrap()).await;
    assert_eq!(status.body["details"]["changes"], json!([]));

    // What does not belong together is not brought in step; nor what can't be read.
    let other = world.collection(&ana, &core, "Other").await;
    let alien = format!("/collections/{other}/synchronizations?specId={spec}");
    assert_eq!(world.call(&ana, "PUT", &alien, Value::Null).await.status, 404);
    let broken = json!({ "content": "get: [" });
    assert_eq!(world.call(&ana, "PATCH", &file, broken).await.status, 200);
    let task = world.call(&ana, "PUT", &format!("{sync}?specId={spec}"), Value::Null).await;
    let status = world.get(&ana, task.body["url"].as_str().unwrap()).await;
    assert_eq!(status.body["status"], "failed");
    assert!(status.body["details"].as_str().unwrap().contains("paths/pets.yaml"), "{status:?}");
}

#[tokio::test]
async fn a_collection_becomes_a_spec() {
    let world = World::new("spec-of").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let whole = world.get(&ana, &format!("/collections/{uid}/transformations?format=yaml")).await;
    let text = whole.body["output"].as_str().unwrap();
    assert!(text.starts_with("openapi: 3.0.3\n"), "{text}");
    let target = format!("/collections/{uid}/generations/spec");
    let old = json!({ "name": "Old", "type": "OPENAPI:2.0" });
    assert_eq!(world.call(&ana, "POST", &target, old).await.status, 400);
    let body = json!({ "name": "Pets", "type": "OPENAPI:3.1", "format": "JSON" });
    let task = world.call(&ana, "POST", &target, body).await;
    let status = world.get(&ana, task.body["url"].as_str().unwrap()).await;
    assert_eq!(status.body["meta"]["model"], "spec", "{status:?}");
    let spec = status.body["details"]["resources"][0]["id"].as_str().unwrap();
    let definition = world.get(&ana, &format!("/specs/{spec}/definitions")).await;
    assert_eq!(definition.body["openapi"], "3.1.0");
    let listed = world.get(&ana, &target).await;
    assert_eq!(listed.body["specs"][0]["state"], "in-sync", "{listed:?}");
}

#[tokio::test]
async fn files_and_versions_are_kept() {
    let world = World::new("spec-files").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let made = world.call(&ana, "POST", &format!("/specs?workspaceId={core}"), two_files()).await;
    let path = format!("/specs/{}", made.body["id"].as_str().unwrap());
    let tags = format!("{path}/version-tags");
    let tag = world.call(&ana, "POST", &tags, json!({ "name": "1.0" })).await;
    assert_eq!(tag.status, 201, "{tag:?}");
    let again = world.call(&ana, "POST", &tags, json!({ "name": "1.1" })).await;
    assert_eq!(again.status, 409, "nothing has changed since");

    let new = json!({ "path": "schemas/pet.yaml", "content": "type: object" });
    let file = world.call(&ana, "POST", &format!("{path}/files"), new.clone()).await;
    assert_eq!((file.status, &file.body["type"]), (201, &json!("DEFAULT")));
    assert_eq!(world.call(&ana, "POST", &format!("{path}/files"), new).await.status, 400);
    let file = format!("{path}/files/schemas/pet.yaml");
    assert_eq!(world.get(&ana, &file).await.body["content"], "type: object");
    let named = world.call(&ana, "PATCH", &file, json!({ "name": "animal.yaml" })).await;
    assert_eq!(named.body["path"], "schemas/animal.yaml");
    assert_eq!(world.call(&ana, "POST", &tags, json!({ "name": "1.1" })).await.status, 201);

    let old = format!("{tags}/{}/files", tag.body["data"]["id"].as_str().unwrap());
    let old = world.get(&ana, &old).await.body["data"].clone();
    let kinds: Vec<_> = old.as_array().unwrap().iter().map(|one| one["type"].clone()).collect();
    assert_eq!(kinds, ["FILE", "FOLDER", "FILE"]);
    assert_eq!(old[2]["parentId"], old[1]["id"]);

    let root = format!("{path}/files/api.yaml");
    assert_eq!(world.call(&ana, "DELETE", &root, Value::Null).await.status, 400, "it is the root");
    let to_root = json!({ "type": "ROOT" });
    let part = format!("{path}/files/paths/pets.yaml");
    assert_eq!(world.call(&ana, "PATCH", &part, to_root).await.body["type"], "ROOT");
    assert_eq!(world.get(&ana, &root).await.body["type"], "DEFAULT");
    assert_eq!(world.call(&ana, "DELETE", &root, Value::Null).await.status, 204);
}

#[tokio::test]
async fn bad_specs_are_refused() {
    let world = World::new("spec-bad").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let target = format!("/specs?workspaceId={core}");
    let spec = |files: Value| json!({ "name": "A", "type": "OPENAPI:3.0", "files": files });
    let file = |path: &str, kind: &str| json!({ "path": path, "content": "x: 1", "type": kind });
    for (body, told) in [
        (spec(json!([])), "files"),
        (spec(json!([file("a.yaml", "ROOT"), file("b.yaml", "ROOT")])), "Only one file"),
        (spec(json!([file("a.yaml", "DEFAULT"), file("b.yaml", "DEFAULT")])), "At least one"),
        (spec(json!([file("../a.yaml", "ROOT")])), "no path inside"),
        (spec(json!([file("a.exe", "ROOT")])), "must end in"),
        (spec(json!([file("a.yaml", "ROOT"), file("a.yaml", "DEFAULT")])), "share the path"),
        (json!({ "name": "A", "type": "WSDL", "files": [file("a.yaml", "ROOT")] }), "type"),
    ] {
        let got = world.call(&ana, "POST", &target, body).await;
        assert_eq!(got.status, 400, "{got:?}");
        assert!(got.body.to_string().contains(told), "{told}: {}", got.body);
    }
    // A draft may be no description yet; then nothing can be made of it, and it says why.
    let made = world.call(&ana, "POST", &target, spec(json!([file("a.yaml", "ROOT")]))).await;
    let path = format!("/specs/{}", made.body["id"].as_str().unwrap());
    let body = json!({ "name": "B", "options": {} });
    let task = world.call(&ana, "POST", &format!("{path}/generations/collection"), body).await;
    let status = world.get(&ana, task.body["url"].as_str().unwrap()).await;
    assert_eq!(status.body["status"], "failed");
    assert!(status.body["details"].as_str().unwrap().contains("names no version"), "{status:?}");
    // As a definition it is refused, with the place; what is well-formed comes as it was written.
    let async_api = "asyncapi: 2.6.0\ninfo: {title: A, version: '1'}\nchannels: {}\n";
    for (kind, content, told) in [
        ("OPENAPI:3.0", "x: 1", Some("names no version")),
        ("OPENAPI:3.0", "a: [", Some("a.yaml")),
        ("ASYNCAPI:2.0", "a: [", Some("a.yaml")),
        ("ASYNCAPI:2.0", async_api, None),
        ("PROTOBUF:3", "syntax = \"proto3\";", None),
    ] {
        let file = json!({ "path": "a.yaml", "content": content, "type": "ROOT" });
        let draft = json!({ "name": "A", "type": kind, "files": [file] });
        let made = world.call(&ana, "POST", &target, draft).await;
        let path = format!("/specs/{}/definitions", made.body["id"].as_str().unwrap());
        let got = world.get(&ana, &path).await;
        match told {
            Some(told) => {
                assert_eq!(got.status, 400, "{got:?}");
                assert!(got.body["detail"].as_str().unwrap().contains(told), "{got:?}");
            }
            None => assert_eq!((got.status, got.text.as_str()), (200, content)),
        }
    }
    let import = format!("/import/openapi?workspace={core}");
    for body in [json!({}), json!({ "type": "xml" }), json!({ "type": "json", "input": "x" })] {
        assert_eq!(world.call(&ana, "POST", &import, body.clone()).await.status, 400, "{body}");
    }
    let fine = json!({ "type": "string", "input": "openapi: 3.1.0\ninfo: {title: In}\npaths: {}" });
    let fine = world.call(&ana, "POST", &import, fine).await;
    assert_eq!(fine.body["collections"][0]["name"], "In", "{fine:?}");
}

#[tokio::test]
async fn generating_takes_the_right_to_create_collections() {
    let world = World::new("spec-rights").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let made = world.call(&ana, "POST", &format!("/specs?workspaceId={core}"), two_files()).await;
    let path = format!("/specs/{}", made.body["id"].as_str().unwrap());
    let bot = world.agent("bot").await;
    assert_eq!(world.get(&bot, &path).await.status, 404);
    world.grant("bot", "specs", "write", json!({ "workspaces": [core] })).await;
    assert_eq!(world.get(&bot, &path).await.status, 200);
    let target = format!("{path}/generations/collection");
    let body = json!({ "name": "B", "options": {} });
    let denied = world.call(&bot, "POST", &target, body.clone()).await;
    assert!([403, 404].contains(&denied.status), "{denied:?}");
    world.grant("bot", "collections", "write", json!({ "workspaces": [core] })).await;
    assert_eq!(world.call(&bot, "POST", &target, body).await.status, 202);
}

#[tokio::test]
async fn rules_that_a_description_breaks_are_told_and_the_rest_is_made() {
    let world = World::new("spec-faults").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let fault = "/paths/~1pets~1{id}/get: must declare the path parameter `id`: add it to \
                 `parameters`, with `in: path` (rule `path-undeclared`)";
    let text = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets/{id}: {get: \
                {responses: {'200': {description: OK}}}}\n";
    let import = format!("/import/openapi?workspace={core}");
    let given = json!({ "type": "string", "input": text });
    let made = world.call(&ana, "POST", &import, given).await;
    assert_eq!((made.status, &made.body["faults"]), (200, &json!([fault])), "{made:?}");
    let given = json!({ "type": "string", "input": text.replace("/{id}", "") });
    let made = world.call(&ana, "POST", &import, given).await;
    assert_eq!((made.status, made.body.get("faults")), (200, None), "{made:?}");

    let draft = json!({ "name": "Pets", "type": "OPENAPI:3.0", "files": [
        { "path": "api.yaml", "content": text },
    ] });
    let spec = world.call(&ana, "POST", &format!("/specs?workspaceId={core}"), draft).await;
    assert_eq!(spec.status, 201, "{spec:?}");
    let made = format!("/specs/{}/generations/collection", spec.body["id"].as_str().unwrap());
    let task = world.call(&ana, "POST", &made, json!({ "name": "", "options": {} })).await;
    let status = world.get(&ana, task.body["url"].as_str().unwrap()).await;
    assert_eq!(status.body["status"], "completed", "{status:?}");
    let told = json!([format!("`api.yaml`, {fault}")]);
    assert_eq!(status.body["details"]["faults"], told, "{status:?}");
}
