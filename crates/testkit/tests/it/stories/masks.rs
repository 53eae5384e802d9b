//! Secret values: shown to people, masked for agents, never written back masked.

use serde_json::{Value, json};
use testkit::Actor;

use super::{Team, add_collection, said};

const MASK: &str = "«masked:";

/// A team with secrets in every place that holds some.
struct Secrets {
    team: Team,
    /// Path of an environment, of a collection and of the globals.
    places: [String; 3],
}

impl Secrets {
    async fn new() -> Self {
        let team = Team::new().await;
        let here = &team.workspace;
        let values = json!([
            { "key": "base", "value": "https://example.com" },
            { "key": "plain", "value": "tell-me-1", "type": "secret" },
            { "key": "same", "value": "tell-me-1", "type": "secret" },
            { "key": "vaulted", "value": "tell-me-2", "secret": true },
            { "key": "api_key", "value": "tell-me-3" },
        ]);
        let body = json!({ "environment": { "name": "Live", "values": values } });
        let made = team.ana.post(&format!("/environments?workspace={here}"), body).await.ok();
        let environment = format!("/environments/{}", made["environment"]["id"].as_str().unwrap());
        let globals = format!("/workspaces/{here}/global-variables");
        team.ana.put(&globals, json!({ "values": values })).await.ok();
        let mut body = testkit::collection("Payments");
        body["collection"]["auth"] =
            json!({ "type": "bearer", "bearer": [{ "key": "token", "value": "tell-me-4" }] });
        body["collection"]["variable"] =
            json!([{ "key": "password", "value": "tell-me-5", "type": "secret" }]);
        body["collection"]["item"][1]["request"]["header"] =
            json!([{ "key": "Authorization", "value": "Bearer tell-me-6" }]);
        let (id, _) = add_collection(&team.ana, here, body).await;
        Self { places: [environment, format!("/collections/{id}"), globals], team }
    }

    async fn agent(&self, name: &str, level: &str, reveal: bool) -> Actor {
        let (id, agent) = self.team.app.agent(name).await;
        for area in ["environments", "collections", "workspaces"] {
            let rule = json!({ "area": area, "level": level, "revealSecrets": reveal });
            self.team.grant(&id, rule).await;
        }
        agent
    }
}

#[tokio::test]
async fn people_and_trusted_agents_see_them() {
    let secrets = Secrets::new().await;
    let trusted = secrets.agent("Trusted", "read", true).await;
    let blind = secrets.agent("Blind", "read", false).await;
    for path in &secrets.places {
        for actor in [&secrets.team.ben, &trusted] {
            let seen = actor.get(path).await.expect(200).text();
            assert!(seen.contains("tell-me") && !seen.contains(MASK), "{path}: {seen}");
        }
        let seen = blind.get(path).await.expect(200).text();
        assert!(!seen.contains("tell-me") && seen.contains(MASK), "{path}: {seen}");
        assert!(seen.contains("https://example.com"), "what is no secret stays: {seen}");
    }
    let outline = format!("{}?model=minimal", secrets.places[1]);
    let seen = blind.get(&outline).await.expect(200).text();
    assert!(!seen.contains("tell-me") && seen.contains(MASK), "{seen}");
}

#[tokio::test]
async fn equal_secrets_look_equal_and_none_tells_its_length() {
    let secrets = Secrets::new().await;
    let blind = secrets.agent("Blind", "read", false).await;
    let got = blind.get(&secrets.places[0]).await.ok();
    let values = &got["environment"]["values"];
    assert_eq!(values[1]["value"], values[2]["value"]);
    let marks: Vec<&str> = (1..5).map(|at| values[at]["value"].as_str().unwrap()).collect();
    assert!(marks.iter().all(|mark| mark.chars().count() == 15), "{marks:?}");
    assert_ne!(marks[0], marks[2]);
}

#[tokio::test]
async fn answers_of_changes_are_masked_too() {
    let secrets = Secrets::new().await;
    let writer = secrets.agent("Writer", "write", false).await;
    let steps =
        json!([{ "op": "add", "path": "/values/-", "value": { "key": "x", "value": "y" } }]);
    let answer = writer.patch(&secrets.places[0], steps).await.expect(200).text();
    assert!(!answer.contains("tell-me") && answer.contains(MASK), "{answer}");
    let values = json!({ "values": [{ "key": "s", "type": "secret", "value": "tell-me-new" }] });
    let answer = writer.put(&secrets.places[2], values).await.expect(200).text();
    assert!(!answer.contains("tell-me") && answer.contains(MASK), "{answer}");
    let stored = secrets.team.ana.get(&secrets.places[2]).await.text();
    assert!(stored.contains("tell-me-new"), "{stored}");
}

#[tokio::test]
async fn a_mask_that_comes_back_is_refused_with_its_place() {
    let secrets = Secrets::new().await;
    let writer = secrets.agent("Writer", "write", false).await;
    let [environment, collection, globals] = &secrets.places;
    let before = [environment, collection, globals].map(|path| secrets.team.ana.get(path));
    let before = futures::future::join_all(before).await;
    let read = async |path: &str| writer.get(path).await.ok();
    let mark = read(environment).await["environment"]["values"][1]["value"].clone();
    let cases: Vec<(&str, &str, Value, &str)> = vec![
        ("PUT", environment, read(environment).await, "environment.values[1].value"),
        ("PUT", collection, read(collection).await, "collection"),
        ("PUT", globals, read(globals).await, "values[1].value"),
        (
            "PATCH",
            environment,
            json!([{ "op": "replace", "path": "/values/0/value", "value": mark }]),
            "[0].value",
        ),
        (
            "PATCH",
            collection,
            json!({ "collection": { "variable": [{ "key": "k", "value": mark }] } }),
            "collection.variable[0].value",
        ),
        (
            "PATCH",
            collection,
            json!({ "collection": { "info": { "name": format!("a {} b", mark.as_str().unwrap()) } } }),
            "collection.info.name",
        ),
    ];
    for (method, path, body, place) in cases {
        let method = method.parse().unwrap();
        let answer = writer.send(method, path, Some(body)).await.expect(400);
        assert!(said(&answer).starts_with(&format!("`{place}")), "{}", said(&answer));
        assert!(said(&answer).contains("a mask instead of the value"), "{}", said(&answer));
    }
    let here = &secrets.team.workspace;
    for (kind, body) in [
        (
            "environments",
            json!({ "environment": { "name": "n", "values": [{ "key": "k", "value": mark }] } }),
        ),
        ("collections", read(collection).await),
    ] {
        writer.post(&format!("/{kind}?workspace={here}"), body).await.expect(400);
    }
    for (path, before) in secrets.places.iter().zip(before) {
        assert_eq!(secrets.team.ana.get(path).await.text(), before.text(), "nothing was lost");
    }
}

#[tokio::test]
async fn what_is_made_of_a_masked_collection_holds_no_mask() {
    let secrets = Secrets::new().await;
    let team = &secrets.team;
    let collection = secrets.places[1].clone();
    let (id, blind) = team.app.agent("Describer").await;
    for area in ["collections", "specs"] {
        team.grant(&id, json!({ "area": area, "level": "full" })).await;
    }
    let whole = blind.get(&format!("{collection}/transformations")).await.ok().to_string();
    assert!(!whole.contains("tell-me") && !whole.contains("masked:"), "{whole}");
    let target = format!("{collection}/generations/spec");
    let task = blind.post(&target, json!({ "name": "Described" })).await.ok();
    let status = blind.get(task["url"].as_str().unwrap()).await.ok();
    let spec = status["details"]["resources"][0]["id"].as_str().unwrap().to_owned();
    let definition = blind.get(&format!("/specs/{spec}/definitions")).await.text();
    assert!(!definition.contains("tell-me") && !definition.contains("masked:"), "{definition}");
    let requests = format!("{collection}/requests");
    let new = json!({ "name": "Late", "url": "https://example.com/late",
        "headerData": [{ "key": "Authorization", "value": "Bearer tell-me-7" }] });
    team.ana.post(&requests, new).await.ok();
    let uid = team.ana.get(&collection).await.ok()["collection"]["info"]["uid"].to_string();
    let sync = format!("/specs/{spec}/synchronizations?collectionUid={}", uid.trim_matches('"'));
    blind.put(&sync, json!({})).await.expect(202);
    let definition = blind.get(&format!("/specs/{spec}/definitions")).await.text();
    assert!(definition.contains("/late") && !definition.contains("tell-me"), "{definition}");
}
