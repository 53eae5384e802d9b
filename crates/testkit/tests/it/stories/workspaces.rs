//! Workspaces: creation, reading, change and deletion.

use serde_json::{Value, json};
use testkit::{Actor, Answer, collection, environment};

use super::{Team, add_collection, add_workspace, members, named, names, said, text};

async fn change(actor: &Actor, id: &str, inner: Value) -> Answer {
    actor.put(&format!("/workspaces/{id}"), json!({ "workspace": inner })).await
}

#[tokio::test]
async fn every_kind_can_be_made_and_read() {
    let team = Team::new().await;
    for kind in ["personal", "private", "team", "public", "partner"] {
        let body = json!({ "workspace": { "name": format!("The {kind} one"), "type": kind,
            "description": "Long", "about": "Short", "unknown": 7 } });
        let made = team.ana.post("/workspaces", body).await.expect(200).json;
        assert_eq!(members(&made["workspace"]), ["id", "name"]);
        let id = text(&made["workspace"]["id"]);
        let got = team.ana.get(&format!("/workspaces/{id}")).await.ok();
        let at = "2027-01-15T08:00:00.000Z";
        let owner = team.app.owner_id().to_string();
        assert_eq!(
            got["workspace"],
            json!({ "id": id, "name": format!("The {kind} one"),
                "type": if kind == "personal" { "personal" } else { "team" },
                "description": "Long", "visibility": kind, "createdBy": owner, "updatedBy": owner,
                "createdAt": at, "updatedAt": at, "about": "Short", "collections": [],
                "environments": [], "mocks": [], "monitors": [], "specs": [], "apis": [] })
        );
        let with = team.ana.get(&format!("/workspaces/{id}?include=team,scim")).await.ok();
        assert!(with["workspace"]["team"].is_string());
        let shouted = id.to_uppercase();
        team.ana.get(&format!("/workspaces/{shouted}")).await.expect(200);
        // Workspaces have no uid.
        team.ana.get(&format!("/workspaces/{owner}-{id}")).await.expect(404);
    }
}

#[tokio::test]
async fn bad_workspaces_are_refused() {
    let team = Team::new().await;
    let missing = team.ana.post("/workspaces", json!({})).await.expect(400);
    assert_eq!(said(&missing), "'workspace' object missing in the request");
    assert_eq!(named(&missing), "malformedRequestError");
    let cases = [
        json!({ "type": "team" }),
        json!({ "name": "x" }),
        json!({ "name": 1, "type": "team" }),
        json!({ "name": "x", "type": "hidden" }),
        json!({ "name": "x", "type": "team", "teamId": 7 }),
        json!({ "name": "", "type": "team" }),
        json!([]),
    ];
    for inner in cases {
        let body = json!({ "workspace": inner });
        let answer = team.ana.post("/workspaces", body).await.expect(400);
        assert_eq!(named(&answer), "malformedRequestError", "{inner}: {}", answer.text());
    }
    let body = json!({ "workspace": { "name": "x", "type": "team", "teamId": "7" } });
    let answer = team.ana.post("/workspaces", body).await.expect(403);
    assert_eq!(said(&answer), "You do not have permission to create team workspaces.");
    assert_eq!(
        names(&team.ana.get("/workspaces").await.ok()["workspaces"]),
        ["Core", "My Workspace"]
    );
}

#[tokio::test]
async fn names_of_public_workspaces_are_unique() {
    let team = Team::new().await;
    add_workspace(&team.ana, "Show room", "public").await;
    let body = |name: &str| json!({ "workspace": { "name": name, "type": "public" } });
    for name in ["Show room", "show ROOM", "Show-room!"] {
        let answer = team.ana.post("/workspaces", body(name)).await.expect(400);
        assert_eq!(named(&answer), "workspaceSlugNotUniqueError", "{name}");
    }
    // Another team must not learn that the name is in use.
    team.eve.post("/workspaces", body("Show room")).await.expect(200);
    // Others may have the name until they become public.
    let mine = add_workspace(&team.ana, "Show room", "team").await;
    let answer = change(&team.ana, &mine, json!({ "type": "public" })).await.expect(400);
    assert_eq!(named(&answer), "workspaceSlugNotUniqueError");
    change(&team.ana, &mine, json!({ "type": "public", "name": "Hall" })).await.expect(200);
    // Its own name is no other's.
    change(&team.ana, &mine, json!({ "name": "HALL" })).await.expect(200);
    change(&team.ana, &mine, json!({ "name": "show_room" })).await.expect(400);
}

#[tokio::test]
async fn a_change_leaves_what_it_does_not_name() {
    let team = Team::new().await;
    let id = team.workspace.clone();
    let all = json!({ "name": "Heart", "description": "Long", "about": "Short" });
    let answer = change(&team.ana, &id, all).await.expect(200);
    assert_eq!(answer.json, json!({ "workspace": { "id": id, "name": "Heart" } }));
    team.app.clock().advance(5000);
    change(&team.ana, &id, json!({ "about": "" })).await.expect(200);
    change(&team.ana, &id, json!({ "type": "team" })).await.expect(200);
    change(&team.ana, &id, json!({})).await.expect(200);
    let got = team.ana.get(&format!("/workspaces/{id}")).await.ok();
    let got = &got["workspace"];
    assert_eq!((&got["name"], &got["description"]), (&json!("Heart"), &json!("Long")));
    assert_eq!((&got["about"], &got["visibility"]), (&json!(""), &json!("team")));
    assert_eq!(got["updatedAt"], "2027-01-15T08:00:05.000Z");
    for inner in [json!({ "type": "hidden" }), json!({ "name": 7 }), json!({ "name": "" })] {
        change(&team.ana, &id, inner.clone()).await.expect(400);
    }
    team.ana.put(&format!("/workspaces/{id}"), json!({ "name": "x" })).await.expect(400);
    let nowhere = "0b0b0b0b-0000-4000-8000-000000000000";
    let answer = change(&team.ana, nowhere, json!({ "name": "x" })).await.expect(404);
    assert_eq!(named(&answer), "instanceNotFoundError");
    let answer = team.ana.get(&format!("/workspaces/{nowhere}")).await.expect(404);
    let expected = json!({ "error": { "name": "workspaceNotFoundError",
        "message": "Workspace not found", "statusCode": 404 } });
    assert_eq!(answer.json, expected);
}

#[tokio::test]
async fn some_changes_of_visibility_are_refused() {
    let team = Team::new().await;
    let cases = [
        ("team", "private", 200),
        ("team", "public", 200),
        ("team", "partner", 200),
        ("team", "personal", 200),
        ("personal", "team", 200),
        ("personal", "private", 200),
        ("private", "team", 200),
        ("private", "public", 403),
        ("private", "personal", 403),
        ("public", "team", 200),
        ("public", "private", 403),
        ("public", "personal", 403),
    ];
    for (at, (from, to, status)) in cases.into_iter().enumerate() {
        let id = add_workspace(&team.ana, &format!("Case {at}"), from).await;
        let answer = change(&team.ana, &id, json!({ "type": to })).await;
        assert_eq!(answer.status, status, "{from} to {to}: {}", answer.text());
        let got = team.ana.get(&format!("/workspaces/{id}")).await.ok();
        let now = if status == 200 { to } else { from };
        assert_eq!(got["workspace"]["visibility"], now, "{from} to {to}");
        if (from, status) == ("public", 403) {
            assert_eq!(named(&answer), "cannotConvertFromPublicWorkspace");
        }
    }
}

#[tokio::test]
async fn an_agent_needs_full_only_to_show_it_to_more() {
    let team = Team::new().await;
    let (_, writer) = team.agent("Writer", &[("workspaces", "write")]).await;
    let (_, full) = team.agent("Full", &[("workspaces", "full")]).await;
    let id = &team.workspace;
    change(&writer, id, json!({ "name": "Heart", "about": "a" })).await.expect(200);
    change(&writer, id, json!({ "type": "private" })).await.expect(200);
    for kind in ["team", "public", "partner"] {
        let answer = change(&writer, id, json!({ "type": kind })).await.expect(403);
        assert_eq!(answer.header("x-gatepost-needs"), "workspaces=full", "{kind}");
    }
    change(&full, id, json!({ "type": "team" })).await.expect(200);
    // One that can't be understood counts as the worst.
    let strange = change(&writer, id, json!({ "type": 7 })).await;
    assert_eq!(strange.status, 403);

    // New ones are nowhere yet, so only a grant on everything makes them.
    let new = |kind: &str| json!({ "workspace": { "name": "New", "type": kind } });
    let answer = full.post("/workspaces", new("private")).await.expect(403);
    assert_eq!(answer.header("x-gatepost-needs"), "workspaces=write");
    let (maker, actor) = team.app.agent("Maker").await;
    let rule = json!({ "area": "workspaces", "level": "write", "scope": { "all": true } });
    team.grant(&maker, rule).await;
    actor.post("/workspaces", new("private")).await.expect(200);
    actor.post("/workspaces", new("personal")).await.expect(200);
    let answer = actor.post("/workspaces", new("team")).await.expect(403);
    assert_eq!(answer.header("x-gatepost-needs"), "workspaces=full");
}

#[tokio::test]
async fn what_lies_in_it_is_shown_area_by_area() {
    let team = Team::new().await;
    team.collection("Payments").await;
    team.environment("Live").await;
    let api = format!("/apis?workspaceId={}", team.workspace);
    team.ana.post(&api, json!({ "name": "Ledger" })).await.ok();
    let path = format!("/workspaces/{}", team.workspace);
    let seen = async |actor: &Actor| {
        let got = actor.get(&path).await.ok();
        ["collections", "environments", "apis"].map(|kind| names(&got["workspace"][kind]).len())
    };
    assert_eq!(seen(&team.ben).await, [1, 1, 1]);
    let (id, agent) = team.agent("Reader", &[("workspaces", "read")]).await;
    assert_eq!(seen(&agent).await, [0, 0, 0]);
    team.grant(&id, json!({ "area": "collections", "level": "read" })).await;
    assert_eq!(seen(&agent).await, [1, 0, 0]);
    team.grant(&id, json!({ "area": "apis", "level": "write" })).await;
    assert_eq!(seen(&agent).await, [1, 0, 1]);
    // One element of an area, by its uid.
    let (_, second) = team.environment("Test").await;
    let rule =
        json!({ "area": "environments", "level": "read", "scope": { "resources": [second] } });
    team.grant(&id, rule).await;
    assert_eq!(seen(&agent).await, [1, 1, 1]);
    let got = agent.get(&path).await.ok();
    assert_eq!(names(&got["workspace"]["environments"]), ["Test"]);
    let block = json!({ "area": "collections", "level": "read", "effect": "block" });
    team.grant(&id, block).await;
    assert_eq!(seen(&agent).await, [0, 1, 1]);
}

#[tokio::test]
async fn deleting_it_deletes_what_is_in_it() {
    let team = Team::new().await;
    let id = add_workspace(&team.ana, "Doomed", "team").await;
    let (collection, _) = add_collection(&team.ana, &id, collection("C")).await;
    let target = format!("/environments?workspace={id}");
    let made = team.ana.post(&target, environment("E", "x")).await.ok();
    let environment = text(&made["environment"]["id"]);
    let made = team.ana.post(&format!("/apis?workspaceId={id}"), json!({ "name": "A" })).await.ok();
    let api = text(&made["id"]);
    let path = format!("/workspaces/{id}");
    team.ben.delete(&path).await.expect(403);
    team.eve.delete(&path).await.expect(404);
    let answer = team.ana.delete(&path).await.expect(200);
    assert_eq!(answer.json, json!({ "workspace": { "id": id } }));
    for path in [
        path.clone(),
        format!("{path}/roles"),
        format!("{path}/global-variables"),
        format!("/collections/{collection}"),
        format!("/environments/{environment}"),
        format!("/apis/{api}"),
    ] {
        team.ana.get(&path).await.expect(404);
    }
    team.ana.delete(&path).await.expect(404);
    assert_eq!(team.ana.get("/collections").await.ok()["collections"], json!([]));
}
