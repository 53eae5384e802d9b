//! People work with collections, environments, workspaces and APIs.

use serde_json::{Value, json};

use super::world::{World, pets};

fn id_of(uid: &str) -> &str {
    uid.split_once('-').unwrap().1
}

#[tokio::test]
async fn a_collection_lives_from_creation_to_deletion() {
    let world = World::new("collection").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let path = format!("/collections/{uid}");

    let got = world.get(&ana, &path).await;
    assert_eq!(got.body["collection"]["info"]["name"], "Pets");
    let again = world.get(&ana, &format!("/collections/{}", id_of(&uid))).await;
    assert_eq!(got.body, again.body, "id and uid name the same");
    let outline = world.get(&ana, &format!("{path}?model=minimal")).await;
    assert_eq!(outline.body["collection"]["rootLevelRequests"].as_array().unwrap().len(), 1);
    assert_eq!(world.get(&ana, &format!("{path}?model=tiny")).await.status, 400);

    let mut changed = got.body.clone();
    changed["collection"]["info"]["name"] = "Animals".into();
    changed["collection"]["item"] = json!([]);
    let put = world.call(&ana, "PUT", &path, changed).await;
    assert_eq!(put.body["collection"], json!({ "id": id_of(&uid), "name": "Animals", "uid": uid }));
    let got = world.get(&ana, &path).await;
    assert_eq!(got.body["collection"]["item"], json!([]), "the kept answer is not stale");

    let change = json!({ "collection": { "info": { "description": "Of all kinds" } } });
    let patched = world.call(&ana, "PATCH", &path, change).await;
    assert_eq!(patched.body["collection"]["description"], "Of all kinds");
    assert_eq!(patched.body["collection"]["name"], "Animals");

    let deleted = world.call(&ana, "DELETE", &path, Value::Null).await;
    assert_eq!(deleted.body, json!({ "collection": { "id": id_of(&uid), "uid": uid } }));
    let gone = world.get(&ana, &path).await;
    assert_eq!((gone.status, &gone.body["error"]["details"]["id"]), (404, &json!(uid)));
}

#[tokio::test]
async fn bad_collections_are_refused_in_the_contracts_words() {
    let world = World::new("bad-collection").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let other = world.collection(&ana, &core, "Other").await;
    let path = format!("/collections/{uid}");
    let theirs = world.get(&ana, &format!("/collections/{other}")).await.body;

    let no_schema = json!({ "collection": { "info": { "name": "x" } } });
    let got = world.call(&ana, "POST", "/collections", no_schema).await;
    assert_eq!((got.status, &got.body["error"]["name"]), (400, &json!("malformedRequestError")));
    let got = world.call(&ana, "PUT", &path, json!({})).await;
    assert_eq!(got.body["error"]["details"][0], ": must have required property 'collection'");

    let got = world.call(&ana, "PUT", &path, theirs.clone()).await;
    assert_eq!((got.status, &got.body["error"]["name"]), (400, &json!("collectionMismatchError")));
    let mut foreign = pets("Pets");
    foreign["item"][0]["id"] = theirs["collection"]["item"][0]["id"].clone();
    let got = world.call(&ana, "PUT", &path, json!({ "collection": foreign })).await;
    assert_eq!((got.status, &got.body["error"]["name"]), (400, &json!("instanceFoundError")));
    let got = world.call(&ana, "PATCH", &path, json!({ "collection": { "item": [] } })).await;
    assert_eq!(got.body["error"]["message"], "Invalid parameters: ('item') for key: 'collection'");
    let got = world.call(&ana, "PATCH", &path, json!({ "collection": {} })).await;
    assert_eq!(got.body["error"]["details"], json!({ "param": "info" }));
}

#[tokio::test]
async fn a_copy_is_its_own_collection() {
    let world = World::new("copy").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let other = world.workspace(&ana, "Other", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let path = format!("/collections/{uid}/duplicates");
    let body = json!({ "workspace": other, "suffix": "Copy" });
    let task = world.call(&ana, "POST", &path, body.clone()).await.body["task"].clone();
    assert_eq!(task["status"], "processing");
    let asked = format!("/collection-duplicate-tasks/{}", task["id"].as_str().unwrap());
    assert_eq!(world.get(&ana, &asked).await.body["task"]["status"], "completed");
    let listed = world.get(&ana, &format!("/collections?workspace={other}")).await.body;
    let copy = &listed["collections"][0];
    assert_eq!(copy["name"], "Pets Copy");
    let path_of_copy = format!("/collections/{}", copy["uid"].as_str().unwrap());
    let (of_copy, of_first) = (
        world.get(&ana, &path_of_copy).await.body,
        world.get(&ana, &format!("/collections/{uid}")).await.body,
    );
    let item = |whole: &Value| whole["collection"]["item"][0].clone();
    assert_ne!(item(&of_copy)["id"], item(&of_first)["id"]);
    assert_eq!(item(&of_copy)["request"], item(&of_first)["request"]);

    let bot = world.agent("bot").await;
    world.grant("bot", "collections", "write", json!({ "workspaces": [core] })).await;
    let denied = world.call(&bot, "POST", &path, body).await;
    assert_eq!(denied.status, 404, "it may not create there: {denied:?}");
    assert_eq!(world.get(&bot, "/collection-duplicate-tasks/nope").await.status, 404);
}

#[tokio::test]
async fn lists_filter_and_page() {
    let world = World::new("lists").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    for name in ["A", "B", "B"] {
        world.collection(&ana, &core, name).await;
    }
    let names = |got: super::world::Got| -> Vec<String> {
        let rows = got.body["collections"].as_array().unwrap().clone();
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    let all = world.get(&ana, &format!("/collections?workspace={core}")).await;
    assert!(all.body.get("meta").is_none());
    assert_eq!(names(all), ["A", "B", "B"]);
    assert_eq!(names(world.get(&ana, "/collections?name=B").await), ["B", "B"]);
    let page = world.get(&ana, "/collections?limit=2&offset=1").await;
    assert_eq!(page.body["meta"], json!({ "total": 3, "offset": 1, "limit": 2 }));
    assert_eq!(names(page), ["B", "B"]);
    let nowhere = "/collections?workspace=00000000-0000-4000-8000-000000000000";
    assert_eq!(world.get(&ana, nowhere).await.body, json!({ "collections": [] }));
    for bad in ["limit=0", "limit=x", "offset=-1"] {
        assert_eq!(world.get(&ana, &format!("/collections?{bad}")).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn an_environment_lives_from_creation_to_deletion() {
    let world = World::new("environment").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let values = json!([{ "key": "host", "value": "a" },
        { "key": "token", "value": "s3cret-token", "type": "secret" }]);
    let body = json!({ "environment": { "name": "Test", "values": values } });
    let made = world.call(&ana, "POST", &format!("/environments?workspace={core}"), body).await;
    let uid = made.body["environment"]["uid"].as_str().unwrap();
    let path = format!("/environments/{uid}");

    let got = world.get(&ana, &path).await;
    assert_eq!(got.body["environment"]["values"], values);
    let body = json!({ "environment": { "values": [{ "key": "host", "value": "b" }] } });
    let put = world.call(&ana, "PUT", &path, body).await;
    assert_eq!(put.body["environment"]["name"], "Test");
    let step = json!([{ "op": "replace", "path": "/values/0/value", "value": "c" }]);
    let patched = world.call(&ana, "PATCH", &path, step).await;
    assert_eq!(patched.body["environment"]["values"], json!([{ "key": "host", "value": "c" }]));
    assert_eq!(patched.body["environment"]["uid"], uid);
    for (body, detail) in [
        (json!({}), "Patch sequence must be an array"),
        (json!([{ "op": "remove", "path": "/x" }]), "Invalid path in JSON Patch operation"),
    ] {
        let got = world.call(&ana, "PATCH", &path, body).await;
        assert_eq!((got.status, &got.body["detail"]), (400, &json!(detail)));
    }
    let got = world.call(&ana, "POST", "/environments", json!({ "environment": {} })).await;
    assert_eq!(got.body["error"]["message"], "Found 1 errors with the supplied environment.");
    let rows = world.get(&ana, "/environments").await;
    assert_eq!(rows.body["environments"][0]["uid"], uid);
    assert_eq!(world.call(&ana, "DELETE", &path, Value::Null).await.status, 200);
    assert_eq!(world.get(&ana, &path).await.status, 404);
}

#[tokio::test]
async fn a_workspace_lives_from_creation_to_deletion() {
    let world = World::new("workspace").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let path = format!("/workspaces/{core}");

    let got = world.get(&ana, &format!("{path}?include=team")).await;
    let inside = &got.body["workspace"];
    assert_eq!(inside["collections"][0]["uid"], uid);
    assert_eq!((&inside["type"], &inside["visibility"]), (&json!("team"), &json!("team")));
    assert!(inside["team"].is_string() && inside["mocks"] == json!([]));
    let about = json!({ "workspace": { "about": "all pets" } });
    assert_eq!(world.call(&ana, "PUT", &path, about).await.body["workspace"]["name"], "Core");
    assert_eq!(world.get(&ana, &path).await.body["workspace"]["about"], "all pets");

    let values = json!({ "values": [{ "key": "a", "value": "1" }] });
    let globals = format!("{path}/global-variables");
    assert_eq!(world.get(&ana, &globals).await.body, json!({ "values": [] }));
    assert_eq!(world.call(&ana, "PUT", &globals, values.clone()).await.body, values);
    assert_eq!(world.get(&ana, &globals).await.body, values);

    let got = world.call(&ana, "DELETE", &path, Value::Null).await;
    assert_eq!(got.body, json!({ "workspace": { "id": core } }));
    assert_eq!(world.get(&ana, &path).await.status, 404);
    assert_eq!(world.get(&ana, &format!("/collections/{uid}")).await.status, 404);
}

#[tokio::test]
async fn workspaces_are_listed_by_page_and_filter() {
    let world = World::new("workspaces").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    world.workspace(&ana, "Open", "public").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let mut seen = Vec::new();
    let mut path = "/workspaces?limit=1".to_owned();
    loop {
        let got = world.get(&ana, &path).await;
        seen.push(got.body["workspaces"][0]["name"].as_str().unwrap().to_owned());
        let Some(cursor) = got.body["meta"]["nextCursor"].as_str() else { break };
        path = format!("/workspaces?limit=1&cursor={cursor}");
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
    let held = format!("/workspaces?elementType=collection&elementId={uid}");
    assert_eq!(world.get(&ana, &held).await.body["workspaces"][0]["name"], "Core");
    let public = world.get(&ana, "/workspaces?type=public").await;
    assert_eq!(public.body["workspaces"][0]["name"], "Open");
    for bad in ["limit=101", "limit=0", "cursor=x", "type=x", "elementType=collection"] {
        assert_eq!(world.get(&ana, &format!("/workspaces?{bad}")).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn who_sees_a_workspace_follows_the_rules() {
    let world = World::new("visibility").await;
    let ana = world.user("ana", "Core").await;
    let open = world.workspace(&ana, "Pet API", "public").await;
    let same = json!({ "workspace": { "name": "pet api", "type": "public" } });
    let got = world.call(&ana, "POST", "/workspaces", same).await;
    assert_eq!(got.body["error"]["name"], "workspaceSlugNotUniqueError");
    let private = json!({ "workspace": { "type": "private" } });
    let got = world.call(&ana, "PUT", &format!("/workspaces/{open}"), private).await;
    assert_eq!(
        (got.status, &got.body["error"]["name"]),
        (403, &json!("cannotConvertFromPublicWorkspace"))
    );
    let got = world.call(&ana, "POST", "/workspaces", json!({})).await;
    assert_eq!(got.body["error"]["message"], "'workspace' object missing in the request");
    let foreign = json!({ "workspace": { "name": "x", "type": "team", "teamId": "1" } });
    assert_eq!(world.call(&ana, "POST", "/workspaces", foreign).await.status, 403);
}

#[tokio::test]
async fn roles_are_given_and_taken() {
    let world = World::new("roles").await;
    let ana = world.user("ana", "Core").await;
    let ben = world.user("ben", "Core").await;
    let eve = world.user("eve", "Other").await;
    let id = |me: &Value| me["user"]["id"].to_string();
    let (ben_id, eve_id) =
        (id(&world.get(&ben, "/me").await.body), id(&world.get(&eve, "/me").await.body));
    let core = world.workspace(&ana, "Core", "private").await;
    let path = format!("/workspaces/{core}/roles");
    assert_eq!(world.get(&ben, &format!("/workspaces/{core}")).await.status, 404);
    let step = |op: &str, id: &str| json!({ "roles": [{ "op": op, "path": "/user", "value": [{ "id": id, "role": "2" }] }] });
    let got = world.call(&ana, "PATCH", &path, step("add", &ben_id)).await;
    assert_eq!(got.body["roles"][1]["user"], json!([ben_id]));
    assert_eq!(world.get(&ben, &format!("/workspaces/{core}")).await.status, 200);
    assert_eq!(world.call(&ben, "PATCH", &path, step("add", &ben_id)).await.status, 403);
    assert_eq!(world.call(&ana, "PATCH", &path, step("add", &eve_id)).await.status, 400);
    assert_eq!(world.call(&ana, "PATCH", &path, step("remove", &ben_id)).await.status, 200);
    assert_eq!(world.get(&ben, &format!("/workspaces/{core}")).await.status, 404);
    let all = world.get(&ana, "/workspaces-roles").await;
    assert_eq!(all.body["roles"]["partner"].as_array().unwrap().len(), 4);
    let own = world.get(&ana, "/workspaces?type=personal").await;
    let own = own.body["workspaces"][0]["id"].as_str().unwrap().to_owned();
    let got =
        world.call(&ana, "PATCH", &format!("/workspaces/{own}/roles"), step("add", &ben_id)).await;
    assert_eq!(got.status, 422);
    assert_eq!(world.get(&ana, &path).await.body["roles"][2]["displayName"], "Admin");
}

#[tokio::test]
async fn an_api_lives_from_creation_to_deletion() {
    let world = World::new("apis").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let list = format!("/apis?workspaceId={core}");
    for name in ["Pets", "Shops"] {
        let body = json!({ "name": name, "description": format!("{name} of all KINDS") });
        assert_eq!(world.call(&ana, "POST", &list, body).await.status, 200);
    }
    let page = world.get(&ana, &format!("{list}&limit=1")).await;
    assert_eq!(page.body["meta"]["total"], 2);
    let cursor = page.body["meta"]["nextCursor"].as_str().unwrap();
    let next = world.get(&ana, &format!("{list}&limit=1&cursor={cursor}")).await;
    assert_eq!(
        (&next.body["apis"][0]["name"], &next.body["meta"]["nextCursor"]),
        (&json!("Shops"), &json!(""))
    );
    let found = world.get(&ana, &format!("{list}&description=pets%20of%20all%20kinds")).await;
    assert_eq!(found.body["apis"].as_array().unwrap().len(), 1);
    let path = format!("/apis/{}", page.body["apis"][0]["id"].as_str().unwrap());
    let put = world.call(&ana, "PUT", &path, json!({ "summary": "s" })).await;
    assert!(put.body["createdBy"].is_string());
    let got = world.get(&ana, &format!("{path}?include=collections,versions")).await;
    assert_eq!((&got.body["summary"], &got.body["versions"]), (&json!("s"), &json!([])));
    assert!(got.body["createdBy"].is_number());
    assert_eq!(world.get(&ana, "/apis").await.status, 400);
    assert_eq!(world.call(&ana, "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(world.get(&ana, &path).await.status, 404);
}

#[tokio::test]
async fn a_user_reads_itself_and_its_team() {
    let world = World::new("me").await;
    let ana = world.user("ana", "Core").await;
    world.user("ben", "Core").await;
    world.user("eve", "Other").await;
    let me = world.get(&ana, "/me").await;
    assert_eq!(
        (&me.body["user"]["username"], &me.body["user"]["teamName"]),
        (&json!("ana"), &json!("Core"))
    );
    assert_eq!(me.body["operations"].as_array().unwrap().len(), 13);
    let again = world.get(&ana, "/me").await;
    let calls = |me: &Value| {
        let rows = me["operations"].as_array().unwrap();
        rows.iter().find(|row| row["name"] == "api_usage").unwrap()["usage"].as_i64().unwrap()
    };
    assert_eq!(calls(&again.body), calls(&me.body) + 1, "calls are counted");
    let team = world.get(&ana, "/users").await;
    let names: Vec<_> =
        team.body["data"].as_array().unwrap().iter().map(|one| one["username"].clone()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(!names.contains(&json!("eve")));
}
