//! URLs.

use std::collections::BTreeSet;

use model::url::Url;
use serde_json::{Value, json};

use super::{
    notes::{Loss, Notes},
    read::{Object, given, list, parameter, put, text, truthy},
};

/// The URL of a request: text, or an object where the file knows more than the text says.
pub(super) fn url(old: &Object, of: &str, notes: &mut Notes) -> Option<Value> {
    let raw = text(old.get("url"));
    let query = query(old, of, notes);
    let variables = variables(old, of, notes);
    if query.is_empty() && variables.is_empty() {
        return raw.map(Value::String);
    }
    let raw = raw.unwrap_or_default();
    let parsed = Url::parse(&raw);
    let mut url = Object::new();
    put(&mut url, "raw", Some(raw.trim_start()));
    put(&mut url, "protocol", parsed.protocol);
    if let Some(login) = parsed.auth {
        let mut auth = Object::new();
        put(&mut auth, "user", login.user);
        put(&mut auth, "password", login.password);
        url.insert("auth".to_owned(), Value::Object(auth));
    }
    put(&mut url, "host", parsed.host);
    put(&mut url, "port", parsed.port);
    put(&mut url, "path", parsed.path);
    let query = if query.is_empty() {
        parsed.query.into_iter().map(|one| json!({ "key": one.key, "value": one.value })).collect()
    } else {
        query
    };
    put(&mut url, "query", Some(query).filter(|query| !query.is_empty()));
    put(&mut url, "hash", parsed.hash);
    let variables = if variables.is_empty() {
        parsed.variables.into_iter().map(|one| json!({ "key": one.key })).collect()
    } else {
        variables
    };
    put(&mut url, "variable", Some(variables).filter(|variables| !variables.is_empty()));
    Some(Value::Object(url))
}

/// The parameters that the file lists beside the text; they know what is turned off.
fn query(old: &Object, of: &str, notes: &mut Notes) -> Vec<Value> {
    let mut new = Vec::new();
    for old in list(old.get("queryParams")) {
        let Value::Object(old) = old else {
            notes.add(Loss::Entry, of);
            continue;
        };
        let mut param = parameter(old);
        // Whether there is a `=`: v2.1 says that with the value.
        match param.shift_remove("equals").map(|equals| truthy(&equals)) {
            Some(true) if param.get("value") == Some(&Value::Null) => {
                param.insert("value".to_owned(), "".into());
            }
            Some(false) if given(&param, "value").is_none() => {
                param.insert("value".to_owned(), Value::Null);
            }
            _ => {}
        }
        new.push(Value::Object(param));
    }
    new
}

/// The path variables, which a file may have in two ways.
fn variables(old: &Object, of: &str, notes: &mut Notes) -> Vec<Value> {
    let mut new = Vec::new();
    let mut known = BTreeSet::new();
    for old in list(old.get("pathVariableData")) {
        let Value::Object(old) = old else {
            notes.add(Loss::Entry, of);
            continue;
        };
        let mut variable = parameter(old);
        variable.shift_remove("id");
        if variable.get("type").is_some_and(|kind| !kind.is_string()) {
            variable.shift_remove("type");
        }
        known.extend(text(variable.get("key")));
        new.push(Value::Object(variable));
    }
    if let Some(Value::Object(plain)) = old.get("pathVariables") {
        let plain = plain.iter().filter(|(key, _)| !known.contains(*key));
        new.extend(plain.map(|(key, value)| json!({ "key": key, "value": value })));
    }
    new
}
