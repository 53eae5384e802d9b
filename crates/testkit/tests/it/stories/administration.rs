//! Users, agents, keys and grants, as administrators handle them.

use serde_json::{Value, json};
use testkit::{Actor, Answer, collection, environment};

use super::{Team, members, names, said, text};

#[track_caller]
pub(super) fn refused(answer: Answer, words: &str) {
    let answer = answer.expect(400);
    assert_eq!(said(&answer), words, "{}", answer.asked);
}

pub(super) async fn post(actor: &Actor, what: &str, envelope: &str, inner: Value) -> Answer {
    actor.post(&format!("/gatepost/v1/{what}"), json!({ envelope: inner })).await
}

#[tokio::test]
async fn only_administrators_administer() {
    let team = Team::new().await;
    let admin = team.app.admin().await;
    let (_, agent) = team.agent("Bot", &[("workspaces", "full")]).await;
    let paths =
        ["status", "operations", "users", "workspaces", "agents", "grants", "keys", "records"];
    for path in paths {
        let path = format!("/gatepost/v1/{path}");
        admin.get(&path).await.expect(200);
        team.app.local().get(&path).await.expect(200);
        for actor in [&team.ana, &agent] {
            let answer = actor.get(&path).await.expect(403);
            assert_eq!(said(&answer), "Administration takes an admin key or the local socket.");
        }
        team.app.anonymous().get(&path).await.expect(401);
        admin.delete(&path).await.expect(405);
    }
    admin.get("/gatepost/v1/nowhere").await.expect(404);
    team.ana.get("/gatepost/v1/nowhere").await.expect(403);
    team.app.local().get("/me").await.expect(401);
}

#[tokio::test]
async fn users_come_and_go() {
    let team = Team::new().await;
    let admin = team.app.admin().await;
    let made = post(
        &admin,
        "users",
        "user",
        json!({ "username": "fay", "fullName": "Fay Wu",
        "email": "fay@example.com", "team": "Design" }),
    )
    .await
    .expect(201)
    .json;
    // Whoever starts a team administers it; later ones are members.
    assert_eq!(made["user"]["teams"][0]["roles"], json!(["admin"]));
    let body = json!({ "username": "gil", "team": "Design" });
    let next = post(&admin, "users", "user", body).await.expect(201).json;
    assert_eq!(next["user"]["teams"][0]["roles"], json!(["user"]));
    assert_eq!(next["user"]["teams"][0]["id"], made["user"]["teams"][0]["id"]);
    let id = made["user"]["id"].as_i64().unwrap();
    assert!((10_000_000..100_000_000).contains(&id), "{id} has eight digits");
    let list = admin.get("/gatepost/v1/users").await.ok();
    assert_eq!(list["users"].as_array().unwrap().len(), 6);

    let cases = [
        (json!({}), "The body does not fit: user: must have required property 'username'."),
        (
            json!({ "username": "" }),
            "The body does not fit: user.username: must have at least 1 characters.",
        ),
        (json!({ "username": 7 }), "The body does not fit: user.username: must be string."),
        (
            json!({ "username": "h", "roles": ["admin"] }),
            "`roles` are roles in a team: name the `team`.",
        ),
        (json!({ "username": "fay" }), "There is another user with `fay` already."),
    ];
    for (inner, words) in cases {
        refused(post(&admin, "users", "user", inner).await, words);
    }
    let path = format!("/gatepost/v1/users/{id}");
    let roles = json!({ "team": 99, "roles": ["user"] });
    admin.put(&format!("{path}/roles"), roles).await.expect(404);
    admin.put(&format!("{path}/roles"), json!({ "team": "Design" })).await.expect(400);
    admin.put("/gatepost/v1/users/99/roles", json!({ "team": 1, "roles": [] })).await.expect(404);
    admin.delete(&path).await.expect(204);
    for missing in [&path, "/gatepost/v1/users/99", "/gatepost/v1/users/fay"] {
        admin.delete(missing).await.expect(404);
    }
    let list = admin.get("/gatepost/v1/users").await.ok();
    let fay = list["users"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(fay["state"], "removed");
}

#[tokio::test]
async fn agents_are_made_with_a_key_that_is_shown_once() {
    let team = Team::new().await;
    let admin = team.app.admin().await;
    // Of two administrators as old as each other either might be the first.
    admin.delete(&format!("/gatepost/v1/users/{}", team.eve_id)).await.expect(204);
    let made = post(&admin, "agents", "agent", json!({ "name": "Bot" })).await.expect(201).json;
    let key = text(&made["key"]);
    assert!(key.starts_with("gpa_"));
    // Without an owner it is the first administrator's.
    assert_eq!(made["agent"]["owner"], json!({ "id": team.app.owner_id(), "name": "Ana Ruiz" }));
    let id = text(&made["agent"]["id"]);
    let shown = admin.get(&format!("/gatepost/v1/agents/{id}")).await.expect(200);
    assert_eq!(shown.json["agent"]["keys"][0]["last4"], key[key.len() - 4..]);
    assert!(!shown.text().contains(&key));
    for list in ["agents", "keys", "grants", "records"] {
        let text = admin.get(&format!("/gatepost/v1/{list}")).await.text();
        assert!(!text.contains(&key), "{list}");
    }
    let cases = [
        (json!({}), "The body does not fit: agent: must have required property 'name'."),
        (
            json!({ "name": "" }),
            "The body does not fit: agent.name: must have at least 1 characters.",
        ),
        (json!({ "name": "Bot" }), "There is another agent with `Bot` already."),
        (json!({ "name": "B", "owner": 99 }), "There is no user `99`."),
        (
            json!({ "name": "B", "owner": "ana" }),
            "The body does not fit: agent.owner: must be integer.",
        ),
        (
            json!({ "name": "B", "notAfter": "2027-01-01T00:00:00Z" }),
            "`2027-01-01T00:00:00Z` is in the past.",
        ),
    ];
    for (inner, words) in cases {
        refused(post(&admin, "agents", "agent", inner).await, words);
    }
    post(&admin, "agents", "agent", json!({ "name": "B", "notAfter": "soon" })).await.expect(400);
    for missing in ["agt_aaaaaaaaaaaaaaaa", "Bot", "x"] {
        admin.get(&format!("/gatepost/v1/agents/{missing}")).await.expect(404);
        admin.delete(&format!("/gatepost/v1/agents/{missing}")).await.expect(404);
    }
}

#[tokio::test]
async fn keys_have_the_holder_of_their_kind() {
    let team = Team::new().await;
    let admin = team.app.admin().await;
    let (agent, _) = team.app.agent("Bot").await;
    let (_, uid) = team.collection("Payments").await;
    let good = [
        (json!({ "kind": "user" }), "gpk_"),
        (json!({ "kind": "user", "user": team.ben_id, "label": "laptop" }), "gpk_"),
        (json!({ "kind": "agent", "agent": agent }), "gpa_"),
        (json!({ "kind": "admin" }), "gpm_"),
        (json!({ "kind": "access", "collection": uid }), "gpc_"),
        (json!({ "kind": "user", "notAfter": "2027-02-01T00:00:00Z" }), "gpk_"),
    ];
    for (inner, prefix) in good {
        let made = post(&admin, "keys", "key", inner.clone()).await.expect(201).json;
        assert!(text(&made["secret"]).starts_with(prefix), "{inner}");
        assert_eq!(made["key"]["state"], "active");
    }
    let bad = [
        (
            json!({ "kind": "root" }),
            "The body does not fit: key.kind: must be one of user, agent, admin or access.",
        ),
        (json!({ "kind": "agent" }), "A key of kind agent names `agent`."),
        (
            json!({ "kind": "user", "agent": agent }),
            "A key of kind user names `user`, or nobody for the administrator.",
        ),
        (json!({ "kind": "admin", "user": team.ben_id }), "A key of kind admin names nobody."),
        (json!({ "kind": "access" }), "A key of kind access names `collection`."),
        (json!({ "kind": "access", "collection": "x" }), "There is no collection `x`."),
        (json!({ "kind": "user", "user": 99 }), "There is no user `99`."),
        (
            json!({ "kind": "agent", "agent": "Bott" }),
            "There is no agent `Bott`: did you mean `Bot`?",
        ),
        (
            json!({ "kind": "user", "notAfter": "2026-01-01T00:00:00Z" }),
            "`2026-01-01T00:00:00Z` is in the past.",
        ),
    ];
    for (inner, words) in bad {
        refused(post(&admin, "keys", "key", inner).await, words);
    }
    // At most two usable keys per agent.
    let third = post(&admin, "keys", "key", json!({ "kind": "agent", "agent": agent })).await;
    assert_eq!(said(&third.expect(409)), format!("Agent `{agent}` has 2 keys: revoke one first."));
    let keys = admin.get("/gatepost/v1/keys").await.ok();
    let mine = keys["keys"].as_array().unwrap().iter().find(|key| key["agent"] == agent.as_str());
    let path = format!("/gatepost/v1/keys/{}", text(&mine.unwrap()["id"]));
    admin.delete(&path).await.expect(204);
    post(&admin, "keys", "key", json!({ "kind": "agent", "agent": agent })).await.expect(201);
    admin.delete("/gatepost/v1/keys/key_nothing").await.expect(404);
}

#[tokio::test]
async fn the_last_use_of_a_key_is_told() {
    let team = Team::new().await;
    team.ben.get("/me").await.ok();
    let app = team.app.restart().await;
    let keys = app.local().get("/gatepost/v1/keys").await.ok();
    let bens = keys["keys"].as_array().unwrap().iter().find(|key| key["user"] == team.ben_id);
    assert_eq!(bens.unwrap()["lastUsedAt"], "2027-01-15T08:00:00.000Z");
}

#[tokio::test]
async fn the_catalogue_and_the_state_are_told() {
    let team = Team::new().await;
    let admin = team.app.admin().await;
    let list = admin.get("/gatepost/v1/operations").await.ok();
    let rows = list["operations"].as_array().unwrap();
    assert!(rows.len() >= 298);
    let row = rows.iter().find(|row| row["id"] == "getCollection").unwrap();
    assert_eq!((&row["served"], &row["level"]), (&json!(true), &json!("read")));
    assert_eq!(rows.iter().find(|row| row["id"] == "getSdks").unwrap()["served"], false);
    let status = admin.get("/gatepost/v1/status").await.ok();
    assert_eq!(status["status"]["log"]["state"], "up");
    assert_eq!(status["status"]["store"], json!({ "engine": "embedded", "state": "up" }));
    let every = admin.get("/gatepost/v1/workspaces").await.ok();
    assert!(names(&every["workspaces"]).len() >= 5, "of every team");
}

#[tokio::test]
async fn records_are_paged_and_filtered() {
    let team = Team::new().await;
    let admin = team.app.admin().await;
    let (id, agent) = team.agent("Bot", &[("collections", "read")]).await;
    for _ in 0..5 {
        agent.get("/collections").await.ok();
        team.app.clock().advance(1000);
    }
    let page = async |query: &str| admin.get(&format!("/gatepost/v1/records?{query}")).await;
    let mine = page(&format!("agent={id}")).await.ok();
    assert_eq!(mine["records"].as_array().unwrap().len(), 5);
    assert!(mine["meta"].get("nextCursor").is_none());
    assert_eq!(page("agent=Bot").await.ok()["records"].as_array().unwrap().len(), 5);
    let since = page("agent=Bot&since=2027-01-15T08:00:03Z").await.ok();
    assert_eq!(since["records"].as_array().unwrap().len(), 2);
    // Two at a time, newest first, to the very first.
    let mut cursor = String::new();
    let mut seqs = Vec::new();
    loop {
        let query = format!("agent=Bot&limit=2{cursor}");
        let found = page(&query).await.ok();
        let records = found["records"].as_array().unwrap();
        seqs.extend(records.iter().map(|record| record["seq"].as_u64().unwrap()));
        let Some(next) = found["meta"]["nextCursor"].as_str() else { break };
        cursor = format!("&after={next}");
    }
    assert!(seqs.len() == 5 && seqs.is_sorted_by(|a, b| a > b), "{seqs:?}");
    for query in ["limit=0", "limit=1001", "limit=x", "since=yesterday", "after=zzz", "after=bzox"]
    {
        page(query).await.expect(400);
    }
    let one = text(&mine["records"][0]["id"]);
    let got = admin.get(&format!("/gatepost/v1/records/{one}")).await.ok();
    assert_eq!(got["record"], mine["records"][0]);
    for missing in ["evt_nothing", "evt_00000000-0000-7000-8000-000000000000", "x"] {
        admin.get(&format!("/gatepost/v1/records/{missing}")).await.expect(404);
        admin.get(&format!("/gatepost/v1/records/{missing}/explanation")).await.expect(404);
    }
}

#[tokio::test]
async fn exports_come_in_as_they_are() {
    let team = Team::new().await;
    let admin = team.app.admin().await;
    let here = format!("/gatepost/v1/imports?workspace={}", team.workspace);
    let bare = collection("Payments")["collection"].clone();
    let made = admin.post(&here, bare.clone()).await.expect(201).json;
    let imported = &made["imported"];
    assert_eq!((&imported["kind"], &imported["name"]), (&json!("collection"), &json!("Payments")));
    assert_eq!(imported["workspace"], json!({ "id": team.workspace, "name": "Core" }));
    let counts =
        json!({ "folders": 1, "requests": 2, "responses": 1, "scripts": 0, "variables": 1 });
    assert_eq!(imported["counts"], counts);
    // It belongs to whoever owns the workspace.
    assert!(text(&imported["uid"]).starts_with(&format!("{}-", team.app.owner_id())));
    team.ana.get(&format!("/collections/{}", text(&imported["uid"]))).await.expect(200);
    let made = admin.post("/gatepost/v1/imports", collection("Own")).await.expect(201).json;
    assert_eq!(made["imported"]["workspace"]["name"], "My Workspace");
    let file = environment("Live", "")["environment"].clone();
    let made = admin.post(&here, file).await.expect(201).json;
    assert_eq!(made["imported"]["kind"], "environment");
    assert_eq!(made["notCarried"].as_array().unwrap().len(), 1);
    let globals = json!({ "values": [{ "key": "a", "value": "1" }], "name": "Globals",
        "_postman_variable_scope": "globals" });
    let made = admin.post(&here, globals).await.expect(201).json;
    assert_eq!(made["imported"]["kind"], "globals");
    assert_eq!(members(&made["imported"]["counts"]).len(), 5);
    let old = json!({ "id": "1", "name": "Old", "order": ["1", "2"], "requests": [
        { "id": "1", "name": "One", "method": "GET", "url": "http://localhost/" },
        { "id": "3", "name": "Three", "method": "GET", "url": "http://localhost/" },
    ] });
    let made = admin.post(&here, old).await.expect(201).json;
    assert_eq!(made["imported"]["counts"]["requests"], 1);
    let lost = json!([
        "1 entry of an order that names nothing in the file: `2`",
        "1 request that no order lists: `Three`",
        "its id: it got a new one",
    ]);
    assert_eq!(made["notCarried"], lost);
    for (file, words) in [
        (json!({}), "The file is neither a collection, an environment nor globals."),
        (
            json!({ "id": "1", "order": [], "requests": [] }),
            "This looks like a collection of format v1 without its name or order.",
        ),
        (
            json!({ "collections": [], "environments": [] }),
            "This is a dump of several elements: export each on its own.",
        ),
    ] {
        refused(admin.post(&here, file).await, words);
    }
    refused(
        admin.post("/gatepost/v1/imports?workspace=nowhere", bare).await,
        "There is no workspace `nowhere`.",
    );
    team.ana.post(&here, json!({})).await.expect(403);
}
