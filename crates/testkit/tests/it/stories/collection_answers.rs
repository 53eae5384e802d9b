//! How one collection is answered.

use serde_json::{Value, json};
use testkit::collection;

use super::{Team, add_collection, members, named, said, text};

const DAY: i64 = 24 * 3_600_000;

#[tokio::test]
async fn every_way_to_name_a_collection_finds_it() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let encoded = uid.replace('-', "%2D");
    for name in [&id, &uid, &id.to_uppercase(), &uid.to_uppercase(), &encoded] {
        let got = team.ben.get(&format!("/collections/{name}")).await.ok();
        assert_eq!(got["collection"]["info"]["_postman_id"], id, "{name}");
    }
    let wrong = [
        format!("{}-{id}", team.ben_id),
        format!("0-{id}"),
        format!("{id}0"),
        "0b0b0b0b-0000-4000-8000-000000000000".to_owned(),
        "x".to_owned(),
    ];
    for name in &wrong {
        let answer = team.ana.get(&format!("/collections/{name}")).await.expect(404);
        assert_eq!(named(&answer), "instanceNotFoundError", "{name}");
        assert_eq!(said(&answer), "The specified item does not exist.");
    }
    let missing = team.ana.get(&format!("/collections/{}", wrong[0])).await;
    let hidden = team.eve.get(&format!("/collections/{}", wrong[0])).await;
    assert_eq!(missing.text(), hidden.text());
}

#[tokio::test]
async fn the_head_tells_who_and_when() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    team.app.clock().advance(1250);
    let roles = json!({ "roles": [{ "op": "add", "path": "/user",
        "value": [{ "id": team.ben_id.to_string(), "role": "2" }] }] });
    team.ana.patch(&format!("/workspaces/{}/roles", team.workspace), roles).await.ok();
    let patch = json!({ "collection": { "info": { "name": "Money" } } });
    team.ben.patch(&format!("/collections/{id}"), patch).await.ok();
    let got = team.ana.get(&format!("/collections/{id}")).await.ok();
    assert_eq!(
        got["collection"]["info"],
        json!({
            "_postman_id": id, "name": "Money", "uid": uid,
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
            "createdAt": "2027-01-15T08:00:00.000Z", "updatedAt": "2027-01-15T08:00:01.250Z",
            "lastUpdatedBy": team.ben_id.to_string(),
        })
    );
}

#[tokio::test]
async fn the_outline_names_what_lies_at_the_top() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let whole = team.ana.get(&format!("/collections/{id}")).await.ok();
    let whole = &whole["collection"];
    let outline = team.ana.get(&format!("/collections/{id}?model=minimal")).await.ok();
    let outline = &outline["collection"];
    assert_eq!(outline["rootLevelFolders"], json!([whole["item"][0]["uid"]]));
    assert_eq!(outline["rootLevelRequests"], json!([whole["item"][1]["uid"]]));
    assert_eq!(outline["variable"], whole["variable"]);
    assert!(outline.get("item").is_none() && outline["info"].get("schema").is_none());
    for model in ["full", "MINIMAL", ""] {
        let path = format!("/collections/{id}?model={model}");
        let answer = team.ana.get(&path).await.expect(400);
        assert_eq!(said(&answer), "parameter `model` must be minimal");
    }
}

#[tokio::test]
async fn everything_carries_its_ids_and_times() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let got = team.ana.get(&format!("/collections/{id}")).await.ok();
    let folder = &got["collection"]["item"][0];
    let request = &folder["item"][0];
    let example = &request["response"][0];
    for (item, timed) in [(folder, false), (request, true), (example, true)] {
        let uid = format!("{}-{}", team.app.owner_id(), text(&item["id"]));
        assert_eq!(item["uid"], uid);
        if timed {
            assert_eq!(item["createdAt"], "2027-01-15T08:00:00.000Z");
            assert_eq!(item["updatedAt"], "2027-01-15T08:00:00.000Z");
        }
    }
}

#[tokio::test]
async fn old_forms_come_back_in_the_one_that_clients_know() {
    let team = Team::new().await;
    let body = json!({ "collection": {
        "info": { "name": "Forms", "description": { "content": "said", "type": "text/plain" },
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [
            { "name": "text", "request": "https://example.com/a/b?c=d" },
            { "name": "object", "description": { "content": "told" }, "request": {
                "method": "POST", "url": "{{base}}/x", "header": "A: b",
                "body": { "mode": "graphql",
                    "graphql": { "query": "{a}", "variables": { "n": 1 } } } },
              "event": [{ "listen": "test", "script": { "exec": "one\ntwo" } }],
              "response": [
                { "name": "lines", "header": "X: y\nZ: w",
                  "originalRequest": "https://example.com" },
                { "name": "none", "header": null },
              ] },
        ],
        "variable": [{ "key": "base", "value": "https://example.com",
            "description": { "content": "where" } }],
    } });
    let (id, _) = add_collection(&team.ana, &team.workspace, body).await;
    let got = team.ana.get(&format!("/collections/{id}")).await.ok();
    let got = &got["collection"];
    assert_eq!(got["info"]["description"], "said");
    assert_eq!(got["variable"][0]["description"], "where");
    let plain = &got["item"][0]["request"];
    assert_eq!(
        *plain,
        json!({ "method": "GET", "header": [], "url": {
            "raw": "https://example.com/a/b?c=d", "protocol": "https", "host": ["example", "com"],
            "path": ["a", "b"], "query": [{ "key": "c", "value": "d" }] } })
    );
    let item = &got["item"][1];
    assert_eq!(item["description"], "told");
    let url = json!({ "raw": "{{base}}/x", "host": ["{{base}}"], "path": ["x"] });
    assert_eq!(item["request"]["url"], url);
    assert_eq!(item["request"]["header"], "A: b", "a request's headers may stay text");
    assert_eq!(item["request"]["body"]["graphql"]["variables"], r#"{"n":1}"#);
    assert_eq!(item["event"][0]["script"]["exec"], json!(["one", "two"]));
    let lines = &item["response"][0];
    let headers = json!([{ "key": "X", "value": "y" }, { "key": "Z", "value": "w" }]);
    assert_eq!(lines["header"], headers);
    assert_eq!(lines["originalRequest"]["url"]["host"], json!(["example", "com"]));
    let none = &item["response"][1];
    assert_eq!(none["header"], json!([]));
    assert!(none["originalRequest"].is_object(), "clients rely on it: {none}");
}

#[tokio::test]
async fn an_access_key_opens_its_collection_while_it_is_used() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let key = team.app.key(json!({ "kind": "access", "collection": uid })).await;
    let with = format!("/collections/{id}?access_key={key}");
    let anyone = team.app.anonymous();
    assert_eq!(anyone.get(&with).await.ok()["collection"]["info"]["name"], "Payments");
    // 60 days from each use.
    for _ in 0..3 {
        team.app.clock().advance(59 * DAY);
        anyone.get(&with).await.expect(200);
    }
    team.app.clock().advance(60 * DAY);
    anyone.get(&with).await.expect(401);
    anyone.get(&with).await.expect(401);
}

#[tokio::test]
async fn a_key_in_the_query_is_enough_for_a_runner() {
    let team = Team::new().await;
    let (_, uid) = team.collection("Payments").await;
    let key = team.ben.key.clone().unwrap();
    let anyone = team.app.anonymous();
    let got = anyone.get(&format!("/collections/{uid}?apikey={key}")).await.ok();
    assert_eq!(got["collection"]["info"]["name"], "Payments");
    let (_, environment) = team.environment("Live").await;
    let got = anyone.get(&format!("/environments/{environment}?apikey={key}")).await.ok();
    assert_eq!(got["environment"]["values"][1]["value"], "s3cr3t");
    let records = team.app.records(1).await;
    assert!(!records[0].to_string().contains(&key));
}

#[tokio::test]
async fn answers_name_their_media_type_and_nothing_more() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let path = format!("/collections/{id}");
    let answers = [
        team.ana.get(&path).await,
        team.ana.put(&path, collection("Payments")).await,
        team.ana.get("/collections").await,
        team.ana.get("/me").await,
    ];
    for answer in answers {
        assert_eq!(answer.header("content-type"), "application/json", "{}", answer.asked);
        assert!(!holds_null(&answer.json, "avatar"), "{}", answer.text());
    }
    let gone = team.ana.delete(&path).await.expect(200);
    assert_eq!(members(&gone.json["collection"]), ["id", "uid"]);
}

/// True when any member but `except` is null.
fn holds_null(value: &Value, except: &str) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, member)| {
            (member.is_null() && name != except) || holds_null(member, except)
        }),
        Value::Array(list) => list.iter().any(|one| holds_null(one, except)),
        _ => false,
    }
}
