//! What happens in workspaces: activities, announcements, things that go elsewhere.

use serde_json::{Value, json};

use super::{Team, add_workspace, text};

#[tokio::test]
async fn the_feed_tells_who_changed_what() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Shop").await;
    let feed = format!("/workspaces/{}/activities", team.workspace);
    let (agent_id, agent) = team.agent("Bot", &[("collections", "full")]).await;
    let folder = json!({ "name": "Extra" });
    agent.post(&format!("/collections/{id}/folders"), folder).await.ok();
    team.ana.get(&format!("/collections/{id}")).await.ok();
    let all = team.ben.get(&feed).await.ok();
    let data = all["data"].as_array().unwrap();
    let told: Vec<[&Value; 3]> =
        data.iter().map(|one| [&one["action"], &one["trigger"], &one["elementName"]]).collect();
    assert_eq!(
        told[..2],
        [
            [&json!("create"), &json!("createCollectionFolder"), &json!("Shop")],
            [&json!("create"), &json!("createCollection"), &json!("Shop")]
        ],
        "{all}"
    );
    assert_eq!(data[0]["user"]["name"], "Bot, for Ana Ruiz");
    assert_eq!((&data[1]["user"]["username"], &data[1]["elementId"]), (&json!("ana"), &json!(uid)));
    assert!(
        text(&data[0]["createdAt"]).ends_with('Z') && !text(&data[0]["createdAt"]).contains('.')
    );

    // Page by page, by kind and by person.
    let first = team.ana.get(&format!("{feed}?limit=1")).await.ok();
    let next = text(&first["meta"]["nextCursor"]);
    let second = team.ana.get(&format!("{feed}?limit=1&cursor={next}")).await.ok();
    assert_eq!(second["data"][0]["id"], data[1]["id"]);
    let none = team.ana.get(&format!("{feed}?elementType=mock,monitor")).await.ok();
    assert_eq!(none["data"], json!([]));
    let hers = team.ana.get(&format!("{feed}?userId={}", team.ben_id)).await.ok();
    assert_eq!(hers["data"], json!([]));

    // An agent sees what it may read, and a stranger nothing.
    team.app
        .grant(json!({ "agent": agent_id, "area": "workspaces", "level": "read",
        "scope": { "workspaces": [team.workspace] } }))
        .await;
    let kinds = async || -> Vec<String> {
        let seen = agent.get(&feed).await.ok();
        seen["data"].as_array().unwrap().iter().map(|one| text(&one["elementType"])).collect()
    };
    assert_eq!(kinds().await, ["collection", "collection", "workspace"]);
    let block = json!({ "effect": "block", "area": "collections", "level": "read",
        "scope": { "resources": [id] } });
    team.grant(&agent_id, block).await;
    assert_eq!(kinds().await, ["workspace"]);
    team.eve.get(&feed).await.expect(404);

    let target = format!("/collections/fork/{id}?workspace={}", team.workspace);
    let fork = team.ana.post(&target, json!({ "label": "mine" })).await.ok();
    let spec = format!("/collections/{uid}/generations/spec");
    team.ana.post(&spec, json!({ "name": "Described" })).await.ok();
    let made = team.ana.get(&format!("{feed}?limit=2")).await.ok();
    let made = made["data"].as_array().unwrap();
    let told = |one: &Value| json!([one["action"], one["elementType"], one["elementName"]]);
    assert_eq!(told(&made[0]), json!(["create", "spec", "Described"]), "{made:?}");
    assert_eq!(told(&made[1]), json!(["create", "collection", "Shop"]));
    assert_eq!(made[1]["elementId"], fork["collection"]["uid"]);

    team.ana.delete(&format!("/collections/{id}")).await.ok();
    let last = team.ana.get(&format!("{feed}?limit=1")).await.ok();
    assert_eq!(
        (&last["data"][0]["action"], &last["data"][0]["elementName"]),
        (&json!("destroy"), &json!("Shop"))
    );
}

#[tokio::test]
async fn announcements_come_and_go() {
    let team = Team::new().await;
    let updates = format!("/workspaces/{}/updates", team.workspace);
    let news = |topic: &str, category: &str| json!({ "topic": topic, "description": "Read this.", "category": category });
    let first = team.ana.post(&updates, news("One", "announcement")).await.ok();
    let second = team.ana.post(&updates, news("Two", "bug_fix")).await.ok();
    assert_eq!(first["isPinned"], false);
    team.ana.post(&updates, news("", "bug_fix")).await.expect(400);
    team.ana.post(&updates, news("Odd", "gossip")).await.expect(400);
    team.ben.post(&updates, news("Mine", "bug_fix")).await.expect(403);
    let one = format!("{updates}/{}", first["id"]);
    let pinned = team.ana.patch(&one, json!({ "isPinned": true })).await.ok();
    assert_eq!((&pinned["topic"], &pinned["isPinned"]), (&json!("One"), &json!(true)));
    let listed = team.ben.get(&updates).await.ok();
    let topics: Vec<&Value> =
        listed["data"].as_array().unwrap().iter().map(|one| &one["topic"]).collect();
    assert_eq!(topics, ["One", "Two"]);
    assert_eq!(listed["data"][0]["createdBy"]["username"], "ana");
    let fixes = team.ben.get(&format!("{updates}?category=bug_fix")).await.ok();
    assert_eq!(fixes["data"][0]["id"], second["id"]);
    team.ben.get(&format!("{updates}/999999")).await.expect(404);
    team.ana.delete(&one).await.expect(204);
    team.ana.get(&one).await.expect(404);
}

#[tokio::test]
async fn elements_go_to_other_workspaces() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Shop").await;
    let elsewhere = add_workspace(&team.ana, "Elsewhere", "team").await;
    let own = add_workspace(&team.ana, "Own", "personal").await;
    let transfers = format!("/workspaces/{}/element-transfers", team.workspace);
    let to = |place: &str, kind: &str| json!({ "id": uid, "type": kind, "to": place });
    team.ana.post(&transfers, to(&own, "collection")).await.expect(400);
    team.ana.post(&transfers, to(&elsewhere, "flow")).await.expect(400);
    team.ana.post(&transfers, to(&elsewhere, "environment")).await.expect(404);
    team.ben.post(&transfers, to(&elsewhere, "collection")).await.expect(403);
    let moved = team.ana.post(&transfers, to(&elsewhere, "collection")).await.ok();
    assert_eq!(moved["workspace"]["element-transfers"]["to"], elsewhere);
    let here = team.ana.get(&format!("/collections?workspace={}", team.workspace)).await.ok();
    assert_eq!(here["collections"], json!([]));
    let there = team.ana.get(&format!("/collections?workspace={elsewhere}")).await.ok();
    assert_eq!(there["collections"][0]["id"], id);
    team.ana.post(&transfers, to(&elsewhere, "collection")).await.expect(400);
    let found = json!({ "q": "Ping", "elementType": "requests" });
    let found = team.ana.post("/search", found).await.ok().to_string();
    assert!(found.contains(&elsewhere) && !found.contains(&team.workspace), "{found}");
}

#[tokio::test]
async fn a_workspace_is_given_to_another_team() {
    let team = Team::new().await;
    let core = team.ana.get("/me").await.ok()["user"]["teamId"].to_string();
    let path = format!("/workspaces/{}/transfers", team.workspace);
    let to =
        |source: &str, destination: &str| json!({ "source": source, "destination": destination });
    team.ana.patch(&path, to("9", &core)).await.expect(400);
    team.ana.patch(&path, to(&core, &core)).await.expect(400);
    let rival = team.eve.get("/me").await.ok()["user"]["teamId"].to_string();
    team.ana.patch(&path, to(&core, &rival)).await.expect(403);
    let user = format!("/gatepost/v1/users/{}/roles", team.app.owner_id());
    let roles = json!({ "team": rival.parse::<i64>().unwrap(), "roles": ["user"] });
    team.app.local().put(&user, roles).await.ok();
    team.ana.patch(&path, to(&core, &rival)).await.ok();
    team.ben.get(&format!("/workspaces/{}", team.workspace)).await.expect(404);
    team.eve.get(&format!("/workspaces/{}", team.workspace)).await.ok();
}
