//! What is put comes back in its normal form and otherwise to the letter.

use model::{
    Element, ElementKind, UserId,
    collection::{normalise, parse},
};
use proptest::{
    prelude::*,
    strategy::BoxedStrategy,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use testkit::{Actor, App, collection};

use super::{JSON, add_collection, add_workspace, said};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// JSON texts of numbers that a number type would change.
const NUMBERS: [&str; 10] =
    ["1.0", "1e3", "12345678901234567890", "-0", "0.10", "1E+2", "-1.50e-7", "1e300", "0", "7"];

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// `{…}` of these members; each is there or not.
fn object(members: Vec<(&'static str, BoxedStrategy<String>)>) -> BoxedStrategy<String> {
    let members: Vec<_> =
        members.into_iter().map(|(name, value)| (Just(name), prop::option::of(value))).collect();
    members
        .prop_map(|members| {
            let there = members.into_iter().filter_map(|(name, value)| Some((name, value?)));
            let texts: Vec<_> = there.map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}", texts.join(","))
        })
        .boxed()
}

fn list(of: BoxedStrategy<String>) -> BoxedStrategy<String> {
    prop::collection::vec(of, 0..3).prop_map(|of| format!("[{}]", of.join(","))).boxed()
}

fn words() -> BoxedStrategy<String> {
    prop_oneof!["[a-z {}./:]{0,8}", any::<String>()].prop_map(|text| quoted(&text)).boxed()
}

fn number() -> BoxedStrategy<String> {
    prop::sample::select(&NUMBERS[..]).prop_map(str::to_owned).boxed()
}

/// Any value, deep or flat.
fn anything() -> BoxedStrategy<String> {
    let flat = prop_oneof![number(), words(), Just("null".to_owned()), Just("true".to_owned())];
    flat.prop_recursive(3, 8, 3, |inner| {
        let inner = inner.boxed();
        prop_oneof![list(inner.clone()), object(vec![("z", inner.clone()), ("a", inner)])]
    })
    .boxed()
}

fn description() -> BoxedStrategy<String> {
    let written = words().prop_map(|text| format!(r#"{{"content":{text},"type":"text/plain"}}"#));
    prop_oneof![words(), written].boxed()
}

fn pairs() -> BoxedStrategy<String> {
    list(object(vec![
        ("key", words()),
        ("value", prop_oneof![words(), number()].boxed()),
        ("description", description()),
        ("x-own", anything()),
    ]))
}

fn variables() -> BoxedStrategy<String> {
    list(object(vec![
        ("type", Just("\"secret\"".to_owned()).boxed()),
        ("key", words()),
        ("value", anything()),
        ("x-own", number()),
    ]))
}

fn url() -> BoxedStrategy<String> {
    let plain =
        "(https?://)?[a-z]{1,4}(\\.[a-z]{2}){0,2}(/[a-z0-9]{0,3}){0,3}(\\?[a-z]=[a-z0-9]?)?";
    let plain = plain.prop_map(|text| quoted(&text)).boxed();
    let parts = object(vec![
        ("raw", words()),
        ("host", list(words())),
        ("path", list(words())),
        ("query", pairs()),
        ("x-own", anything()),
    ]);
    prop_oneof![plain, parts].boxed()
}

fn events() -> BoxedStrategy<String> {
    let exec = prop_oneof![list(words()), words()];
    let event = exec
        .prop_map(|exec| format!(r#"{{"listen":"test","script":{{"exec":{exec},"x-own":1.0}}}}"#));
    list(event.boxed())
}

fn request() -> BoxedStrategy<String> {
    let graphql = object(vec![("query", words()), ("variables", anything())]);
    let body = object(vec![("mode", Just("\"graphql\"".to_owned()).boxed()), ("graphql", graphql)]);
    let parts = object(vec![
        ("method", Just("\"POST\"".to_owned()).boxed()),
        ("header", prop_oneof![pairs(), words()].boxed()),
        ("url", url()),
        ("body", body),
        ("description", description()),
        ("x-own", anything()),
    ]);
    prop_oneof![4 => parts, 1 => words()].boxed()
}

/// Ids that may come twice: the first keeps it.
fn id() -> BoxedStrategy<String> {
    const IDS: [&str; 3] =
        ["5f0c1b1e-0000-4000-8000-000000000001", "5F0C1B1E-0000-4000-8000-000000000002", "x"];
    prop::sample::select(&IDS[..]).prop_map(quoted).boxed()
}

/// An object text with one more member in front.
fn with(first: &'static str) -> impl Fn((String, String)) -> String {
    move |(value, rest)| {
        let comma = if rest == "{}" { "" } else { "," };
        format!("{{\"{first}\":{value}{comma}{}", &rest[1..])
    }
}

fn item() -> BoxedStrategy<String> {
    let response = object(vec![
        ("id", id()),
        ("name", words()),
        ("originalRequest", request()),
        ("header", prop_oneof![pairs(), words(), Just("null".to_owned())].boxed()),
        ("body", words()),
        ("x-own", anything()),
    ]);
    let rest = object(vec![
        ("x-own", anything()),
        ("id", id()),
        ("name", words()),
        ("description", description()),
        ("event", events()),
        ("response", list(response)),
    ]);
    let leaf = (request(), rest).prop_map(with("request")).boxed();
    leaf.prop_recursive(3, 8, 3, |inner| {
        let rest = object(vec![("name", words()), ("id", id()), ("x-own", anything())]);
        (list(inner.boxed()), rest).prop_map(with("item")).boxed()
    })
    .boxed()
}

/// The text of a collection.
fn whole() -> BoxedStrategy<String> {
    let rest = object(vec![
        ("event", events()),
        ("variable", variables()),
        ("x-own", anything()),
        ("protocolProfileBehavior", object(vec![("x", number())])),
    ]);
    let info = (description(), number()).prop_map(|(description, own)| {
        format!(
            r#"{{"name":"Generated","x-own":{own},"schema":"{SCHEMA}","description":{description}}}"#
        )
    });
    let items = (list(item()), rest).prop_map(with("item"));
    (info, items).prop_map(with("info")).boxed()
}

/// What was sent, as it must come back by the facts that the answer shows.
fn expected(sent: &str, got: &Value, workspace: &str) -> String {
    let info = &got["info"];
    let time = |name: &str| model::time::parse(info[name].as_str().unwrap()).unwrap();
    let number = |text: &str| UserId(text.parse().unwrap());
    let id = info["_postman_id"].as_str().unwrap();
    let owner = info["uid"].as_str().unwrap().strip_suffix(&format!("-{id}")).unwrap();
    let element = Element {
        kind: ElementKind::Collection,
        id: id.to_owned(),
        owner: number(owner),
        name: info["name"].as_str().unwrap().to_owned(),
        workspace: workspace.to_owned(),
        created_at: time("createdAt"),
        updated_at: time("updatedAt"),
        updated_by: number(info["lastUpdatedBy"].as_str().unwrap()),
        version: 1,
        fork: None,
    };
    // New items have the ids that the answer shows, in the same order.
    let shown = parse(&got.to_string()).unwrap().items.into_iter().map(|item| item.id.unwrap());
    let sent_ids = parse(sent).unwrap().items.into_iter().map(|item| item.id);
    let mut fresh = sent_ids.zip(shown).filter(|(sent, _)| sent.is_none()).map(|(_, shown)| shown);
    normalise(sent, element, || fresh.next().unwrap()).unwrap()
}

async fn put_and_get(
    ana: &Actor,
    path: &str,
    text: &str,
    workspace: &str,
) -> Result<(), TestCaseError> {
    let body = format!(r#"{{"collection":{text}}}"#);
    let put = ana.send_text("PUT", path, &[JSON], body).await;
    prop_assert_eq!(put.status, 200, "{}\n{}", put.text(), text);
    let got = ana.get(path).await;
    prop_assert_eq!(got.status, 200, "{}", got.text());
    let answer = got.text();
    let inner = answer.strip_prefix(r#"{"collection":"#).and_then(|rest| rest.strip_suffix('}'));
    let wanted = expected(text, &got.json["collection"], workspace);
    prop_assert_eq!(inner.unwrap(), wanted.as_str(), "{}", text);
    Ok(())
}

#[test]
fn what_is_put_comes_back() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (app, workspace, path) = runtime.block_on(async {
        let app = App::start().await;
        let workspace = add_workspace(&app.owner(), "Core", "team").await;
        let (id, _) = add_collection(&app.owner(), &workspace, collection("Generated")).await;
        (app, workspace, format!("/collections/{id}"))
    });
    let ana = app.owner();
    let config = Config { cases: 150, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&whole(), |text| runtime.block_on(put_and_get(&ana, &path, &text, &workspace)))
        .unwrap();
    runtime.block_on(app.stop());
}

#[tokio::test]
async fn a_key_given_twice_is_refused_wherever_it_stands() {
    let app = App::start().await;
    let ana = app.owner();
    let made = ana.post("/collections", collection("Generated")).await.ok();
    let path = format!("/collections/{}", made["collection"]["id"].as_str().unwrap());
    let before = ana.get(&path).await.text();
    let info = format!(r#""info":{{"name":"x","schema":"{SCHEMA}"}}"#);
    let cases = [
        (format!(r#"{{"collection":{{{info},"item":[],{info}}}}}"#), "collection.info"),
        (format!(r#"{{"collection":{{{info},"item":[],"item":[]}}}}"#), "collection.item"),
        (format!(r#"{{"collection":{{{info},"item":[]}},"collection":{{}}}}"#), "collection"),
        (
            format!(
                r#"{{"collection":{{{info},"item":[{{"request":"x","x":{{"a":1,"\u0061":2}}}}]}}}}"#
            ),
            "collection.item[0].x.a",
        ),
    ];
    for (body, place) in cases {
        let answer = ana.send_text("PUT", &path, &[JSON], body).await.expect(400);
        assert!(said(&answer).contains(&format!("`{place}`")), "{}", said(&answer));
    }
    assert_eq!(ana.get(&path).await.text(), before);
    assert_eq!(ana.put(&path, json!({ "collection": {} })).await.status, 400);
}
