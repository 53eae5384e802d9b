//! A tool call and the request it stands for are decided alike.

use catalog::{CATALOGUE, Kind, Spec, Toolset};
use gate::Door;
use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use serde_json::{Map, Value, json};

use crate::world::World;

/// What agents hold, everywhere.
const PROFILES: [(&str, &[(&str, &str)]); 7] = [
    ("nothing", &[]),
    ("collections read", &[("collections", "read")]),
    ("collections full", &[("collections", "full")]),
    ("workspaces write", &[("workspaces", "write")]),
    ("environments full", &[("environments", "full")]),
    ("reads", &[("collections", "read"), ("environments", "read"), ("workspaces", "read")]),
    ("all", &[("collections", "full"), ("environments", "full"), ("workspaces", "full")]),
];

/// Tools whose arguments are all in path and query.
fn bodiless() -> impl Iterator<Item = &'static Spec> {
    CATALOGUE.iter().copied().filter(|spec| {
        let reads_or_deletes = spec.method == Method::GET || spec.method == Method::DELETE;
        let is_tool = spec.toolsets.contains(&Toolset::Full);
        reads_or_deletes && is_tool && contract::operation(spec.id).is_some()
    })
}

/// The id of what a parameter names: of what is there, or of nothing.
fn named(param: &str, there: bool) -> &'static str {
    match (Kind::of_param(param), there) {
        (Some(Kind::Workspace), true) => "w1",
        (_, true) => "c1",
        (_, false) => "x9",
    }
}

/// Decision, reason, explanation and smallest grants of the last record.
async fn last(world: &World) -> (String, [Value; 4]) {
    let record = world.records(1).await.remove(0);
    let part = |name: &str| record.get(name).cloned().unwrap_or_default();
    let said = [part("decision"), part("reason"), part("because"), part("needs")];
    (part("id").as_str().unwrap().to_owned(), said)
}

#[tokio::test]
async fn tools_and_requests_are_decided_alike() {
    let world = World::new().await;
    let (mut compared, mut allowed) = (0, 0);
    for (profile, grants) in PROFILES {
        let key = world.agent(profile, grants).await;
        let client = world.client(Toolset::Full, &key);
        for (spec, there) in bodiless().flat_map(|spec| [(spec, true), (spec, false)]) {
            let mut path = spec.path.to_owned();
            let mut arguments = Map::new();
            for param in spec.path_params() {
                path = path.replace(&format!("{{{param}}}"), named(param, there));
                arguments.insert(param.to_owned(), json!(named(param, there)));
            }
            let request = Request::builder().method(spec.method.clone()).uri(&path);
            let request = request.header("x-api-key", &key).extension(Door::http("127.0.0.1"));
            let body = Full::default().map_err(|never| match never {}).boxed_unsync();
            world.gate.handle(request.body(body).unwrap()).await;
            let (first, by_rest) = last(&world).await;
            client.call(spec.id, Value::Object(arguments)).await;
            let (second, by_tool) = last(&world).await;
            assert_ne!(first, second, "{profile}: {} leaves a record of its own", spec.id);
            assert_eq!(by_rest, by_tool, "{profile}: {} {path}", spec.id);
            compared += 1;
            allowed += usize::from(by_tool[0] == "allow");
        }
    }
    println!("{compared} pairs of calls, {allowed} allowed");
    assert!(compared > 100 && allowed > 20 && compared - allowed > 50);
}
