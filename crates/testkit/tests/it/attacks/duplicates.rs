//! Two values where one is read: duplicate query parameters and duplicate JSON keys.

use catalog::{CATALOGUE, Spec};
use http::{Request, header};
use serde_json::{Map, Value, json};
use testkit::{Actor, Answer};

use super::{
    calls::Form,
    calls::{Ask, administers, body, target},
    scene::Scene,
};

/// A name with its first letter percent-encoded.
fn encoded(name: &str) -> String {
    format!("%{:02X}{}", name.as_bytes()[0], &name[1..])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_parameter_given_twice_is_refused_on_every_row() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    let before = scene.state().await;
    let mut cases = 0;
    for spec in CATALOGUE.iter().copied() {
        let actor = if administers(spec) { &admin } else { &scene.ana };
        // A credential given twice is refused as one: see `credentials`.
        let names = spec.query.iter().copied().filter(|name| *name != "access_key");
        for name in names {
            let odd = encoded(name);
            let mut twice = vec![
                format!("{name}=1&{name}=1"),
                format!("{name}=1&{name}=2"),
                format!("{name}=1&{odd}=2"),
                format!("{odd}=1&{odd}=1"),
                format!("{name}&{name}"),
                format!("{name}=1&x=1&{name}=2"),
            ];
            if name == "workspace" {
                twice.push("workspace=1&workspaceId=2".to_owned());
                twice.push("workspaceId=1&workspace=1".to_owned());
                twice.push("workspaceId=1&workspaceId=2".to_owned());
                twice.push("%77orkspace=1&workspaceI%64=1".to_owned());
            }
            let path = target(spec, &scene.core, Form::Id);
            let path = path.split('?').next().unwrap();
            for query in twice {
                let ask = Ask { spec, target: format!("{path}?{query}"), body: None };
                refused(&ask.by(actor).await, "appears twice in the query");
                cases += 1;
            }
        }
    }
    println!("duplicates: {cases} queries");
    assert!(cases >= 150);
    assert_eq!(scene.state().await, before);
}

fn refused(answer: &Answer, why: &str) {
    assert_eq!(answer.status, 400, "{}: {}", answer.asked, answer.text());
    assert!(answer.text().contains(why), "{}: {}", answer.asked, answer.text());
}

#[tokio::test]
async fn parameters_nobody_reads_may_repeat() {
    let scene = Scene::new().await;
    for query in
        ["utm=1&utm=2", "Workspace=1&WORKSPACE=2", "workspaceID=1", "limit%20=1&limit%20=2"]
    {
        let answer = scene.ana.get(&format!("/collections?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        assert_eq!(answer.json["collections"].as_array().unwrap().len(), 10, "{query} is ignored");
    }
}

/// Objects with two members or more would hide a repeated key best; any object will do.
fn duplicates(value: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    objects(value, &mut Vec::new(), &mut paths);
    // The top, the deepest, and those inside lists; the rest is like them.
    let deepest = paths.iter().max_by_key(|path| path.len()).cloned();
    let listed = paths.iter().filter(|path| path.iter().any(|step| step.parse::<usize>().is_ok()));
    let mut chosen: Vec<Vec<String>> = paths.iter().take(3).cloned().collect();
    chosen.extend(listed.take(3).cloned());
    chosen.extend(deepest);
    chosen.sort();
    chosen.dedup();
    let mut texts = Vec::new();
    for path in &chosen {
        for way in WAYS {
            texts.push(with_twin(value, path, &mut |object| way(object)));
        }
    }
    texts
}

fn objects(value: &Value, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let mut step = |name: String, inner: &Value| {
        path.push(name);
        objects(inner, path, found);
        path.pop();
    };
    match value {
        Value::Object(members) => {
            if !members.is_empty() {
                found.push(path.clone());
            }
            let mut step = |name: String, inner: &Value| {
                path.push(name);
                objects(inner, path, found);
                path.pop();
            };
            members.iter().for_each(|(name, inner)| step(name.clone(), inner));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, inner)| step(index.to_string(), inner));
        }
        _ => {}
    }
}

type Way = fn(&Map<String, Value>) -> String;

/// Ways to write an object with one key twice.
const WAYS: [Way; 5] = [
    // The same again, at the end.
    |object| twin(object, false, |name, value| format!("{name}:{value}")),
    // Another value, first.
    |object| twin(object, true, |name, _| format!("{name}:null")),
    // An escape that reads as the same key.
    |object| twin(object, false, |name, value| format!("{}:{value}", escaped(name, false))),
    // The whole key in capital escapes, with another value.
    |object| twin(object, true, |name, _| format!("{}:[]", escaped(name, true))),
    // White space around it.
    |object| twin(object, false, |name, _| format!("\n\t{name} : {{}} ")),
];

fn twin(
    object: &Map<String, Value>,
    first: bool,
    write: impl Fn(&str, &Value) -> String,
) -> String {
    let (name, value) = object.iter().next().unwrap();
    let more = write(&json!(name).to_string(), value);
    let text = Value::Object(object.clone()).to_string();
    let inner = &text[1..text.len() - 1];
    if first { format!("{{{more},{inner}}}") } else { format!("{{{inner},{more}}}") }
}

/// A quoted key with its first letter, or all of them, as `\u0061`.
fn escaped(quoted: &str, whole: bool) -> String {
    let name = quoted.trim_matches('"');
    let letters = name.char_indices().map(|(index, letter)| {
        if whole {
            format!("\\u{:04X}", u32::from(letter))
        } else if index == 0 {
            format!("\\u{:04x}", u32::from(letter))
        } else {
            letter.to_string()
        }
    });
    format!("\"{}\"", letters.collect::<String>())
}

/// The value as text, where the object at `path` is written by `write`.
fn with_twin(
    value: &Value,
    path: &[String],
    write: &mut dyn FnMut(&Map<String, Value>) -> String,
) -> String {
    match (value, path.split_first()) {
        (Value::Object(object), None) => write(object),
        (Value::Object(object), Some((step, rest))) => {
            let members = object.iter().map(|(name, inner)| {
                let text =
                    if name == step { with_twin(inner, rest, write) } else { inner.to_string() };
                format!("{}:{text}", json!(name))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        (Value::Array(items), Some((step, rest))) => {
            let items = items.iter().enumerate().map(|(index, inner)| {
                if index.to_string() == *step {
                    with_twin(inner, rest, write)
                } else {
                    inner.to_string()
                }
            });
            format!("[{}]", items.collect::<Vec<_>>().join(","))
        }
        _ => panic!("no object at {path:?}"),
    }
}

async fn post_text(actor: &Actor, spec: &Spec, target: &str, text: String) -> Answer {
    let request = Request::builder()
        .method(spec.method.clone())
        .uri(target)
        .header("x-api-key", actor.key.as_deref().unwrap())
        .header(header::CONTENT_TYPE, "application/json");
    actor.raw(request.body(text).unwrap()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_given_twice_in_a_body_is_refused_and_stores_nothing() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    let (_, agent) = scene.almighty("Writer", true).await;
    let (mut cases, mut operations) = (0, 0);
    let before = scene.state().await;
    for spec in CATALOGUE.iter().copied().filter(|spec| scene.app.serves(spec)) {
        let Some(body) = body(spec, &scene.core) else { continue };
        operations += 1;
        let target = target(spec, &scene.core, Form::Uid);
        let actors = if administers(spec) { vec![&admin] } else { vec![&scene.ana, &agent] };
        for text in duplicates(&body) {
            for actor in &actors {
                let answer = post_text(actor, spec, &target, text.clone()).await;
                assert_eq!(answer.status, 400, "{} {text}: {}", spec.id, answer.text());
                cases += 1;
            }
        }
        assert_eq!(scene.state().await, before, "{} stored something", spec.id);
    }
    println!("duplicates: {cases} bodies of {operations} operations");
    assert!(cases >= 150 && operations >= 15, "{cases} of {operations}");
}

#[tokio::test]
async fn the_answer_says_where_the_key_is() {
    let scene = Scene::new().await;
    let spec = catalog::spec("createEnvironment").unwrap();
    let target = target(spec, &scene.core, Form::Id);
    for (text, place) in [
        (r#"{"environment":{"name":"a","name":"b"}}"#, "environment.name"),
        (r#"{"environment":{"name":"a","values":[{"key":"k","\u006bey":"l"}]}}"#, "values[0].key"),
        ("{\"environment\":{},\n\"environment\":{}}", "line 2"),
    ] {
        let answer = post_text(&scene.ana, spec, &target, text.to_owned()).await;
        refused(&answer, place);
    }
}
