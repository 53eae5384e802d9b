//! A gate, principals with keys, and a service that answers from fixed texts.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use catalog::{Kind, Operation, Spec, Toolset, op};
use futures::future::BoxFuture;
use gate::{
    Facts, Fault, Gate, Granted, Judge, Limits, ManualClock, Outside, Parts, Reply, Request, Serve,
    Usage,
    audit::{Filter, Log, Options as LogOptions},
    policy::Resource,
};
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt as _, Full};
use mcp::{Endpoint, Options};
use model::{
    RecordId, Stamp, UserId, Workspace,
    id::{GrantId, KeyId},
    key::{KeyKind, RANDOM, mint},
};
use serde_json::{Value, json};
use store::{NewAgent, NewGrant, NewKey, NewUser, Store, StoreError};
use tower::ServiceExt as _;

/// When the clock stands still.
const START: i64 = 1_800_000_000_000;

/// A server's inside, with one user who owns the workspace `w1` and the collection `c1` in it.
pub(crate) struct World {
    pub(crate) gate: Gate<Fake>,
    pub(crate) user_key: String,
    /// Requests that were served: operation, query, body.
    pub(crate) served: Arc<Mutex<Vec<String>>>,
    judge: Arc<Judge>,
    store: Store,
    owner: UserId,
    folder: PathBuf,
}

/// What a world may be unusual in.
pub(crate) struct Unusual {
    pub(crate) limits: Limits,
    pub(crate) user_keys: bool,
}

impl Default for Unusual {
    fn default() -> Self {
        Self { limits: Limits::off(), user_keys: false }
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Unusual::default()).await
    }

    pub(crate) async fn with(unusual: Unusual) -> Self {
        let folder = std::env::temp_dir().join(format!("gatepost-mcp-{}", uuid::Uuid::new_v4()));
        let store = Store::open_embedded(&folder).await.unwrap();
        let (log, recovered) = Log::open(&folder.join("audit"), LogOptions::default()).unwrap();
        let owner = NewUser {
            username: "ana".to_owned(),
            email: "ana@example.com".to_owned(),
            full_name: "Ana Ruiz".to_owned(),
            team: Some("Core team".to_owned()),
            roles: vec!["admin".to_owned()],
        };
        let owner = store.add_user(&stamp(), owner).await.unwrap();
        let clock = Arc::new(ManualClock::at(START));
        let facts = Arc::new(Known { owner: owner.id, team: owner.memberships[0].team });
        let judge = Arc::new(Judge::new(store.clone(), facts, clock.clone()).await.unwrap());
        let served = Arc::<Mutex<Vec<String>>>::default();
        let parts = Parts {
            store: store.clone(),
            log,
            clock,
            limits: unusual.limits,
            mcp_user_keys: unusual.user_keys,
        };
        let fake = Fake { served: served.clone() };
        let outside = Outside::new(&parts, judge.clone(), Arc::new(Usage::default()));
        let gate = Gate::new(parts, outside, fake, recovered.open_intents).await.unwrap();
        let user_key = String::new();
        let mut world = Self { gate, user_key, served, judge, store, owner: owner.id, folder };
        world.user_key = world.key(KeyKind::User, None).await;
        world
    }

    /// An agent with these grants (`area` and `level`, everywhere); answers its key.
    pub(crate) async fn agent(&self, name: &str, grants: &[(&str, &str)]) -> String {
        let new = NewAgent { name: name.to_owned(), owner: self.owner, not_after: None };
        let agent = self.store.add_agent(&stamp(), new).await.unwrap().id;
        for (area, level) in grants {
            let body = json!({ "agent": agent.as_str(), "area": area, "level": level,
                "scope": { "all": true } });
            let id = GrantId::random();
            let body = body.to_string();
            let new = NewGrant { id, agent: Some(agent.clone()), body };
            self.store.add_grant(&stamp(), new).await.unwrap();
        }
        self.key(KeyKind::Agent, Some(agent)).await
    }

    /// An agent that may do everything here.
    pub(crate) async fn granted(&self) -> String {
        let highest =
            catalog::AREAS.iter().filter_map(|info| Some((info.name, info.levels.last()?.name())));
        self.agent("Release bot", &highest.collect::<Vec<_>>()).await
    }

    async fn key(&self, kind: KeyKind, agent: Option<model::AgentId>) -> String {
        let mut random = [0; RANDOM];
        for part in random.chunks_mut(16) {
            part.copy_from_slice(&bytes()[..part.len()]);
        }
        let (secret, key) = mint(kind, random);
        let new = NewKey {
            id: KeyId::random(),
            kind,
            public: key.id,
            hash: key.hash,
            last4: key.last4,
            user: (kind == KeyKind::User).then_some(self.owner),
            agent,
            collection: None,
            label: String::new(),
            not_after: None,
        };
        self.store.add_key(&stamp(), new).await.unwrap();
        self.judge.reload().await.unwrap();
        secret.expose().to_owned()
    }

    pub(crate) fn endpoint(&self, toolset: Toolset) -> Endpoint<Fake> {
        let options = Options { hosts: vec!["https://gate.example.com".to_owned()] };
        mcp::endpoint(self.gate.clone(), toolset, &options)
    }

    /// A client that sends this key to the endpoint of `toolset`.
    pub(crate) fn client(&self, toolset: Toolset, key: &str) -> Client {
        Client { endpoint: self.endpoint(toolset), key: key.to_owned() }
    }

    /// The sentences and tools of the last records, newest first.
    pub(crate) async fn records(&self, count: usize) -> Vec<Value> {
        let filter = Filter { limit: count, ..Filter::default() };
        let records = self.gate.records().page(filter).await.unwrap();
        records.iter().map(|record| serde_json::to_value(record).unwrap()).collect()
    }

    /// What was served last.
    pub(crate) fn last_served(&self) -> String {
        let served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        served.last().cloned().unwrap_or_default()
    }

    pub(crate) fn count_served(&self) -> usize {
        self.served.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Random enough for tests.
fn bytes() -> [u8; 16] {
    *uuid::Uuid::new_v4().as_bytes()
}

fn stamp() -> Stamp {
    Stamp { user: UserId(0), at: START, record: RecordId::now() }
}

/// The workspace and the collection that exist.
struct Known {
    owner: UserId,
    team: model::TeamId,
}

impl Facts for Known {
    fn knows(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Workspace | Kind::Collection | Kind::Environment)
    }

    fn resource<'a>(
        &'a self,
        kind: Kind,
        reference: &'a str,
        _: UserId,
    ) -> BoxFuture<'a, Result<Option<Resource>, StoreError>> {
        let found = matches!((kind, reference), (Kind::Workspace, "w1") | (Kind::Collection, "c1"));
        let workspace = Workspace {
            id: "w1".to_owned(),
            name: "Core".to_owned(),
            visibility: "team".to_owned(),
            team: Some(self.team),
            owner: self.owner,
            about: String::new(),
            description: String::new(),
            created_at: START,
            updated_at: START,
            updated_by: self.owner,
            viewer_role: None,
        };
        let resource = Resource {
            kind,
            id: reference.to_owned(),
            uid: reference.to_owned(),
            name: "Payments".to_owned(),
            workspace: Some(Arc::new(workspace)),
        };
        Box::pin(async move { Ok(found.then_some(resource)) })
    }

    fn held<'a>(
        &'a self,
        _: &'a Resource,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>, StoreError>> {
        Box::pin(async { Ok(None) })
    }

    fn home(&self, _: UserId) -> BoxFuture<'_, Result<Option<Resource>, StoreError>> {
        Box::pin(async { Ok(None) })
    }
}

/// Serves what the contract describes, from fixed texts.
pub(crate) struct Fake {
    served: Arc<Mutex<Vec<String>>>,
}

impl Serve for Fake {
    fn serves(&self, spec: &Spec) -> bool {
        contract::operation(spec.id).is_some()
    }

    fn call(&self, granted: Granted) -> BoxFuture<'static, Reply> {
        let spec = granted.spec();
        if spec.id == "runCollection" {
            return self.run(granted);
        }
        let reply = match spec.id {
            "getCollection" => self.answer::<op::GetCollection>(
                granted,
                "{\n \"collection\": { \"info\": { \"name\": \"Payments\" },\n \"item\": [ { \
                 \"name\": \"Ping\", \"uid\": \"1-r\", \"request\": { \"timeout\": 1.0 } } ] } }",
            ),
            "getCollections" => self.answer::<op::GetCollections>(granted, r#"{"collections":[]}"#),
            "createCollection" => self.answer::<op::CreateCollection>(
                granted,
                r#"{"collection":{"id":"c2","name":"New"}}"#,
            ),
            "getEnabledTools" => self.answer::<op::GetEnabledTools>(granted, "{}"),
            "getCollectionContext" => Reply {
                content_type: Some("text/markdown; charset=utf-8"),
                ..self
                    .answer::<op::GetCollectionContext>(granted, "# Payments\n\n- **A/**  `1-f`\n")
            },
            "patchEnvironment" => self.answer::<op::PatchEnvironment>(granted, "{}"),
            "deleteCollection" => self.answer::<op::DeleteCollection>(
                granted,
                r#"{"collection":{"id":"c1","uid":"1-c1"}}"#,
            ),
            _ => Reply::json("{}"),
        };
        Box::pin(async move { reply })
    }
}

impl Fake {
    /// Tells two steps; a run that is to stop on errors then waits until nobody waits for it.
    fn run(&self, granted: Granted) -> BoxFuture<'static, Reply> {
        let served = self.served.clone();
        let note = move |what: &str| {
            served.lock().unwrap_or_else(PoisonError::into_inner).push(what.to_owned());
        };
        let Some((permit, request)) = granted.open::<op::RunCollection>() else {
            return Box::pin(async { Reply::empty() });
        };
        let waits = String::from_utf8_lossy(&request.body).contains("stopOnError");
        Box::pin(async move {
            if let Some(attendant) = permit.attendant() {
                for (done, what) in [(1, "one"), (2, "two")] {
                    attendant.tell(gate::Step { done, total: 2, what: what.to_owned() });
                    tokio::task::yield_now().await;
                }
                note("running");
                if waits {
                    attendant.clone().left().await;
                    note("stopped");
                }
            }
            Reply::json(r#"{"outcome":"passed"}"#)
        })
    }

    fn answer<O: Operation>(&self, granted: Granted, body: &'static str) -> Reply {
        let Some((_, request)) = granted.open::<O>() else { return Reply::empty() };
        let Request { matched, query, body: sent, .. } = request;
        if let Err(problem) = contract::check_query(matched.spec, query.pairs()) {
            return Fault::bad_request(problem.to_string()).reply(Some(matched.spec));
        }
        let sent = String::from_utf8_lossy(&sent);
        let line = format!("{} {:?} {sent}", matched.spec.id, query.pairs());
        self.served.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        Reply::json(body)
    }
}

/// An MCP client of the older revisions, or of the current one, without a transport.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) endpoint: Endpoint<Fake>,
    pub(crate) key: String,
}

/// What came back.
pub(crate) struct Heard {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) json: Value,
}

impl Client {
    /// A request as clients send it, with further headers.
    pub(crate) fn request(
        &self,
        headers: &[(&str, &str)],
        body: String,
    ) -> http::Request<Full<Bytes>> {
        let mut request = http::Request::post("/mcp")
            .header("host", "localhost:4000")
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream");
        if !self.key.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.key));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Full::new(Bytes::from(body))).unwrap()
    }

    pub(crate) async fn send(&self, request: http::Request<Full<Bytes>>) -> Heard {
        let response = self.endpoint.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(body.to_vec()).unwrap();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Heard { status: head.status, headers: head.headers, text, json }
    }

    /// One call of a method in the way of 2025-06-18; answers result or error.
    pub(crate) async fn ask(&self, method: &str, params: Value) -> Value {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let headers = [("mcp-protocol-version", "2025-06-18")];
        let heard = self.send(self.request(&headers, body.to_string())).await;
        assert_eq!(heard.status, StatusCode::OK, "{method}: {}", heard.text);
        let answer = heard.json;
        answer.get("result").or(answer.get("error")).cloned().unwrap()
    }

    /// Calls a tool; answers its result.
    pub(crate) async fn call(&self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({ "name": tool, "arguments": arguments })).await
    }

    /// Calls a tool with arguments that are sent as they are written here.
    pub(crate) async fn call_with(&self, tool: &str, arguments: &str) -> Value {
        let body = format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"{tool}","arguments":{arguments}}}}}"#
        );
        let headers = [("mcp-protocol-version", "2025-06-18")];
        let heard = self.send(self.request(&headers, body)).await;
        assert_eq!(heard.status, StatusCode::OK, "{tool}: {}", heard.text);
        heard.json.get("result").cloned().unwrap_or_else(|| panic!("{}", heard.text))
    }

    pub(crate) async fn tools(&self) -> Vec<Value> {
        let list = self.ask("tools/list", json!({})).await;
        assert!(list.get("nextCursor").is_none());
        list["tools"].as_array().unwrap().clone()
    }
}

/// The text of a tool's result.
pub(crate) fn text(result: &Value) -> &str {
    assert_eq!(result["content"].as_array().unwrap().len(), 1, "{result}");
    result["content"][0]["text"].as_str().unwrap()
}

/// The text with the id of the record taken out, which must be there.
pub(crate) fn without_id(result: &Value) -> String {
    let text = text(result);
    let (before, id) = text.split_once(" Request evt_").unwrap_or_else(|| panic!("no id: {text}"));
    assert!(id.ends_with('.'), "{text}");
    before.to_owned()
}
