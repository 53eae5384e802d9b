//! JSON Patch on environments.

use serde_json::{Value, json};
use testkit::Answer;

use super::{JSON, Team, members, said};

/// An environment with two variables, and a patch of it.
struct Patched {
    team: Team,
    path: String,
    uid: String,
}

impl Patched {
    async fn new() -> Self {
        let team = Team::new().await;
        let (id, uid) = team.environment("Live").await;
        Self { path: format!("/environments/{id}"), uid, team }
    }

    async fn patch(&self, steps: Value) -> Answer {
        self.team.ana.patch(&self.path, steps).await
    }

    async fn keys(&self) -> Vec<Value> {
        let got = self.team.ana.get(&self.path).await.ok();
        let values = got["environment"]["values"].as_array().unwrap().clone();
        values.iter().map(|value| value["key"].clone()).collect()
    }
}

#[tokio::test]
async fn each_step_does_what_it_says() {
    let env = Patched::new().await;
    let steps = json!([
        { "op": "replace", "path": "/name", "value": "Test" },
        { "op": "add", "path": "/values/0", "value": { "key": "first", "value": "1" } },
        { "op": "add", "path": "/values/-", "value": { "key": "last", "value": "9",
            "type": "secret", "enabled": true } },
        { "op": "remove", "path": "/values/1" },
        { "op": "replace", "path": "/values/0/value", "value": "one" },
        { "op": "add", "path": "/values/0/description", "value": "the first" },
        { "op": "replace", "path": "/values/0/enabled", "value": false },
    ]);
    let answer = env.patch(steps).await.expect(200);
    let shown = &answer.json["environment"];
    assert_eq!((&shown["name"], &shown["uid"]), (&json!("Test"), &json!(env.uid)));
    assert!(!members(shown).contains(&"isPublic"));
    assert_eq!(
        shown["values"],
        json!([
            { "key": "first", "value": "one", "description": "the first", "enabled": false },
            { "key": "token", "value": "s3cr3t", "type": "secret", "enabled": true },
            { "key": "last", "value": "9", "type": "secret", "enabled": true },
        ])
    );
    let got = env.team.ana.get(&env.path).await.ok();
    assert_eq!(got["environment"]["values"], shown["values"]);
    assert_eq!(got["environment"]["name"], "Test");
    env.patch(json!([{ "op": "remove", "path": "/values/0/description" }])).await.expect(200);
}

#[tokio::test]
async fn both_media_types_are_taken() {
    let env = Patched::new().await;
    let steps = r#"[{"op":"replace","path":"/name","value":"Test"}]"#;
    for media in
        ["application/json", "application/json-patch+json", "application/json; charset=utf-8"]
    {
        let headers = [("content-type", media)];
        env.team.ana.send_text("PATCH", &env.path, &headers, steps).await.expect(200);
    }
    let headers = [("content-type", "text/plain")];
    env.team.ana.send_text("PATCH", &env.path, &headers, steps).await.expect(400);
}

#[tokio::test]
async fn steps_apply_together_or_not_at_all() {
    let env = Patched::new().await;
    let steps = json!([
        { "op": "remove", "path": "/values/0" },
        { "op": "replace", "path": "/name", "value": "Half" },
        { "op": "remove", "path": "/values/7" },
    ]);
    env.patch(steps).await.expect(400);
    assert_eq!(env.keys().await, ["base", "token"]);
    assert_eq!(env.team.ana.get(&env.path).await.ok()["environment"]["name"], "Live");
}

#[tokio::test]
async fn no_change_is_lost_to_another_at_the_same_time() {
    let env = Patched::new().await;
    let add = |number: usize| {
        let value = json!({ "key": format!("k{number}"), "value": "x" });
        env.patch(json!([{ "op": "add", "path": "/values/-", "value": value }]))
    };
    let answers = futures::future::join_all((0..12).map(add)).await;
    let keys = env.keys().await;
    for (number, answer) in answers.iter().enumerate() {
        let there = keys.contains(&json!(format!("k{number}")));
        match answer.status {
            200 => assert!(there, "k{number} was acknowledged"),
            409 => assert!(!there, "k{number} was refused"),
            status => panic!("{status}: {}", answer.text()),
        }
    }
    assert!(answers.iter().any(|answer| answer.status == 200));
}

#[tokio::test]
async fn what_is_no_patch_is_refused_in_the_contracts_words() {
    let env = Patched::new().await;
    let array = "Patch sequence must be an array";
    let operation = "Invalid operation in JSON Patch operation";
    let path = "Invalid path in JSON Patch operation";
    let missing = "Cannot perform the operation at a path that does not exist";
    let empty = "Patch operations with empty value are not supported";
    let step = |op: &str, path: &str| json!([{ "op": op, "path": path, "value": "x" }]);
    let cases = [
        (json!({}), array),
        (json!({ "environment": { "name": "x" } }), array),
        (json!("x"), array),
        (json!([7]), operation),
        (json!([{ "path": "/name", "value": "x" }]), operation),
        (step("move", "/name"), operation),
        (step("test", "/name"), operation),
        (json!([{ "op": "replace", "value": "x" }]), path),
        (step("replace", "name"), path),
        (step("replace", ""), path),
        (step("replace", "/"), path),
        (step("replace", "/id"), path),
        (step("replace", "/owner"), path),
        (step("replace", "/values"), path),
        (step("replace", "/values/x"), path),
        (step("replace", "/values/-1"), path),
        (step("replace", "/values/01"), path),
        (step("replace", "/values/0/unknown"), path),
        (step("replace", "/values/0/value/deep"), path),
        (step("remove", "/name"), path),
        (step("replace", "/values/2/value"), missing),
        (json!([{ "op": "remove", "path": "/values/2" }]), missing),
        (json!([{ "op": "add", "path": "/values/3", "value": { "key": "k" } }]), missing),
        (json!([{ "op": "remove", "path": "/values/0/description" }]), missing),
        (json!([{ "op": "replace", "path": "/values/0/value" }]), empty),
        (json!([{ "op": "replace", "path": "/name", "value": "" }]), empty),
        (step("replace", "/values/0/enabled"), "/values/0/enabled: must be a boolean"),
        (step("add", "/values/-"), "/values/-: must be an object"),
        (
            json!([{ "op": "add", "path": "/values/0", "value": { "value": "x" } }]),
            "/values/0: must have required property 'key'",
        ),
        (json!([{ "op": "replace", "path": "/name", "value": 7 }]), "/name: must be a string"),
    ];
    for (steps, words) in cases {
        let answer = env.patch(steps.clone()).await.expect(400);
        assert_eq!(said(&answer), words, "{steps}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    env.team.ana.send_text("PATCH", &env.path, &[JSON], "").await.expect(400);
    assert_eq!(env.keys().await, ["base", "token"]);
}
