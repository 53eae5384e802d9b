//! Monitors and webhooks, run against a server of the test.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use http::Request;
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};
use testkit::{App, Setup};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::{Team, text};

/// A server that answers every request with one status.
pub(super) struct Target {
    pub(super) address: String,
    status: Arc<AtomicU16>,
    calls: Arc<AtomicU16>,
}

impl Target {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (status, calls) = (Arc::new(AtomicU16::new(200)), Arc::<AtomicU16>::default());
        let (answer, count) = (status.clone(), calls.clone());
        tokio::spawn(async move {
            loop {
                let Ok((mut stream, _)) = listener.accept().await else { return };
                count.fetch_add(1, Ordering::SeqCst);
                let status = answer.load(Ordering::SeqCst);
                tokio::spawn(async move {
                    let mut bytes = [0; 4096];
                    let _ = stream.read(&mut bytes).await;
                    if status == 0 {
                        // An answer that never comes.
                        tokio::time::sleep(Duration::from_secs(30)).await;
                    }
                    let text = format!(
                        "HTTP/1.1 {status} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                    );
                    let _ = stream.write_all(text.as_bytes()).await;
                });
            }
        });
        Self { address, status, calls }
    }

    pub(super) fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    pub(super) fn calls(&self) -> u16 {
        self.calls.load(Ordering::SeqCst)
    }
}

/// A collection of one request with one test, and what else its test script does.
fn collection(target: &str, more: &str) -> Value {
    let script =
        format!("pm.test('is ok', () => pm.expect(pm.response.code).to.equal(200));\n{more}");
    json!({ "collection": { "info": { "name": "Checks",
        "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [{ "name": "ping", "request": { "method": "GET", "url": format!("{target}/ping") },
            "event": [{ "listen": "test", "script": { "exec": script.split('\n').collect::<Vec<_>>(),
                "type": "text/javascript" } }] }] } })
}

async fn checks(team: &Team, target: &str, more: &str) -> String {
    let into = format!("/collections?workspace={}", team.workspace);
    text(&team.ana.post(&into, collection(target, more)).await.ok()["collection"]["uid"])
}

async fn monitor(team: &Team, monitor: Value) -> String {
    let into = format!("/monitors?workspace={}", team.workspace);
    let made = team.ana.post(&into, json!({ "monitor": monitor })).await.expect(200).json;
    text(&made["monitor"]["id"])
}

/// Runs what is due and queued, and waits until nothing runs.
async fn settle(app: &App, monitor: &str) -> Vec<Value> {
    app.monitors().tick().await.unwrap();
    for _ in 0..1000 {
        let list = app.owner().get(&format!("/monitors/{monitor}/executions")).await.ok();
        let all = list["executions"].as_array().unwrap().clone();
        let open = |one: &Value| one["state"] == "queued" || one["state"] == "running";
        if !all.iter().any(open) {
            return all;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
        app.monitors().tick().await.unwrap();
    }
    panic!("it never ended");
}

/// Runs a monitor by hand while somebody takes what is queued.
async fn run(app: &App, monitor: &str, actor: &testkit::Actor) -> testkit::Answer {
    let path = format!("/monitors/{monitor}/run");
    let call = actor.post(&path, json!({}));
    let work = async {
        loop {
            app.monitors().tick().await.unwrap();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        answer = call => answer,
        () = work => unreachable!(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_monitor_runs_by_hand_and_by_schedule() {
    let team = Team::new().await;
    let target = Target::start().await;
    let uid = checks(&team, &target.address, "").await;
    let id = monitor(
        &team,
        json!({ "name": "Every minute", "collection": uid,
        "schedule": { "cron": "* * * * *", "timezone": "UTC" } }),
    )
    .await;
    let path = format!("/monitors/{id}");
    let seen = team.ben.get(&path).await.ok();
    assert_eq!(
        seen["monitor"]["schedule"],
        json!({ "cron": "* * * * *", "timezone": "UTC",
        "nextRun": "2027-01-15T08:01:00.000Z" })
    );

    let done = run(&team.app, &id, &team.ana).await.expect(200).json;
    let ran = &done["run"];
    assert_eq!(ran["info"]["status"], "success", "{done}");
    assert_eq!(ran["stats"]["assertions"], json!({ "total": 1, "failed": 0 }));
    assert_eq!(ran["executions"][0]["response"]["code"], 200);
    assert_eq!(ran["executions"][0]["item"]["name"], "ping");
    assert_eq!(ran["failures"], json!([]));

    team.app.clock().advance(61_000);
    target.answers(500);
    let all = settle(&team.app, &id).await;
    assert_eq!(all.len(), 2, "{all:#?}");
    let slot = &all[0];
    assert_eq!((&slot["trigger"], &slot["state"]), (&json!("schedule"), &json!("failed")));
    assert_eq!(slot["slot"], "2027-01-15T08:01:00.000Z");
    assert_eq!(slot["reason"], "ping: is ok failed");
    let runs = team.ben.get(&format!("{path}/executions/{}/runs", text(&slot["id"]))).await.ok();
    let runs = runs["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let results = format!("{path}/runs/{}/results", text(&runs[0]["id"]));
    let results = team.ben.get(&results).await.ok();
    assert_eq!(results["counts"], json!({ "passed": 0, "failed": 1, "errors": 0, "requests": 1 }));
    assert_eq!(results["logs"][1]["assertion"]["passed"], false);
    let wrong = format!("{path}/runs/{}/results", text(&slot["id"]));
    team.ben.get(&wrong).await.expect(404);

    let seen = team.ben.get(&path).await.ok();
    assert_eq!(seen["monitor"]["lastRun"]["status"], "failed");
    assert_eq!(seen["monitor"]["series"][0]["runs"], 2);
    let told = team.app.sentences(40).await;
    let expected = "The schedule, for Ana Ruiz, ran monitor 'Every minute' from collection \
                    'Checks' in workspace 'Core' — allowed by its role admin.";
    assert!(told.iter().any(|one| one == expected), "{told:#?}");
    let me = team.ana.get("/me").await.ok();
    let mut usage = me["operations"].as_array().unwrap().iter();
    let usage = usage.find(|one| one["name"] == "monitor_request_runs").unwrap();
    assert_eq!(usage["usage"], 2);

    // What changed since the last good run is said.
    let again = run(&team.app, &id, &team.ana).await.expect(200).json;
    assert_eq!(
        again["run"]["info"]["changes"],
        json!([
            "'ping' answered 500, and 200 before",
            "'is ok' of 'ping' failed, and passed before",
        ])
    );
    let gone = team.ana.delete(&path).await.ok();
    assert_eq!(gone["monitor"]["id"], id.as_str());
    team.ana.get(&path).await.expect(404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_slot_has_an_end() {
    let team = Team::new().await;
    let target = Target::start().await;
    let uid = checks(&team, &target.address, "").await;
    let id = monitor(
        &team,
        json!({ "name": "Often", "collection": uid,
        "schedule": { "every": 10 } }),
    )
    .await;
    // The server stood still for five minutes: 29 slots were missed, the newest runs.
    team.app.clock().advance(300_001);
    let all = settle(&team.app, &id).await;
    let states: Vec<_> =
        all.iter().map(|one| (one["state"].clone(), one.get("slots").cloned())).collect();
    assert!(states.contains(&(json!("skipped"), Some(json!(29)))), "{states:?}");
    assert!(states.contains(&(json!("success"), None)), "{states:?}");
    // A slot that comes while the run before it goes on is skipped.
    target.answers(0);
    team.app.clock().advance(10_000);
    team.app.monitors().tick().await.unwrap();
    team.app.clock().advance(10_000);
    team.app.monitors().tick().await.unwrap();
    let path = format!("/monitors/{id}");
    let list = team.ana.get(&format!("{path}/executions")).await.ok();
    let newest = &list["executions"][0];
    assert_eq!(newest["state"], "skipped", "{list:#}");
    assert_eq!(newest["reason"], "the run before it was still going");
    // Paused, nothing is due.
    team.ana.put(&path, json!({ "monitor": { "active": false } })).await.ok();
    let seen = team.ana.get(&path).await.ok();
    assert!(seen["monitor"]["schedule"].get("nextRun").is_none(), "{seen}");
    team.app.monitors().stop().await;
    let list = team.ana.get(&format!("{path}/executions")).await.ok();
    let stopped = list["executions"].as_array().unwrap().iter();
    assert!(stopped.clone().any(|one| one["state"] == "aborted"), "{list:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_starts_a_run_with_what_it_was_called_with() {
    let team = Team::new().await;
    let target = Target::start().await;
    let script = "const sent = JSON.parse(pm.globals.get('previousRequest')).data;\n\
                  pm.test('has order ' + sent.order, () => pm.expect(sent.order).to.equal(7));\n\
                  pm.test('old way', () => pm.expect(JSON.parse(globals.previousRequest).data.order).to.equal(7));";
    let uid = checks(&team, &target.address, script).await;
    let into = format!("/webhooks?workspace={}", team.workspace);
    let body = json!({ "webhook": { "name": "Order", "collection": uid,
        "signingSecret": "0123456789abcdef", "onceHeader": "X-Order" } });
    let made = team.ana.post(&into, body).await.expect(200).json;
    let id = text(&made["webhook"]["id"]);
    let url = text(&made["webhook"]["webhookUrl"]);
    let (_, tail) = url.split_once("/run/").unwrap();
    let (owner, secret) = tail.split_once('/').unwrap();
    assert_ne!(secret, id);
    let hook = async |secret: &str, body: &str, signature: &str, once: &str| {
        let request = Request::post("/run")
            .header("x-gatepost-signature", signature)
            .header("x-order", once)
            .body(Full::from(body.to_owned()))
            .unwrap();
        let response = team.app.monitors().call(owner, secret, "10.0.0.9", request).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts.status.as_u16(), serde_json::from_slice::<Value>(&body).unwrap())
    };
    let body = "{\"order\":7}";
    assert_eq!(hook(&uuid::Uuid::new_v4().to_string(), body, "", "1").await.0, 404);
    assert_eq!(hook(&id, body, "", "1").await.0, 404, "the id is not the secret");
    assert_eq!(hook(secret, body, "sha256=00", "1").await.0, 401);
    let signature = signed("0123456789abcdef", body);
    let (status, answer) = hook(secret, body, &signature, "1").await;
    assert_eq!((status, &answer["status"]), (200, &json!("queued")), "{answer}");
    let (status, again) = hook(secret, body, &signature, "1").await;
    assert_eq!((status, again), (200, json!({ "status": "duplicate" })));
    assert_eq!(hook(secret, "no json", &signed("0123456789abcdef", "no json"), "2").await.0, 400);

    let all = settle(&team.app, &id).await;
    assert_eq!(all.len(), 1);
    assert_eq!((&all[0]["trigger"], &all[0]["state"]), (&json!("webhook"), &json!("success")));
    assert_eq!(all[0]["results"]["assertions"], json!({ "total": 3, "failed": 0 }));
    let seen = team.ana.get(&format!("/monitors/{id}")).await.ok();
    assert!(seen["monitor"].get("schedule").is_none(), "{seen}");
    let told = team.app.sentences(20).await;
    let call =
        told.iter().find(|one| one.starts_with("Webhook")).unwrap_or_else(|| panic!("{told:#?}"));
    assert!(call.contains("Order") && call.contains("10.0.0.9"), "{call}");
    for record in team.app.records(50).await {
        assert!(!record.to_string().contains(secret), "{record}");
    }
}

/// The header of a signed body.
fn signed(secret: &str, body: &str) -> String {
    format!("sha256={}", monitor::webhook::signature(secret, body.as_bytes()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_have_the_access_of_their_creator_at_that_moment() {
    let team = Team::new().await;
    let target = Target::start().await;
    let uid = checks(&team, &target.address, "").await;
    let (agent, bot) = team.agent("Bot", &[("monitors", "full"), ("collections", "read")]).await;
    let into = format!("/monitors?workspace={}", team.workspace);
    let body = json!({ "monitor": { "name": "Bots", "collection": uid,
        "schedule": { "every": 60 } } });
    let refused = bot.post(&into, body.clone()).await.expect(403);
    assert_eq!(refused.header("x-gatepost-needs"), "runs=full");
    let grant = team.grant(&agent, json!({ "area": "runs", "level": "full" })).await;
    let id = text(&bot.post(&into, body).await.expect(200).json["monitor"]["id"]);
    team.app.clock().advance(60_000);
    assert_eq!(settle(&team.app, &id).await[0]["state"], "success");
    let calls = target.calls();
    team.app.local().delete(&format!("/gatepost/v1/grants/{grant}")).await.ok();
    team.app.clock().advance(60_000);
    let all = settle(&team.app, &id).await;
    assert_eq!(all[0]["state"], "skipped", "{all:#?}");
    assert!(text(&all[0]["reason"]).starts_with("whoever made it may not run it"), "{all:#?}");
    assert_eq!(target.calls(), calls, "nothing was sent");
    let refused = run(&team.app, &id, &team.ana).await;
    assert_eq!(refused.status, 403, "{}", refused.text());
    // Stopped for good, nothing of it runs.
    team.grant(&agent, json!({ "area": "runs", "level": "full" })).await;
    team.app.local().post(&format!("/gatepost/v1/agents/{agent}/kill"), json!({})).await.ok();
    team.app.clock().advance(60_000);
    assert_eq!(settle(&team.app, &id).await[0]["state"], "skipped");
    assert_eq!(target.calls(), calls);
}

#[tokio::test]
async fn a_flood_is_refused_and_what_a_stopped_agent_made_is_gone() {
    let settings = monitor::Settings {
        limits: monitor::Limits { waiting: 2, ..monitor::Limits::default() },
        ..monitor::Settings::default()
    };
    let team = Team::on(App::with(Setup { monitors: settings, ..Setup::default() }).await).await;
    let uid = checks(&team, "http://127.0.0.1:9", "").await;
    let levels =
        [("webhooks", "full"), ("runs", "full"), ("collections", "read"), ("monitors", "read")];
    let (agent, bot) = team.agent("Bot", &levels).await;
    let body = json!({ "webhook": { "name": "Hook", "collection": uid } });
    let made = bot.post(&format!("/webhooks?workspace={}", team.workspace), body).await.ok();
    let url = text(&made["webhook"]["webhookUrl"]);
    let (owner, secret) = url.split_once("/run/").unwrap().1.split_once('/').unwrap();
    let hook = async |method: &str| {
        let request = Request::builder().method(method).body(Full::from("{}")).unwrap();
        let response = team.app.monitors().call(owner, secret, "10.0.0.9", request).await;
        (response.status().as_u16(), response.headers().contains_key("retry-after"))
    };
    assert_eq!(hook("GET").await.0, 405);
    // Nothing takes what is queued here.
    assert_eq!((hook("POST").await, hook("POST").await), ((200, false), (200, false)));
    assert_eq!(hook("POST").await, (429, true));
    let told = team.app.sentences(1).await;
    assert!(told[0].contains("slowed down: 2 calls of it wait already"), "{told:?}");
    team.app.local().post(&format!("/gatepost/v1/agents/{agent}/kill"), json!({})).await.ok();
    assert_eq!(hook("POST").await.0, 404);
    let told = team.app.sentences(1).await;
    assert!(told[0].contains("Hook") && told[0].contains("may not act any more"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_runs_may_reach_has_limits() {
    let target = Target::start().await;
    let own = target.address.trim_start_matches("http://").parse().unwrap();
    let settings = monitor::Settings { own: vec![own], ..monitor::Settings::default() };
    let app = App::with(Setup { monitors: settings, ..Setup::default() }).await;
    let team = Team::on(app).await;
    for (address, reached) in [
        (target.address.clone(), false),
        (format!("{}/_mock/x", target.address), true),
        ("http://169.254.169.254/latest".to_owned(), false),
        ("http://metadata.google.internal".to_owned(), false),
    ] {
        let before = target.calls();
        let uid = checks(&team, &address, "").await;
        let id = monitor(
            &team,
            json!({ "name": "Reach", "collection": uid,
            "schedule": { "cron": "0 0 * * *" } }),
        )
        .await;
        let done = run(&team.app, &id, &team.ana).await.expect(200).json;
        let status = if reached { "success" } else { "error" };
        assert_eq!(done["run"]["info"]["status"], status, "{address}: {done:#}");
        assert_eq!(target.calls() > before, reached, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_fails_is_tried_again_and_one_that_takes_too_long_is_cut() {
    let settings = monitor::Settings {
        limits: monitor::Limits { time: Duration::from_millis(300), ..monitor::Limits::default() },
        ..monitor::Settings::default()
    };
    let app = App::with(Setup { monitors: settings, ..Setup::default() }).await;
    let team = Team::on(app).await;
    let target = Target::start().await;
    target.answers(500);
    let uid = checks(&team, &target.address, "").await;
    let id = monitor(
        &team,
        json!({ "name": "Retry", "collection": uid,
        "retry": { "attempts": 2 }, "schedule": { "cron": "0 0 * * *" } }),
    )
    .await;
    let done = run(&team.app, &id, &team.ana).await.expect(200).json;
    assert_eq!((&done["run"]["info"]["status"], target.calls()), (&json!("failed"), 3));
    assert_eq!(done["run"]["stats"]["runCount"], 3);
    target.answers(0);
    let done = run(&team.app, &id, &team.ana).await.expect(200).json;
    assert_eq!(done["run"]["info"]["status"], "aborted");
    assert!(text(&done["run"]["info"]["reason"]).starts_with("the run took longer than"), "{done}");
}

#[tokio::test]
async fn bad_input_is_named() {
    let team = Team::new().await;
    let uid = checks(&team, "http://127.0.0.1:9", "").await;
    let into = format!("/monitors?workspace={}", team.workspace);
    let post = async |change: Value| {
        let mut monitor = json!({ "name": "M", "collection": uid,
            "schedule": { "cron": "0 0 * * *" } });
        for (name, value) in change.as_object().unwrap() {
            monitor[name] = value.clone();
        }
        team.ana.post(&into, json!({ "monitor": monitor })).await
    };
    for (change, name, details) in [
        (
            json!({ "schedule": { "cron": "0 0 31 2 *" } }),
            "cronPatternNotAllowedError",
            json!({ "pattern": "0 0 31 2 *" }),
        ),
        (
            json!({ "schedule": { "cron": "x" } }),
            "cronPatternNotAllowedError",
            json!({ "pattern": "x" }),
        ),
        (json!({ "schedule": {} }), "paramMissingError", json!({ "param": ["cron"] })),
        (
            json!({ "schedule": { "cron": "0 0 * * *", "timezone": "Mars/Base" } }),
            "invalidParamsError",
            json!({ "param": "schedule.timezone" }),
        ),
    ] {
        let refused = post(change).await.expect(400);
        assert_eq!(refused.json["error"]["name"], name, "{}", refused.text());
        assert_eq!(refused.json["error"]["details"], details);
    }
    let six = (0..6).map(|_| json!({ "email": "a@example.com" })).collect::<Vec<_>>();
    post(json!({ "notifications": { "onError": six } })).await.expect(400);
    post(json!({ "retry": { "attempts": 3 } })).await.expect(400);
    let made = post(json!({ "schedule": { "cron": "0 5 * * * *" } })).await.expect(200).json;
    let path = format!("/monitors/{}", text(&made["monitor"]["id"]));
    assert_eq!(team.ana.get(&path).await.ok()["monitor"]["schedule"]["cron"], "5 * * * *");
    let fixed = json!({ "monitor": { "collection": uid, "environment": null } });
    let refused = team.ana.put(&path, fixed).await.expect(400);
    assert_eq!(refused.json["error"]["name"], "parameterNotAllowedError");
    for (query, words) in [
        ("active=maybe", "Active must be a boolean."),
        ("owner=x", "Owner user ID must be an integer."),
        ("limit=26", "Query param limit cannot exceed 25."),
        ("cursor=x", "Invalid cursor query parameter passed."),
        ("workspace=abc", "Workspace ID must be 36 characters (3)."),
    ] {
        let refused = team.ana.get(&format!("/monitors?{query}")).await.expect(400);
        assert_eq!(refused.json["error"]["message"], words);
    }
    let missing = json!({ "webhook": { "name": "W" } });
    let refused = team.ana.post(&format!("/webhooks?workspace={}", team.workspace), missing).await;
    assert_eq!(refused.expect(400).json["error"]["details"], json!({ "param": ["collection"] }));
}

#[tokio::test]
async fn a_collection_that_is_too_large_is_refused_with_the_limit() {
    let settings = monitor::Settings {
        limits: monitor::Limits { requests: 2, ..monitor::Limits::default() },
        ..monitor::Settings::default()
    };
    let app = App::with(Setup { monitors: settings, ..Setup::default() }).await;
    let team = Team::on(app).await;
    let into = format!("/collections?workspace={}", team.workspace);
    let made = team.ana.post(&into, testkit::collection_of("Large", 3)).await.ok();
    let body = json!({ "monitor": { "name": "M", "collection": made["collection"]["uid"],
        "schedule": { "cron": "0 0 * * *" } } });
    let refused = team.ana.post(&format!("/monitors?workspace={}", team.workspace), body).await;
    let words = "The collection has 3 requests, and a run takes at most 2 (monitors.max_requests).";
    assert_eq!(refused.expect(400).json["error"]["message"], words);
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let team = Team::new().await;
    let uid = checks(&team, "http://127.0.0.1:9", "").await;
    for number in 0..30 {
        monitor(
            &team,
            json!({ "name": format!("M{number:02}"), "collection": uid,
            "active": number % 3 != 0, "schedule": { "cron": "0 0 * * *" } }),
        )
        .await;
    }
    let list = async |query: &str| -> Value {
        team.ben.get(&format!("/monitors?workspace={}{query}", team.workspace)).await.ok()
    };
    let count = |list: &Value| list["monitors"].as_array().unwrap().len();
    for query in ["", "&active=true", "&active=false", &format!("&collectionUid={uid}")] {
        let (mut all, mut cursor) = (0, String::new());
        loop {
            let page = list(&format!("{query}&limit=7&cursor={cursor}")).await;
            all += count(&page);
            cursor = text(&page["meta"]["nextCursor"]);
            if cursor.is_empty() {
                break;
            }
        }
        let expected = match query {
            "&active=true" => 20,
            "&active=false" => 10,
            _ => 30,
        };
        assert_eq!(all, expected, "{query}");
    }
    assert_eq!(count(&list("").await), 25);
    assert_eq!(count(&list("&environmentUid=none").await), 0);
    assert_eq!(count(&list(&format!("&owner={}", team.ben_id)).await), 0);
}
