//! Lists of workspaces.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Team, add_workspace, names, said, text};

#[tokio::test]
async fn filters_narrow_the_list() {
    let team = Team::new().await;
    for (name, kind) in [("Lobby", "public"), ("Vault", "private"), ("Allies", "partner")] {
        add_workspace(&team.ana, name, kind).await;
    }
    let (id, uid) = team.collection("Payments").await;
    let (ana, ben) = (team.app.owner_id(), team.ben_id);
    let cases: &[(String, &[&str])] = &[
        (String::new(), &["Allies", "Core", "Lobby", "My Workspace", "Vault"]),
        ("?type=team".into(), &["Core"]),
        ("?type=public".into(), &["Lobby"]),
        ("?type=private".into(), &["Vault"]),
        ("?type=partner".into(), &["Allies"]),
        ("?type=personal".into(), &["My Workspace"]),
        (format!("?createdBy={ben}"), &[]),
        (format!("?createdBy={ben},{ana}&type=team"), &["Core"]),
        (format!("?elementType=collection&elementId={id}"), &["Core"]),
        (format!("?elementType=collection&elementId={uid}"), &["Core"]),
        (format!("?elementType=collection&elementId={ben}-{id}"), &[]),
        (format!("?elementType=specification&elementId={id}"), &[]),
        ("?elementType=collection&elementId=nothing".into(), &[]),
        (
            "?include=mocks:deactivated,scim".into(),
            &["Allies", "Core", "Lobby", "My Workspace", "Vault"],
        ),
    ];
    for (query, expected) in cases {
        let list = team.ana.get(&format!("/workspaces{query}")).await.ok();
        assert_eq!(names(&list["workspaces"]), *expected, "{query}");
        assert!(list.get("meta").is_none(), "{query}: one page has no next");
    }
    // Where a collection lies is not told to those who can't see it.
    let query = format!("/workspaces?elementType=collection&elementId={id}");
    assert_eq!(team.eve.get(&query).await.ok()["workspaces"], json!([]));
}

#[tokio::test]
async fn a_line_has_a_type_and_a_visibility() {
    let team = Team::new().await;
    let list = team.ben.get("/workspaces?type=team").await.ok();
    let at = "2027-01-15T08:00:00.000Z";
    assert_eq!(
        list["workspaces"],
        json!([{ "id": team.workspace, "name": "Core", "type": "team", "visibility": "team",
            "createdBy": team.app.owner_id().to_string(), "about": "", "createdAt": at,
            "updatedAt": at }])
    );
    let kinds = [
        ("private", "team"),
        ("public", "team"),
        ("partner", "team"),
        ("team", "team"),
        ("personal", "personal"),
    ];
    for (visibility, kind) in kinds {
        add_workspace(&team.ana, visibility, visibility).await;
        let list = team.ana.get(&format!("/workspaces?type={visibility}")).await.ok();
        let found = list["workspaces"].as_array().unwrap();
        let line = found.iter().find(|one| one["name"] == visibility).unwrap();
        assert_eq!((&line["visibility"], &line["type"]), (&json!(visibility), &json!(kind)));
    }
}

#[tokio::test]
async fn a_long_list_goes_on_where_it_stopped() {
    let team = Team::new().await;
    for number in 0..110 {
        add_workspace(&team.ana, &format!("Place {number}"), "team").await;
        if number % 10 == 0 {
            team.app.clock().advance(1000);
        }
    }
    let page = async |query: &str| team.ana.get(&format!("/workspaces{query}")).await.ok();
    let ids = |list: &Value| -> Vec<String> {
        list["workspaces"].as_array().unwrap().iter().map(|one| text(&one["id"])).collect()
    };
    let first = page("").await;
    assert_eq!(ids(&first).len(), 100, "a page is 100 unless said otherwise");
    let mut seen = Vec::new();
    let mut cursor = String::new();
    let mut pages = 0;
    loop {
        let list = page(&format!("?limit=25&cursor={cursor}")).await;
        seen.extend(ids(&list));
        pages += 1;
        let Some(next) = list["meta"]["nextCursor"].as_str() else { break };
        cursor = next.to_owned();
        // What comes after the cursor may grow or shrink; what was seen stays seen.
        if pages == 2 {
            add_workspace(&team.ana, "Late", "team").await;
        }
    }
    let distinct: BTreeSet<_> = seen.iter().collect();
    assert_eq!((seen.len(), distinct.len(), pages), (113, 113, 5));
    assert_eq!(ids(&first), seen[..100], "one order for every page");
    // A cursor is no way round what one may see.
    let foreign = text(&first["meta"]["nextCursor"]);
    let list = team.eve.get(&format!("/workspaces?cursor={foreign}")).await.ok();
    assert!(names(&list["workspaces"]).len() <= 1);
}

#[tokio::test]
async fn bad_values_are_named() {
    let team = Team::new().await;
    let cases = [
        ("limit=0", "parameter `limit` must be at least 1"),
        ("limit=101", "parameter `limit` must be at most 100"),
        ("limit=-5", "parameter `limit` must be at least 1"),
        ("limit=many", "parameter `limit` must be a whole number"),
        ("cursor=zzz", "Invalid cursor"),
        ("cursor=%F0%9F%98%80", "Invalid cursor"),
        ("cursor=bzox", "Invalid cursor"),
        ("cursor=dDp4Onk", "Invalid cursor"),
        ("type=secret", "parameter `type` must be personal, private, team, public or partner"),
        ("createdBy=ana", "parameter `createdBy` must be a whole number"),
        ("elementType=collection", "parameter `elementId` is missing: `elementType` needs it"),
        ("elementId=x", "parameter `elementType` is missing: `elementId` needs it"),
        (
            "elementType=mock&elementId=x",
            "parameter `elementType` must be collection or specification",
        ),
        ("include=everything", "parameter `include` must be mocks:deactivated or scim"),
    ];
    for (query, words) in cases {
        let answer = team.ana.get(&format!("/workspaces?{query}")).await.expect(400);
        assert_eq!(said(&answer), words, "{query}");
    }
}
