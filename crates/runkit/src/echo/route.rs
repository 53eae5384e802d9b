//! Which answer a request gets.
//!
//! The case's own answers come first. Then: `/status/404`, `/delay/50` (milliseconds),
//! `/redirect/302/path`, `/cookie?a=1` (sets it). Everything else is told what it sent, as JSON.

use serde_json::{Value, json};

use super::{
    Shared,
    answer::{Answer, Reply},
    head::Incoming,
};

pub(super) fn reply(request: &Incoming, shared: &Shared) -> Reply {
    let (method, target) = request.line();
    // Through a proxy the target names the server too.
    let local = target.split_once("://").map_or(target.as_str(), |(_, rest)| {
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
    });
    let (path, query) = local.split_once('?').unwrap_or((local, ""));
    let given = shared.answers.get(&method, path, || {
        let mut state = shared.state.lock().unwrap();
        let asked = state.asked.entry(path.to_owned()).or_default();
        *asked += 1;
        *asked - 1
    });
    match given {
        Some(answer) => answer.reply(&method, |text| shared.fill(text)),
        None => built_in(request, path, query, &method).reply(&method, str::to_owned),
    }
}

fn built_in(request: &Incoming, path: &str, query: &str, method: &str) -> Answer {
    let mut parts = path.trim_start_matches('/').splitn(3, '/');
    let mut part = || parts.next().unwrap_or_default();
    match (part(), part(), part()) {
        ("status", "204", _) => Answer { status: Some(204), ..Answer::default() },
        ("status", status, _) => Answer { status: status.parse().ok(), ..told(request, method) },
        ("delay", time, _) => {
            Answer { delay: time.parse().unwrap_or_default(), ..told(request, method) }
        }
        ("redirect", status, to) => Answer {
            status: status.parse().ok(),
            headers: vec![("Location".to_owned(), format!("/{to}"))],
            ..Answer::default()
        },
        ("cookie", _, _) => Answer {
            headers: vec![("Set-Cookie".to_owned(), format!("{query}; Path=/"))],
            ..told(request, method)
        },
        _ => told(request, method),
    }
}

/// What came, without what is new in every run, differs between programs or is always the same.
fn told(request: &Incoming, method: &str) -> Answer {
    let volatile = [
        "authorization",
        "x-amz-date",
        "user-agent",
        "postman-token",
        "host",
        "referer",
        "accept",
        "accept-encoding",
        "cache-control",
        "connection",
    ];
    let kept = request.headers().into_iter().filter(|(name, value)| {
        !volatile.contains(&name.to_lowercase().as_str()) && !value.contains("boundary=")
    });
    let headers: Vec<Value> = kept.map(|(name, value)| json!([name, value])).collect();
    let multipart = request.header("content-type").is_some_and(|kind| kind.contains("boundary="));
    let body = String::from_utf8_lossy(&request.body);
    let body = if multipart { "(parts)" } else { &*body };
    // A signature in a query is new in every run.
    let target = request.line().1;
    let signed = ["oauth_", "X-Amz-", "eyJ"].iter().any(|mark| target.contains(mark));
    let target = if signed { "(signed)" } else { &*target };
    let told = json!({"method": method, "target": target, "headers": headers, "body": body});
    Answer { json: Some(told), ..Answer::default() }
}
