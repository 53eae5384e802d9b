//! A gate over a new store and log, and callers of it.

use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use gate::{
    Door, Facts, Gate, Judge, Limits, ManualClock, Outside, Parts, Records, StoreFacts, Usage,
};
use http::{Method, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::{About, Api, Context, Ctx, api};

/// 2026-01-01T00:00:00Z.
pub(super) const NOW: i64 = 1_767_225_600_000;

/// A served store.
pub(super) struct World {
    pub(super) ctx: Ctx,
    gate: Gate<Api>,
    folder: PathBuf,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Got {
    pub(super) status: u16,
    pub(super) body: Value,
    pub(super) text: String,
    pub(super) headers: http::HeaderMap,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl World {
    pub(super) async fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("gatepost-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let store = store::Store::open_embedded(&folder).await.unwrap();
        let options = gate::audit::Options::default();
        let (log, _) = gate::audit::Log::open(&folder.join("log"), options).unwrap();
        let facts: Arc<dyn Facts> = Arc::new(StoreFacts(store.clone()));
        let clock = Arc::new(ManualClock::at(NOW));
        let judge = Arc::new(Judge::new(store.clone(), facts, clock.clone()).await.unwrap());
        let usage = Arc::new(Usage::default());
        let about = About { version: "0.0.0", engine: "embedded", ..About::default() };
        let records = Records::new(log.clone());
        let parts =
            Parts { store: store.clone(), log, clock, limits: Limits::off(), mcp_user_keys: false };
        let outside = Outside::new(&parts, judge, usage);
        let settings = monitor::Settings::default();
        let monitors = monitor::Monitors::new(store.clone(), outside.clone(), settings);
        let ctx = Arc::new(Context::new(store, &outside, records, monitors, about));
        let gate = Gate::new(parts, outside, api(ctx.clone()), Vec::new()).await.unwrap();
        Self { ctx, gate, folder }
    }

    /// Calls with a key; with the local socket's rights when it is empty.
    pub(super) async fn call(&self, key: &str, method: &str, path: &str, body: Value) -> Got {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        self.send(key, method, path, text).await
    }

    pub(super) async fn send(&self, key: &str, method: &str, path: &str, body: String) -> Got {
        let door = if key.is_empty() { Door::socket("tester") } else { Door::http("127.0.0.1") };
        let mut request = Request::builder().method(method).uri(path).extension(door);
        if !key.is_empty() {
            request = request.header("x-api-key", key);
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        let answer = self.gate.handle(request.body(gate::full(body)).unwrap()).await;
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        check(method, path, &parts, &bytes);
        Got {
            status: parts.status.as_u16(),
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            headers: parts.headers,
        }
    }

    pub(super) async fn get(&self, key: &str, path: &str) -> Got {
        self.call(key, "GET", path, Value::Null).await
    }

    /// Adds a user of a team and answers its key.
    pub(super) async fn user(&self, name: &str, team: &str) -> String {
        let user = json!({ "user": { "username": name, "fullName": name, "team": team } });
        let made = self.call("", "POST", "/gatepost/v1/users", user).await;
        assert_eq!(made.status, 201, "{made:?}");
        let key = json!({ "key": { "kind": "user", "user": made.body["user"]["id"] } });
        let made = self.call("", "POST", "/gatepost/v1/keys", key).await;
        made.body["secret"].as_str().unwrap().to_owned()
    }

    /// Adds an agent of the first user and answers its key.
    pub(super) async fn agent(&self, name: &str) -> String {
        let made =
            self.call("", "POST", "/gatepost/v1/agents", json!({ "agent": { "name": name } }));
        let made = made.await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["key"].as_str().unwrap().to_owned()
    }

    pub(super) async fn grant(&self, agent: &str, area: &str, level: &str, scope: Value) -> Got {
        let grant = json!({ "agent": agent, "area": area, "level": level, "scope": scope });
        self.call("", "POST", "/gatepost/v1/grants", json!({ "grant": grant })).await
    }

    /// Adds a team workspace and answers its id.
    pub(super) async fn workspace(&self, key: &str, name: &str, kind: &str) -> String {
        let body = json!({ "workspace": { "name": name, "type": kind } });
        let made = self.call(key, "POST", "/workspaces", body).await;
        assert_eq!(made.status, 200, "{made:?}");
        made.body["workspace"]["id"].as_str().unwrap().to_owned()
    }

    /// Adds a collection with one request and answers its uid.
    pub(super) async fn collection(&self, key: &str, workspace: &str, name: &str) -> String {
        let path = format!("/collections?workspace={workspace}");
        let made = self.call(key, "POST", &path, json!({ "collection": pets(name) })).await;
        assert_eq!(made.status, 200, "{made:?}");
        made.body["collection"]["uid"].as_str().unwrap().to_owned()
    }
}

/// A collection with a request that carries a token.
pub(super) fn pets(name: &str) -> Value {
    json!({
        "info": {
            "name": name,
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "item": [{
            "name": "List pets",
            "request": {
                "method": "GET",
                "url": "https://pets.example/pets",
                "header": [{ "key": "Authorization", "value": "Bearer s3cret-pet-token" }],
            },
        }],
    })
}

fn check(method: &str, path: &str, parts: &http::response::Parts, body: &Bytes) {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let bare = path.split('?').next().unwrap_or(path);
    let Ok(matched) = catalog::Matcher::new().find(&method, bare) else { return };
    let media = parts.headers.get("content-type").map(|value| value.to_str().unwrap());
    let status = parts.status.as_u16();
    if let Err(problems) = contract::check_response(matched.spec.id, status, media, body) {
        panic!("{method} {path}: {problems:#?}\n{}", String::from_utf8_lossy(body));
    }
}
