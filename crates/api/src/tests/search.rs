//! People and agents find things by words.

use serde_json::{Value, json};

use super::world::{World, pets};

async fn find(world: &World, key: &str, body: Value) -> Value {
    let got = world.call(key, "POST", "/search", body).await;
    assert_eq!(got.status, 200, "{got:?}");
    got.body
}

fn names(found: &Value) -> Vec<&str> {
    found["data"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn everything_is_found_by_its_words() {
    let world = World::new("search").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Animal house", "team").await;
    let uid = world.collection(&ana, &core, "Pets").await;
    let found = find(&world, &ana, json!({ "q": "list pet", "elementType": "requests" })).await;
    assert_eq!(names(&found), ["List pets"]);
    let one = &found["data"][0];
    assert_eq!((&one["method"], &one["collection"]["id"]), (&json!("GET"), &json!(uid)));
    assert_eq!((&found["meta"]["total"], &found["meta"]["q"]), (&json!(1), &json!("list pet")));
    assert!(!found.to_string().contains("s3cret"), "{found}");
    let by_url = find(&world, &ana, json!({ "q": "pets.example", "entityType": "requests" })).await;
    assert_eq!(names(&by_url), ["List pets"]);
    for (kind, name) in [("collections", "Pets"), ("workspaces", "Animal house")] {
        let word = name.split(' ').next().unwrap();
        let found = find(&world, &ana, json!({ "q": word, "elementType": kind })).await;
        assert_eq!(names(&found), [name]);
    }
    let renamed = json!({ "collection": { "info": { "name": "Beasts" } } });
    world.call(&ana, "PATCH", &format!("/collections/{uid}"), renamed).await;
    let found = find(&world, &ana, json!({ "q": "beasts", "elementType": "collections" })).await;
    assert_eq!(names(&found), ["Beasts"]);
    let flows = find(&world, &ana, json!({ "q": "x", "elementType": "flows" })).await;
    assert_eq!(flows["meta"]["total"], 0);
}

#[tokio::test]
async fn pages_and_conditions_narrow() {
    let world = World::new("search-pages").await;
    let ana = world.user("ana", "Core").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let mut pets = pets("Many");
    let item = pets["item"][0].clone();
    for number in 0..7 {
        let mut item = item.clone();
        item["name"] = format!("Find {number}").into();
        item["request"]["method"] = if number < 2 { "POST" } else { "GET" }.into();
        pets["item"].as_array_mut().unwrap().push(item);
    }
    let path = format!("/collections?workspace={core}");
    world.call(&ana, "POST", &path, json!({ "collection": pets })).await;
    let body = json!({ "q": "find", "elementType": "requests" });
    let mut seen = Vec::new();
    let mut target = "/search?limit=3".to_owned();
    loop {
        let page = world.call(&ana, "POST", &target, body.clone()).await.body;
        seen.extend(names(&page).into_iter().map(str::to_owned));
        let Some(next) = page["meta"]["nextCursor"].as_str() else { break };
        target = format!("/search?limit=3&nextCursor={next}");
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 7);
    let with =
        |filters: Value| json!({ "elementType": "requests", "filters": { "$and": filters } });
    let posts = find(&world, &ana, with(json!([{ "method": { "$eq": "POST" } }]))).await;
    assert_eq!(posts["meta"]["total"], 2);
    let both = json!([{ "method": { "$ne": "POST" } }, { "workspaceId": { "$in": [core] } }]);
    assert_eq!(find(&world, &ana, with(both)).await["meta"]["total"], 6);
    let public = with(json!([{ "visibility": { "$eq": "public" } }]));
    assert_eq!(find(&world, &ana, public).await["meta"]["total"], 0);
    for (target, body) in [
        ("/search", json!({ "q": "x" })),
        ("/search", json!({ "elementType": "planets" })),
        ("/search?limit=26", body.clone()),
        ("/search?limit=0", body.clone()),
        ("/search?cursor=nonsense", body.clone()),
        ("/search", with(json!([{ "name": { "$eq": "x" } }]))),
    ] {
        let got = world.call(&ana, "POST", target, body).await;
        assert_eq!(got.status, 400, "{target}: {got:?}");
    }
}

#[tokio::test]
async fn only_what_may_be_read_is_found() {
    let world = World::new("search-rights").await;
    let ana = world.user("ana", "Core").await;
    let bot = world.agent("bot").await;
    let eve = world.user("eve", "Rivals").await;
    let core = world.workspace(&ana, "Core", "team").await;
    let vault = world.workspace(&ana, "Vault", "private").await;
    world.collection(&ana, &core, "Pets").await;
    world.collection(&ana, &vault, "Pets hidden").await;
    let body = json!({ "q": "pets", "elementType": "collections" });
    assert_eq!(find(&world, &ana, body.clone()).await["meta"]["total"], 2);
    assert_eq!(find(&world, &eve, body.clone()).await["meta"]["total"], 0);
    assert_eq!(world.call(&bot, "POST", "/search", body.clone()).await.status, 404);
    world.grant("bot", "search", "read", json!({ "all": true })).await;
    assert_eq!(
        find(&world, &bot, body.clone()).await["meta"]["total"],
        0,
        "it reads no collections"
    );
    world.grant("bot", "collections", "read", json!({ "workspaces": [core] })).await;
    let found = find(&world, &bot, body).await;
    assert_eq!(names(&found), ["Pets"], "{found}");
}
