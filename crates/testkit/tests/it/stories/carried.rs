//! Secret values stay where they may be read: no agent carries them to where it sees more.

use serde_json::{Value, json};
use testkit::Actor;

use super::{Team, add_collection, add_workspace, text};

/// A workspace whose secrets an agent may not read, and one where it may read them.
struct Split {
    team: Team,
    shown: String,
    agent: Actor,
}

impl Split {
    async fn new() -> Self {
        let team = Team::new().await;
        let shown = add_workspace(&team.ana, "Shown", "team").await;
        let (id, agent) = team.app.agent("Half").await;
        for area in ["environments", "collections", "workspaces", "specs"] {
            team.grant(&id, json!({ "area": area, "level": "full" })).await;
        }
        for area in ["environments", "collections", "workspaces"] {
            let scope = json!({ "workspaces": [shown] });
            let rule =
                json!({ "area": area, "level": "full", "revealSecrets": true, "scope": scope });
            team.grant(&id, rule).await;
        }
        Self { team, shown, agent }
    }

    /// A collection with a secret; its id and uid.
    async fn collection(&self, place: &str) -> (String, String) {
        let mut body = testkit::collection("Payments");
        body["collection"]["auth"] =
            json!({ "type": "bearer", "bearer": [{ "key": "token", "value": "tell-me" }] });
        add_collection(&self.team.ana, place, body).await
    }

    /// An environment with a variable that only its name makes a secret; its id and uid.
    async fn environment(&self, place: &str) -> (String, String) {
        let values = json!([{ "key": "api_key", "value": "tell-me" }]);
        let body = json!({ "environment": { "name": "Live", "values": values } });
        let made = self.team.ana.post(&format!("/environments?workspace={place}"), body).await.ok();
        (text(&made["environment"]["id"]), text(&made["environment"]["uid"]))
    }

    /// Calls as the agent, which is refused because of the secrets.
    #[track_caller]
    fn refused(&self, path: &str, body: Value) -> impl Future<Output = ()> {
        let call = self.agent.post(path, body);
        async move {
            let said = call.await.expect(403).text();
            assert!(said.contains("reveals secrets"), "{said}");
        }
    }
}

#[tokio::test]
async fn an_environment_is_carried_only_by_who_reads_it() {
    let split = Split::new().await;
    let (ana, agent) = (&split.team.ana, &split.agent);
    let (hidden, hidden_uid) = split.environment(&split.team.workspace).await;
    let fork = |of: &str, place: &str| format!("/environments/{of}/forks?workspaceId={place}");
    let label = json!({ "forkName": "x" });
    split.refused(&fork(&hidden, &split.shown), label.clone()).await;
    split.refused(&fork(&hidden, &split.team.workspace), label.clone()).await;
    // A fork where it reads, of a parent that it does not.
    let made = ana.post(&fork(&hidden, &split.shown), label.clone()).await.ok();
    let fork_uid = text(&made["environment"]["uid"]);
    let pulls = format!("/environments/{fork_uid}/pulls");
    split.refused(&pulls, json!({ "source": hidden_uid })).await;
    // And the other way round.
    let (shown, shown_uid) = split.environment(&split.shown).await;
    let made = ana.post(&fork(&shown, &split.team.workspace), label.clone()).await.ok();
    let back = text(&made["environment"]["uid"]);
    let merges = format!("/environments/{shown}/merges");
    split.refused(&merges, json!({ "source": back })).await;
    // What it reads it carries.
    agent.post(&format!("/environments/{back}/pulls"), json!({ "source": shown_uid })).await.ok();
    let merges = format!("/environments/{hidden}/merges");
    agent.post(&merges, json!({ "source": fork_uid })).await.ok();
    agent.post(&fork(&shown, &split.shown), label).await.ok();
}

#[tokio::test]
async fn a_collection_is_carried_to_where_its_secrets_stay_hidden() {
    let split = Split::new().await;
    let (ana, agent, here) = (&split.team.ana, &split.agent, &split.team.workspace);
    let (hidden, hidden_uid) = split.collection(here).await;
    let fork = |of: &str, place: &str| format!("/collections/fork/{of}?workspace={place}");
    let label = json!({ "label": "x" });
    split.refused(&fork(&hidden, &split.shown), label.clone()).await;
    let copies = format!("/collections/{hidden}/duplicates");
    split.refused(&copies, json!({ "workspace": split.shown })).await;
    agent.post(&copies, json!({ "workspace": here })).await.ok();
    let made = agent.post(&fork(&hidden, here), label.clone()).await.ok();
    let masked = agent.get(&format!("/collections/{}", text(&made["collection"]["id"]))).await;
    assert!(!masked.expect(200).text().contains("tell-me"));

    let made = ana.post(&fork(&hidden, &split.shown), label.clone()).await.ok();
    let fork_uid = text(&made["collection"]["uid"]);
    let later = json!({ "source": hidden_uid, "destination": fork_uid, "strategy": "default" });
    let later = agent.put("/collection-merges", later).await.expect(403);
    assert!(later.text().contains("reveals secrets"), "{}", later.text());
    let pull = agent.put(&format!("/collections/{fork_uid}/pulls"), json!({})).await.expect(403);
    assert!(pull.text().contains("reveals secrets"), "{}", pull.text());
    // A merge that also brings the fork up to date carries both ways.
    let merge = json!({ "source": fork_uid, "destination": hidden_uid });
    split.refused("/collections/merge", merge).await;
    let merge =
        json!({ "source": fork_uid, "destination": hidden_uid, "strategy": "deleteSource" });
    agent.post("/collections/merge", merge).await.ok();
}

#[tokio::test]
async fn items_and_elements_do_not_move_to_where_they_would_show() {
    let split = Split::new().await;
    let (ana, agent, here) = (&split.team.ana, &split.agent, &split.team.workspace);
    let (hidden, _) = split.collection(here).await;
    let (shown, shown_uid) = add_collection(ana, &split.shown, testkit::collection("Open")).await;
    let whole = ana.get(&format!("/collections/{hidden}")).await.ok();
    let items = whole["collection"]["item"].as_array().unwrap();
    let request = items.iter().find(|item| item.get("request").is_some()).unwrap();
    let transfer = |ids: &str, target: &str, mode: &str| {
        json!({
            "ids": [ids], "mode": mode, "target": { "id": target, "model": "collection" },
            "location": { "position": "end" },
        })
    };
    let uid = text(&request["uid"]);
    for mode in ["copy", "move"] {
        let body = transfer(&uid, &shown_uid, mode);
        split.refused("/collection-requests-transfers", body).await;
    }
    let (_, calm) = add_collection(ana, here, testkit::collection("Calm")).await;
    agent.post("/collection-requests-transfers", transfer(&uid, &calm, "copy")).await.ok();

    let (environment, _) = split.environment(here).await;
    let transfers = format!("/workspaces/{here}/element-transfers");
    for (kind, id) in [("environment", &environment), ("collection", &hidden)] {
        let body = json!({ "type": kind, "id": id, "to": split.shown });
        split.refused(&transfers, body).await;
    }
    // Back to where they are masked they may go.
    let transfers = format!("/workspaces/{}/element-transfers", split.shown);
    let body = json!({ "type": "collection", "id": shown, "to": here });
    agent.post(&transfers, body).await.ok();
}

#[tokio::test]
async fn a_spec_made_of_a_masked_collection_says_no_secret() {
    let split = Split::new().await;
    let (agent, here) = (&split.agent, &split.team.workspace);
    let mut body = testkit::collection("Payments");
    body["collection"]["item"] = json!([{ "name": "Pay", "request": {
        "method": "POST", "url": "https://example.com/pay?api_key=tell-me",
    } }]);
    let (_, uid) = add_collection(&split.team.ana, here, body).await;
    let path = format!("/collections/{uid}/generations/spec");
    let named = json!({ "name": "Made", "type": "OPENAPI:3.0", "format": "JSON" });
    agent.post(&path, named).await.ok();
    let listed = split.team.ana.get(&format!("/specs?workspaceId={here}")).await.ok();
    let specs = listed["specs"].as_array().unwrap();
    assert!(!specs.is_empty());
    for spec in specs {
        let path = format!("/specs/{}/definitions", text(&spec["id"]));
        let said = split.team.ana.get(&path).await.expect(200).text();
        assert!(said.contains("api_key") && !said.contains("tell-me"), "{said}");
    }
}
