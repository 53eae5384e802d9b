//! What a person's roles let it see and do.

use serde_json::{Value, json};
use testkit::{Actor, App, collection, environment};

use super::{Team, add_collection, add_workspace, names, text};

/// What somebody may do in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    Nothing,
    View,
    Edit,
    Govern,
}

/// Tries one call of each kind and checks that exactly what `may` says succeeds.
async fn try_all(actor: &Actor, workspace: &str, element: &str, may: May, kind: &str) {
    let least = |needed: May| match (may, needed) {
        (May::Nothing, _) => 404,
        (May::View, May::View) | (May::Edit, May::View | May::Edit) | (May::Govern, _) => 200,
        _ => 403,
    };
    let place = format!("/workspaces/{workspace}");
    let rename = |name: &str| json!({ "workspace": { "about": name } });
    let element = format!("/collections/{element}");
    let expect = |needed: May| least(needed);
    actor.get(&place).await.expect(expect(May::View));
    actor.get(&format!("{place}/roles")).await.expect(expect(May::View));
    actor.get(&format!("{place}/global-variables")).await.expect(expect(May::View));
    actor.get(&element).await.expect(expect(May::View));
    actor.put(&element, collection("Kept")).await.expect(expect(May::Edit));
    actor.put(&place, rename(kind)).await.expect(expect(May::Edit));
    let into = format!("/environments?workspace={workspace}");
    actor.post(&into, environment("Added", "x")).await.expect(expect(May::Edit));
    let globals = format!("{place}/global-variables");
    actor.put(&globals, json!({ "values": [] })).await.expect(expect(May::Edit));
    let roles = json!({ "roles": [{ "op": "add", "path": "/user",
        "value": [{ "id": "999", "role": "1" }] }] });
    // Whoever may govern is told that there is no such user.
    let governed = match (may, kind) {
        (May::Govern, "personal") => 422,
        (May::Govern, _) => 400,
        _ => expect(May::Govern),
    };
    actor.patch(&format!("{place}/roles"), roles).await.expect(governed);
    let widen = json!({ "workspace": { "type": "partner" } });
    if may != May::Govern {
        actor.put(&place, widen).await.expect(expect(May::Govern));
        actor.delete(&place).await.expect(expect(May::Govern));
    }
}

async fn give(team: &Team, workspace: &str, user: i64, role: i64) {
    let body = json!({ "roles": [{ "op": "add", "path": "/user",
        "value": [{ "id": user.to_string(), "role": role.to_string() }] }] });
    team.ana.patch(&format!("/workspaces/{workspace}/roles"), body).await.ok();
}

#[tokio::test]
async fn every_role_in_every_kind_of_workspace() {
    let team = Team::new().await;
    let admin = team.app.person("dan", "Dan Admin", "Core team", &["admin"]).await.1;
    let admin = team.app.anonymous().with_key(&admin);
    let cases = [
        // kind, what a member, a team admin and a stranger may do
        ("team", May::View, May::Govern),
        ("public", May::View, May::Govern),
        ("private", May::Nothing, May::Nothing),
        ("partner", May::Nothing, May::Nothing),
        ("personal", May::Nothing, May::Nothing),
    ];
    for (kind, member, governor) in cases {
        let workspace = add_workspace(&team.ana, &format!("A {kind} one"), kind).await;
        let body = collection("Kept");
        let (element, _) = add_collection(&team.ana, &workspace, body).await;
        try_all(&team.ana, &workspace, &element, May::Govern, kind).await;
        try_all(&team.ben, &workspace, &element, member, kind).await;
        try_all(&admin, &workspace, &element, governor, kind).await;
        try_all(&team.eve, &workspace, &element, May::Nothing, kind).await;
        if kind == "personal" {
            continue;
        }
        for (role, may) in [(1, May::View), (2, May::Edit), (3, May::Govern)] {
            give(&team, &workspace, team.ben_id, role).await;
            try_all(&team.ben, &workspace, &element, may, kind).await;
        }
    }
}

#[tokio::test]
async fn lists_show_the_same_as_paths() {
    let team = Team::new().await;
    let private = add_workspace(&team.ana, "Back room", "private").await;
    let listed = async |actor: &Actor| names(&actor.get("/workspaces").await.ok()["workspaces"]);
    assert_eq!(listed(&team.ana).await, ["Back room", "Core", "My Workspace"]);
    assert_eq!(listed(&team.ben).await, ["Core", "My Workspace"]);
    assert_eq!(listed(&team.eve).await, ["My Workspace"]);
    give(&team, &private, team.ben_id, 1).await;
    assert_eq!(listed(&team.ben).await, ["Back room", "Core", "My Workspace"]);
    // Everybody has an own personal one.
    let own = team.ben.get("/workspaces?type=personal").await.ok();
    assert_eq!(own["workspaces"][0]["createdBy"], team.ben_id.to_string());
}

#[tokio::test]
async fn a_key_sees_all_teams_of_its_user() {
    let team = Team::new().await;
    let rival = add_workspace(&team.eve, "Rival", "team").await;
    // Ben joins the rivals as an admin, and stays a plain member at home.
    let users = team.app.local().get("/gatepost/v1/users").await.ok();
    let eve = users["users"].as_array().unwrap().iter().find(|one| one["id"] == team.eve_id);
    let rivals = eve.unwrap()["teams"][0]["id"].clone();
    let path = format!("/gatepost/v1/users/{}/roles", team.ben_id);
    let body = json!({ "team": rivals, "roles": ["admin"] });
    let changed = team.app.local().put(&path, body).await.expect(200).json;
    assert_eq!(changed["user"]["teams"].as_array().unwrap().len(), 2);

    let seen = names(&team.ben.get("/workspaces").await.ok()["workspaces"]);
    assert_eq!(seen, ["Core", "My Workspace", "Rival"]);
    let rename = json!({ "workspace": { "about": "x" } });
    team.ben.put(&format!("/workspaces/{rival}"), rename.clone()).await.expect(200);
    team.ben.put(&format!("/workspaces/{}", team.workspace), rename).await.expect(403);
    // The teams still do not see each other, nor does Ben's presence open either.
    team.eve.get(&format!("/workspaces/{}", team.workspace)).await.expect(404);
    team.ana.get(&format!("/workspaces/{rival}")).await.expect(404);
    let people = team.ben.get("/users").await.ok();
    assert_eq!(people["data"].as_array().unwrap().len(), 4);
    assert_eq!(team.eve.get("/users").await.ok()["data"].as_array().unwrap().len(), 2);
    // A new workspace goes to the team it names.
    let new = |name: &str, team: Value| json!({ "workspace": { "name": name, "type": "team", "teamId": team } });
    let named = rivals.as_i64().unwrap().to_string();
    let made = team.ben.post("/workspaces", new("Joint", json!(named))).await.ok();
    let joint = format!("/workspaces/{}", text(&made["workspace"]["id"]));
    team.eve.get(&joint).await.expect(200);
    team.ana.get(&joint).await.expect(404);
    team.ana.post("/workspaces", new("Foreign", json!(named))).await.expect(403);
}

#[tokio::test]
async fn a_role_in_the_team_holds_and_ends_with_the_next_call() {
    let team = Team::new().await;
    let path = format!("/workspaces/{}", team.workspace);
    let users = team.app.local().get("/gatepost/v1/users").await.ok();
    let ben = users["users"].as_array().unwrap().iter().find(|one| one["id"] == team.ben_id);
    let home = ben.unwrap()["teams"][0]["id"].clone();
    let roles = format!("/gatepost/v1/users/{}/roles", team.ben_id);
    let set = async |list: Value| {
        let body = json!({ "team": home, "roles": list });
        team.app.local().put(&roles, body).await.expect(200).json
    };
    let rename = json!({ "workspace": { "about": "x" } });
    team.ben.put(&path, rename.clone()).await.expect(403);
    let shown = set(json!(["user", "admin"])).await;
    assert_eq!(shown["user"]["teams"][0]["roles"], json!(["user", "admin"]));
    team.ben.put(&path, rename.clone()).await.expect(200);
    set(json!(["flow-editor"])).await;
    team.ben.put(&path, rename).await.expect(403);
    assert_eq!(team.ben.get("/me").await.ok()["user"]["roles"], json!(["flow-editor"]));
}

#[tokio::test]
async fn people_without_a_team_keep_to_themselves() {
    let app = App::start().await;
    let body = json!({ "user": { "username": "solo" } });
    let made = app.local().post("/gatepost/v1/users", body).await.ok();
    let key = app.key(json!({ "kind": "user", "user": made["user"]["id"] })).await;
    let solo = app.anonymous().with_key(&key);
    assert_eq!(names(&solo.get("/workspaces").await.ok()["workspaces"]), ["My Workspace"]);
    let body = |kind: &str| json!({ "workspace": { "name": "W", "type": kind } });
    for kind in ["team", "private", "public", "partner"] {
        solo.post("/workspaces", body(kind)).await.expect(403);
    }
    let made = solo.post("/workspaces", body("personal")).await.ok();
    let path = format!("/workspaces/{}", text(&made["workspace"]["id"]));
    solo.put(&path, json!({ "workspace": { "type": "team" } })).await.expect(403);
    app.owner().get(&path).await.expect(404);
    assert_eq!(solo.get("/users").await.ok()["data"], json!([]));
}
