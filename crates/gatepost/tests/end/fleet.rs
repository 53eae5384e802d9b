//! Many writers at once, and the comparison of what they were told with what is there.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::json;
use tokio::sync::Notify;

use crate::{
    client::Client,
    dice::Dice,
    log,
    server::Server,
    writer::{Kind, Step, Told, Writer},
};

/// How many clients read while checking.
const CHECKERS: usize = 8;

/// Writers that were started together.
pub(crate) struct Fleet {
    writers: Vec<Writer>,
    key: String,
    /// How often each operation on each element was acknowledged.
    acknowledged: BTreeMap<(String, String), usize>,
    /// The records that agents were told of.
    records: BTreeSet<String>,
    total: usize,
}

/// What ends a load.
struct Goal {
    calls: AtomicUsize,
    wanted: usize,
    reached: Notify,
}

impl Fleet {
    /// Half of the writers are the first user, half an agent of that user; each element has
    /// `filler` bytes. The server must be in its first run.
    pub(crate) async fn new(server: &Server, size: usize, filler: usize, dice: &mut Dice) -> Self {
        let key = server.api_key();
        let workspaces = server.client(&key).get("/workspaces").await.expect(200);
        let workspace = workspaces["workspaces"][0]["id"].as_str().unwrap();
        let agent = agent(server).await;
        let writers = (0..size)
            .map(|at| {
                let key = if at % 2 == 0 { &key } else { &agent };
                Writer::new(format!("w{at}"), key, workspace, filler, dice.fork())
            })
            .collect();
        let (acknowledged, records) = Default::default();
        Self { writers, key, acknowledged, records, total: 0 }
    }

    /// How many calls were acknowledged so far.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// Writes with all writers; `end` is called when `goal` calls were acknowledged. Ends when no
    /// writer gets answers any more.
    pub(crate) async fn load(
        &mut self,
        server: Server,
        goal: usize,
        end: impl AsyncFnOnce(Server),
    ) {
        let goal =
            Arc::new(Goal { calls: AtomicUsize::new(0), wanted: goal, reached: Notify::new() });
        let tasks: Vec<_> = std::mem::take(&mut self.writers)
            .into_iter()
            .map(|mut writer| {
                writer.connect(server.address());
                let goal = goal.clone();
                tokio::spawn(async move {
                    let told = writing(&mut writer, &goal).await;
                    (writer, told)
                })
            })
            .collect();
        goal.reached.notified().await;
        end(server).await;
        for task in tasks {
            let (writer, told) = task.await.unwrap();
            self.writers.push(writer);
            for call in told {
                self.note(call);
            }
        }
    }

    fn note(&mut self, told: Told) {
        *self.acknowledged.entry((told.operation.to_owned(), told.id)).or_default() += 1;
        self.records.extend(told.record);
        self.total += 1;
    }

    /// One call of every writer; answers the statuses and texts of those that were refused.
    pub(crate) async fn once(&mut self, server: &Server) -> Vec<(u16, String)> {
        let mut refused = Vec::new();
        let mut told = Vec::new();
        for writer in &mut self.writers {
            writer.connect(server.address());
            match writer.write().await {
                Step::Acknowledged(call) => told.push(call),
                Step::Refused(status, text) => refused.push((status, text)),
                Step::Lost => panic!("the connection broke"),
            }
        }
        for call in told {
            self.note(call);
        }
        refused
    }

    /// Compares everything with the server; answers what is wrong.
    pub(crate) async fn check(&mut self, server: &Server) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut client = server.client(&self.key);
        for kind in Kind::ALL {
            let answer = client.get(kind.list()).await.json();
            let listed = answer[kind.list().trim_start_matches('/')].as_array().cloned();
            for one in listed.unwrap_or_default() {
                let (id, name) = (one["id"].as_str().unwrap(), one["name"].as_str().unwrap());
                if !self.writers.iter_mut().any(|writer| writer.claims(kind, id, name)) {
                    wrong.push(format!("nobody wrote {id} `{name}`, or it was deleted"));
                }
            }
        }
        wrong.extend(self.check_each(server).await);
        wrong
    }

    async fn check_each(&mut self, server: &Server) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut groups: Vec<Vec<Writer>> = (0..CHECKERS).map(|_| Vec::new()).collect();
        for (at, writer) in std::mem::take(&mut self.writers).into_iter().enumerate() {
            groups[at % CHECKERS].push(writer);
        }
        let tasks: Vec<_> = groups
            .into_iter()
            .map(|mut group| {
                let mut client = Client::new(server.address(), &self.key);
                tokio::spawn(async move {
                    let mut wrong = Vec::new();
                    for writer in &mut group {
                        wrong.extend(writer.check(&mut client).await);
                    }
                    (group, wrong)
                })
            })
            .collect();
        for task in tasks {
            let (group, found) = task.await.unwrap();
            self.writers.extend(group);
            wrong.extend(found);
        }
        wrong
    }

    /// Compares the log in a data folder with what was acknowledged, and verifies it.
    pub(crate) fn check_log(&self, data: &Path) -> Vec<String> {
        let mut wrong = log::problems(data);
        let recorded = log::outcomes(data);
        for record in self.records.difference(&recorded.announced) {
            wrong.push(format!("the call announced by {record} has no outcome"));
        }
        for (call, acknowledged) in &self.acknowledged {
            let found = recorded.counts.get(call).copied().unwrap_or_default();
            if found < *acknowledged {
                let (operation, id) = call;
                wrong.push(format!(
                    "{operation} of {id} was acknowledged {acknowledged} times, recorded {found}"
                ));
            }
        }
        wrong
    }
}

/// The key of a new agent that may do everything with what writers write.
async fn agent(server: &Server) -> String {
    let mut admin = server.client(&server.admin_key());
    let made = admin.post("/gatepost/v1/agents", &json!({"agent": {"name": "Writer"}})).await;
    let made = made.json();
    let agent = &made["agent"]["id"];
    for area in ["collections", "environments"] {
        let scope = json!({"all": true});
        let grant = json!({"agent": agent, "area": area, "level": "full", "scope": scope});
        let granted = admin.post("/gatepost/v1/grants", &json!({"grant": grant})).await;
        assert!(granted.status.is_success(), "{}", granted.text());
    }
    made["key"].as_str().unwrap().to_owned()
}

/// Writes until there are no answers any more; answers what was acknowledged.
async fn writing(writer: &mut Writer, goal: &Goal) -> Vec<Told> {
    let mut told = Vec::new();
    loop {
        match writer.write().await {
            Step::Acknowledged(call) => told.push(call),
            Step::Refused(status, text) => panic!("refused with {status}: {text}"),
            Step::Lost => return told,
        }
        if goal.calls.fetch_add(1, Ordering::Relaxed) + 1 >= goal.wanted {
            goal.reached.notify_one();
        }
    }
}
