//! Roles in workspaces.

use serde_json::{Value, json};
use testkit::{Actor, Answer};

use super::{JSON, Team, add_workspace, said};

fn step(op: &str, path: &str, id: &str, role: &str) -> Value {
    json!({ "op": op, "path": path, "value": [{ "id": id, "role": role }] })
}

async fn patch(actor: &Actor, workspace: &str, steps: &[Value]) -> Answer {
    let path = format!("/workspaces/{workspace}/roles");
    actor.patch(&path, json!({ "roles": steps })).await
}

/// Who holds role 1, 2 and 3.
async fn held(team: &Team, workspace: &str) -> [Vec<i64>; 3] {
    let got = team.ana.get(&format!("/workspaces/{workspace}/roles")).await.ok();
    ["1", "2", "3"].map(|role| {
        let held = got["roles"].as_array().unwrap().iter().find(|one| one["id"] == role).unwrap();
        assert_eq!((&held["group"], &held["usergroup"]), (&json!([]), &json!([])));
        let users = held["user"].as_array().unwrap();
        users.iter().map(|user| user.as_str().unwrap().parse().unwrap()).collect()
    })
}

#[tokio::test]
async fn the_roles_there_are() {
    let team = Team::new().await;
    let got = team.ben.get("/workspaces-roles").await.ok();
    let names = |kind: &str| -> Vec<String> {
        let rows = got["roles"][kind].as_array().unwrap().iter();
        rows.map(|row| format!("{} {}", row["id"], row["displayName"]).replace('"', "")).collect()
    };
    assert_eq!(names("user"), ["3 Admin", "2 Editor", "1 Viewer"]);
    assert_eq!(names("usergroup"), ["3 Admin", "2 Editor", "1 Viewer"]);
    assert_eq!(names("partner").len(), 4);
}

#[tokio::test]
async fn roles_are_given_changed_and_taken() {
    let team = Team::new().await;
    let (here, ana) = (&team.workspace, team.app.owner_id());
    let (ben, cleo) = (team.ben_id.to_string(), team.cleo_id.to_string());
    assert_eq!(held(&team, here).await, [vec![], vec![], vec![ana]]);
    let steps = [step("add", "/user", &ben, "2"), step("add", "/user", &cleo, "1")];
    let answer = patch(&team.ana, here, &steps).await.expect(200);
    let got = team.ana.get(&format!("/workspaces/{here}/roles")).await.ok();
    assert_eq!(answer.json, got);
    assert_eq!(held(&team, here).await, [vec![team.cleo_id], vec![team.ben_id], vec![ana]]);
    // Another role replaces the one before.
    patch(&team.ana, here, &[step("add", "/user", &ben, "3")]).await.expect(200);
    assert_eq!(held(&team, here).await, [vec![team.cleo_id], vec![], vec![ana, team.ben_id]]);
    // Ben administers now.
    let steps = [step("remove", "/user", &cleo, "1"), step("add", "/user", &ben, "2")];
    patch(&team.ben, here, &steps).await.expect(200);
    assert_eq!(held(&team, here).await, [vec![], vec![team.ben_id], vec![ana]]);
    patch(&team.ben, here, &[step("add", "/user", &cleo, "1")]).await.expect(403);
    // Several in one step.
    let both = json!({ "op": "add", "path": "/user", "value": [
        { "id": ben, "role": "1" }, { "id": cleo, "role": "1" }] });
    patch(&team.ana, here, &[both]).await.expect(200);
    assert_eq!(held(&team, here).await[0].len(), 2);
}

#[tokio::test]
async fn both_media_types_are_taken() {
    let team = Team::new().await;
    let path = format!("/workspaces/{}/roles", team.workspace);
    let body =
        json!({ "roles": [step("add", "/user", &team.ben_id.to_string(), "1")] }).to_string();
    let patch = [("content-type", "application/json-patch+json")];
    for headers in [patch, [JSON]] {
        team.ana.send_text("PATCH", &path, &headers, body.clone()).await.expect(200);
    }
}

#[tokio::test]
async fn senseless_changes_are_refused() {
    let team = Team::new().await;
    let here = &team.workspace;
    let ben = team.ben_id.to_string();
    let (eve, ana) = (team.eve_id.to_string(), team.app.owner_id().to_string());
    let cases = [
        (vec![step("add", "/user", "99", "1")], "There is no user `99` in the team.".to_owned()),
        (vec![step("add", "/user", "ben", "1")], "There is no user `ben` in the team.".to_owned()),
        (vec![step("add", "/user", &eve, "1")], format!("There is no user `{eve}` in the team.")),
        (
            vec![step("add", "/user", &ben, "4")],
            "Role `4` is invalid for a user: use 1, 2 or 3.".to_owned(),
        ),
        (
            vec![step("add", "/user", &ben, "EDITOR")],
            "Role `EDITOR` is invalid for a user: use 1, 2 or 3.".to_owned(),
        ),
        (vec![step("remove", "/user", &ben, "1")], format!("User `{ben}` does not have role `1`.")),
        (
            vec![step("remove", "/user", &ana, "3")],
            "The workspace's owner is always its admin.".to_owned(),
        ),
        (
            vec![step("add", "/user", &ben, "1"), step("add", "/user", &ben, "2")],
            format!("Only one action can be performed on `{ben}` at a time."),
        ),
        (vec![step("add", "/usergroup", "5", "1")], "There is no user group `5`.".to_owned()),
        (vec![step("add", "/partner", "5", "4")], "There is no partner `5`.".to_owned()),
    ];
    for (steps, words) in cases {
        let answer = patch(&team.ana, here, &steps).await.expect(400);
        assert_eq!(said(&answer), words);
        assert_eq!(answer.json["status"], 400, "the shape of a problem");
    }
    let shapes = [
        json!({}),
        json!({ "roles": [] }),
        json!({ "roles": {} }),
        json!({ "roles": [{ "op": "add", "path": "/user" }] }),
        json!({ "roles": [step("replace", "/user", &ben, "1")] }),
        json!({ "roles": [step("add", "/team", &ben, "1")] }),
        json!({ "roles": [{ "op": "add", "path": "/user", "value": [{ "id": 7, "role": "1" }] }] }),
        json!({ "roles": vec![json!({ "op": "add", "path": "/user", "value": [] }); 51] }),
        json!([step("add", "/user", &ben, "1")]),
    ];
    for body in shapes {
        team.ana.patch(&format!("/workspaces/{here}/roles"), body).await.expect(400);
    }
    let nobody = held(&team, here).await[..2].iter().all(Vec::is_empty);
    assert!(nobody, "nothing was half done");
}

#[tokio::test]
async fn personal_workspaces_have_no_roles_to_give() {
    let team = Team::new().await;
    let own = add_workspace(&team.ana, "Mine", "personal").await;
    let steps = [step("add", "/user", &team.ben_id.to_string(), "1")];
    let answer = patch(&team.ana, &own, &steps).await.expect(422);
    assert_eq!(answer.json["status"], 422);
    patch(&team.ben, &own, &steps).await.expect(404);
    patch(&team.eve, &team.workspace, &steps).await.expect(404);
    patch(&team.cleo, &team.workspace, &steps).await.expect(403);
}

#[tokio::test]
async fn an_agent_leaves_its_owners_role_alone() {
    let team = Team::new().await;
    let ben = team.ben_id.to_string();
    patch(&team.ana, &team.workspace, &[step("add", "/user", &ben, "3")]).await.expect(200);
    let (id, agent) = team.app.agent_of("Ben's bot", team.ben_id).await;
    team.grant(&id, json!({ "area": "workspaces", "level": "write" })).await;
    let other = [step("add", "/user", &team.cleo_id.to_string(), "1")];
    let answer = patch(&agent, &team.workspace, &other).await.expect(403);
    assert_eq!(answer.header("x-gatepost-needs"), "workspaces=full");
    team.grant(&id, json!({ "area": "workspaces", "level": "full" })).await;
    patch(&agent, &team.workspace, &other).await.expect(200);
    for steps in [step("add", "/user", &ben, "2"), step("remove", "/user", &ben, "3")] {
        patch(&agent, &team.workspace, &[steps]).await.expect(403);
    }
    assert_eq!(held(&team, &team.workspace).await[2].len(), 2);
}
