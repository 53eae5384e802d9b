//! URLs that were stored as text, as the objects that clients expect.
//!
//! Variables (`{{name}}`) may stand anywhere and may hold any character, so every split looks
//! past them.

use crate::json::push_quoted;

/// Appends the object form of `text`.
pub(super) fn push_url(out: &mut String, text: &str) {
    let (rest, hash) = cut(text, '#');
    let (rest, query) = cut(rest, '?');
    let (protocol, rest) = match rest.split_once("://") {
        Some((protocol, rest)) if is_protocol(protocol) => (Some(protocol), rest),
        _ => (None, rest),
    };
    let (authority, path) = cut(rest, '/');
    let (login, host) = match authority.rsplit_once('@') {
        Some((login, host)) => (Some(login), host),
        None => (None, authority),
    };
    let (host, port) = cut_port(host);
    out.push_str("{\"raw\":");
    push_quoted(out, text);
    push_member(out, "protocol", protocol);
    if let Some(login) = login {
        let (user, password) = cut(login, ':');
        out.push_str(",\"auth\":{\"user\":");
        push_quoted(out, user);
        push_member(out, "password", password);
        out.push('}');
    }
    out.push_str(",\"host\":");
    push_host(out, host);
    push_member(out, "port", port);
    out.push_str(",\"path\":");
    push_list(out, &split(path.unwrap_or_default(), '/'));
    if let Some(query) = query {
        push_query(out, query);
    }
    push_member(out, "hash", hash);
    out.push('}');
}

/// Appends a host name as the list of its parts.
pub(super) fn push_host(out: &mut String, host: &str) {
    let parts = if host.starts_with('[') { vec![host] } else { split(host, '.') };
    push_list(out, &parts);
}

/// Appends a path as the list of its segments.
pub(super) fn push_segments(out: &mut String, path: &str) {
    push_list(out, &split(path.strip_prefix('/').unwrap_or(path), '/'));
}

fn push_list(out: &mut String, parts: &[&str]) {
    out.push('[');
    if parts != [""] {
        for (position, part) in parts.iter().enumerate() {
            if position > 0 {
                out.push(',');
            }
            push_quoted(out, part);
        }
    }
    out.push(']');
}

fn push_query(out: &mut String, query: &str) {
    let mut before = ",\"query\":[";
    for parameter in split(query, '&') {
        if parameter.is_empty() {
            continue;
        }
        let (key, value) = cut(parameter, '=');
        out.push_str(before);
        out.push_str("{\"key\":");
        push_quoted(out, key);
        out.push_str(",\"value\":");
        match value {
            Some(value) => push_quoted(out, value),
            None => out.push_str("null"),
        }
        out.push('}');
        before = ",";
    }
    if before == "," {
        out.push(']');
    }
}

fn push_member(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        out.push_str(",\"");
        out.push_str(name);
        out.push_str("\":");
        push_quoted(out, value);
    }
}

fn is_protocol(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let variable = text.starts_with("{{") && text.ends_with("}}") && !text.contains('/');
    variable || (!text.is_empty() && text.bytes().all(plain))
}

fn cut_port(host: &str) -> (&str, Option<&str>) {
    let Some((name, port)) = host.rsplit_once(':') else { return (host, None) };
    let number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let variable = port.starts_with("{{") && port.ends_with("}}");
    if number || variable { (name, Some(port)) } else { (host, None) }
}

/// Cuts `text` at the first `mark` outside of variables.
fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    let marks = outside(text, mark).next();
    match marks.and_then(|at| text.split_at_checked(at)) {
        Some((before, rest)) => (before, rest.strip_prefix(mark)),
        None => (text, None),
    }
}

/// Splits `text` at every `mark` outside of variables.
fn split(text: &str, mark: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for at in outside(text, mark) {
        parts.push(text.get(from..at).unwrap_or_default());
        from = at + mark.len_utf8();
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts
}

/// Where `mark` stands outside of `{{…}}`.
fn outside(text: &str, mark: char) -> impl Iterator<Item = usize> {
    let mut end_of_variable = 0;
    text.char_indices().filter_map(move |(at, character)| {
        if at < end_of_variable {
            return None;
        }
        if character == '{' {
            let rest = text.get(at..).unwrap_or_default();
            if let Some(length) = rest.strip_prefix("{{").and_then(|rest| rest.find("}}")) {
                end_of_variable = at + length + 4;
                return None;
            }
        }
        (character == mark).then_some(at)
    })
}
