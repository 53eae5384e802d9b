//! Every row of the catalogue, called by everybody.

use std::collections::BTreeSet;

use catalog::{Access, Area, CATALOGUE, LimitClass, Spec};
use gate::Limits;
use http::Method;
use serde_json::{Value, json};
use testkit::{Actor, Answer, App, Setup};

use super::{
    calls::{Ask, administers, always, body, names_something, never},
    scene::{Place, Scene},
};

/// Who calls, which decides what comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caller {
    /// A user who administers the team.
    Admin,
    /// An agent with every grant there is.
    Granted,
    /// An agent without any.
    Ungranted,
    /// Nobody.
    Anonymous,
    /// The holder of an admin key.
    AdminKey,
}

const CALLERS: [Caller; 5] =
    [Caller::Admin, Caller::Granted, Caller::Ungranted, Caller::Anonymous, Caller::AdminKey];

/// What must come back and be written down.
#[derive(Debug)]
struct Expected {
    status: Status,
    decision: &'static str,
    reason: &'static str,
}

#[derive(Debug)]
enum Status {
    /// One that the row declares as success.
    Success,
    /// What the handler answers, as long as it was let through.
    Served,
    Exactly(u16),
}

fn expected(caller: Caller, spec: &Spec, served: bool) -> Expected {
    let allow = |status| Expected { status, decision: "allow", reason: "" };
    let deny =
        |status, reason| Expected { status: Status::Exactly(status), decision: "deny", reason };
    let through = || match (served, spec.id) {
        (false, _) => allow(Status::Exactly(501)),
        // Nothing runs here, so there is no run to be found, and there is no other team.
        (true, "getMonitorRunResults" | "transferWorkspaceToTeam") => allow(Status::Served),
        (true, _) => allow(Status::Success),
    };
    match caller {
        Caller::Anonymous => deny(401, "unauthenticated"),
        Caller::AdminKey if !administers(spec) => deny(401, "unauthenticated"),
        Caller::AdminKey => allow(Status::Served),
        _ if administers(spec) => deny(403, "admin_only"),
        Caller::Granted if never(spec) => deny(404, "not_granted"),
        Caller::Ungranted if !always(spec) => deny(404, "not_granted"),
        // The environment holds a secret, which is masked to the agent.
        Caller::Granted if CARRY.contains(&spec.id) => allow(Status::Exactly(403)),
        Caller::Admin | Caller::Granted | Caller::Ungranted => through(),
    }
}

/// Operations that carry secret values along.
const CARRY: [&str; 3] = ["forkEnvironment", "mergeEnvironmentFork", "pullEnvironment"];

/// How many records one call adds: an announced one has an intent and an outcome.
fn records(caller: Caller, spec: &Spec, served: bool, allowed: bool) -> usize {
    let reveals = spec.flags.reveals() && caller == Caller::Admin;
    let announced = served && allowed && (spec.access != Access::Read || reveals);
    if announced { 2 } else { 1 }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_answers_everybody_as_it_says() {
    let app = App::with(Setup { limits: Limits::standard(), ..Setup::default() }).await;
    let scene = Scene::on(app).await;
    let app = &scene.app;
    let granted = {
        app.clock().advance(120_000);
        scene.almighty("Granted", false).await.1
    };
    let ungranted = app.agent("Ungranted").await.1;
    let admin_key = app.admin().await;
    let mut calls = 0;
    for caller in CALLERS {
        for (index, spec) in CATALOGUE.iter().copied().enumerate() {
            // A new minute: no limit is met and no flood rolled up.
            app.clock().advance(61_000);
            let actor = match caller {
                Caller::Admin => scene.ana.clone(),
                Caller::Granted => granted.clone(),
                Caller::Ungranted => ungranted.clone(),
                Caller::AdminKey => admin_key.clone(),
                Caller::Anonymous => {
                    app.anonymous().from_address(&format!("10.1.{}.{}", index / 250, index % 250))
                }
            };
            check(&scene, caller, &actor, spec).await;
            calls += 1;
        }
    }
    println!("all rows: {calls} calls of {} rows", CATALOGUE.len());
    assert!(CATALOGUE.len() >= 298);
}

async fn check(scene: &Scene, caller: Caller, actor: &Actor, spec: &'static Spec) {
    let app = &scene.app;
    let served = app.serves(spec);
    let want = expected(caller, spec, served);
    let allowed = want.decision == "allow";
    let changes = served && allowed && spec.access != Access::Read && !administers(spec);
    let place =
        if changes { Place::new(&scene.ana, spec.id, "team").await } else { scene.core.clone() };
    let mut ask = Ask::new(spec, &place);
    if spec.id == "updateWorkspaceRoles" {
        ask.body = Some(role_of(scene.ben_id, "2"));
    }
    if spec.id == "publishMock" && changes {
        scene.ana.delete(&format!("/mocks/{}/unpublish", place.mock.id)).await.ok();
    }
    if spec.id == "unpublishDocumentation" && changes {
        let look = json!({ "customColor": {}, "customization": {} });
        let docs = format!("/collections/{}/public-documentations", place.collection.id);
        scene.ana.put(&docs, look).await.ok();
    }
    if spec.id == "transferWorkspaceElement" && changes {
        let elsewhere = json!({ "workspace": { "name": "Elsewhere", "type": "team" } });
        let made = scene.ana.post("/workspaces", elsewhere).await.ok();
        ask.body = Some(json!({ "id": place.api.uid, "type": "api",
            "to": made["workspace"]["id"] }));
    }
    app.clock().advance(61_000);
    let before = app.recorded();
    let answer = ask.by(actor).await;
    // What the log notes about itself is not counted.
    let mut newest = app.records(5).await;
    newest.retain(|record| record["seq"].as_u64().unwrap() > before);
    let told = format!("{caller:?} {}: {} {}", spec.id, answer.status, answer.text());
    match want.status {
        Status::Success => assert!(spec.success.contains(&answer.status), "{told}"),
        Status::Served => assert!(![401, 403, 501].contains(&answer.status), "{told}"),
        Status::Exactly(status) => assert_eq!(answer.status, status, "{told}"),
    }
    if answer.status == 501 {
        not_implemented(spec, &answer);
    }
    assert_eq!(newest.len(), records(caller, spec, served, allowed), "records of {told}");
    recorded(&newest, spec, &want, &answer, &told);
    rate_headers(caller, spec, &answer, &told);
    agent_headers(caller, &newest, &want, &answer, &told);
}

fn not_implemented(spec: &Spec, answer: &Answer) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", spec.id);
    let body = json!({ "type": "https://api.postman.com/problems/not-implemented",
        "title": "Not Implemented", "status": 501,
        "detail": format!("{} is not implemented", spec.id) });
    assert_eq!(answer.json, body, "{}", spec.id);
}

fn recorded(newest: &[Value], spec: &Spec, want: &Expected, answer: &Answer, told: &str) {
    let last = &newest[0];
    assert_eq!(last["op"]["id"], spec.id, "record of {told}: {last}");
    assert_eq!(last["op"]["area"], spec.area.name(), "{told}");
    assert_eq!(last["decision"], want.decision, "record of {told}: {last}");
    assert_eq!(last["reason"].as_str().unwrap_or(""), want.reason, "record of {told}: {last}");
    assert_eq!(last["result"]["status"], answer.status, "record of {told}: {last}");
    assert!(last["text"].as_str().is_some_and(|text| !text.is_empty()), "{told}");
    match newest {
        [outcome, intent] => {
            assert_eq!(intent["kind"], "intent", "{told}");
            assert_eq!(outcome["kind"], "outcome", "{told}");
            assert_eq!(outcome["intent_id"], intent["id"], "{told}");
        }
        _ => assert_eq!(last["kind"], "decision", "{told}"),
    }
}

fn rate_headers(caller: Caller, spec: &Spec, answer: &Answer, told: &str) {
    let nobody = answer.status == 401;
    let class = if nobody { LimitClass::Default } else { spec.limit };
    let (limit, window) = match class {
        LimitClass::Default => (300, 60),
        LimitClass::List | LimitClass::Import | LimitClass::ServiceAccountToken => (10, 10),
        LimitClass::WorkspaceUpdate => (20, 60),
    };
    // The admin key's refusals all come from one address, and a minute goes by between them.
    let left = (limit - 1).to_string();
    let limit = limit.to_string();
    for (name, value) in [
        ("x-ratelimit-limit", limit.clone()),
        ("ratelimit-limit", limit.clone()),
        ("x-ratelimit-remaining", left.clone()),
        ("ratelimit-remaining", left.clone()),
        ("ratelimit-reset", window.to_string()),
        ("ratelimit", format!("limit={limit}, remaining={left}, reset={window}")),
        ("ratelimit-policy", format!("{limit};w={window}")),
    ] {
        assert_eq!(answer.header(name), value, "{name}, {caller:?}: {told}");
    }
    assert!(answer.header("x-ratelimit-reset").len() == 10, "epoch seconds: {told}");
    assert_eq!(answer.header("retry-after"), "", "{told}");
}

fn agent_headers(caller: Caller, newest: &[Value], want: &Expected, answer: &Answer, told: &str) {
    if !matches!(caller, Caller::Granted | Caller::Ungranted) {
        for name in ["decision", "reason", "request-id", "needs", "agent"] {
            assert_eq!(answer.header(&format!("x-gatepost-{name}")), "", "{told}");
        }
        return;
    }
    assert_eq!(answer.header("x-gatepost-decision"), want.decision, "{told}");
    let shown = match (answer.status, want.decision) {
        (_, "allow") => "",
        (404, _) => "not_visible",
        _ => want.reason,
    };
    assert_eq!(answer.header("x-gatepost-reason"), shown, "{told}");
    assert_eq!(answer.header("x-gatepost-needs"), "", "nothing is hinted on hidden things: {told}");
    let first = newest.last().unwrap();
    assert_eq!(answer.header("x-gatepost-request-id"), first["id"].as_str().unwrap(), "{told}");
}

/// A change that gives a user a role.
fn role_of(user: i64, role: &str) -> Value {
    json!({ "roles": [{ "op": "add", "path": "/user",
        "value": [{ "id": user.to_string(), "role": role }] }] })
}

#[tokio::test]
async fn every_served_operation_with_a_body_has_one_here() {
    let scene = App::start().await;
    let without = [
        "suspendAgent",
        "resumeAgent",
        "killAgent",
        "resolveCommentThread",
        "pullCollectionChanges",
        "syncCollectionWithSpec",
        "syncSpecWithCollection",
    ];
    for spec in CATALOGUE.iter().copied().filter(|spec| scene.serves(spec)) {
        let takes = [Method::POST, Method::PUT, Method::PATCH].contains(&spec.method)
            && !without.contains(&spec.id);
        let given = body(spec, &Place::nowhere(1)).is_some();
        assert_eq!(takes, given, "{}: add a body to `calls::body`", spec.id);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_method_is_answered_405_with_what_the_catalogue_has() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    let (_, agent) = scene.agent("Reader", scene.app.owner_id(), &[]).await;
    let shape = |spec: &Spec| {
        let parts =
            spec.path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        parts.collect::<Vec<_>>().join("/")
    };
    let shapes: BTreeSet<String> = CATALOGUE.iter().map(|spec| shape(spec)).collect();
    let odd = ["HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "PURGE"];
    for (index, path) in shapes.iter().enumerate() {
        let rows: Vec<_> = CATALOGUE.iter().copied().filter(|spec| shape(spec) == *path).collect();
        let known: BTreeSet<&str> = rows.iter().map(|spec| spec.method.as_str()).collect();
        let ask = Ask::new(rows[0], &scene.core);
        let usual = ["GET", "POST", "PUT", "PATCH", "DELETE"];
        let wrong = usual.iter().copied().filter(|method| !known.contains(method));
        let governs = rows[0].area == Area::Gatepost;
        for method in wrong.chain([odd[index % odd.len()]]) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            scene.app.clock().advance(1_000);
            for actor in if governs { [&admin, &admin] } else { [&scene.ana, &agent] } {
                let answer = actor.send(method.clone(), &ask.target, None).await;
                assert_eq!(answer.status, 405, "{}: {}", answer.asked, answer.text());
                let allow: BTreeSet<&str> = answer.header("allow").split(", ").collect();
                assert_eq!(allow, known, "{}", answer.asked);
                let record = &scene.app.records(1).await[0];
                assert_eq!(record["reason"], "unknown_operation", "{record}");
                assert_eq!(record["result"]["status"], 405, "{record}");
            }
        }
    }
}

#[tokio::test]
async fn an_agent_must_say_where_it_creates() {
    let scene = Scene::new().await;
    let (_, agent) = scene.almighty("Maker", false).await;
    for spec in CATALOGUE.iter().copied() {
        if spec.rule != Some(catalog::Rule::Into) {
            continue;
        }
        assert!(names_something(spec));
        let mut ask = Ask::new(spec, &scene.core);
        ask.target = spec.path.to_owned();
        let answer = ask.by(&agent).await.expect(400);
        assert_eq!(answer.header("x-gatepost-reason"), "bad_request", "{}", spec.id);
        let person = ask.by(&scene.ana).await;
        let fine = if scene.app.serves(spec) { spec.success[0] } else { 501 };
        assert_eq!(person.status, fine, "a person has a home: {} {}", spec.id, person.text());
    }
}
