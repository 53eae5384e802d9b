//! Forks, pulls, merges and pull requests, by people and agents.

use serde_json::{Value, json};
use testkit::Actor;

use super::{Team, add_workspace, text};

/// Forks a collection into the workspace; its uid.
async fn fork(team: &Team, by: &Actor, parent: &str, label: &str) -> String {
    let target = format!("/collections/fork/{parent}?workspace={}", team.workspace);
    text(&by.post(&target, json!({ "label": label })).await.ok()["collection"]["uid"])
}

/// Adds a request at the top; its id.
async fn add(by: &Actor, collection: &str, name: &str) -> String {
    let target = format!("/collections/{collection}/requests");
    text(&by.post(&target, json!({ "name": name, "url": name })).await.ok()["model_id"])
}

async fn rename(by: &Actor, collection: &str, request: &str, name: &str) {
    let target = format!("/collections/{collection}/requests/{request}");
    by.put(&target, json!({ "name": name, "url": name })).await.ok();
}

/// Names of what lies at the top.
async fn top(by: &Actor, collection: &str) -> Vec<String> {
    let whole = by.get(&format!("/collections/{collection}")).await.ok();
    let items = whole["collection"]["item"].as_array().unwrap();
    items.iter().map(|item| text(&item["name"])).collect()
}

/// The id of the item with that name at the top.
async fn id(by: &Actor, collection: &str, name: &str) -> String {
    let whole = by.get(&format!("/collections/{collection}")).await.ok();
    let items = whole["collection"]["item"].as_array().unwrap();
    text(&items.iter().find(|item| item["name"] == name).unwrap()["id"])
}

#[tokio::test]
async fn a_fork_travels_to_its_parent_and_back() {
    let team = Team::new().await;
    let ana = &team.ana;
    let (parent, parent_uid) = team.collection("Shop").await;
    let fork = fork(&team, ana, &parent, "mine").await;
    let whole = ana.get(&format!("/collections/{fork}")).await.ok();
    assert_eq!(whole["collection"]["info"]["fork"]["label"], "mine");
    assert_eq!(whole["collection"]["info"]["fork"]["from"], parent_uid);
    let listed = ana.get(&format!("/collections?workspace={}", team.workspace)).await.ok();
    let row = listed["collections"].as_array().unwrap();
    let row = row.iter().find(|row| row["uid"] == fork).unwrap();
    assert_eq!(row["fork"]["from"], parent_uid);
    let forks = ana.get(&format!("/collections/{parent}/forks")).await.ok();
    assert_eq!(forks["data"][0]["forkId"], fork);
    assert_eq!(forks["data"][0]["createdBy"], "Ana Ruiz");
    assert_eq!(forks["meta"], json!({ "total": 1 }));
    let own = ana.get("/collections/collection-forks").await.ok();
    assert_eq!(own["data"][0]["sourceId"], parent_uid);
    assert_eq!(team.ben.get("/collections/collection-forks").await.ok()["data"], json!([]));

    let status = format!("/collections/{fork}/source-status");
    assert_eq!(ana.get(&status).await.ok()["collection"][&fork]["isSourceAhead"], false);
    add(ana, &parent, "from the parent").await;
    add(ana, &fork, "from the fork").await;
    assert_eq!(ana.get(&status).await.ok()["collection"][&fork]["isSourceAhead"], true);
    let pulled = ana.put(&format!("/collections/{fork}/pulls"), json!({})).await.ok();
    assert_eq!(pulled["collection"], json!({ "destinationId": fork, "sourceId": parent_uid }));
    let both = top(ana, &fork).await;
    assert!(
        both.contains(&"from the parent".to_owned()) && both.contains(&"from the fork".to_owned())
    );
    assert!(!top(ana, &parent).await.contains(&"from the fork".to_owned()));

    let merge = json!({ "source": fork, "destination": parent_uid });
    ana.post("/collections/merge", merge.clone()).await.ok();
    assert_eq!(top(ana, &parent).await, top(ana, &fork).await);

    // Both rename the same request: that is said, and nothing changes.
    rename(ana, &parent, &id(ana, &parent, "from the fork").await, "theirs").await;
    rename(ana, &fork, &id(ana, &fork, "from the fork").await, "mine").await;
    add(ana, &fork, "late").await;
    let before = (top(ana, &parent).await, top(ana, &fork).await);
    let clash = ana.post("/collections/merge", merge).await.expect(409);
    let said = clash.text();
    assert!(said.contains("both sides changed `name` of the request"), "{said}");
    assert!(ana.put(&format!("/collections/{fork}/pulls"), json!({})).await.status == 409);
    let task = json!({ "strategy": "default", "source": fork, "destination": parent_uid });
    let task = ana.put("/collection-merges", task).await.ok();
    assert_eq!(task["task"]["status"], "in-progress");
    let task = format!("/collection-merges-tasks/{}", text(&task["task"]["id"]));
    let failed = ana.get(&task).await.ok();
    assert_eq!(failed["status"], "failed");
    assert!(text(&failed["details"]["error"]["message"]).contains("both sides"), "{failed}");
    team.ben.get(&task).await.expect(404);
    assert_eq!((top(ana, &parent).await, top(ana, &fork).await), before);

    // Once they agree, all the rest comes along, and the fork may go.
    rename(ana, &fork, &id(ana, &fork, "mine").await, "theirs").await;
    let task = json!({ "strategy": "deleteSource", "source": fork, "destination": parent_uid });
    let task = ana.put("/collection-merges", task).await.ok();
    let task = format!("/collection-merges-tasks/{}", text(&task["task"]["id"]));
    assert_eq!(ana.get(&task).await.ok()["status"], "successful");
    assert!(top(ana, &parent).await.contains(&"late".to_owned()));
    ana.get(&format!("/collections/{fork}")).await.expect(404);
}

#[tokio::test]
async fn what_is_no_fork_is_told_so() {
    let team = Team::new().await;
    let ana = &team.ana;
    let (one, one_uid) = team.collection("One").await;
    let (_, two_uid) = team.collection("Two").await;
    let fork = fork(&team, ana, &one, "mine").await;
    ana.put(&format!("/collections/{one}/pulls"), json!({})).await.expect(400);
    ana.get(&format!("/collections/{one}/source-status")).await.expect(400);
    let merge = |source: &str, destination: &str, strategy: &str| json!({ "source": source, "destination": destination, "strategy": strategy });
    for (source, destination) in [(&fork, &two_uid), (&one_uid, &two_uid), (&one_uid, &fork)] {
        let body = merge(source, destination, "updateSourceWithDestination");
        let said = ana.post("/collections/merge", body).await.expect(400).text();
        assert!(said.contains("fork"), "{said}");
    }
    ana.put("/collection-merges", merge(&one_uid, &fork, "deleteSource")).await.expect(400);
    ana.post("/collections/merge", merge(&fork, &one_uid, "default")).await.expect(400);
    let here = format!("/collections/fork/{one}");
    ana.post(&here, json!({ "label": "x" })).await.expect(400);
    ana.post(&format!("{here}?workspace={}", team.workspace), json!({ "label": " " }))
        .await
        .expect(400);
    // The parent is gone: the fork is a collection like any other.
    ana.delete(&format!("/collections/{one}")).await.ok();
    ana.put(&format!("/collections/{fork}/pulls"), json!({})).await.expect(404);
    ana.get(&format!("/collections/{fork}")).await.ok();
}

#[tokio::test]
async fn merges_take_the_rights_on_both_sides() {
    let team = Team::new().await;
    let (parent, parent_uid) = team.collection("Shop").await;
    let fork = fork(&team, &team.ana, &parent, "mine").await;
    let private = add_workspace(&team.ana, "Private", "private").await;
    let target = format!("/collections/fork/{parent}?workspace={private}");
    let made = team.ana.post(&target, json!({ "label": "hidden" })).await.ok();
    let hidden = text(&made["collection"]["uid"]);

    // Ben reads the workspace: he sees forks there, and merges nothing.
    let forks = team.ben.get(&format!("/collections/{parent}/forks")).await.ok();
    assert_eq!((&forks["meta"]["total"], &forks["data"][0]["forkId"]), (&json!(1), &json!(fork)));
    let merge = |source: &str| json!({ "source": source, "destination": parent_uid });
    team.ben.post("/collections/merge", merge(&fork)).await.expect(403);
    team.ben.put(&format!("/collections/{fork}/pulls"), json!({})).await.expect(403);
    team.ben.post("/collections/merge", merge(&hidden)).await.expect(403);

    // A writer may merge, and to delete the fork it takes more.
    let (_, agent) = team.agent("Writer", &[("collections", "write")]).await;
    add(&agent, &fork, "by the agent").await;
    let mut body = merge(&fork);
    body["strategy"] = "deleteSource".into();
    let said = agent.post("/collections/merge", body).await.expect(403).text();
    assert!(said.contains("collections full"), "{said}");
    agent.post("/collections/merge", merge(&hidden)).await.expect(404);
    agent.post("/collections/merge", merge(&fork)).await.ok();
    assert!(top(&team.ana, &parent).await.contains(&"by the agent".to_owned()));
    let said = team.app.sentences(3).await;
    assert!(said.iter().any(|one| one.contains("merged")), "{said:?}");

    // A fork whose parent it must not see is not brought up to date either.
    let (id, narrow) = team.app.agent("Narrow").await;
    let bare = fork.split_once('-').unwrap().1;
    let rule = json!({ "area": "collections", "level": "full", "scope": { "resources": [bare] } });
    team.grant(&id, rule).await;
    narrow.get(&format!("/collections/{fork}")).await.ok();
    let said = narrow.put(&format!("/collections/{fork}/pulls"), json!({})).await.expect(404);
    assert!(!said.text().contains(&parent), "{}", said.text());
}

#[tokio::test]
async fn environments_are_forked_and_merged_by_variable() {
    let team = Team::new().await;
    let ana = &team.ana;
    let (parent, parent_uid) = team.environment("Live").await;
    let target = format!("/environments/{parent_uid}/forks?workspaceId={}", team.workspace);
    let made = ana.post(&target, json!({ "forkName": "mine" })).await.ok();
    assert_eq!(made["environment"]["forkName"], "mine");
    let fork = text(&made["environment"]["uid"]);
    let listed = ana.get(&format!("/environments/{parent}/forks")).await.ok();
    assert_eq!(listed["data"][0]["forkId"], fork);
    let patch = |key: &str| json!([{ "op": "add", "path": "/values/0", "value": { "key": key, "value": "1" } }]);
    ana.patch(&format!("/environments/{parent}"), patch("ours")).await.ok();
    ana.patch(&format!("/environments/{fork}"), patch("theirs")).await.ok();
    let keys = async |of: &str| -> Vec<String> {
        let whole = ana.get(&format!("/environments/{of}")).await.ok();
        let values = whole["environment"]["values"].as_array().unwrap();
        values.iter().map(|value| text(&value["key"])).collect()
    };
    let pulls = format!("/environments/{fork}/pulls");
    ana.post(&pulls, json!({ "source": parent_uid })).await.ok();
    let all = keys(&fork).await;
    assert!(all.contains(&"ours".to_owned()) && all.contains(&"theirs".to_owned()), "{all:?}");
    assert!(!keys(&parent).await.contains(&"theirs".to_owned()));
    ana.post(&format!("/environments/{fork}/merges"), json!({ "source": parent_uid }))
        .await
        .expect(400);
    ana.post(&format!("/environments/{parent}/pulls"), json!({ "source": fork })).await.expect(400);
    let merges = format!("/environments/{parent}/merges");
    ana.post(&merges, json!({ "source": fork, "deleteSource": true })).await.ok();
    assert_eq!(keys(&parent).await, all);
    ana.get(&format!("/environments/{fork}")).await.expect(404);

    // Secrets would come along, so who may not read them may not fork.
    let (id, blind) = team.agent("Blind", &[("environments", "full")]).await;
    let said = blind.post(&target, json!({ "forkName": "x" })).await.expect(403).text();
    assert!(said.contains("reveals secrets"), "{said}");
    let rule = json!({ "area": "environments", "level": "full", "revealSecrets": true });
    team.grant(&id, rule).await;
    blind.post(&target, json!({ "forkName": "x" })).await.ok();
}

#[tokio::test]
async fn a_pull_request_is_reviewed_and_merged() {
    let team = Team::new().await;
    let ana = &team.ana;
    let (parent, parent_uid) = team.collection("Shop").await;
    let fork = fork(&team, ana, &parent, "mine").await;
    add(ana, &fork, "new").await;
    let pulls = format!("/collections/{fork}/pull-requests");
    let ask = |title: &str, reviewer: &str, into: &str| json!({ "title": title, "reviewers": [reviewer], "destinationId": into });
    let ben = team.ben_id.to_string();
    ana.post(&pulls, ask(" ", &ben, &parent_uid)).await.expect(400);
    let said = ana.post(&pulls, ask("Add", "1", &parent_uid)).await.expect(400).text();
    assert!(said.contains("no user here"), "{said}");
    let backwards = format!("/collections/{parent}/pull-requests");
    ana.post(&backwards, ask("Add", &ben, &fork)).await.expect(400);
    let made = ana.post(&pulls, ask("Add", &ben, &parent_uid)).await.ok();
    assert_eq!((&made["status"], &made["sourceId"]), (&json!("open"), &json!(fork)));
    ana.post(&pulls, ask("Again", &ben, &parent_uid)).await.expect(400);
    for of in [&fork, &parent] {
        let listed = team.ben.get(&format!("/collections/{of}/pull-requests")).await.ok();
        assert_eq!(listed["data"][0]["id"], made["id"]);
        assert_eq!(listed["data"][0]["destinationId"], parent_uid);
    }
    let path = format!("/pull-requests/{}", text(&made["id"]));
    let cleo = team.cleo_id.to_string();
    let body = json!({ "title": "Add one", "description": "It is new.", "reviewers": [ben, cleo] });
    let changed = ana.put(&path, body).await.ok();
    assert_eq!(
        (&changed["title"], &changed["forkType"]),
        (&json!("Add one"), &json!("collection"))
    );
    let whole = team.cleo.get(&path).await.ok();
    assert_eq!(whole["source"]["forkName"], "mine");
    assert_eq!(
        whole["reviewers"],
        json!([{ "id": ben, "status": "open" }, { "id": cleo, "status": "open" }])
    );
    team.eve.get(&path).await.expect(404);

    let tasks = format!("{path}/tasks");
    let act = |action: &str| json!({ "action": action });
    // Only who may change the destination reviews.
    team.ben.post(&tasks, act("approve")).await.expect(403);
    ana.post(&tasks, act("unapprove")).await.expect(400);
    let done = ana.post(&tasks, json!({ "action": "approve", "comment": "Fine." })).await.ok();
    assert_eq!(
        (&done["status"], &done["reviewedBy"]["username"]),
        (&json!("approved"), &json!("ana"))
    );
    assert_eq!(ana.post(&tasks, act("unapprove")).await.ok()["status"], "open");
    let (_, agent) =
        team.agent("Reviewer", &[("pull_requests", "write"), ("collections", "read")]).await;
    agent.post(&tasks, act("approve")).await.ok();
    let said = agent.post(&tasks, act("merge")).await.expect(403).text();
    assert!(said.contains("collections write"), "{said}");
    assert_eq!(ana.post(&tasks, act("merge")).await.ok()["status"], "merged");
    assert!(top(ana, &parent).await.contains(&"new".to_owned()));
    ana.post(&tasks, act("decline")).await.expect(400);
    let body = json!({ "title": "Late", "reviewers": [] });
    ana.put(&path, body).await.expect(409);
    ana.delete(&format!("/collections/{fork}")).await.ok();
    let whole: Value = ana.get(&path).await.ok();
    assert_eq!(whole["source"], json!({ "id": fork, "exists": false }));
    assert_eq!(whole["comment"], "Fine.");
}
