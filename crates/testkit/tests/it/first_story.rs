//! The first whole story: an agent reads, is refused a delete in words, and the log tells it.

use serde_json::json;
use testkit::App;

#[tokio::test]
async fn an_agent_reads_and_is_refused_a_delete() {
    let app = App::start().await;
    let ana = app.owner();
    let workspace = app.workspace("Core", "team").await;
    let target = format!("/collections?workspace={workspace}");
    let made = ana.post(&target, testkit::collection("Payments")).await.ok();
    let uid = made["collection"]["uid"].as_str().unwrap().to_owned();

    let (agent, bot) = app.agent("Release bot").await;
    let path = format!("/collections/{uid}");
    let hidden = bot.get(&path).await.expect(404);
    assert_eq!(hidden.header("x-gatepost-reason"), "not_visible");
    assert_eq!(hidden.header("x-gatepost-needs"), "");

    let scope = json!({ "workspaces": [workspace] });
    for area in ["collections", "workspaces"] {
        app.grant(json!({ "agent": agent, "area": area, "level": "read", "scope": scope })).await;
    }
    let read = bot.get(&path).await.ok();
    assert_eq!(read["collection"]["info"]["name"], "Payments");
    let listed = bot.get("/collections").await.ok();
    assert_eq!(listed["collections"].as_array().unwrap().len(), 1);

    let refused = bot.delete(&format!("/workspaces/{workspace}")).await.expect(403);
    assert_eq!(refused.header("x-gatepost-needs"), "workspaces=full");
    let said = refused.json["error"]["message"].as_str().unwrap();
    assert!(said.contains("its access to workspaces is read"), "{said}");
    assert!(said.contains("smallest grant: workspaces full on 'Core'"), "{said}");

    assert_eq!(
        app.sentences(3).await,
        [
            "Release bot, for Ana Ruiz, tried to delete workspace 'Core' — denied: its access to \
             workspaces is read; smallest grant: workspaces full on 'Core'.",
            "Release bot, for Ana Ruiz, listed collections: 1 shown — allowed by collections read.",
            "Release bot, for Ana Ruiz, read collection 'Payments' in workspace 'Core' — allowed \
             by collections read.",
        ]
    );

    app.local().post(&format!("/gatepost/v1/agents/{agent}/suspend"), json!({})).await.ok();
    let stopped = bot.get(&path).await.expect(403);
    assert_eq!(stopped.header("x-gatepost-reason"), "agent_suspended");
}
