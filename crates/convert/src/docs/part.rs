//! Requests, their parameters and examples.

use std::fmt::Write as _;

use serde_json::Value;

use super::prose;
use crate::to_openapi::{list, text, url::joined};

/// Text that stands for itself in HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\0' => {}
            plain => out.push(plain),
        }
    }
    out
}

/// The kind of authentication; its values are nobody's business.
pub(super) fn auth(out: &mut String, auth: Option<&Value>) {
    let kind = auth.and_then(|auth| text(auth.get("type")));
    if let Some(kind) = kind.filter(|kind| kind != "noauth") {
        let _ = write!(out, "<p>Authentication: <code>{}</code></p>", escaped(&kind));
    }
}

/// A request with its examples.
pub(super) fn request(out: &mut String, item: &Value, name: &str, two: bool) {
    let plain = Value::Null;
    let request = item.get("request").unwrap_or(&plain);
    let url = if request.is_object() { request.get("url") } else { Some(request) };
    let method = text(request.get("method")).unwrap_or_else(|| "GET".to_owned());
    let _ =
        write!(out, "<h3><span class=\"method\">{}</span>{}</h3>", escaped(&method), escaped(name));
    if two {
        out.push_str("<div class=\"two\"><div>");
    }
    let _ = write!(out, "<pre>{}</pre>", escaped(&address(url)));
    prose::push(out, &text(request.get("description")).unwrap_or_default());
    auth(out, request.get("auth"));
    let of_url = |name: &str| url.and_then(|url| url.get(name));
    table(out, "Path", of_url("variable"));
    table(out, "Query", of_url("query"));
    table(out, "Headers", request.get("header"));
    body(out, request.get("body"));
    if two {
        out.push_str("</div><div class=\"examples\">");
    }
    for example in list(item.get("response")) {
        let name = text(example.get("name")).unwrap_or_default();
        let code = text(example.get("code")).unwrap_or_default();
        let _ = write!(out, "<h4>{} {}</h4>", escaped(&name), escaped(&code));
        let shown = text(example.get("body")).unwrap_or_default();
        if !shown.is_empty() {
            let _ = write!(out, "<pre>{}</pre>", escaped(&shown));
        }
    }
    if two {
        out.push_str("</div></div>");
    }
}

fn address(url: Option<&Value>) -> String {
    match url {
        Some(Value::Object(url)) => text(url.get("raw")).unwrap_or_else(|| joined(url)),
        other => text(other).unwrap_or_default(),
    }
}

/// What has a key, a value and a description; what is off is left out.
fn table(out: &mut String, heading: &str, entries: Option<&Value>) {
    let on = |one: &&Value| one.get("disabled") != Some(&Value::Bool(true));
    let entries: Vec<&Value> = list(entries).iter().filter(on).collect();
    if entries.is_empty() {
        return;
    }
    let _ = write!(out, "<table><tr><th>{heading}</th><th></th><th></th></tr>");
    for entry in entries {
        let of = |name: &str| escaped(&text(entry.get(name)).unwrap_or_default());
        let (key, value, about) = (of("key"), of("value"), of("description"));
        let _ = write!(
            out,
            "<tr><td><code>{key}</code></td><td><code>{value}</code></td><td>{about}</td></tr>"
        );
    }
    out.push_str("</table>");
}

fn body(out: &mut String, body: Option<&Value>) {
    let Some(body) = body else { return };
    match text(body.get("mode")).as_deref() {
        Some(mode @ ("urlencoded" | "formdata")) => table(out, "Body", body.get(mode)),
        Some("graphql") => {
            let query = body.get("graphql").and_then(|graphql| text(graphql.get("query")));
            pre(out, &query.unwrap_or_default());
        }
        _ => pre(out, &text(body.get("raw")).unwrap_or_default()),
    }
}

fn pre(out: &mut String, shown: &str) {
    if !shown.trim().is_empty() {
        let _ = write!(out, "<h4>Body</h4><pre>{}</pre>", escaped(shown));
    }
}
