//! Whatever is asked over HTTP, the answer can be sent, and nothing breaks.
#![cfg(test)]

use fuzzkit::fuzz;
use http::{Request, header::HeaderValue};
use mock::{Config, Served, ServerResponse, host::written};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, json};

const NAMES: &[&str] = &[
    "x-mock-response-code",
    "x-mock-response-name",
    "x-mock-response-id",
    "x-mock-match-request-body",
    "x-mock-match-request-headers",
    "x-gatepost-explain",
    "x-gatepost-session",
    "content-type",
    "access-control-request-method",
    "x-other",
];

fn examples() -> impl Strategy<Value = Value> {
    let header =
        (".{0,8}", ".{0,8}").prop_map(|(key, value)| json!({ "key": key, "value": value }));
    let extension = select(vec![
        json!(null),
        json!({ "sequence": 1 }),
        json!({ "sequence": 2, "cycle": true }),
        json!({ "fault": "drop" }),
        json!({ "fault": "truncate", "delay": 5, "status": 9_999 }),
        json!([]),
    ]);
    let example = (".{0,6}", 0_u16..1200, vec(header, 0..3), ".{0,20}", extension).prop_map(
        |(name, code, headers, body, extension)| {
            json!({ "name": name, "code": code, "header": headers, "body": body,
                "x-gatepost": extension })
        },
    );
    vec(example, 0..4).prop_map(|examples| {
        json!({ "item": [{ "request": { "method": "GET", "url": "{{host}}/a/:id" },
            "response": examples }] })
    })
}

#[test]
fn fuzz_every_request_gets_an_answer_that_can_be_sent() {
    let target = select(&["/a/1", "/a/", "/", "/a/%ff?x=%", "/a/1?{{x}}", "*"][..]);
    let headers = vec((select(NAMES), vec(any::<u8>(), 0..12)), 0..6);
    let method = select(&["GET", "OPTIONS", "BREW"][..]);
    let input = (examples(), target, method, headers, vec(any::<u8>(), 0..20), any::<bool>());
    fuzz("a request to a mock", &input, |(collection, target, method, headers, body, out)| {
        let mut request = Request::builder().method(method).uri("/");
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                request = request.header(name, value);
            }
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let outage = out.then(|| ServerResponse {
            id: "o".to_owned(),
            name: "out".to_owned(),
            status_code: 503,
            headers: Vec::new(),
            language: None,
            body: String::from_utf8_lossy(&body).into_owned(),
            created_at: 0,
            updated_at: 0,
            created_by: 0,
            updated_by: 0,
        });
        let served = Served::new(&collection, None, Config::default(), outage);
        for _ in 0..3 {
            let reply = served.answer_now(&parts, target, &body);
            prop_assert!((100..1000).contains(&reply.status.as_u16()));
            let sent = written(reply);
            prop_assert!(sent.headers().len() < 50);
        }
        Ok(())
    });
}
