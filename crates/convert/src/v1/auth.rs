//! Authentication: a helper with attributes, or the words of v2.1 already.

use serde_json::{Value, json};

use super::{
    notes::{Loss, Notes},
    read::{Object, given, list, text, truthy},
};

/// Whose authentication it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Collection,
    Folder,
    Request,
}

/// Helpers and the types that they became.
const HELPERS: [(&str, &str); 10] = [
    ("apikeyAuth", "apikey"),
    ("awsSigV4", "awsv4"),
    ("basicAuth", "basic"),
    ("bearerAuth", "bearer"),
    ("digestAuth", "digest"),
    ("edgegridAuth", "edgegrid"),
    ("hawkAuth", "hawk"),
    ("ntlmAuth", "ntlm"),
    ("oAuth1", "oauth1"),
    ("oAuth2", "oauth2"),
];

/// Attributes that got another name: type, before, after. All others kept theirs.
const RENAMED: [(&str, &str, &str); 9] = [
    ("basic", "saveToRequest", "saveHelperData"),
    ("hawk", "dlg", "delegation"),
    ("hawk", "ext", "extraData"),
    ("hawk", "hawk_id", "authId"),
    ("hawk", "hawk_key", "authKey"),
    ("hawk", "saveToRequest", "saveHelperData"),
    ("oauth1", "auto", "autoAddParam"),
    ("oauth1", "header", "addParamsToHeader"),
    ("oauth1", "includeEmpty", "addEmptyParamsToSign"),
];

/// The authentication of a collection, folder or request; `None` leaves it to what is around.
pub(super) fn auth(old: &Object, level: Level, of: &str, notes: &mut Notes) -> Option<Value> {
    let current = old.get("auth").filter(|auth| auth.get("type").is_some_and(truthy));
    // Where there is a helper, even none, it is what counts.
    let older = old.contains_key("currentHelper") || given(old, "helperAttributes").is_some();
    if !older {
        return self::current(current?, level);
    }
    match text(given(old, "currentHelper")) {
        Some(helper) if helper != "normal" => legacy(&helper, old, of, notes),
        _ => {
            if current.is_some() {
                notes.add(Loss::AuthBeside, of);
            }
            None
        }
    }
}

fn current(old: &Value, level: Level) -> Option<Value> {
    let kind = text(old.get("type"))?;
    if kind == "noauth" {
        // Around a collection there is nothing that could be stopped.
        return (level != Level::Collection).then(|| json!({ "type": kind }));
    }
    let mut params = Object::new();
    match old.get(&kind) {
        Some(Value::Object(given)) => params.clone_from(given),
        given => {
            for param in list(given) {
                if let Some(key) = text(param.get("key")) {
                    params.insert(key, param.get("value").cloned().unwrap_or_default());
                }
            }
        }
    }
    Some(written(&kind, params))
}

fn legacy(helper: &str, old: &Object, of: &str, notes: &mut Notes) -> Option<Value> {
    let known = HELPERS.iter().find(|(name, _)| *name == helper);
    let kind = known.map_or(helper, |(_, kind)| kind);
    // Some programs wrote the attributes as text.
    let attributes = match old.get("helperAttributes") {
        Some(Value::String(text)) => {
            let Ok(read) = serde_json::from_str(text) else {
                notes.add(Loss::Auth, of);
                return None;
            };
            read
        }
        other => other.cloned().unwrap_or_default(),
    };
    let mut params = Object::new();
    if let Value::Object(attributes) = attributes {
        for (name, value) in attributes.into_iter().filter(|(name, _)| name != "id") {
            let renamed = RENAMED.iter().find(|(of, before, _)| *of == kind && *before == name);
            let name = renamed.map_or(name, |(_, _, after)| (*after).to_owned());
            params.insert(name, value);
        }
        if kind == "basic" {
            params.insert("showPassword".to_owned(), Value::Bool(false));
        }
    }
    Some(written(kind, params))
}

/// The form of v2.1: a list of parameters.
fn written(kind: &str, params: Object) -> Value {
    let list: Vec<Value> = params
        .into_iter()
        .map(|(key, value)| {
            let kind = match &value {
                Value::String(_) => "string",
                Value::Bool(_) => "boolean",
                Value::Number(_) => "number",
                _ => "any",
            };
            json!({ "key": key, "value": value, "type": kind })
        })
        .collect();
    let mut auth = Object::new();
    auth.insert("type".to_owned(), kind.into());
    if !list.is_empty() && kind != "type" {
        auth.insert(kind.to_owned(), Value::Array(list));
    }
    Value::Object(auth)
}
