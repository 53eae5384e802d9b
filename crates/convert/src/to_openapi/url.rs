//! Addresses of requests, as servers and paths.

use serde_json::Value;

use super::{Writer, list, text};

/// An address in its parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// Scheme, host and port, and the path that a variable holds.
    pub server: String,
    /// With `{x}` for what is variable.
    pub path: String,
    /// Names of what is variable, in order.
    pub variable: Vec<String>,
}

/// Takes the address of a request apart.
pub(super) fn address(writer: &Writer, url: Option<&Value>) -> Address {
    let raw = without_query(url);
    let (host, rest) = split(&raw);
    let server = writer.resolved(host).trim_end_matches('/').to_owned();
    Address { server, ..path(rest) }
}

/// The path of a request with `{}` for what is variable: the same for all names of variables.
pub(crate) fn template(url: Option<&Value>) -> String {
    let raw = without_query(url);
    let address = path(split(&raw).1);
    let mut template = String::with_capacity(address.path.len());
    let mut inside = false;
    for one in address.path.chars() {
        inside &= one != '}';
        if !inside {
            template.push(one);
        }
        inside |= one == '{';
    }
    template
}

fn without_query(url: Option<&Value>) -> String {
    let raw = match url {
        Some(Value::Object(url)) => text(url.get("raw")).unwrap_or_else(|| joined(url)),
        other => text(other).unwrap_or_default(),
    };
    raw.split(['?', '#']).next().unwrap_or_default().to_owned()
}

fn path(rest: &str) -> Address {
    let mut address = Address::default();
    for segment in rest.split('/').filter(|segment| !segment.is_empty()) {
        address.path.push('/');
        let whole = segment.strip_prefix(':').filter(|name| !name.is_empty());
        if let Some(name) = whole {
            add(&mut address, name);
            continue;
        }
        // `{{x}}` is variable wherever it stands; one with a known value is part of the path.
        let mut left = segment;
        while let Some((before, after)) = left.split_once("{{") {
            address.path.push_str(before);
            let Some((name, tail)) = after.split_once("}}") else { break };
            add(&mut address, name);
            left = tail;
        }
        address.path.push_str(&left.replace(['{', '}'], ""));
    }
    if address.path.is_empty() {
        address.path.push('/');
    }
    address
}

fn add(address: &mut Address, name: &str) {
    let plain: String = name
        .chars()
        .map(|one| if one.is_alphanumeric() || "_-.".contains(one) { one } else { '_' })
        .collect();
    address.path.push('{');
    address.path.push_str(&plain);
    address.path.push('}');
    if !address.variable.contains(&plain) {
        address.variable.push(plain);
    }
}

/// The address that the parts of a URL make, without its query.
pub(crate) fn joined(url: &serde_json::Map<String, Value>) -> String {
    let parts = |name: &str, between: &str| match url.get(name) {
        Some(Value::Array(parts)) => {
            parts.iter().filter_map(|part| text(Some(part))).collect::<Vec<_>>().join(between)
        }
        other => text(other).unwrap_or_default(),
    };
    let scheme = text(url.get("protocol")).map(|scheme| format!("{scheme}://")).unwrap_or_default();
    let port = text(url.get("port")).map(|port| format!(":{port}")).unwrap_or_default();
    format!("{scheme}{}{port}/{}", parts("host", "."), parts("path", "/"))
}

/// Where the path begins.
fn split(raw: &str) -> (&str, &str) {
    let start = raw.find("://").map_or(0, |at| at + 3);
    let rest = raw.get(start..).unwrap_or_default();
    match rest.find('/') {
        Some(at) => raw.split_at(start + at),
        None => (raw, ""),
    }
}

/// The value and description of a path variable.
pub(super) fn variable<'a>(url: Option<&'a Value>, name: &str) -> Option<&'a Value> {
    let all = url.and_then(|url| url.get("variable"));
    list(all).iter().find(|one| text(one.get("key")).as_deref() == Some(name))
}
