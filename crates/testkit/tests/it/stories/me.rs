//! Who am I, who is in my team, and how much was used.

use serde_json::{Value, json};
use testkit::Actor;

use super::{Team, members};

/// How often the caller called this month, by its own answer.
async fn calls(actor: &Actor) -> i64 {
    used(&actor.get("/me").await.ok())
}

fn used(me: &Value) -> i64 {
    let operations = me["operations"].as_array().unwrap();
    let counted = operations.iter().find(|one| one["name"] == "api_usage").unwrap();
    counted["usage"].as_i64().unwrap()
}

#[tokio::test]
async fn a_person_reads_itself() {
    let team = Team::new().await;
    let me = team.ben.get("/me").await.ok();
    assert_eq!(members(&me), ["user", "operations"]);
    let user = &me["user"];
    assert_eq!(user["id"], team.ben_id);
    assert_eq!(user["username"], "ben");
    assert_eq!(user["email"], "ben@example.com");
    assert_eq!(user["fullName"], "Ben Okafor");
    assert_eq!(user["avatar"], Value::Null);
    assert_eq!((&user["teamName"], &user["roles"]), (&json!("Core team"), &json!(["user"])));
    assert!(user["teamId"].is_i64());
    let counted: Vec<_> =
        me["operations"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    for name in ["mock_usage", "monitor_request_runs", "api_usage"] {
        assert!(counted.contains(&json!(name)), "{name}");
    }
    // Somebody in no team has none.
    let body = json!({ "user": { "username": "solo" } });
    let made = team.app.local().post("/gatepost/v1/users", body).await.ok();
    let key = team.app.key(json!({ "kind": "user", "user": made["user"]["id"] })).await;
    let solo = team.app.anonymous().with_key(&key).get("/me").await.ok();
    for absent in ["teamId", "teamName", "teamDomain", "email"] {
        assert!(solo["user"].get(absent).is_none(), "{absent}");
    }
}

#[tokio::test]
async fn calls_are_counted_across_a_restart_and_anew_each_month() {
    let team = Team::new().await;
    let start = calls(&team.ben).await;
    for _ in 0..3 {
        team.ben.get("/collections").await.expect(200);
    }
    // Refused calls are no use, and others' calls are others'.
    team.ben.get("/collections/0b0b0b0b-0000-4000-8000-000000000000").await.expect(404);
    team.ben.get("/nowhere").await.expect(404);
    team.ana.get("/collections").await.expect(200);
    let before = calls(&team.ben).await;
    assert_eq!(before - start, 4);

    let key = team.ben.key.clone().unwrap();
    let app = team.app.restart().await;
    let ben = app.anonymous().with_key(&key);
    assert_eq!(calls(&ben).await, before + 1);
    let app = app.restart().await;
    let ben = app.anonymous().with_key(&key);
    assert_eq!(calls(&ben).await, before + 2);

    // 2027-02-01 is 17 days away.
    app.clock().advance(17 * 24 * 3_600_000);
    assert_eq!(calls(&ben).await, 0);
    assert_eq!(calls(&ben).await, 1);
    let app = app.restart().await;
    assert_eq!(calls(&app.anonymous().with_key(&key)).await, 2);
}

#[tokio::test]
async fn an_agent_reads_its_owner_and_uses_its_owners_calls() {
    let team = Team::new().await;
    let (id, agent) = team.app.agent("Release bot").await;
    agent.get("/me").await.expect(404);
    team.grant(&id, json!({ "area": "user", "level": "read", "scope": { "all": true } })).await;
    let before = calls(&team.ana).await;
    let answer = agent.get("/me").await.expect(200);
    assert_eq!(answer.header("x-gatepost-agent"), id);
    let user = &answer.json["user"];
    assert_eq!((&user["username"], &user["email"]), (&json!("ana"), &json!("a***@e***")));
    assert_eq!(used(&answer.json), before + 1);
    // Who may read the team may read its addresses.
    team.grant(&id, json!({ "area": "team", "level": "read", "scope": { "all": true } })).await;
    let user = agent.get("/me").await.ok();
    assert_eq!(user["user"]["email"], "ana@example.com");
}

#[tokio::test]
async fn the_team_lists_its_people_and_nobody_else() {
    let team = Team::new().await;
    let names = async |actor: &Actor| {
        let list = actor.get("/users").await.ok();
        let mut names: Vec<String> =
            list["data"].as_array().unwrap().iter().map(|one| super::text(&one["name"])).collect();
        names.sort();
        names
    };
    assert_eq!(names(&team.ben).await, ["Ana Ruiz", "Ben Okafor", "Cleo Diaz"]);
    assert_eq!(names(&team.eve).await, ["Eve Malik"]);
    let list = team.ben.get("/users").await.ok();
    let ben = list["data"].as_array().unwrap().iter().find(|one| one["id"] == team.ben_id).unwrap();
    assert_eq!(
        *ben,
        json!({ "id": team.ben_id, "name": "Ben Okafor", "username": "ben",
            "email": "ben@example.com", "roles": ["user"], "joinedAt": "2027-01-15T08:00:00.000Z" })
    );
    // There are no groups yet.
    assert_eq!(team.ben.get("/users?groupId=1").await.ok()["data"], json!([]));
    let gone = format!("/gatepost/v1/users/{}", team.cleo_id);
    team.app.local().delete(&gone).await.expect(204);
    assert_eq!(names(&team.ben).await, ["Ana Ruiz", "Ben Okafor"]);
}
