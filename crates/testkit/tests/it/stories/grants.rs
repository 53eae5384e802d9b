//! Grants and blocks, as administrators make them.

use serde_json::{Value, json};
use testkit::Answer;

use super::{
    Team,
    administration::{post, refused},
    said, text,
};

/// Tries a good rule with these members in place of its own; null leaves one out.
async fn try_rule(team: &Team, changes: &Value) -> Answer {
    let scope = json!({ "workspaces": [team.workspace] });
    let mut rule =
        json!({ "agent": "Bot", "area": "collections", "level": "read", "scope": scope });
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            rule.as_object_mut().unwrap().remove(name);
        } else {
            rule[name] = value.clone();
        }
    }
    post(&team.app.local(), "grants", "grant", rule).await
}

#[tokio::test]
async fn a_grant_that_could_never_hold_is_refused_with_its_remedy() {
    let team = Team::new().await;
    team.app.agent("Bot").await;
    let cases = [
        (
            json!({ "area": "colections" }),
            "there is no area `colections`: did you mean `collections`?",
        ),
        (json!({ "level": "admin" }), "there is no level `admin`: use read, write or full"),
        (json!({ "level": "off" }), "there is no level `off`: use read, write or full"),
        (json!({ "level": null }), "name either `area` and `level`, or `operation`"),
        (json!({ "operation": "getMe" }), "name either `area` and `level`, or `operation`"),
        (
            json!({ "area": null, "level": null, "operation": "getColection" }),
            "there is no operation `getColection`: did you mean `getCollection`?",
        ),
        (json!({ "area": "gatepost" }), "no agent can be granted `gatepost`"),
        (json!({ "area": "scim" }), "no agent can be granted `scim`"),
        (
            json!({ "area": null, "level": null, "operation": "createAgent" }),
            "no agent can be granted `createAgent`",
        ),
        (
            json!({ "area": "billing" }),
            "area `billing` has no levels: grant single operations of it",
        ),
        (json!({ "area": "team", "level": "full" }), "area `team` has no level `full`: use read"),
        (
            json!({ "scope": {} }),
            "the scope is empty, so the rule would never match: use {\"all\": true}, or name \
             workspaces or resources",
        ),
        (
            json!({ "scope": { "all": true, "workspaces": [team.workspace] } }),
            "the scope has `all` and also names places: keep one of them",
        ),
        (
            json!({ "notBefore": "2027-03-01T00:00:00Z", "notAfter": "2027-02-01T00:00:00Z" }),
            "the rule would never hold: `notBefore` is not before `notAfter`",
        ),
        (json!({ "notAfter": "2026-03-01T00:00:00Z" }), "`notAfter` is in the past"),
        (
            json!({ "agent": null }),
            "a grant must name its agent: only a block can hold for every agent",
        ),
        (
            json!({ "effect": "block", "revealSecrets": true }),
            "a block can't reveal secrets: leave out `revealSecrets`",
        ),
        (
            json!({ "area": "tags", "revealSecrets": true }),
            "operations of `tags` show no secrets: leave out `revealSecrets`",
        ),
    ];
    for (changes, words) in cases {
        let answer = try_rule(&team, &changes).await;
        refused(answer, &format!("The grant was refused: {words}."));
    }
}

#[tokio::test]
async fn a_grant_about_nothing_there_is_refused() {
    let team = Team::new().await;
    let admin = team.app.admin().await;
    team.app.agent("Bot").await;
    let nowhere = "0b0b0b0b-0000-4000-8000-000000000000";
    let cases = [
        (
            json!({ "scope": { "workspaces": [nowhere] } }),
            format!("There is no workspace `{nowhere}`, so the rule would never match."),
        ),
        (
            json!({ "scope": { "resources": ["x"] } }),
            "There is no resource `x`, so the rule would never match.".to_owned(),
        ),
        (json!({ "agent": "Bott" }), "There is no agent `Bott`: did you mean `Bot`?".to_owned()),
    ];
    for (changes, words) in cases {
        refused(try_rule(&team, &changes).await, &words);
    }
    // Anything else in it, or of another type, is no grant either.
    for changes in [
        json!({ "scopes": { "all": true } }),
        json!({ "scope": { "workspace": ["x"] } }),
        json!({ "scope": { "workspaces": "x" } }),
        json!({ "scope": "all" }),
        json!({ "scope": null }),
        json!({ "level": 1 }),
        json!({ "effect": "deny" }),
        json!({ "revealSecrets": "yes" }),
        json!({ "notAfter": "tomorrow" }),
        json!({ "agent": 7 }),
    ] {
        let answer = try_rule(&team, &changes).await.expect(400);
        assert!(!said(&answer).is_empty(), "{changes}");
    }
    assert_eq!(admin.get("/gatepost/v1/grants").await.ok()["grants"], json!([]));
    admin.delete("/gatepost/v1/grants/grt_nothing").await.expect(404);
    admin.get("/gatepost/v1/grants?agent=Nobody").await.expect(400);
}

#[tokio::test]
async fn grants_are_shown_as_they_hold() {
    let team = Team::new().await;
    let admin = team.app.admin().await;
    let (agent, _) = team.app.agent("Bot").await;
    let (id, uid) = team.collection("Payments").await;
    let rule = json!({ "agent": "Bot", "area": "environments", "level": "read", "note": "for now",
        "revealSecrets": true, "notAfter": "2027-12-31T00:00:00Z",
        "scope": { "workspaces": [team.workspace.to_uppercase()], "resources": [uid] } });
    let made = post(&admin, "grants", "grant", rule).await.expect(201).json;
    let shown = json!({ "id": made["grant"]["id"], "agent": agent, "effect": "allow",
        "area": "environments", "level": "read", "note": "for now", "revealSecrets": true,
        "notAfter": "2027-12-31T00:00:00.000Z", "createdAt": "2027-01-15T08:00:00.000Z",
        "scope": { "workspaces": [team.workspace], "resources": [id] } });
    assert_eq!(made["grant"], shown);
    assert!(made.get("warnings").is_none());
    let list = admin.get("/gatepost/v1/grants?agent=Bot").await.ok();
    assert_eq!(list["grants"], json!([shown]));
    team.app.agent("Other").await;
    assert_eq!(admin.get("/gatepost/v1/grants?agent=Other").await.ok()["grants"], json!([]));
    // Where the owner can't do it, the maker is told.
    let (bens, _) = team.app.agent_of("Ben's", team.ben_id).await;
    let rule = json!({ "agent": bens, "area": "collections", "level": "write",
        "scope": { "workspaces": [team.workspace] } });
    let made = post(&admin, "grants", "grant", rule).await.expect(201).json;
    let warning = text(&made["warnings"][0]);
    assert!(warning.contains("'Ben Okafor' is viewer in workspace 'Core'"), "{warning}");
}
