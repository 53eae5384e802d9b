//! `kill -9` while monitors run and webhooks arrive: every slot and every accepted call has an end.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use http::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::{
    client::Client,
    dice::Dice,
    log,
    scratch::Scratch,
    server::{Server, until},
    turns,
};

const ROUNDS: usize = 20;
const MONITORS: usize = 50;
const WEBHOOKS: usize = 3;
/// Seconds from slot to slot.
const EVERY: i64 = 10;

/// A server that takes a tenth of a second for each answer.
async fn target() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut bytes = [0; 4096];
                let _ = stream.read(&mut bytes).await;
                tokio::time::sleep(Duration::from_millis(100)).await;
                let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                let _ = stream.write_all(answer.as_bytes()).await;
            });
        }
    });
    address
}

/// What is watched over all rounds.
struct Watch {
    key: String,
    monitors: Vec<String>,
    /// Paths of webhooks, and their monitors.
    webhooks: Vec<(String, String)>,
    /// Jobs of calls that were accepted, with their monitor.
    accepted: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Watch {
    async fn begin(server: &Server, target: SocketAddr) -> Self {
        let key = server.api_key();
        let mut client = server.client(&key);
        let collection = json!({ "collection": {
            "info": { "name": "Slow", "schema":
                "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
            "item": [{ "name": "ping", "request": { "method": "GET",
                "url": format!("http://{target}/") } }] } });
        let made = client.post("/collections", &collection).await.expect(200);
        let uid = made["collection"]["uid"].clone();
        let mut monitors = Vec::new();
        for number in 0..MONITORS {
            let body = json!({ "monitor": { "name": format!("M{number}"), "collection": uid,
                "schedule": { "every": EVERY } } });
            let made = client.post("/monitors", &body).await.expect(200);
            monitors.push(made["monitor"]["id"].as_str().unwrap().to_owned());
        }
        let mut webhooks = Vec::new();
        for number in 0..WEBHOOKS {
            let body = json!({ "webhook": { "name": format!("W{number}"), "collection": uid } });
            let made = client.post("/webhooks", &body).await.expect(200);
            let url = made["webhook"]["webhookUrl"].as_str().unwrap();
            let path = url.trim_start_matches(server.url()).to_owned();
            webhooks.push((path, made["webhook"]["id"].as_str().unwrap().to_owned()));
        }
        Self { key, monitors, webhooks, accepted: Arc::default() }
    }

    /// Calls the webhooks until the server is killed, which is after so long.
    async fn load(&self, server: Server, until: Duration) {
        let callers = self.webhooks.iter().map(|(path, monitor)| {
            let (path, monitor) = (path.clone(), monitor.clone());
            let (mut client, accepted) = (server.client(""), self.accepted.clone());
            tokio::spawn(async move {
                loop {
                    let call = client.call(Method::POST, &path, r#"{"a":1}"#).await;
                    let Ok(answer) = call else { return };
                    if answer.status == 200 {
                        let answer: Value = serde_json::from_slice(&answer.body).unwrap();
                        let job = answer["jobId"].as_str().unwrap().to_owned();
                        accepted.lock().unwrap().insert(job, monitor.clone());
                    }
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
            })
        });
        let callers: Vec<_> = callers.collect();
        tokio::time::sleep(until).await;
        server.kill();
        for caller in callers {
            caller.await.unwrap();
        }
    }

    /// All executions of a monitor.
    async fn executions(client: &mut Client, monitor: &str) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/monitors/{monitor}/executions?cursor={cursor}");
            let page = client.get(&path).await.expect(200);
            all.extend(page["executions"].as_array().unwrap().iter().cloned());
            page["meta"]["nextCursor"].as_str().unwrap().clone_into(&mut cursor);
            if cursor.is_empty() {
                return all;
            }
        }
    }

    /// What is wrong with the slots of a monitor: one follows the other, none comes twice.
    async fn slots(client: &mut Client, monitor: &str, wrong: &mut Vec<String>) -> usize {
        let mut slots = Vec::new();
        for one in Self::executions(client, monitor).await {
            let Some(slot) = one["slot"].as_str() else { continue };
            let first = model::time::parse(slot).unwrap() / 1000;
            let count = one["slots"].as_i64().unwrap_or(1);
            slots.extend((0..count).map(|number| first + number * EVERY));
        }
        slots.sort_unstable();
        for pair in slots.windows(2) {
            if pair[1] - pair[0] != EVERY {
                wrong.push(format!("{monitor}: slot {} is followed by {}", pair[0], pair[1]));
            }
        }
        slots.len()
    }

    /// What is wrong after everything came to its end.
    async fn check(&self, server: &Server) -> (Vec<String>, usize, BTreeMap<String, usize>) {
        let mut client = server.client(&self.key);
        let (mut wrong, mut slots) = (Vec::new(), 0);
        let mut states = BTreeMap::<String, usize>::new();
        for monitor in &self.monitors {
            slots += Self::slots(&mut client, monitor, &mut wrong).await;
        }
        let accepted = self.accepted.lock().unwrap().clone();
        for (_, monitor) in &self.webhooks {
            let found = Self::executions(&mut client, monitor).await;
            let ids: BTreeSet<&str> = found.iter().map(|one| one["id"].as_str().unwrap()).collect();
            let lost =
                accepted.iter().filter(|(job, of)| *of == monitor && !ids.contains(job.as_str()));
            wrong.extend(lost.map(|(job, _)| format!("the accepted call {job} is lost")));
            for one in &found {
                *states.entry(one["state"].as_str().unwrap().to_owned()).or_default() += 1;
            }
        }
        (wrong, slots, states)
    }

    /// True when nothing waits or runs.
    async fn is_quiet(&self, client: &mut Client) -> bool {
        for (_, monitor) in &self.webhooks {
            let all = Self::executions(client, monitor).await;
            let open = |one: &Value| one["state"] == "queued" || one["state"] == "running";
            if all.iter().any(open) {
                return false;
            }
        }
        true
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_slot_and_no_accepted_call_is_lost_by_kill_9() {
    let _turn = turns::take();
    let mut dice = Dice::new("kill -9 of monitors");
    let scratch = Scratch::new();
    let data = scratch.data();
    let mut server = Server::start(&data);
    let watch = Watch::begin(&server, target().await).await;
    for round in 1..=ROUNDS {
        let moment = u64::try_from(500 + dice.below(3_000)).unwrap();
        watch.load(server, Duration::from_millis(moment)).await;
        server = Server::start(&data);
        if round % 5 == 0 {
            let (wrong, ..) = watch.check(&server).await;
            assert!(wrong.is_empty(), "round {round}: {wrong:#?}");
        }
    }
    let mut client = server.client(&watch.key);
    until("the end of all calls", async || watch.is_quiet(&mut client).await).await;
    let (wrong, slots, states) = watch.check(&server).await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    let accepted = watch.accepted.lock().unwrap().len();
    let ran: usize = states.values().sum();
    assert!(ran >= accepted && accepted > 100 && slots > MONITORS, "{accepted} {slots} {states:?}");
    server.stop().await;
    let broken = log::problems(&data);
    assert!(broken.is_empty(), "{broken:#?}");
    eprintln!("{ROUNDS} kills: {slots} slots and {accepted} accepted calls, ended as {states:?}");
}
