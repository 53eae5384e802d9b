//! Whether an answer tells that something hidden exists.

use catalog::{CATALOGUE, Spec};
use serde_json::{Value, json};
use testkit::Actor;

use super::{
    calls::{Ask, Form, administers, known_kinds, workspace_param},
    scene::{Place, Scene, all, area, block, everything, operation, shape},
};

/// Rows that look something up by an id in the path, or create in a workspace of the query.
fn rows(scene: &Scene) -> Vec<&'static Spec> {
    let rows =
        CATALOGUE.iter().copied().filter(|spec| scene.app.serves(spec) && !administers(spec));
    rows.filter(|spec| !known_kinds(spec).is_empty() || workspace_param(spec).is_some()).collect()
}

/// Callers from whom the vault is hidden, each in another way.
async fn strangers(scene: &Scene) -> Vec<(&'static str, Actor)> {
    let ana = scene.app.owner_id();
    let core = json!({ "workspaces": [scene.core.workspace] });
    let content = [
        "collections",
        "environments",
        "workspaces",
        "apis",
        "mocks",
        "monitors",
        "webhooks",
        "comments",
        "tags",
        "specs",
        "pull_requests",
        "runs",
    ];
    let each = |level: &str, scope: &Value| -> Vec<Value> {
        content.iter().map(|name| area(name, level, scope.clone())).collect()
    };
    let vault = json!({ "workspaces": [scene.vault.workspace] });
    let mut but = everything(true);
    but.extend(each("read", &vault).into_iter().map(block));
    let resources = json!({ "resources": [scene.vault.workspace, scene.vault.collection.id,
        scene.vault.environment.id, scene.vault.api.id, scene.vault.mock.id, scene.vault.monitor.id, scene.vault.spec.id, scene.vault.fork.id, scene.vault.env_fork.id, scene.vault.made] });
    let mut but_single = everything(true);
    but_single.extend(each("read", &resources).into_iter().map(block));
    let singles: Vec<Value> = rows(scene)
        .iter()
        .filter(|spec| spec.access != catalog::Access::Read)
        .map(|spec| operation(spec.id, core.clone()))
        .collect();
    let mut list =
        vec![("another member", scene.ben.clone()), ("another team's admin", scene.eve.clone())];
    for (name, owner, rules) in [
        ("nothing granted", ana, vec![]),
        ("read elsewhere", ana, each("read", &core)),
        ("full elsewhere", ana, each("full", &core)),
        ("single operations elsewhere", ana, singles),
        ("blocked workspace", ana, but),
        ("blocked resources", ana, but_single),
        ("an owner who sees nothing", scene.ben_id, everything(true)),
        ("an owner of another team", scene.eve_id, everything(true)),
        ("other areas", ana, vec![area("sdks", "full", all()), area("user", "read", all())]),
    ] {
        list.push((name, scene.agent(name, owner, &rules).await.1));
    }
    list
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hidden_and_absent_look_the_same() {
    let scene = Scene::new().await;
    let before = scene.state().await;
    let mut cases = 0;
    for (name, actor) in strangers(&scene).await {
        for spec in rows(&scene) {
            let absent = Place::nowhere(scene.app.owner_id());
            for form in [Form::Id, Form::Uid] {
                for body in [Some(json!({})), Ask::new(spec, &scene.vault).body] {
                    scene.app.clock().advance(1_000);
                    let ask = |place: &Place| {
                        let harmless = Ask::harmless(spec, place, form);
                        let body = harmless.body.as_ref().and(body.clone());
                        Ask { body, ..harmless }
                    };
                    let (hidden, absent_ask) = (ask(&scene.vault), ask(&absent));
                    let there = hidden.by(&actor).await;
                    let nowhere = absent_ask.by(&actor).await;
                    let there = (shape(&there, &scene.vault), there);
                    let nowhere = (shape(&nowhere, &absent), nowhere);
                    let told = format!("{name}: {} {}", spec.id, there.1.asked);
                    assert_eq!(there.0, nowhere.0, "{told}");
                    cases += 1;
                    let filters = ["getApis", "getAllSpecs"].contains(&spec.id);
                    assert!(filters || there.1.status == 404, "{told}: {}", there.1.text());
                }
            }
        }
    }
    println!("enumeration: {cases} pairs");
    assert!(cases >= 500);
    let after = scene.state().await;
    // Agents and their grants were made meanwhile; what they looked for must be as it was.
    for index in 0..17 {
        assert_eq!(after[index], before[index]);
    }
}

#[tokio::test]
async fn lists_and_filters_do_not_count_what_is_hidden() {
    let scene = Scene::new().await;
    for index in 0..7 {
        let (maker, vault) = (&scene.ana, &scene.vault.workspace);
        super::scene::add_collection(maker, vault, &format!("Hidden {index}")).await;
    }
    let absent = uuid::Uuid::new_v4();
    for (name, actor) in strangers(&scene).await {
        if name == "blocked resources" {
            // The rest of the workspace is not blocked, so it is listed.
            continue;
        }
        for (hidden, nothing) in [
            (
                format!("/collections?workspace={}", scene.vault.workspace),
                format!("/collections?workspace={absent}"),
            ),
            (
                format!("/collections?workspace={}&limit=3&offset=1", scene.vault.workspace),
                format!("/collections?workspace={absent}&limit=3&offset=1"),
            ),
            ("/collections?name=Hidden%201".to_owned(), "/collections?name=Nothing".to_owned()),
            (
                format!("/environments?workspace={}", scene.vault.workspace),
                format!("/environments?workspace={absent}"),
            ),
            (
                format!("/apis?workspaceId={}", scene.vault.workspace),
                format!("/apis?workspaceId={absent}"),
            ),
            (
                format!(
                    "/workspaces?elementType=collection&elementId={}",
                    scene.vault.collection.id
                ),
                format!("/workspaces?elementType=collection&elementId={absent}"),
            ),
        ] {
            let (there, absent) = (actor.get(&hidden).await, actor.get(&nothing).await);
            let told = format!("{name}: {hidden}: {} / {}", there.text(), absent.text());
            assert_eq!(plain(&there), plain(&absent), "{told}");
        }
        // Pages are full and totals right, counted without what is hidden.
        let page = actor.get("/collections?limit=100").await;
        if page.status == 200 {
            let shown = page.json["collections"].as_array().unwrap();
            assert_eq!(page.json["meta"]["total"], shown.len(), "{name}: {}", page.text());
            let text = page.text();
            assert!(
                !text.contains("Hidden") && !text.contains(&scene.vault.collection.id),
                "{name}"
            );
        }
    }
}

/// Status and body.
fn plain(answer: &testkit::Answer) -> (u16, String) {
    (answer.status, answer.text())
}

#[tokio::test]
async fn what_may_be_read_but_not_changed_is_refused_openly() {
    let scene = Scene::new().await;
    let areas = [
        "collections",
        "environments",
        "workspaces",
        "apis",
        "mocks",
        "monitors",
        "comments",
        "tags",
        "pull_requests",
        "specs",
        "runs",
    ];
    let rules =
        areas.map(|name| area(name, "read", json!({ "workspaces": [scene.core.workspace] })));
    let (_, reader) = scene.agent("Reader", scene.app.owner_id(), &rules).await;
    for spec in rows(&scene) {
        if spec.access == catalog::Access::Read || spec.rule == Some(catalog::Rule::Into) {
            continue;
        }
        let answer = Ask::new(spec, &scene.core).by(&reader).await;
        assert_eq!(answer.status, 403, "{}: {}", spec.id, answer.text());
        assert_eq!(answer.header("x-gatepost-reason"), "not_granted", "{}", spec.id);
        let body_decides = spec.needs.floor != spec.needs.worst;
        let level = if body_decides { spec.needs.floor } else { spec.needs.worst };
        let needs = match level {
            catalog::Level::Grant => format!("operation={}", spec.id),
            level => format!("{}={}", spec.area.name(), level.name()),
        };
        assert_eq!(answer.header("x-gatepost-needs"), needs, "{}", spec.id);
    }
    // Ben may see the core workspace and not change it. To comment he need not.
    for spec in rows(&scene) {
        if spec.access != catalog::Access::Read && spec.area != catalog::Area::Comments {
            let answer = Ask::new(spec, &scene.core).by(&scene.ben).await;
            assert_eq!(answer.status, 403, "{}: {}", spec.id, answer.text());
        }
    }
}
