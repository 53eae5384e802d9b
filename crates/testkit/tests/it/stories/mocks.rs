//! Mock servers, from their creation to calls of them.

use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};
use testkit::{Actor, App, Setup};

use super::{Team, text};

/// A collection with one example for each of `examples`: method and path, name, body.
fn shop(examples: &[(&str, &str, &str)]) -> Value {
    let items: Vec<Value> = examples
        .iter()
        .map(|(at, name, body)| {
            let (method, path) = at.split_once(' ').unwrap();
            let request = json!({ "method": method, "url": format!("{{{{host}}}}{path}") });
            json!({ "name": name, "request": request, "response": [{ "name": name, "code": 200,
                "originalRequest": request, "body": body,
                "header": [{ "key": "Content-Type", "value": "application/json" }] }] })
        })
        .collect();
    json!({ "collection": { "info": { "name": "Shop",
        "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": items } })
}

/// What a mock answered.
struct Told {
    status: u16,
    headers: http::HeaderMap,
    body: String,
}

impl Told {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Calls a mock; `headers` are names and values.
async fn call(app: &App, mock: &str, at: &str, headers: &[(&str, &str)], body: &str) -> Told {
    let (method, target) = at.split_once(' ').unwrap();
    let mut request = Request::builder().method(Method::try_from(method).unwrap()).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(body.to_owned().into())).unwrap();
    let (parts, body) = app.mocks().call(mock, target, request).await.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Told {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

fn key(actor: &Actor) -> &str {
    actor.key.as_deref().unwrap()
}

async fn collection(team: &Team, body: Value) -> String {
    let target = format!("/collections?workspace={}", team.workspace);
    text(&team.ana.post(&target, body).await.ok()["collection"]["uid"])
}

async fn mock(team: &Team, mock: Value) -> Value {
    let target = format!("/mocks?workspace={}", team.workspace);
    team.ana.post(&target, json!({ "mock": mock })).await.expect(200).json["mock"].clone()
}

#[tokio::test]
async fn a_mock_lives_from_creation_to_deletion() {
    let team = Team::new().await;
    let uid = collection(&team, shop(&[("GET /users/:id", "found", "{\"id\":\"{{id}}\"}")])).await;
    let made = mock(&team, json!({ "collection": uid })).await;
    let id = text(&made["id"]);
    assert_eq!((&made["name"], &made["collection"]), (&json!("Shop"), &json!(uid)));
    assert!(text(&made["mockUrl"]).ends_with(&format!("/_mock/{id}")), "{made}");

    let told = call(&team.app, &id, "GET /users/7", &[], "").await;
    assert_eq!((told.status, told.body.as_str()), (200, r#"{"id":"7"}"#));
    assert_eq!(told.headers["x-gatepost-mock-example"], "found");
    assert_eq!(told.headers["access-control-allow-origin"], "*");

    let path = format!("/mocks/{id}");
    let seen = team.ben.get(&path).await.ok();
    assert_eq!(seen["mock"]["isPublic"], true);
    let list = team.ben.get(&format!("/mocks?workspace={}", team.workspace)).await.ok();
    assert_eq!(list["mocks"], json!([seen["mock"]]));
    assert_eq!(team.ben.get("/mocks").await.ok()["mocks"], json!([]), "none of Ben's own");
    let within = team.ben.get(&format!("/workspaces/{}", team.workspace)).await.ok();
    assert_eq!(within["workspace"]["mocks"][0]["id"], id.as_str());

    let renamed = team.ana.put(&path, json!({ "mock": { "name": "Front" } })).await.ok();
    assert_eq!(renamed["mock"]["name"], "Front");
    let gone = team.ana.delete(&path).await.ok();
    assert_eq!(gone, json!({ "mock": { "id": id, "uid": made["uid"] } }));
    team.ana.get(&path).await.expect(404);
    assert_eq!(call(&team.app, &id, "GET /users/7", &[], "").await.status, 404);
}

#[tokio::test]
async fn an_edit_acts_on_the_next_call() {
    let team = Team::new().await;
    let uid = collection(&team, shop(&[("GET /a", "first", "\"{{who}}\"")])).await;
    let environment = json!({ "environment": { "name": "E", "values": [
        { "key": "who", "value": "ana", "enabled": true }] } });
    let target = format!("/environments?workspace={}", team.workspace);
    let made = team.ana.post(&target, environment.clone()).await.ok();
    let set = text(&made["environment"]["uid"]);
    let id = text(&mock(&team, json!({ "collection": uid, "environment": set })).await["id"]);
    let body = async || call(&team.app, &id, "GET /a", &[], "").await.body;
    assert_eq!(body().await, "\"ana\"");

    let mut other = environment;
    other["environment"]["values"][0]["value"] = "ben".into();
    team.ana.put(&format!("/environments/{set}"), other).await.ok();
    assert_eq!(body().await, "\"ben\"");
    team.ana.put(&format!("/collections/{uid}"), shop(&[("GET /a", "second", "2")])).await.ok();
    assert_eq!(body().await, "2");
    let path = format!("/mocks/{id}");
    team.ana.put(&path, json!({ "mock": { "environment": null } })).await.ok();
    assert!(team.ana.get(&path).await.ok()["mock"].get("environment").is_none());

    team.ana.delete(&format!("/collections/{uid}")).await.ok();
    assert_eq!(call(&team.app, &id, "GET /a", &[], "").await.status, 404);
    let seen = team.ana.get(&path).await.ok();
    assert_eq!(seen["mock"]["deactivated"], true);
    let list = team.ana.get(&format!("/mocks?workspace={}", team.workspace)).await.ok();
    assert_eq!(list["mocks"], json!([]), "only those that answer are listed");
    // It can be mended.
    let uid = collection(&team, shop(&[("GET /a", "third", "3")])).await;
    team.ana.put(&path, json!({ "mock": { "collection": uid } })).await.ok();
    assert_eq!(body().await, "3");
}

#[tokio::test]
async fn a_private_mock_takes_keys_that_see_its_collection() {
    let team = Team::new().await;
    let uid =
        collection(&team, shop(&[("GET /a", "first", "1"), ("POST /a", "second", "2")])).await;
    let id = text(&mock(&team, json!({ "collection": uid, "private": true })).await["id"]);
    let (agent, bot) = team.app.agent("Bot").await;
    let keys = [&team.ana, &team.ben, &team.eve, &bot].map(key);
    let [_, ben, _, bot] = keys;
    let status = async |at: &str, headers: &[(&str, &str)]| {
        call(&team.app, &id, at, headers, "").await.status
    };
    for (key, expected) in keys.into_iter().zip([200, 200, 401, 401]).chain([("nonsense", 401)]) {
        assert_eq!(status("GET /a", &[("x-api-key", key)]).await, expected);
    }
    let refused = call(&team.app, &id, "GET /a", &[], "").await;
    assert_eq!(refused.json()["error"]["name"], "invalidCredentialsError");
    // In the address only people's keys, and only of a GET.
    assert_eq!(status(&format!("GET /a?apikey={ben}"), &[]).await, 200);
    assert_eq!(status(&format!("POST /a?apikey={ben}"), &[]).await, 401);
    team.app
        .grant(json!({ "agent": agent, "area": "collections", "level": "read",
            "scope": { "workspaces": [team.workspace] } }))
        .await;
    assert_eq!(status("GET /a", &[("x-api-key", bot)]).await, 200);
    assert_eq!(status(&format!("GET /a?apikey={bot}"), &[]).await, 401);

    let path = format!("/mocks/{id}");
    team.ana.post(&format!("{path}/publish"), json!({})).await.expect(200);
    assert_eq!(status("GET /a", &[]).await, 200);
    let again = team.ana.post(&format!("{path}/publish"), json!({})).await.expect(400);
    assert_eq!(again.json["error"]["name"], "mockAlreadyPublishedError");
    team.ana.delete(&format!("{path}/unpublish")).await.expect(200);
    assert_eq!(status("GET /a", &[]).await, 401);
    let again = team.ana.delete(&format!("{path}/unpublish")).await.expect(400);
    assert_eq!(again.json["error"]["name"], "mockAlreadyUnpublishedError");
}

#[tokio::test]
async fn an_outage_answers_everything_while_it_is_on() {
    let team = Team::new().await;
    let uid = collection(&team, shop(&[("GET /a", "first", "1")])).await;
    let id = text(&mock(&team, json!({ "collection": uid })).await["id"]);
    let path = format!("/mocks/{id}/server-responses");
    let body = json!({ "serverResponse": { "name": "Down", "statusCode": 503, "language": "json",
        "headers": [{ "key": "Retry-After", "value": "9" }], "body": "{\"down\":true}" } });
    let made = team.ana.post(&path, body).await.expect(200).json;
    assert_eq!((&made["mock"], &made["statusCode"]), (&json!(id), &json!(503)));
    let one = format!("{path}/{}", text(&made["id"]));
    assert_eq!(team.ben.get(&one).await.ok(), made);
    assert_eq!(team.ben.get(&path).await.ok()[0]["name"], "Down");

    let config = |to: Value| json!({ "mock": { "config": { "serverResponseId": to } } });
    let on = team.ana.put(&format!("/mocks/{id}"), config(made["id"].clone())).await.ok();
    assert_eq!(on["mock"]["config"]["serverResponseId"], made["id"]);
    let told = call(&team.app, &id, "DELETE /anything", &[], "").await;
    assert_eq!((told.status, told.body.as_str()), (503, "{\"down\":true}"));
    assert_eq!(told.headers["retry-after"], "9");
    team.ana.put(&format!("/mocks/{id}"), config("nothing".into())).await.expect(400);
    team.ana.put(&one, json!({ "serverResponse": { "statusCode": 418 } })).await.expect(400);
    let changed = team.ana.put(&one, json!({ "serverResponse": { "language": null } })).await.ok();
    assert_eq!((&changed["language"], &changed["name"]), (&Value::Null, &json!("Down")));
    let gone = team.ana.delete(&one).await.ok();
    assert!(gone.get("mock").is_none() && gone.get("updatedAt").is_none(), "{gone}");
    assert_eq!(call(&team.app, &id, "GET /a", &[], "").await.status, 200);
    let unknown = team.ana.get(&one).await.expect(404);
    assert_eq!(unknown.json["error"]["name"], "serverResponseNotFoundError");
    assert_eq!(unknown.json["error"]["header"], "Unable to find mock server response");
    let nowhere = format!("/mocks/{}/server-responses", uuid::Uuid::new_v4());
    let unknown = team.ana.get(&nowhere).await.expect(404);
    assert_eq!(unknown.json["error"]["name"], "mockNotFoundError");
}

#[tokio::test]
async fn calls_are_logged_and_told() {
    let team = Team::new().await;
    let uid = collection(&team, shop(&[("POST /login", "in", "{}"), ("GET /a", "a", "1")])).await;
    let id = text(&mock(&team, json!({ "collection": uid })).await["id"]);
    let headers = [("content-type", "application/json"), ("authorization", "Basic hush")];
    call(&team.app, &id, "POST /login?next=1", &headers, "{\"password\":\"psst\"}").await;
    team.app.clock().advance(1000);
    let with_key = format!("GET /a?apikey={}", key(&team.ana));
    call(&team.app, &id, &with_key, &[("x-api-key", key(&team.ana))], "").await;
    call(&team.app, &id, "GET /none", &[], "").await;
    team.app.settle().await;

    let path = format!("/mocks/{id}/call-logs");
    let all = team.ana.get(&path).await.ok();
    let rows = all["call-logs"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(all["meta"]["nextCursor"], Value::Null);
    let none = rows.iter().find(|row| row["request"]["path"] == "/none").unwrap();
    assert_eq!(none["response"], json!({ "type": "error", "statusCode": 404 }));
    assert!(text(&none["responseName"]).starts_with("Double check"));
    for (query, count) in [
        ("responseType=ERROR", 1),
        ("requestMethod=post", 1),
        ("requestPath=/LOGIN", 1),
        ("responseStatusCode=200", 2),
        ("since=2027-01-15T08:00:00.500Z", 2),
        ("until=2027-01-15T08:00:00.500Z", 1),
        ("sort=servedAt&direction=asc", 3),
    ] {
        let found = team.ana.get(&format!("{path}?{query}")).await.ok();
        assert_eq!(found["call-logs"].as_array().unwrap().len(), count, "{query}");
    }
    for query in
        ["sort=servedAt", "since=2026-01-01T00:00:00Z", "limit=101", "cursor=x", "responseType=odd"]
    {
        team.ana.get(&format!("{path}?{query}")).await.expect(400);
    }
    let first = team.ana.get(&format!("{path}?limit=1")).await.ok();
    let next = format!("{path}?limit=2&cursor={}", text(&first["meta"]["nextCursor"]));
    assert_eq!(team.ana.get(&next).await.ok()["call-logs"].as_array().unwrap().len(), 2);

    // People see what was sent, agents masks; Gatepost's own keys are never written down.
    let include = format!("{path}?include=request.headers,request.body,response.body");
    let seen = team.ana.get(&include).await.text();
    assert!(seen.contains("psst") && seen.contains("Basic hush"), "{seen}");
    assert!(!seen.contains(key(&team.ana)), "{seen}");
    let (agent, bot) = team.app.agent("Bot").await;
    team.app
        .grant(
            json!({ "agent": agent, "area": "mocks", "level": "read", "scope": { "all": true } }),
        )
        .await;
    let seen = bot.get(&include).await.expect(200).text();
    assert!(!seen.contains("psst") && !seen.contains("Basic hush"), "{seen}");

    // One record for all calls of a minute, and the usage of whoever made the mock.
    let told = team.app.sentences(100).await;
    let calls = told.iter().find(|sentence| sentence.contains("3 times"));
    let expected =
        "Callers called mock 'Shop' in workspace 'Core' 3 times — allowed by being public.";
    assert_eq!(calls.map(String::as_str), Some(expected), "{told:#?}");
    let me = team.ana.get("/me").await.ok();
    let usage = me["operations"].as_array().unwrap().iter();
    assert_eq!(usage.clone().find(|one| one["name"] == "mock_usage").unwrap()["usage"], 3);
}

#[tokio::test]
async fn a_limit_is_told_and_kept() {
    let limits = mock::host::Limits { per_minute: Some(120), per_month: Some(130) };
    let app = App::with(Setup { mocks: limits, ..Setup::default() }).await;
    let team = Team::on(app).await;
    let uid = collection(&team, shop(&[("GET /a", "a", "1")])).await;
    let id = text(&mock(&team, json!({ "collection": uid })).await["id"]);
    let get = async || call(&team.app, &id, "GET /a", &[], "").await;
    for number in 1..=120 {
        let told = get().await;
        assert_eq!(told.status, 200, "{number}");
        assert_eq!(told.headers["x-ratelimit-limit"], "120");
        assert_eq!(told.headers["x-ratelimit-remaining"], (120 - number).to_string());
        assert_eq!(told.headers["x-ratelimit-remaining-month"], (130 - number).to_string());
    }
    team.app.clock().advance(30_000);
    let over = get().await;
    assert_eq!(over.status, 429);
    assert_eq!(
        (&over.headers["retry-after"], &over.headers["x-ratelimit-retryafter"]),
        (&http::HeaderValue::from(30), &http::HeaderValue::from(30))
    );
    team.app.clock().advance(30_001);
    for _ in 0..10 {
        assert_eq!(get().await.status, 200);
    }
    assert_eq!(get().await.status, 429, "the month's allowance is used up");
    team.app.clock().advance(31 * 24 * 3_600_000);
    assert_eq!(get().await.status, 200);
}

#[tokio::test]
async fn what_a_body_names_must_be_open_to_the_caller() {
    let team = Team::new().await;
    let uid = collection(&team, shop(&[("GET /a", "a", "1")])).await;
    let (agent, bot) = team.app.agent("Bot").await;
    let grant = async |area: &str, level: &str| {
        let scope = json!({ "workspaces": [team.workspace] });
        let grant = json!({ "agent": agent, "area": area, "level": level, "scope": scope });
        team.app.grant(grant).await
    };
    let target = format!("/mocks?workspace={}", team.workspace);
    let body = |private: bool| json!({ "mock": { "collection": uid, "private": private } });
    grant("mocks", "write").await;
    bot.post(&target, body(true)).await.expect(404);
    grant("collections", "read").await;
    let made = bot.post(&target, body(true)).await.expect(200).json;
    bot.post(&target, body(false)).await.expect(403);
    let path = format!("/mocks/{}", text(&made["mock"]["id"]));
    bot.put(&path, json!({ "mock": { "private": false } })).await.expect(403);
    bot.put(&path, json!({ "mock": { "private": true, "name": "Mine" } })).await.expect(200);
    let missing = team.ana.post(&target, json!({ "mock": { "name": "x" } })).await.expect(400);
    assert_eq!(missing.json["error"]["details"], json!({ "param": ["collection"] }));
    let nothing = team.ana.put(&path, json!({ "mock": {} })).await.expect(400);
    assert_eq!(nothing.json["error"]["message"], "At least one parameter must be provided.");
    let config = json!({ "mock": { "config": { "delay": { "preset": "3" } } } });
    team.ana.put(&path, config).await.expect(400);
}
