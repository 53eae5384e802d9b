//! Scripts.

use serde_json::{Value, json};

use super::{
    notes::{Loss, Notes},
    read::{Object, disabled, empty, given, list, put, text},
};

/// The older members for scripts, and what they listen to.
const OLDER: [(&str, &str); 2] = [("preRequestScript", "prerequest"), ("tests", "test")];

/// The scripts of a collection, folder or request.
pub(super) fn events(old: &Object, of: &str, notes: &mut Notes) -> Option<Value> {
    let older = OLDER.iter().filter_map(|(name, listen)| {
        let source = given(old, name)?;
        Some((*listen, json!({ "type": "text/javascript", "exec": lines(source) })))
    });
    let older: Vec<(&str, Value)> = older.collect();
    let events: Vec<Value> =
        list(old.get("events")).iter().filter_map(|event| current(event, of, notes)).collect();
    if older.is_empty() {
        return (!events.is_empty()).then_some(Value::Array(events));
    }
    // Where there are older ones they are what counts; as a rule the events are copies of them.
    for event in events {
        let same = older.iter().any(|(listen, script)| {
            event.get("listen").and_then(Value::as_str) == Some(*listen)
                && event.pointer("/script/exec") == script.get("exec")
        });
        if !same && event.pointer("/script/exec").is_some_and(|exec| !blank(exec)) {
            notes.add(Loss::EventsBeside, of);
        }
    }
    let event = |(listen, script)| json!({ "listen": listen, "script": script });
    Some(older.into_iter().map(event).collect())
}

fn blank(exec: &Value) -> bool {
    list(Some(exec)).iter().all(empty)
}

fn current(old: &Value, of: &str, notes: &mut Notes) -> Option<Value> {
    let Value::Object(old) = old else {
        notes.add(Loss::Entry, of);
        return None;
    };
    let mut new = old.clone();
    let listen = text(given(old, "listen"));
    put(&mut new, "listen", Some(listen.unwrap_or_else(|| "test".to_owned())));
    new.shift_remove("disabled");
    put(&mut new, "disabled", disabled(old).then_some(true));
    let script = match old.get("script") {
        Some(Value::Object(script)) => Some(self::script(script)),
        Some(source @ (Value::String(_) | Value::Array(_))) => {
            Some(json!({ "type": "text/javascript", "exec": lines(source) }))
        }
        _ => None,
    };
    new.shift_remove("script");
    new.shift_remove("enabled");
    put(&mut new, "script", script);
    Some(Value::Object(new))
}

fn script(old: &Object) -> Value {
    let mut new = old.clone();
    for name in ["id", "type", "exec"] {
        new.shift_remove(name);
    }
    put(&mut new, "id", text(old.get("id")));
    let kind = text(given(old, "type"));
    put(&mut new, "type", Some(kind.unwrap_or_else(|| "text/javascript".to_owned())));
    put(&mut new, "exec", old.get("exec").filter(|exec| !exec.is_null()).map(lines));
    Value::Object(new)
}

/// The lines of a script that is text or a list of lines.
fn lines(source: &Value) -> Vec<String> {
    match source {
        Value::Array(lines) => lines.iter().filter_map(|line| text(Some(line))).collect(),
        other => text(Some(other)).unwrap_or_default().split('\n').map(str::to_owned).collect(),
    }
}
