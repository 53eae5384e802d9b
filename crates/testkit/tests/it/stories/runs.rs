//! Runs of collections on the server, for whoever waits.

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};
use testkit::{Actor, Answer, App, Setup};

use super::{Team, monitors::Target, said, text};

/// Three requests; the second has a test that fails unless the answer is 200.
fn shop(target: &str) -> Value {
    let request = |name: &str, exec: &str| {
        json!({ "name": name,
            "request": { "method": "GET", "url": format!("{target}/{name}?key={{{{token}}}}") },
            "event": [{ "listen": "test", "script": { "exec": exec.split('\n').collect::<Vec<_>>() } }] })
    };
    json!({ "collection": { "info": { "name": "Checks",
        "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [
            request("one", "pm.test('has the token', () => pm.expect(pm.environment.get('token')).to.equal('tell-me-1'));"),
            request("two", "pm.test('is ok', () => pm.expect(pm.response.code).to.equal(200));\n\
                pm.test('tells', () => pm.expect(pm.response.code === 200 ? '' : pm.environment.get('token')).to.equal(''));"),
            request("three", ""),
        ] } })
}

/// A team with a collection that calls a server of the test, and an environment with a secret.
struct Runs {
    team: Team,
    target: Target,
    collection: String,
    environment: String,
}

impl Runs {
    async fn new() -> Self {
        Self::on(App::start().await).await
    }

    async fn on(app: App) -> Self {
        let team = Team::on(app).await;
        let target = Target::start().await;
        let into = format!("/collections?workspace={}", team.workspace);
        let made = team.ana.post(&into, shop(&target.address)).await.ok();
        let into = format!("/environments?workspace={}", team.workspace);
        let values = json!([{ "key": "token", "value": "tell-me-1", "type": "secret" }]);
        let environment = json!({ "environment": { "name": "Test", "values": values } });
        let environment = team.ana.post(&into, environment).await.ok();
        Self {
            collection: text(&made["collection"]["uid"]),
            environment: text(&environment["environment"]["uid"]),
            team,
            target,
        }
    }

    /// Runs it with the environment and these options.
    async fn run(&self, actor: &Actor, mut options: Value) -> Answer {
        options["environmentId"] = self.environment.clone().into();
        actor.post(&format!("/collections/{}/run", self.collection), options).await
    }
}

/// Names of the requests that were sent.
fn sent(report: &Value) -> Vec<&str> {
    let requests = report["requests"].as_array().unwrap();
    requests.iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_says_what_came_of_it_and_no_secret() {
    let runs = Runs::new().await;
    let report = runs.run(&runs.team.ana, json!({})).await.ok();
    assert_eq!(report["outcome"], "passed", "{report}");
    assert_eq!(sent(&report), ["one", "two", "three"]);
    assert_eq!(report["collection"], json!({ "id": runs.collection, "name": "Checks" }));
    assert_eq!(report["environment"]["name"], "Test");
    assert_eq!(report["counts"]["tests"], 3);
    assert_eq!(report["requests"][1]["tests"], "2/2");
    assert_eq!(report["requests"][0]["url"], format!("{}/one", runs.target.address));
    assert_eq!(report["failures"], json!([]));

    runs.target.answers(500);
    let answer = runs.run(&runs.team.ana, json!({ "iterationCount": 2 })).await;
    assert!(!answer.text().contains("tell-me"), "{}", answer.text());
    let report = answer.ok();
    assert_eq!(report["outcome"], "failed", "{report}");
    assert_eq!(report["counts"]["testsFailed"], 4, "{report}");
    assert_eq!(report["counts"]["iterations"], 2);
    let first = &report["failures"][0];
    assert_eq!((&first["request"], &first["test"]), (&json!("two"), &json!("is ok")));
    assert_eq!((&first["iteration"], &report["failures"][2]["iteration"]), (&json!(1), &json!(2)));
    assert!(text(&first["message"]).contains("500"), "{report}");
    assert_eq!(report["requests"][1]["tests"], "0/2");
    assert_eq!(report["requests"][0]["body"], "ok", "of answers that are no success");

    let sentence = runs.team.app.sentences(1).await.remove(0);
    assert!(
        sentence.contains("Ana Ruiz") && sentence.contains("ran collection 'Checks'"),
        "{sentence}"
    );
    let record = runs.team.app.records(1).await.remove(0);
    assert_eq!(record["op"]["area"], "runs", "{record}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_option_is_real() {
    let runs = Runs::new().await;
    runs.target.answers(500);
    for option in ["stopOnFailure", "abortOnFailure"] {
        let report = runs.run(&runs.team.ana, json!({ option: true })).await.ok();
        assert_eq!(report["outcome"], "stopped", "{report}");
        assert_eq!(report["reason"], "it was to end at the first failed test");
        assert_eq!(sent(&report), ["one", "two"], "{option}");
        let tests = if option == "stopOnFailure" { 2 } else { 1 };
        assert!(report["failures"].as_array().unwrap().len() >= tests, "{option}: {report}");
    }
    let before = runs.target.calls();
    runs.run(&runs.team.ana, json!({ "stopOnError": true })).await.ok();
    assert_eq!(runs.target.calls() - before, 3, "a failed test is no error");

    // The server does not answer: the first request is an error.
    runs.target.answers(0);
    for option in ["stopOnError", "abortOnError"] {
        let options = json!({ option: true, "requestTimeout": 100 });
        let report = runs.run(&runs.team.ana, options).await.ok();
        assert_eq!(report["outcome"], "stopped", "{report}");
        assert_eq!(report["reason"], "it was to end at the first error");
        assert_eq!(sent(&report), ["one"], "{option}");
        assert!(report["requests"][0]["error"].is_string(), "{report}");
    }
    for wrong in [
        json!({ "iterationCount": 0 }),
        json!({ "iterationCount": 1.5 }),
        json!({ "iterationCount": 1001 }),
        json!({ "requestTimeout": 0 }),
        json!({ "stopOnError": "yes" }),
    ] {
        runs.run(&runs.team.ana, wrong).await.expect(400);
    }
    let endless = json!({ "collection": { "info": { "name": "Endless",
        "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [{ "name": "loop", "request": { "url": runs.target.address },
            "event": [{ "listen": "prerequest", "script": { "exec": ["while (true) {}"] } }] }] } });
    let into = format!("/collections?workspace={}", runs.team.workspace);
    let made = runs.team.ana.post(&into, endless).await.ok();
    let path = format!("/collections/{}/run", text(&made["collection"]["uid"]));
    runs.target.answers(200);
    let report = runs.team.ana.post(&path, json!({ "scriptTimeout": 100 })).await.ok();
    assert_eq!(report["outcome"], "error", "{report}");
    assert!(text(&report["reason"]).contains("100ms"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn running_takes_runs_full_and_reading_the_environment() {
    let runs = Runs::new().await;
    let team = &runs.team;
    let (_, reader) =
        team.agent("Reader", &[("collections", "full"), ("environments", "full")]).await;
    runs.run(&reader, json!({})).await.expect(404);
    let (_, writer) = team.agent("Writer", &[("runs", "write"), ("environments", "read")]).await;
    let refused = runs.run(&writer, json!({})).await.expect(403);
    assert!(said(&refused).contains("runs"), "{}", said(&refused));
    let (_, blind) = team.agent("Blind", &[("runs", "full")]).await;
    runs.run(&blind, json!({})).await.expect(404);
    assert_eq!(runs.target.calls(), 0, "nothing was sent");

    // To use an environment is not to see its secrets.
    let (id, runner) = team.agent("Runner", &[("runs", "full"), ("environments", "read")]).await;
    let answer = runs.run(&runner, json!({})).await;
    assert!(!answer.text().contains("tell-me"), "{}", answer.text());
    assert_eq!(answer.ok()["outcome"], "passed");
    let block = json!({ "effect": "block", "area": "runs", "level": "full",
        "scope": { "resources": [runs.collection] } });
    team.grant(&id, block).await;
    let before = runs.target.calls();
    let answer = runs.run(&runner, json!({})).await;
    assert!(answer.status >= 400 && runs.target.calls() == before, "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_reach_only_what_the_server_lets_them() {
    let monitors = monitor::Settings { private_addresses: false, ..monitor::Settings::default() };
    let app = App::with(Setup { monitors, ..Setup::default() }).await;
    let runs = Runs::on(app).await;
    let report = runs.run(&runs.team.ana, json!({})).await.ok();
    assert_eq!(report["outcome"], "failed", "{report}");
    assert_eq!((runs.target.calls(), &report["counts"]["requestsFailed"]), (0, &json!(3)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_hears_the_steps_and_may_leave() {
    let runs = Runs::new().await;
    let call = |options: Value| {
        let path = format!("/collections/{}/run", runs.collection);
        let key = runs.team.ana.key.clone().unwrap();
        let request = Request::post(path).header("x-api-key", key);
        request.header("content-type", "application/json").body(options.to_string()).unwrap()
    };
    let (attendant, mut attended) = gate::attend();
    let mut request = call(json!({}));
    request.extensions_mut().insert(attendant);
    let report = runs.team.ana.raw(request).await.ok();
    assert_eq!(report["outcome"], "failed", "without its environment: {report}");
    let mut heard = Vec::new();
    while let Ok(step) = attended.steps.try_recv() {
        heard.push((step.done, step.total, step.what));
    }
    let step = |done, what: &str| (done, 3, what.to_owned());
    assert_eq!(heard, [step(1, "one"), step(2, "two"), step(3, "three")]);

    // The server does not answer for half a minute, but nobody waits so long.
    runs.target.answers(0);
    let (attendant, attended) = gate::attend();
    let mut request = call(json!({}));
    request.extensions_mut().insert(attendant);
    let leave = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        attended.stop();
    };
    let (answer, ()) = tokio::join!(runs.team.ana.raw(request), leave);
    let report = answer.ok();
    assert_eq!(report["outcome"], "stopped", "{report}");
    assert_eq!(runs.target.calls(), 4, "nothing more was sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_that_is_stopped_runs_no_longer_and_room_is_limited() {
    let limits = monitor::Limits { at_once: 1, ..monitor::Limits::default() };
    let monitors = monitor::Settings { limits, ..monitor::Settings::default() };
    let runs = Runs::on(App::with(Setup { monitors, ..Setup::default() }).await).await;
    let (id, runner) =
        runs.team.agent("Runner", &[("runs", "full"), ("environments", "read")]).await;
    runs.target.answers(0);
    let app = runs.team.app.clone();
    let maintained = tokio::spawn({
        let monitors = app.monitors().clone();
        async move { monitors.maintain().await }
    });
    let stop = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        runs.run(&runs.team.ana, json!({})).await.expect(429);
        app.local().post(&format!("/gatepost/v1/agents/{id}/suspend"), json!({})).await.ok();
    };
    let (answer, ()) = tokio::join!(runs.run(&runner, json!({})), stop);
    assert_eq!(answer.ok()["outcome"], "stopped");
    maintained.abort();
    runs.target.answers(200);
    assert_eq!(runs.run(&runs.team.ana, json!({})).await.ok()["outcome"], "passed");
}
