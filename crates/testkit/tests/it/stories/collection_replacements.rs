//! Replacing collections.

use serde_json::json;

use super::{
    JSON, Team,
    collection_writes::{NOWHERE, SCHEMA, of, request},
    named, names, text,
};

#[tokio::test]
async fn replacing_keeps_the_ids_it_is_given_and_drops_the_rest() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let path = format!("/collections/{id}");
    let before = team.ana.get(&path).await.ok();
    // Written back once, everything is stored as it is shown.
    team.ana.put(&path, before.clone()).await.ok();
    let mut inner = before["collection"]["item"][0]["item"][0].clone();
    team.app.clock().advance(60_000);
    inner["name"] = "Renamed".into();
    let body = of("Second", &json!([request("Fresh"), inner]));
    let put = team.ana.put(&path, body).await.expect(200);
    assert_eq!(put.json, json!({ "collection": { "id": id, "name": "Second", "uid": uid } }));

    let after = team.ana.get(&path).await.ok();
    let after = &after["collection"];
    assert_eq!(names(&after["item"]), ["Fresh", "Renamed"]);
    assert_eq!(after["item"][0]["name"], "Fresh", "order is the body's");
    let kept = &after["item"][1];
    assert_eq!(kept["id"], inner["id"]);
    assert_eq!(kept["uid"], format!("{}-{}", team.app.owner_id(), text(&inner["id"])));
    assert_eq!(kept["createdAt"], "2027-01-15T08:00:00.000Z");
    assert_eq!(kept["updatedAt"], "2027-01-15T08:01:00.000Z");
    // The example in it was sent along unchanged.
    assert_eq!(kept["response"][0]["id"], inner["response"][0]["id"]);
    assert_eq!(kept["response"][0]["updatedAt"], "2027-01-15T08:00:00.000Z");
    let fresh = text(&after["item"][0]["id"]);
    assert_eq!(fresh.len(), 36);
    assert_eq!(after["info"]["createdAt"], "2027-01-15T08:00:00.000Z");
    assert_eq!(after["info"]["updatedAt"], "2027-01-15T08:01:00.000Z");
    assert!(after.get("variable").is_none(), "what the body does not have is gone");
}

#[tokio::test]
async fn a_caller_in_a_hurry_gets_a_task_to_ask_for() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let headers = [JSON, ("prefer", "respond-async")];
    let body = of("Second", &json!([])).to_string();
    let path = format!("/collections/{id}");
    let put = team.ana.send_text("PUT", &path, &headers, body).await.expect(202);
    let task = text(&put.json["task"]["id"]);
    let asked = format!("/collection-updates-tasks/{task}");
    assert_eq!(team.ana.get(&asked).await.ok()["status"], "successful");
    assert_eq!(team.ben.get(&asked).await.status, 404, "told only to whoever began it");
    let after = team.ana.get(&path).await.ok();
    assert_eq!(after["collection"]["info"]["name"], "Second");
    let wrong = json!({ "collection": { "info": {} } }).to_string();
    team.ana.send_text("PUT", &path, &headers, wrong).await.expect(400);
}

#[tokio::test]
async fn an_export_written_back_changes_nothing() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let path = format!("/collections/{id}");
    let before = team.ana.get(&path).await;
    team.ana.put(&path, before.json.clone()).await.ok();
    assert_eq!(team.ana.get(&path).await.text(), before.text());
}

#[tokio::test]
async fn ids_of_other_collections_are_refused() {
    let team = Team::new().await;
    let (one, _) = team.collection("One").await;
    let (other, _) = team.collection("Other").await;
    let theirs = team.ana.get(&format!("/collections/{other}")).await.ok();
    let taken = theirs["collection"]["item"][1].clone();
    let answer = team.ana.put(&format!("/collections/{one}"), of("One", &json!([taken]))).await;
    let answer = answer.expect(400);
    assert_eq!(named(&answer), "instanceFoundError");
    assert_eq!(answer.json["error"]["details"], json!({ "item": "item", "id": taken["id"] }));
    // Nothing was half done.
    let still = team.ana.get(&format!("/collections/{one}")).await.ok();
    assert_eq!(names(&still["collection"]["item"]), ["Orders", "Ping"]);
}

#[tokio::test]
async fn the_body_may_not_name_another_collection() {
    let team = Team::new().await;
    let (id, uid) = team.collection("One").await;
    let (_, other) = team.collection("Other").await;
    let wrong_owner = format!("{}-{id}", team.ben_id);
    let cases = [
        ("_postman_id", id.clone(), 200),
        ("_postman_id", id.to_uppercase(), 200),
        ("_postman_id", uid.clone(), 200),
        ("uid", uid.clone(), 200),
        ("_postman_id", NOWHERE.to_owned(), 400),
        ("_postman_id", other.clone(), 400),
        ("uid", other, 400),
        ("uid", wrong_owner, 400),
    ];
    for (member, value, status) in cases {
        let mut body = of("One", &json!([]));
        body["collection"]["info"][member] = value.clone().into();
        let answer = team.ana.put(&format!("/collections/{id}"), body).await.expect(status);
        if status == 400 {
            assert_eq!(named(&answer), "collectionMismatchError", "{member}: {value}");
        }
    }
}

#[tokio::test]
async fn what_was_sent_is_kept_to_the_letter() {
    let team = Team::new().await;
    let (id, _) = team.collection("Exact").await;
    let path = format!("/collections/{id}");
    let own = r#""z":1,"a":[1.0,1e3,-0,0.10,1E+2,12345678901234567890,1.7976931348623157e308],"é":"\u00e9\ud83d\ude00","_exporter_id":"7","nothing":null,"deep":{"y":{},"x":[]}"#;
    let body = format!(
        r#"{{"collection":{{{own},"item":[{{{own},"request":{{{own},"method":"GET","url":{{"raw":"u","host":["u"],"path":[],{own}}}}},"name":"Q","response":[{{{own},"name":"R","header":[],"cookie":[],"_postman_previewlanguage":"json"}}]}},{{"item":[],{own},"name":"F"}}],"info":{{"name":"Exact",{own},"schema":"{SCHEMA}"}},"protocolProfileBehavior":{{"x":1.50}}}}}}"#
    );
    team.ana.send_text("PUT", &path, &[JSON], body).await.expect(200);
    let got = team.ana.get(&path).await.expect(200).text();
    // Seven as sent, and two more in the request that the example is told to belong to.
    assert_eq!(got.matches(own).count(), 9, "{got}");
    assert!(got.contains(r#""protocolProfileBehavior":{"x":1.50}"#), "{got}");
    assert!(got.contains(r#""cookie":[],"_postman_previewlanguage":"json""#), "{got}");
    let at = |part: &str| got.find(part).unwrap_or_else(|| panic!("no {part} in {got}"));
    assert!(at(r#""name":"Q""#) < at(r#""name":"F""#), "items keep their order");
    assert!(at(r#""item":[{"#) < at(r#""info":{"#), "members keep their order");
}
