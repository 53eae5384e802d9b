//! One decision, whatever the door: the call itself, its preview, and the list of tools.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Access, CATALOGUE, Spec};
use futures::StreamExt;
use serde_json::{Value, json};
use testkit::Actor;

use super::{
    calls::{Ask, Form, administers, can_resource, known_kinds},
    scene::{Place, Scene, all, area, block, everything, operation},
};

/// An agent's rules, given a workspace it may know of.
type Rules = fn(&Place) -> Vec<Value>;

fn on(place: &Place) -> Value {
    json!({ "workspaces": [place.workspace] })
}

const CONTENT: [&str; 4] = ["collections", "environments", "workspaces", "apis"];

fn each(level: &str, scope: &Value) -> Vec<Value> {
    CONTENT.iter().map(|name| area(name, level, scope.clone())).collect()
}

/// Everything at one level, where the area has it.
fn throughout(level: &str) -> Vec<Value> {
    let areas = catalog::AREAS.iter();
    let with = areas.filter(|info| info.levels.iter().any(|one| one.name() == level));
    with.map(|info| area(info.name, level, all())).collect()
}

const PROFILES: &[(&str, Rules)] = &[
    ("nothing", |_| Vec::new()),
    ("read everywhere", |_| throughout("read")),
    ("write everywhere", |_| throughout("write")),
    ("everything", |_| everything(false)),
    ("read in one workspace", |place| each("read", &on(place))),
    ("full in one workspace", |place| each("full", &on(place))),
    ("one collection", |place| {
        vec![area("collections", "full", json!({ "resources": [place.collection.uid] }))]
    }),
    ("single operations", |place| {
        vec![
            operation("getCollection", on(place)),
            operation("deleteEnvironment", all()),
            operation("getWorkspaces", on(place)),
            operation("runMonitor", all()),
            operation("getTeamUsers", all()),
        ]
    }),
    ("everything but one workspace", |place| {
        let mut rules = everything(false);
        rules.extend(each("read", &on(place)).into_iter().map(block));
        rules
    }),
    ("everything but deletes", |_| {
        let mut rules = everything(false);
        rules.extend(each("full", &all()).into_iter().map(block));
        rules
    }),
    ("everything but one collection", |place| {
        let mut rules = everything(false);
        let resource = json!({ "resources": [place.collection.id] });
        rules.push(block(area("collections", "read", resource)));
        rules
    }),
    ("not yet", |_| {
        let mut rules = throughout("read");
        for rule in &mut rules {
            rule["notBefore"] = "2099-01-01T00:00:00Z".into();
        }
        rules
    }),
];

/// What one door says.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    decision: String,
    reason: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_door_decides_alike_and_what_is_hidden_is_denied() {
    let scene = Scene::new().await;
    let (mut compared, mut allowed) = (0, 0);
    for (name, rules) in PROFILES {
        let inside = Place::new(&scene.ana, &format!("Inside {name}"), "team").await;
        let outside = Place::new(&scene.ana, &format!("Outside {name}"), "private").await;
        let (id, agent) = scene.agent(name, scene.app.owner_id(), &rules(&inside)).await;
        let tools: BTreeSet<&str> = agent.tools().await.iter().map(|spec| spec.id).collect();
        for place in [&inside, &outside] {
            let seen = compare(&scene, name, (&id, &agent), &tools, place).await;
            compared += seen.0;
            allowed += seen.1;
        }
    }
    println!("doors: {compared} calls, {allowed} allowed, over {} profiles", PROFILES.len());
    assert!(allowed > 1_000 && compared - allowed > 1_000, "both must happen");
}

/// Calls every row on `place` by the door of REST and by its preview.
async fn compare(
    scene: &Scene,
    profile: &str,
    (id, agent): (&str, &Actor),
    tools: &BTreeSet<&str>,
    place: &Place,
) -> (usize, usize) {
    let mut rows: Vec<&'static Spec> = CATALOGUE.iter().copied().collect();
    rows.retain(|spec| !administers(spec));
    let said = preview(scene, id, &rows, place).await;
    // What destroys comes last, a thing after what is in it.
    let last = |spec: &&Spec| {
        let deletes = spec.access == Access::Delete;
        let fells = (spec.id == "deleteWorkspace", spec.path.ends_with('}'));
        let inner = std::cmp::Reverse(spec.path_params().count());
        (deletes, deletes && scene.app.serves(spec), fells, inner)
    };
    rows.sort_by_key(|spec| last(spec));
    let before = scene.app.recorded();
    let mut asked = BTreeMap::new();
    for spec in &rows {
        // A second in the log, so that no flood of denials is rolled up.
        scene.app.clock().advance(20);
        let answer = Ask::harmless(spec, place, Form::Uid).by(agent).await;
        asked.insert(answer.header("x-gatepost-request-id").to_owned(), (*spec, answer));
    }
    let added = usize::try_from(scene.app.recorded() - before).unwrap();
    let (mut seen, mut through) = (0, 0);
    for record in scene.app.records(added).await {
        let Some((spec, answer)) = asked.get(record["id"].as_str().unwrap()) else { continue };
        seen += 1;
        let told = format!("{profile}, {}: {} {record}", answer.asked, answer.text());
        let word = |name: &str| record[name].as_str().unwrap_or("").to_owned();
        let rest = Said { decision: word("decision"), reason: word("reason") };
        // `can` takes one resource; some rows name two, or one behind another that is not known.
        if one_resource(spec) {
            assert_eq!(said[spec.id], rest, "can and call: {told}");
        }
        let allowed = rest.decision == "allow";
        through += usize::from(allowed);
        assert_eq!(answer.header("x-gatepost-decision"), rest.decision, "{told}");
        assert!(allowed || [403, 404].contains(&answer.status), "{told}");
        if scene.app.serves(spec) && !spec.toolsets.is_empty() && !tools.contains(spec.id) {
            assert!(!allowed, "its tool is hidden: {told}");
            assert_eq!(record["kind"], "decision", "nothing was begun: {told}");
        }
    }
    assert_eq!(seen, rows.len(), "one record that has the request id, for each call");
    (seen, through)
}

/// True when all that a call names is what its path names first.
fn one_resource(spec: &Spec) -> bool {
    if spec.names.iter().any(|named| named.at.starts_with(['?', '{'])) {
        return false;
    }
    let kinds = known_kinds(spec);
    let first = spec.path_params().next().and_then(catalog::Kind::of_param);
    kinds.is_empty() || (kinds.len() == 1 && first == kinds.first().copied())
}

/// What `can` says of each row, on `place`.
async fn preview(
    scene: &Scene,
    agent: &str,
    rows: &[&'static Spec],
    place: &Place,
) -> BTreeMap<&'static str, Said> {
    let local = scene.app.local();
    let local = &local;
    futures::stream::iter(rows.iter().copied())
        .map(|spec| async move {
            let mut asked = json!({ "agent": agent, "operation": spec.id });
            if let Some(resource) = can_resource(spec, place) {
                asked["resource"] = resource.into();
            }
            let can = local.post("/gatepost/v1/can", asked).await.ok();
            let word = |name: &str| can[name].as_str().unwrap().to_owned();
            let reason = if can["decision"] == "allow" { String::new() } else { word("reason") };
            (spec.id, Said { decision: word("decision"), reason })
        })
        .buffer_unordered(8)
        .collect()
        .await
}

#[tokio::test]
async fn a_stopped_agent_has_no_tools_and_its_preview_says_why() {
    let scene = Scene::new().await;
    let (id, agent) = scene.almighty("Stopped", false).await;
    assert!(agent.tools().await.len() > 20);
    let local = scene.app.local();
    let asked = json!({ "agent": id, "operation": "getCollection",
        "resource": scene.core.collection.id });
    local.post(&format!("/gatepost/v1/agents/{id}/suspend"), json!({})).await.ok();
    assert!(agent.tools().await.is_empty());
    let can = local.post("/gatepost/v1/can", asked.clone()).await.ok();
    assert_eq!(
        (can["decision"].as_str(), can["reason"].as_str()),
        (Some("deny"), Some("agent_suspended"))
    );
    local.post(&format!("/gatepost/v1/agents/{id}/resume"), json!({})).await.ok();
    assert!(agent.tools().await.len() > 20);
    assert_eq!(local.post("/gatepost/v1/can", asked).await.ok()["decision"], "allow");
}

#[tokio::test]
async fn users_and_strangers_get_no_tools() {
    let scene = Scene::new().await;
    for actor in [&scene.ana, &scene.app.anonymous(), &scene.app.admin().await] {
        assert!(actor.tools().await.is_empty());
    }
}
