//! Whatever a collection holds and whoever calls, an answer is chosen, and always the same one.
#![cfg(test)]

use fuzzkit::fuzz;
use mock::{Call, Config, Index};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, json};

/// Segments of addresses and calls; many are alike.
const SEGMENTS: &[&str] = &[
    "users",
    "Users",
    "user",
    "1",
    "42",
    "a1b2c3",
    "{{id}}",
    ":id",
    "x-{{n}}.json",
    "x-1.json",
    "",
    "%41",
    "%",
    "<string>",
    "{{",
    "}}",
    "é",
    "{{a}}{{b}}",
];
const QUERIES: &[&str] =
    &["", "?a=1", "?a=2", "?a=1&b=2", "?a=1&a=1", "?=", "?a", "?%=+", "?{{q}}=1"];
const BODIES: &[&str] = &[
    "",
    "{}",
    "{\"a\":1}",
    "{\"a\":\"{{x}}\"}",
    "a=1&b=2",
    "{{$body 'a.b' 'c'}}",
    "{{",
    "{{$guid}}",
];

fn address() -> impl Strategy<Value = String> {
    (vec(select(SEGMENTS), 0..4), select(QUERIES))
        .prop_map(|(path, query)| format!("/{}{query}", path.join("/")))
}

fn example() -> impl Strategy<Value = Value> {
    let method = select(&["GET", "POST"][..]);
    let code = select(vec![json!(200), json!(404), json!(null), json!("x"), json!(99)]);
    (method, address(), code, select(BODIES), select(BODIES)).prop_map(
        |(method, address, code, asked, body)| {
            json!({ "request": { "method": method, "url": format!("{{{{host}}}}{address}") },
                "code": code, "asked": asked, "body": body })
        },
    )
}

fn collection(examples: &[(usize, Value)]) -> Value {
    let items = examples.iter().map(|(id, example)| {
        let mut request = example.get("request").cloned().unwrap();
        if let Some(request) = request.as_object_mut() {
            request
                .insert("body".to_owned(), json!({ "mode": "raw", "raw": example.get("asked") }));
        }
        let response = json!({ "id": format!("r{id:02}"), "name": format!("n{}", id % 3),
            "code": example.get("code"), "originalRequest": request, "body": example.get("body") });
        json!({ "name": "x", "request": request, "response": [response] })
    });
    json!({ "item": items.collect::<Vec<_>>(), "variable": [{ "key": "q", "value": "a" }] })
}

#[test]
fn fuzz_the_choice_is_total_and_stable() {
    let headers = select(vec![
        vec![],
        vec![("x-mock-match-request-body".to_owned(), "true".to_owned())],
        vec![("x-mock-response-code".to_owned(), "404".to_owned())],
        vec![("x-mock-response-name".to_owned(), "n1".to_owned())],
        vec![("x-mock-match-request-headers".to_owned(), "a,b".to_owned())],
    ]);
    let call = (select(&["GET", "POST", "get"][..]), address(), headers, select(BODIES));
    let input = (vec(example(), 0..12), call);
    fuzz(
        "the choice is total and stable",
        &input,
        |(examples, (method, target, headers, body))| {
            let mut examples: Vec<(usize, Value)> = examples.into_iter().enumerate().collect();
            let target = target.replace("{{", "").replace("}}", "");
            let headers: Vec<_> = headers.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            let call = Call::new(method, &target, &headers, body.as_bytes());
            let mut seen = Vec::new();
            for _ in 0..2 {
                let index = Index::compile(&collection(&examples), None, Config::default());
                let told = match index.find(&call) {
                    Ok(hit) => {
                        let answer = hit.answer(&call, &mut |_: &str| Some("d".to_owned()));
                        prop_assert!((100..=999).contains(&answer.status));
                        (hit.example.id.clone(), hit.score, String::new())
                    }
                    Err(miss) => {
                        prop_assert!(miss.closest.len() <= 3);
                        (String::new(), None, miss.body().to_string())
                    }
                };
                seen.push(told);
                // The order of the collection decides nothing.
                examples.reverse();
            }
            prop_assert_eq!(seen.first(), seen.last());
            Ok(())
        },
    );
}
