//! The server under test, without sockets.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use api::Api;
use audit::Log;
use catalog::Matcher;
use gate::{
    Clock as _, Door, Gate, Judge, Limits, ManualClock, Outside, Parts, Records, StoreFacts, Usage,
};
use mock::host::{Host, Retention};
use monitor::Monitors;
use serde_json::{Value, json};
use store::Store;

use crate::Actor;

/// How a test wants its server.
pub struct Setup {
    /// Rate limits; off unless a test is about them.
    pub limits: Limits,
    /// The data folder; a new temporary one when `None`.
    pub folder: Option<PathBuf>,
    /// Ana, when the folder knows her already: her number and a key of hers.
    pub owner: Option<(i64, String)>,
    /// Where the clock stands, milliseconds since 1970; the usual time when `None`.
    pub now: Option<i64>,
    /// How often mocks may be called.
    pub mocks: mock::host::Limits,
    /// How monitors run.
    pub monitors: monitor::Settings,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            limits: Limits::off(),
            folder: None,
            owner: None,
            now: None,
            mocks: mock::host::Limits::default(),
            monitors: monitor::Settings::default(),
        }
    }
}

/// A server in this process, with one team, its admin Ana and a clock that stands still.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    gate: Gate<Api>,
    mocks: Host,
    monitors: Monitors,
    store: Store,
    log: Log,
    clock: Arc<ManualClock>,
    matcher: Matcher,
    owner: OnceLock<(i64, String)>,
    folder: PathBuf,
    temporary: AtomicBool,
    limits: Limits,
}

/// When the clock of tests stands still: 2027-01-15T08:00:00Z.
const START: i64 = 1_800_000_000_000;

impl App {
    /// A server with an empty store and no rate limits.
    pub async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    /// A server as `setup` says.
    pub async fn with(setup: Setup) -> Self {
        let temporary = setup.folder.is_none();
        let folder = setup.folder.unwrap_or_else(|| {
            std::env::temp_dir().join(format!("gatepost-test-{}", uuid::Uuid::new_v4()))
        });
        let store = Store::open_embedded(&folder).await.unwrap();
        let (log, recovered) = Log::open(&folder.join("audit"), audit::Options::default()).unwrap();
        let clock = Arc::new(ManualClock::at(setup.now.unwrap_or(START)));
        let facts = Arc::new(StoreFacts(store.clone()));
        let judge = Arc::new(Judge::new(store.clone(), facts, clock.clone()).await.unwrap());
        let usage = Arc::new(Usage::default());
        let about = api::About {
            version: "test",
            engine: "embedded",
            mock_log_days: 30,
            ..api::About::default()
        };
        let records = Records::new(log.clone());
        let parts = Parts {
            store: store.clone(),
            log: log.clone(),
            clock: clock.clone(),
            limits: setup.limits,
            mcp_user_keys: false,
        };
        let outside = Outside::new(&parts, judge, usage);
        let monitors = Monitors::new(store.clone(), outside.clone(), setup.monitors);
        let ctx = api::Context::new(store.clone(), &outside, records, monitors.clone(), about);
        let gate = Gate::new(parts, outside, api::api(Arc::new(ctx)), recovered.open_intents)
            .await
            .unwrap();
        let retention = Retention { days: 30, calls: 10_000 };
        let mocks = Host::new(store.clone(), gate.outside(), setup.mocks, retention);
        let app = Self(Arc::new(Inner {
            gate,
            mocks,
            monitors,
            store,
            log,
            clock,
            matcher: Matcher::new(),
            owner: OnceLock::new(),
            folder,
            temporary: AtomicBool::new(temporary),
            limits: setup.limits,
        }));
        let owner = match setup.owner {
            Some(owner) => owner,
            None => app.person("ana", "Ana Ruiz", "Core team", &["admin"]).await,
        };
        app.0.owner.set(owner).unwrap();
        app
    }

    pub(crate) fn gate(&self) -> &Gate<Api> {
        &self.0.gate
    }

    /// The mocks that are called, not the operations about them.
    #[must_use]
    pub fn mocks(&self) -> &Host {
        &self.0.mocks
    }

    /// Runs monitors; their schedules go by the clock of the test.
    #[must_use]
    pub fn monitors(&self) -> &Monitors {
        &self.0.monitors
    }

    /// Writes what the server would write a moment later: counts of mock calls and the like.
    pub async fn settle(&self) {
        self.0.mocks.flush().await;
        self.0.gate.close().await;
    }

    pub(crate) fn matcher(&self) -> &Matcher {
        &self.0.matcher
    }

    /// True when the operation has a handler.
    #[must_use]
    pub fn serves(&self, spec: &catalog::Spec) -> bool {
        self.0.gate.serves(spec)
    }

    /// The number of the last durable record.
    #[must_use]
    pub fn recorded(&self) -> u64 {
        self.0.gate.records().state().1
    }

    /// The clock; it moves only when a test moves it.
    #[must_use]
    pub fn clock(&self) -> &ManualClock {
        &self.0.clock
    }

    /// The folder of store and log.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// Somebody without a credential.
    #[must_use]
    pub fn anonymous(&self) -> Actor {
        Actor { app: self.clone(), key: None, door: Door::http("127.0.0.1") }
    }

    /// The local administrator, who calls over the socket.
    #[must_use]
    pub fn local(&self) -> Actor {
        Actor { app: self.clone(), key: None, door: Door::socket("tester") }
    }

    /// Ana, admin of the team.
    #[must_use]
    pub fn owner(&self) -> Actor {
        self.anonymous().with_key(&self.0.owner.get().unwrap().1)
    }

    /// Ana's number.
    #[must_use]
    pub fn owner_id(&self) -> i64 {
        self.0.owner.get().unwrap().0
    }

    /// Adds a user to a team (made if new) and answers its number and a key.
    pub async fn person(
        &self,
        username: &str,
        full_name: &str,
        team: &str,
        roles: &[&str],
    ) -> (i64, String) {
        let body = json!({ "user": { "username": username, "fullName": full_name,
            "email": format!("{username}@example.com"), "team": team, "roles": roles } });
        let user = self.local().post("/gatepost/v1/users", body).await.ok();
        let id = user["user"]["id"].as_i64().unwrap();
        (id, self.key(json!({ "kind": "user", "user": id })).await)
    }

    /// Creates a key and answers its secret.
    pub async fn key(&self, key: Value) -> String {
        let made = self.local().post("/gatepost/v1/keys", json!({ "key": key })).await.ok();
        made["secret"].as_str().unwrap().to_owned()
    }

    /// Somebody with an admin key.
    pub async fn admin(&self) -> Actor {
        let key = self.key(json!({ "kind": "admin" })).await;
        self.anonymous().with_key(&key)
    }

    /// Creates an agent of Ana's and answers its id and the agent as an actor.
    pub async fn agent(&self, name: &str) -> (String, Actor) {
        self.agent_of(name, self.owner_id()).await
    }

    /// Creates an agent of `owner`.
    pub async fn agent_of(&self, name: &str, owner: i64) -> (String, Actor) {
        let body = json!({ "agent": { "name": name, "owner": owner } });
        let made = self.local().post("/gatepost/v1/agents", body).await.ok();
        let id = made["agent"]["id"].as_str().unwrap().to_owned();
        (id, self.anonymous().with_key(made["key"].as_str().unwrap()))
    }

    /// Adds a grant or block and answers its id.
    pub async fn grant(&self, grant: Value) -> String {
        let made = self.local().post("/gatepost/v1/grants", json!({ "grant": grant })).await.ok();
        made["grant"]["id"].as_str().unwrap().to_owned()
    }

    /// Creates a workspace as Ana and answers its id.
    pub async fn workspace(&self, name: &str, kind: &str) -> String {
        let body = json!({ "workspace": { "name": name, "type": kind } });
        let made = self.owner().post("/workspaces", body).await.ok();
        made["workspace"]["id"].as_str().unwrap().to_owned()
    }

    /// The sentences of the last `count` records, newest first.
    pub async fn sentences(&self, count: usize) -> Vec<String> {
        self.records(count)
            .await
            .iter()
            .map(|record| record["text"].as_str().unwrap_or("").to_owned())
            .collect()
    }

    /// The last `count` records of calls, newest first.
    pub async fn records(&self, count: usize) -> Vec<Value> {
        let filter = audit::Filter { limit: count, ..audit::Filter::default() };
        let records = self.0.gate.records().page(filter).await.unwrap();
        records.iter().map(|record| serde_json::to_value(record).unwrap()).collect()
    }

    /// Stops the server and starts another on its folder, with its people, limits and time.
    pub async fn restart(&self) -> Self {
        self.stop().await;
        let setup = Setup {
            limits: self.0.limits,
            folder: Some(self.0.folder.clone()),
            owner: self.0.owner.get().cloned(),
            now: Some(self.0.clock.now()),
            ..Setup::default()
        };
        let next = Self::with(setup).await;
        next.0.temporary.store(self.0.temporary.swap(false, Ordering::SeqCst), Ordering::SeqCst);
        next
    }

    /// Stops the server, keeping the folder.
    pub async fn stop(&self) {
        self.0.gate.close().await;
        self.0.log.close().await;
        self.0.store.close().await;
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if self.temporary.load(Ordering::SeqCst) {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
