//! What agents may do, from their first call to their last.

use serde_json::json;
use testkit::{Actor, Answer, collection};

use super::{Team, add_collection, add_workspace, names, said, text};

const HOUR: i64 = 3_600_000;

#[track_caller]
fn refused(answer: &Answer, status: u16, reason: &str, needs: &str) {
    assert_eq!(answer.status, status, "{}: {}", answer.asked, answer.text());
    assert_eq!(answer.header("x-gatepost-decision"), "deny", "{}", answer.asked);
    assert_eq!(answer.header("x-gatepost-reason"), reason, "{}", answer.asked);
    assert_eq!(answer.header("x-gatepost-needs"), needs, "{}", answer.asked);
    assert!(answer.header("x-gatepost-request-id").starts_with("evt_"), "{}", answer.asked);
}

#[tokio::test]
async fn without_a_grant_nothing_exists() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let (environment, _) = team.environment("Live").await;
    let (agent_id, agent) = team.app.agent("Bot").await;
    let paths = [
        "/collections".to_owned(),
        format!("/collections/{id}"),
        "/environments".to_owned(),
        format!("/environments/{environment}"),
        "/workspaces".to_owned(),
        format!("/workspaces/{}", team.workspace),
        format!("/workspaces/{}/roles", team.workspace),
        "/workspaces-roles".to_owned(),
        format!("/apis?workspaceId={}", team.workspace),
        "/me".to_owned(),
        "/users".to_owned(),
        "/mocks".to_owned(),
    ];
    for path in &paths {
        let answer = agent.get(path).await;
        refused(&answer, 404, "not_visible", "");
        assert_eq!(answer.header("x-gatepost-agent"), agent_id);
        assert!(!answer.text().contains("grant"), "{}", answer.text());
        let record = &team.app.records(1).await[0];
        assert_eq!(record["reason"], "not_granted", "{path}: the record knows");
        assert!(record["needs"][0].is_string(), "{path}: {record}");
    }
    // A path that no operation has is told as such.
    let answer = agent.get("/nowhere").await;
    assert_eq!((answer.status, answer.header("x-gatepost-reason")), (404, "unknown_operation"));
}

#[tokio::test]
async fn each_level_gives_what_it_says() {
    let team = Team::new().await;
    let into = format!("/collections?workspace={}", team.workspace);
    for (level, gets, writes, deletes) in
        [("read", 200, 403, 403), ("write", 200, 200, 403), ("full", 200, 200, 200)]
    {
        let (_, agent) = team.agent(level, &[("collections", level)]).await;
        let (id, _) = team.collection("Payments").await;
        let path = format!("/collections/{id}");
        let patch = json!({ "collection": { "info": { "name": "Money" } } });
        agent.get("/collections").await.expect(gets);
        agent.get(&path).await.expect(gets);
        let calls = [
            (agent.post(&into, collection("New")).await, writes, "collections=write"),
            (agent.put(&path, collection("Money")).await, writes, "collections=write"),
            (agent.patch(&path, patch).await, writes, "collections=write"),
            (agent.delete(&path).await, deletes, "collections=full"),
        ];
        for (answer, status, needs) in calls {
            assert_eq!(answer.status, status, "{level}: {}: {}", answer.asked, answer.text());
            if status == 403 {
                refused(&answer, 403, "not_granted", needs);
                let words = format!("smallest grant: {} on 'Core'", needs.replace('=', " "));
                assert!(said(&answer).contains(&words), "{}", said(&answer));
            } else {
                assert_eq!(answer.header("x-gatepost-decision"), "allow");
            }
        }
        // Other areas stay shut.
        refused(&agent.get("/environments").await, 404, "not_visible", "");
    }
}

#[tokio::test]
async fn a_scope_is_a_border() {
    let team = Team::new().await;
    let other = add_workspace(&team.ana, "Other", "team").await;
    let (inside, inside_uid) = team.collection("Inside").await;
    let (outside, _) = add_collection(&team.ana, &other, collection("Outside")).await;
    let (_, agent) = team.agent("Bot", &[("collections", "full")]).await;
    let path = |id: &str| format!("/collections/{id}");
    agent.get(&path(&inside)).await.expect(200);
    let hidden = agent.get(&path(&outside)).await;
    refused(&hidden, 404, "not_visible", "");
    refused(&agent.delete(&path(&outside)).await, 404, "not_visible", "");
    assert_eq!(names(&agent.get("/collections").await.ok()["collections"]), ["Inside"]);
    let page = agent.get("/collections?limit=5").await.ok();
    assert_eq!(page["meta"]["total"], 1, "what is hidden is not counted");
    let list = agent.get(&format!("/collections?workspace={other}")).await.ok();
    assert_eq!(list["collections"], json!([]));
    let into = |id: &str| format!("/collections?workspace={id}");
    agent.post(&into(&team.workspace), collection("New")).await.expect(200);
    assert!([403, 404].contains(&agent.post(&into(&other), collection("New")).await.status));
    let unnamed = agent.post("/collections", collection("New")).await;
    refused(&unnamed, 400, "bad_request", "");
    assert!(said(&unnamed).contains("?workspace="), "{}", said(&unnamed));

    // A single element, by its uid.
    let (single, narrow) = team.app.agent("Narrow").await;
    let scope = json!({ "resources": [inside_uid] });
    team.grant(&single, json!({ "area": "collections", "level": "write", "scope": scope })).await;
    assert_eq!(names(&narrow.get("/collections").await.ok()["collections"]), ["Inside"]);
    narrow.put(&path(&inside), collection("Inside")).await.expect(200);
    let elsewhere = narrow.post(&into(&team.workspace), collection("New")).await;
    assert!([403, 404].contains(&elsewhere.status), "{}", elsewhere.status);
    // Several grants add up.
    let scope = json!({ "workspaces": [other] });
    team.grant(&single, json!({ "area": "collections", "level": "read", "scope": scope })).await;
    assert_eq!(names(&narrow.get("/collections").await.ok()["collections"]), ["Inside", "Outside"]);
    refused(
        &narrow.put(&path(&outside), collection("x")).await,
        403,
        "not_granted",
        "collections=write",
    );
}

#[tokio::test]
async fn the_owners_role_is_the_outer_bound() {
    let team = Team::new().await;
    let (shared, _) = team.collection("Shared").await;
    let private = add_workspace(&team.ana, "Back room", "private").await;
    let (hidden, _) = add_collection(&team.ana, &private, collection("Hidden")).await;
    let (id, agent) = team.app.agent_of("Ben's bot", team.ben_id).await;
    let everything = json!({ "area": "collections", "level": "full", "scope": { "all": true } });
    team.grant(&id, everything).await;
    assert_eq!(names(&agent.get("/collections").await.ok()["collections"]), ["Shared"]);
    refused(&agent.get(&format!("/collections/{hidden}")).await, 404, "not_visible", "");
    let answer = agent.delete(&format!("/collections/{shared}")).await;
    refused(&answer, 403, "owner_forbidden", "");
    // Given a role, the owner's agents may with the next call.
    let roles = json!({ "roles": [{ "op": "add", "path": "/user",
        "value": [{ "id": team.ben_id.to_string(), "role": "2" }] }] });
    team.ana.patch(&format!("/workspaces/{}/roles", team.workspace), roles).await.ok();
    agent.delete(&format!("/collections/{shared}")).await.expect(200);
}

#[tokio::test]
async fn one_operation_can_be_granted_alone() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let path = format!("/collections/{id}");
    let (agent_id, agent) = team.app.agent("Pruner").await;
    team.grant(&agent_id, json!({ "operation": "deleteCollection" })).await;
    // It deletes what it can't read.
    refused(&agent.get(&path).await, 404, "not_visible", "");
    refused(&agent.put(&path, collection("x")).await, 404, "not_visible", "");
    agent.delete(&path).await.expect(200);
    let (lister_id, lister) = team.app.agent("Lister").await;
    team.collection("Seen").await;
    team.grant(&lister_id, json!({ "operation": "getCollections" })).await;
    assert_eq!(names(&lister.get("/collections").await.ok()["collections"]), ["Seen"]);
}

#[tokio::test]
async fn a_block_beats_every_grant() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let (other, _) = team.collection("Other").await;
    let (agent_id, agent) =
        team.agent("Bot", &[("collections", "full"), ("workspaces", "full")]).await;
    let path = format!("/collections/{id}");
    let block = json!({ "effect": "block", "operation": "putCollection" });
    let rule = team.grant(&agent_id, block).await;
    refused(&agent.put(&path, collection("x")).await, 403, "blocked", "");
    agent.get(&path).await.expect(200);
    team.app.local().delete(&format!("/gatepost/v1/grants/{rule}")).await.expect(204);
    agent.put(&path, collection("Payments")).await.expect(200);

    // On one element, from write on.
    let scope = json!({ "resources": [uid] });
    let block =
        json!({ "effect": "block", "area": "collections", "level": "write", "scope": scope });
    let rule = team.grant(&agent_id, block).await;
    refused(&agent.put(&path, collection("x")).await, 403, "blocked", "");
    refused(&agent.delete(&path).await, 403, "blocked", "");
    agent.put(&format!("/collections/{other}"), collection("Other")).await.expect(200);
    // What is blocked does not fall with the workspace it lies in.
    refused(&agent.delete(&format!("/workspaces/{}", team.workspace)).await, 403, "blocked", "");
    team.app.local().delete(&format!("/gatepost/v1/grants/{rule}")).await.expect(204);

    // Read blocked: it does not exist. For every agent at once.
    let everybody = json!({ "effect": "block", "area": "collections", "level": "read",
        "scope": { "resources": [uid] } });
    team.app.grant(everybody).await;
    refused(&agent.get(&path).await, 404, "not_visible", "");
    assert_eq!(names(&agent.get("/collections").await.ok()["collections"]), ["Other"]);
    team.ana.get(&path).await.expect(200);
}

#[tokio::test]
async fn stopping_and_resuming_hold_from_the_next_call() {
    let team = Team::new().await;
    let (id, agent) = team.agent("Bot", &[("collections", "read")]).await;
    let act = async |what: &str, status: u16| {
        let path = format!("/gatepost/v1/agents/{id}/{what}");
        team.app.local().post(&path, json!({})).await.expect(status)
    };
    agent.get("/collections").await.expect(200);
    assert_eq!(act("suspend", 200).await.json["agent"]["state"], "suspended");
    for path in ["/collections", "/nowhere", "/me", "/mocks"] {
        refused(&agent.get(path).await, 403, "agent_suspended", "");
    }
    act("suspend", 200).await;
    assert_eq!(act("resume", 200).await.json["agent"]["state"], "active");
    agent.get("/collections").await.expect(200);
    // A kill is for good, and takes the keys along.
    let killed = act("kill", 200).await.json;
    assert_eq!(killed["agent"]["state"], "killed");
    assert!(
        killed["agent"]["keys"].as_array().unwrap().iter().all(|key| key["state"] == "revoked")
    );
    assert!([401, 403].contains(&agent.get("/collections").await.status));
    for what in ["resume", "suspend"] {
        assert!(said(&act(what, 409).await).contains("for good"));
    }
    let path = format!("/gatepost/v1/agents/{id}");
    team.app.local().delete(&path).await.expect(204);
    agent.get("/collections").await.expect(401);
    team.app.local().get(&path).await.expect(404);
    for what in ["suspend", "resume", "kill"] {
        act(what, 404).await;
    }
}

#[tokio::test]
async fn time_ends_agents_keys_and_grants() {
    let team = Team::new().await;
    let local = team.app.local();
    let agent = async |name: &str, not_after: Option<&str>| -> (String, Actor) {
        let mut body = json!({ "name": name, "owner": team.app.owner_id() });
        if let Some(end) = not_after {
            body["notAfter"] = end.into();
        }
        let made = local.post("/gatepost/v1/agents", json!({ "agent": body })).await.ok();
        let actor = team.app.anonymous().with_key(&text(&made["key"]));
        (text(&made["agent"]["id"]), actor)
    };
    let (brief_id, brief) = agent("Brief", Some("2027-01-15T09:00:00Z")).await;
    let (lasting_id, lasting) = agent("Lasting", None).await;
    let read = json!({ "area": "collections", "level": "read" });
    team.grant(&brief_id, read.clone()).await;
    let mut rule = read.clone();
    rule["notBefore"] = "2027-01-15T08:30:00Z".into();
    rule["notAfter"] = "2027-01-15T09:30:00Z".into();
    team.grant(&lasting_id, rule).await;
    let key = json!({ "kind": "agent", "agent": lasting_id, "notAfter": "2027-01-15T09:15:00Z" });
    let second = lasting.with_key(&team.app.key(key).await);

    brief.get("/collections").await.expect(200);
    // Not yet.
    refused(&lasting.get("/collections").await, 404, "not_visible", "");
    let record = &team.app.records(1).await[0];
    assert_eq!(record["reason"], "outside_window");
    team.app.clock().advance(HOUR / 2);
    lasting.get("/collections").await.expect(200);
    second.get("/collections").await.expect(200);
    team.app.clock().advance(HOUR / 2 - 1);
    brief.get("/collections").await.expect(200);
    team.app.clock().advance(1);
    refused(&brief.get("/collections").await, 403, "agent_expired", "");
    let shown = local.get(&format!("/gatepost/v1/agents/{brief_id}")).await.ok();
    assert_eq!(shown["agent"]["state"], "expired");
    team.app.clock().advance(HOUR / 4);
    second.get("/collections").await.expect(401);
    lasting.get("/collections").await.expect(200);
    team.app.clock().advance(HOUR / 4);
    refused(&lasting.get("/collections").await, 404, "not_visible", "");
}

#[tokio::test]
async fn an_agent_of_nobody_does_nothing() {
    let team = Team::new().await;
    let (id, agent) = team.app.agent_of("Ben's bot", team.ben_id).await;
    team.grant(&id, json!({ "area": "collections", "level": "read" })).await;
    agent.get("/collections").await.expect(200);
    let path = format!("/gatepost/v1/users/{}", team.ben_id);
    team.app.local().delete(&path).await.expect(204);
    refused(&agent.get("/collections").await, 403, "owner_inactive", "");
    team.ben.get("/me").await.expect(401);
}

#[tokio::test]
async fn grants_hold_and_end_with_the_next_call() {
    let team = Team::new().await;
    let (id, agent) = team.app.agent("Bot").await;
    for _ in 0..3 {
        agent.get("/collections").await.expect(404);
        let grant = team.grant(&id, json!({ "area": "collections", "level": "read" })).await;
        agent.get("/collections").await.expect(200);
        team.app.local().delete(&format!("/gatepost/v1/grants/{grant}")).await.expect(204);
    }
    agent.get("/collections").await.expect(404);
}

#[tokio::test]
async fn everything_holds_after_a_restart() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let (_, agent) = team.agent("Bot", &[("collections", "read")]).await;
    let (stopped_id, stopped) = team.agent("Stopped", &[("collections", "read")]).await;
    let path = format!("/gatepost/v1/agents/{stopped_id}/suspend");
    team.app.local().post(&path, json!({})).await.ok();
    let before = team.ana.get(&format!("/collections/{id}")).await.text();
    let records = team.app.recorded();
    let app = team.app.restart().await;
    let again = |actor: &Actor| app.anonymous().with_key(actor.key.as_deref().unwrap());
    let path = format!("/collections/{id}");
    assert_eq!(again(&team.ana).get(&path).await.text(), before);
    again(&agent).get(&path).await.expect(200);
    refused(&again(&agent).delete(&path).await, 403, "not_granted", "collections=full");
    refused(&again(&stopped).get(&path).await, 403, "agent_suspended", "");
    assert!(app.recorded() > records, "the log goes on where it stopped");
}
