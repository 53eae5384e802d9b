//! APIs.

use serde_json::{Value, json};

use super::{Team, add_workspace, names, said, text};

async fn add(team: &Team, name: &str, description: &str) -> String {
    let body = json!({ "name": name, "summary": "s", "description": description });
    let target = format!("/apis?workspaceId={}", team.workspace);
    text(&team.ana.post(&target, body).await.ok()["id"])
}

#[tokio::test]
async fn an_api_lives_from_creation_to_deletion() {
    let team = Team::new().await;
    let owner = team.app.owner_id();
    let at = "2027-01-15T08:00:00.000Z";
    let body = json!({ "name": "Payments", "summary": "Pays", "description": "All of it" });
    let target = format!("/apis?workspaceId={}", team.workspace);
    let made = team.ana.post(&target, body).await.expect(200).json;
    let id = text(&made["id"]);
    let expected = json!({ "id": id, "name": "Payments", "summary": "Pays",
        "description": "All of it", "createdAt": at, "createdBy": owner, "updatedAt": at,
        "updatedBy": owner });
    assert_eq!(made, expected);
    let path = format!("/apis/{id}");
    assert_eq!(team.ben.get(&path).await.ok(), expected);
    assert_eq!(team.ben.get(&format!("/apis/{owner}-{id}")).await.ok(), expected);
    let parts = format!("{path}?include=collections,versions,schemas");
    let with = team.ben.get(&parts).await.ok();
    assert_eq!((&with["collections"], &with["versions"]), (&json!([]), &json!([])));

    team.app.clock().advance(1000);
    // What is not named stays; users are text in this answer only.
    let changed = team.ana.put(&path, json!({ "summary": "Paid" })).await.expect(200).json;
    assert_eq!((&changed["name"], &changed["summary"]), (&json!("Payments"), &json!("Paid")));
    assert_eq!(changed["updatedBy"], owner.to_string());
    assert_eq!(changed["updatedAt"], "2027-01-15T08:00:01.000Z");
    assert_eq!(changed["createdAt"], at);
    let gone = team.ana.delete(&path).await.expect(204);
    assert!(gone.body.is_empty() && gone.header("content-type").is_empty());
    for again in [team.ana.get(&path).await, team.ana.delete(&path).await] {
        again.expect(404);
    }
}

#[tokio::test]
async fn lists_are_of_one_workspace_and_paged() {
    let team = Team::new().await;
    for number in 0..12 {
        add(&team, &format!("Api {number:02}"), if number < 3 { "The FIRST ones" } else { "" })
            .await;
        team.app.clock().advance(1000);
    }
    let list = async |query: &str| -> Value {
        team.ben.get(&format!("/apis?workspaceId={}{query}", team.workspace)).await.ok()
    };
    let first = list("").await;
    assert_eq!(first["apis"].as_array().unwrap().len(), 10);
    assert_eq!((&first["meta"]["limit"], &first["meta"]["total"]), (&json!(10), &json!(12)));
    let cursor = text(&first["meta"]["nextCursor"]);
    let second = list(&format!("&cursor={cursor}")).await;
    assert_eq!(second["apis"].as_array().unwrap().len(), 2);
    assert_eq!(second["meta"]["nextCursor"], "");
    let mut all = names(&first["apis"]);
    all.extend(names(&second["apis"]));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 12);
    assert_eq!(names(&list("&description=first").await["apis"]).len(), 3);
    assert_eq!(list(&format!("&createdBy={}", team.ben_id)).await["apis"], json!([]));
    assert_eq!(list("&limit=3").await["apis"].as_array().unwrap().len(), 3);
    let other = add_workspace(&team.ana, "Other", "team").await;
    let none = team.ana.get(&format!("/apis?workspaceId={other}")).await.ok();
    assert_eq!(none["apis"], json!([]));
    assert_eq!(none["meta"]["total"], 0);
}

#[tokio::test]
async fn bad_lists_are_refused() {
    let team = Team::new().await;
    let missing = team.ana.get("/apis").await.expect(400);
    assert_eq!(missing.json["type"], "badRequest");
    assert_eq!(missing.json["title"], "Invalid request");
    assert_eq!(said(&missing), "Missing parameter, workspaceId");
    let here = &team.workspace;
    for query in ["limit=0", "limit=x", "createdBy=ana", "cursor=zzz", "cursor=dDox"] {
        team.ana.get(&format!("/apis?workspaceId={here}&{query}")).await.expect(400);
    }
    // A workspace that one can't see holds nothing.
    let list = team.eve.get(&format!("/apis?workspaceId={here}")).await.ok();
    assert_eq!(list["apis"], json!([]));
}

#[tokio::test]
async fn bad_bodies_and_strangers_are_refused() {
    let team = Team::new().await;
    let id = add(&team, "Payments", "").await;
    let path = format!("/apis/{id}");
    let target = format!("/apis?workspaceId={}", team.workspace);
    for body in [json!({}), json!({ "name": 1 }), json!([]), json!({ "api": { "name": "x" } })] {
        team.ana.post(&target, body).await.expect(400);
    }
    team.ana.put(&path, json!({ "name": 7 })).await.expect(400);
    for (actor, status) in [(&team.ben, 403), (&team.eve, 404)] {
        actor.post(&target, json!({ "name": "x" })).await.expect(status);
        actor.put(&path, json!({ "name": "x" })).await.expect(status);
        actor.delete(&path).await.expect(status);
    }
    team.eve.get(&path).await.expect(404);
    // The header of the tenth version is not asked for, and changes nothing.
    let headers = [("accept", "application/vnd.api.v10+json")];
    let got = team.ana.send_text("GET", &path, &headers, "").await.expect(200);
    assert_eq!(got.header("content-type"), "application/json");
}
