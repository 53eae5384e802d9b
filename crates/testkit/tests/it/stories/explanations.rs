//! What an agent could do, and why a call went as it did.

use serde_json::{Value, json};

use super::{Team, add_workspace, said, text};

async fn can(team: &Team, operation: &str, resource: Option<&str>) -> Value {
    let mut body = json!({ "agent": "Bot", "operation": operation });
    if let Some(resource) = resource {
        body["resource"] = resource.into();
    }
    team.app.local().post("/gatepost/v1/can", body).await.ok()
}

#[tokio::test]
async fn can_tells_what_a_call_would_meet_and_does_nothing() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let (agent, actor) = team.app.agent("Bot").await;
    let grant = team.grant(&agent, json!({ "area": "collections", "level": "read" })).await;
    let before = team.ana.get("/collections").await.text();

    let told = can(&team, "getCollection", Some(&uid)).await;
    assert_eq!((&told["decision"], &told["reason"]), (&json!("allow"), &json!("granted")));
    assert_eq!(told["grants"], json!([grant]));
    assert_eq!(
        told["sentence"],
        "'Bot' may read collection 'Payments' in workspace 'Core' — allowed by collections read."
    );
    let told = can(&team, "deleteCollection", Some(&id)).await;
    assert_eq!((&told["decision"], &told["reason"]), (&json!("deny"), &json!("not_granted")));
    assert_eq!(told["needs"], json!(["collections full on 'Core'"]));
    assert_eq!(
        told["sentence"],
        "'Bot' may not delete collection 'Payments' in workspace 'Core' — denied: its access to \
         collections is read; smallest grant: collections full on 'Core'."
    );
    let steps: Vec<_> =
        told["trace"].as_array().unwrap().iter().map(|step| &step["result"]).collect();
    assert_eq!(steps.len(), 5);
    assert_eq!(steps[..4], [&json!("passed"); 4]);
    assert!(steps[4].as_str().unwrap().starts_with("stopped: "), "{steps:?}");

    // The tool's name does as well; what does not exist is not visible.
    let nowhere = "0b0b0b0b-0000-4000-8000-000000000000";
    let told = can(&team, "getCollection", Some(nowhere)).await;
    assert_eq!((&told["decision"], &told["reason"]), (&json!("deny"), &json!("not_visible")));
    // Without any grant in the area the admin still reads the reason that the agent does not.
    let (environment, _) = team.environment("Live").await;
    let told = can(&team, "getEnvironment", Some(&environment)).await;
    assert_eq!(told["reason"], "not_granted");
    assert_eq!(told["needs"], json!(["environments read on 'Core'"]));
    // Creations name the workspace they go to.
    let told = can(&team, "createCollection", Some(&team.workspace)).await;
    assert_eq!(told["needs"], json!(["collections write on 'Core'"]));
    let told = can(&team, "getCollections", None).await;
    assert_eq!(told["decision"], "allow");
    // Nothing was done, and the agent was not charged for it.
    assert_eq!(team.ana.get("/collections").await.text(), before);
    let records = team.app.records(200).await;
    assert!(records.iter().all(|record| record["actor"]["id"] != agent.as_str()));

    let path = format!("/gatepost/v1/agents/{agent}/suspend");
    team.app.local().post(&path, json!({})).await.ok();
    let told = can(&team, "getCollection", Some(&id)).await;
    assert_eq!(told["reason"], "agent_suspended");
    assert_eq!(told["trace"][1]["result"], "not reached");
    actor.get("/collections").await.expect(403);
}

#[tokio::test]
async fn can_agrees_with_the_call() {
    let team = Team::new().await;
    let (id, uid) = team.collection("Payments").await;
    let (agent, actor) = team.app.agent("Bot").await;
    let rules = [
        json!({ "area": "collections", "level": "read" }),
        json!({ "operation": "putCollection" }),
        json!({ "area": "collections", "level": "full" }),
        json!({ "effect": "block", "operation": "patchCollection" }),
        json!({ "effect": "block", "area": "collections", "level": "full", "scope": { "resources": [uid] } }),
    ];
    let path = format!("/collections/{id}");
    for rule in rules {
        team.grant(&agent, rule).await;
        let patch = json!({ "collection": { "info": { "name": "Payments" } } });
        let calls = [
            ("getCollection", actor.get(&path).await),
            ("putCollection", actor.put(&path, testkit::collection("Payments")).await),
            ("patchCollection", actor.patch(&path, patch).await),
        ];
        for (operation, answer) in calls {
            let told = can(&team, operation, Some(&id)).await;
            let met = if answer.status < 300 { "allow" } else { "deny" };
            assert_eq!(told["decision"], met, "{operation}: {}", answer.text());
            assert_eq!(answer.header("x-gatepost-decision"), met);
            if answer.status == 403 {
                assert_eq!(told["reason"], answer.header("x-gatepost-reason"));
            }
        }
        let told = can(&team, "deleteCollection", Some(&id)).await["decision"].clone();
        let blocked = team.app.records(1).await;
        assert!(told == "allow" || told == "deny", "{blocked:?}");
    }
    assert_eq!(can(&team, "deleteCollection", Some(&id)).await["reason"], "blocked");
    actor.delete(&path).await.expect(403);
}

#[tokio::test]
async fn bad_questions_are_answered_with_a_hint() {
    let team = Team::new().await;
    team.app.agent("Bot").await;
    let cases = [
        (json!({}), "must have required property 'agent'"),
        (json!({ "agent": "Bot" }), "must have required property 'operation'"),
        (
            json!({ "agent": "Bott", "operation": "getCollection" }),
            "There is no agent `Bott`: did you mean `Bot`?",
        ),
        (
            json!({ "agent": "Bot", "operation": "getCollectoin" }),
            "There is no operation `getCollectoin`: did you mean `getCollection`?",
        ),
        (json!({ "agent": "Bot", "operation": 7 }), "operation: must be string"),
    ];
    for (body, words) in cases {
        let answer = team.app.local().post("/gatepost/v1/can", body.clone()).await.expect(400);
        assert!(said(&answer).contains(words), "{body}: {}", said(&answer));
    }
}

#[tokio::test]
async fn a_record_is_explained_by_what_was_and_what_is() {
    let team = Team::new().await;
    let (id, _) = team.collection("Payments").await;
    let other = add_workspace(&team.ana, "Other", "team").await;
    let (agent, actor) = team.app.agent("Bot").await;
    let read = team.grant(&agent, json!({ "area": "collections", "level": "read" })).await;
    let scope = json!({ "workspaces": [other] });
    let away = json!({ "area": "collections", "level": "full", "scope": scope });
    let away = team.grant(&agent, away).await;
    let denied = actor.delete(&format!("/collections/{id}")).await.expect(403);
    let record = denied.header("x-gatepost-request-id").to_owned();
    let explain = async |record: &str| {
        let path = format!("/gatepost/v1/records/{record}/explanation");
        team.app.local().get(&path).await.ok()["explanation"].clone()
    };
    let told = explain(&record).await;
    assert_eq!(told["record"]["id"], record);
    assert_eq!(told["wouldAllow"], "collections full on 'Core'");
    assert_eq!(told["steps"][0]["step"], "decided then");
    let then = text(&told["steps"][0]["result"]);
    assert_eq!(then, "deny: its access to collections is read");
    let near = told["nearest"].as_array().unwrap();
    let miss =
        |grant: &str| near.iter().find(|one| one["grant"] == grant).unwrap()["missing"].clone();
    assert_eq!((miss(&read), miss(&away)), (json!(["level"]), json!(["scope"])));

    // With a new grant the same call would pass now; the record stays what it was.
    team.grant(&agent, json!({ "area": "collections", "level": "full" })).await;
    let told = explain(&record).await;
    assert_eq!(told["steps"][0]["result"], then.as_str());
    let grants = told["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(grants["result"], "passed");
    // A person's call has only what was decided then.
    team.ben.delete(&format!("/collections/{id}")).await.expect(403);
    let record = text(&team.app.records(1).await[0]["id"]);
    let told = explain(&record).await;
    assert_eq!(told["steps"].as_array().unwrap().len(), 1);
    assert_eq!(told["nearest"], json!([]));
}
