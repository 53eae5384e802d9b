#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints and may fail loudly"
)]
//! What running costs before anything is sent: reading a collection, replacing tokens, URLs.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use model::data;
use model::runnable::{Collection, Listen, parse};
use model::url::Url;
use model::variables::{NoDynamic, Scope, Scopes, Variable, substitute};
use serde_json::json;

const ITEMS: usize = 10_000;

fn main() {
    let text = document();
    println!("collection of {ITEMS} items, {:.1} MB", megabytes(text.len()));
    let ids = || uuid::Uuid::new_v4().to_string();
    report("read the collection", 10, || parse(black_box(&text), &mut ids.clone()).unwrap());
    let collection = parse(&text, &mut ids.clone()).unwrap();
    report("make its document", 5, || collection.to_json());
    let rows = "id,name,price\n".to_owned() + &"17,\"a name, quoted\",12.50\n".repeat(100_000);
    report("read 100,000 rows of CSV", 5, || data::parse(black_box(&rows)).unwrap());
    let scopes = scopes();
    report_each("replace nothing in 10 kB", 100_000, || {
        let text = "x".repeat(10_240);
        move || substitute(black_box(&text), &scopes, &mut NoDynamic).len()
    });
    let scopes = self::scopes();
    report_each("replace three tokens", 200_000, || {
        move || {
            substitute(black_box("{{base}}/users/{{id}}?token={{token}}"), &scopes, &mut NoDynamic)
                .len()
        }
    });
    report_each("take a URL apart and make it ready to send", 200_000, || {
        || {
            Url::parse(black_box("https://api.example.com:8443/v1/users/42?a=1&b=two words"))
                .wire(true)
                .unwrap()
        }
    });
    let scopes = self::scopes();
    report_each("all of an item: scripts, auth, request", 20_000, || {
        move || whole(&collection, &scopes)
    });
}

/// What a run asks of an item.
fn whole(collection: &Collection, scopes: &Scopes) -> usize {
    let item = 5_000;
    let scripts = collection.scripts(item, &Listen::Prerequest).len()
        + collection.scripts(item, &Listen::Test).len();
    let auth = collection.auth(item).map(|auth| auth.substituted(scopes, &mut NoDynamic));
    let behaviour = collection.behaviour(item);
    let request = collection.items.get(item).unwrap().request.substituted(scopes, &mut NoDynamic);
    let wire = request.url.wire(behaviour.disable_url_encoding != Some(true)).unwrap();
    scripts + wire.target.len() + auth.map_or(0, |auth| auth.params.len())
}

fn document() -> String {
    let item = |number: usize| {
        json!({
            "name": format!("request {number}"),
            "event": [{"listen": "test", "script": {"type": "text/javascript", "exec": [
                "pm.test('status is 200', function () {", "    pm.response.to.have.status(200);", "});",
                "const body = pm.response.json();", "pm.environment.set('last', body.id);"
            ]}}],
            "request": {
                "method": "POST",
                "header": [
                    {"key": "Content-Type", "value": "application/json"},
                    {"key": "X-Trace", "value": "{{trace}}"}
                ],
                "body": {"mode": "raw", "raw": "{\"id\": \"{{id}}\", \"name\": \"somebody\"}", "options": {"raw": {"language": "json"}}},
                "url": {
                    "raw": "{{base}}/v1/users/:id?page=1", "host": ["{{base}}"], "path": ["v1", "users", ":id"],
                    "query": [{"key": "page", "value": "1"}], "variable": [{"key": "id", "value": "{{id}}"}]
                }
            },
            "response": [{"name": "ok", "status": "OK", "code": 200, "header": [], "body": "{\"id\": 1, \"items\": [1, 2, 3]}"}]
        })
    };
    let folder = |number: usize| {
        let items: Vec<_> = (number * 100..number * 100 + 100).map(item).collect();
        json!({"name": format!("folder {number}"), "item": items})
    };
    json!({
        "info": {"name": "big", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "item": (0..ITEMS / 100).map(folder).collect::<Vec<_>>()
    })
    .to_string()
}

fn scopes() -> Scopes {
    let variable = |(key, value): (&str, &str)| Variable::new(key, Some(value.into()));
    let environment =
        [("base", "https://api.example.com"), ("id", "42"), ("token", "t0k3n"), ("trace", "abc")];
    let globals =
        (0..200).map(|number| Variable::new(format!("global{number}"), Some(number.into())));
    Scopes {
        environment: Scope::new(environment.map(variable).into()),
        globals: Scope::new(globals.collect()),
        ..Scopes::default()
    }
}

fn report<T>(what: &str, times: u32, mut work: impl FnMut() -> T) {
    let mut best = Duration::MAX;
    for _ in 0..times {
        let start = Instant::now();
        let made = work();
        best = best.min(start.elapsed());
        drop(black_box(made));
    }
    println!("{what}: {:.1} ms (best of {times})", best.as_secs_f64() * 1e3);
}

fn report_each<T, W: FnMut() -> T>(what: &str, times: u32, make: impl FnOnce() -> W) {
    let mut work = make();
    let start = Instant::now();
    for _ in 0..times {
        black_box(work());
    }
    println!("{what}: {:.0} ns", start.elapsed().as_secs_f64() * 1e9 / f64::from(times));
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1000).unwrap()) / 1000.0
}
