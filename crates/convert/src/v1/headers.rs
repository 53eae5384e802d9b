//! Headers: lines of text, a list, or both.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    notes::{Loss, Notes},
    read::{Object, list, parameter, put, text},
};

/// What turns a header off when it stands before its name.
const OFF: &str = "//";

/// The headers of a request.
pub(super) fn headers(old: &Object, of: &str, notes: &mut Notes) -> Value {
    let lines = old.get("headers");
    if let Some(Value::Array(_)) = lines {
        return Value::Array(objects(lines, of, notes));
    }
    // The list knows more than the lines, which repeat it as a rule.
    let mut all = objects(old.get("headerData"), of, notes);
    let known: BTreeSet<String> = all.iter().filter_map(|header| text(header.get("key"))).collect();
    let lines = lines.and_then(Value::as_str).unwrap_or_default();
    let further = parse(lines, of, notes).into_iter().filter(|header| {
        header.get("key").and_then(Value::as_str).is_none_or(|key| !known.contains(key))
    });
    all.extend(further);
    Value::Array(all)
}

/// The headers of an example, which are a list or text.
pub(super) fn of_response(old: &Object, of: &str, notes: &mut Notes) -> Option<Value> {
    match old.get("headers")? {
        Value::String(lines) => Some(Value::Array(parse(lines, of, notes))),
        all @ Value::Array(_) => Some(Value::Array(objects(Some(all), of, notes))),
        _ => None,
    }
}

fn objects(all: Option<&Value>, of: &str, notes: &mut Notes) -> Vec<Value> {
    let mut new = Vec::new();
    for old in list(all) {
        match old {
            Value::Object(old) => new.push(Value::Object(object(old))),
            Value::String(line) => new.extend(header(line)),
            _ => notes.add(Loss::Entry, of),
        }
    }
    new
}

fn object(old: &Object) -> Object {
    let mut header = parameter(old);
    if let Some(value @ (Value::Array(_) | Value::Object(_))) = header.get("value") {
        let value = value.to_string();
        header.insert("value".to_owned(), Value::String(value));
    }
    let key = text(header.get("key")).unwrap_or_default();
    if key.starts_with(OFF) || header.get("disabled").is_some() {
        header.insert("key".to_owned(), Value::String(key.replacen(OFF, "", 1).trim().to_owned()));
        header.insert("disabled".to_owned(), Value::Bool(true));
    }
    header
}

fn parse(lines: &str, of: &str, notes: &mut Notes) -> Vec<Value> {
    // A line that begins blank goes on with the line before (RFC 822).
    let lines = lines.replace("\r\n ", " ").replace("\r\n\t", "\t");
    let mut all = Vec::new();
    for line in lines.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        match header(line) {
            Some(header) => all.push(header),
            None if line.trim().is_empty() => {}
            None => notes.add(Loss::HeaderLine, of),
        }
    }
    all
}

/// One line; a name has no blanks in it.
fn header(line: &str) -> Option<Value> {
    let (off, rest) = match line.strip_prefix(OFF) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, line),
    };
    let (key, value) = rest.split_once(':')?;
    if key.is_empty() || key.contains(char::is_whitespace) {
        return None;
    }
    let mut header = Object::new();
    put(&mut header, "key", Some(key));
    put(&mut header, "value", Some(value.trim()));
    put(&mut header, "disabled", off.then_some(true));
    Some(Value::Object(header))
}
