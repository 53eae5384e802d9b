//! Bodies.

use serde_json::{Value, json};

use super::{
    notes::{Loss, Notes},
    read::{Object, empty, filled, given, list, parameter, put, text},
};

/// Modes before and after.
const MODES: [(&str, &str); 5] = [
    ("binary", "file"),
    ("graphql", "graphql"),
    ("params", "formdata"),
    ("raw", "raw"),
    ("urlencoded", "urlencoded"),
];

/// The body of a request.
pub(super) fn body(old: &Object, of: &str, notes: &mut Notes) -> Option<Value> {
    let mode = old.get("dataMode");
    let known = MODES.iter().find(|(before, _)| mode.and_then(Value::as_str) == Some(before));
    let parts = ["data", "rawModeData", "graphqlModeData"];
    let nothing = parts.iter().all(|name| filled(old, name).is_none());
    if mode == Some(&Value::Null) || (known.is_none() && nothing) {
        return None;
    }
    let content = Content { old, raw: raw(old), graphql: graphql(old) };
    let mode = known.map_or_else(|| content.guess(), |(_, after)| after);
    let mut body = Object::new();
    put(&mut body, "mode", Some(mode));
    let (used, value) = content.of(mode, of, notes);
    put(&mut body, mode, value);
    if parts.iter().any(|name| *name != used && filled(old, name).is_some()) {
        notes.add(Loss::BodyBeside, of);
    }
    put(&mut body, "options", options(old));
    put(&mut body, "disabled", given(old, "dataDisabled").map(|_| true));
    Some(Value::Object(body))
}

struct Content<'a> {
    old: &'a Object,
    raw: Option<&'a str>,
    graphql: Option<&'a Value>,
}

fn raw(old: &Object) -> Option<&str> {
    match old.get("rawModeData")? {
        Value::String(text) => Some(text),
        other => match list(Some(other)) {
            [Value::String(text)] => Some(text),
            _ => None,
        },
    }
}

fn graphql(old: &Object) -> Option<&Value> {
    filled(old, "graphqlModeData").or_else(|| {
        let chosen = old.get("dataOptions").and_then(|options| options.get("graphql")).is_some();
        filled(old, "data").filter(|_| chosen)
    })
}

impl<'a> Content<'a> {
    /// The list of parameters, wherever it lies, and under which name.
    fn parameters(&self) -> (&'static str, Option<&'a Value>) {
        match given(self.old, "data") {
            Some(data) => ("data", Some(data)),
            None => ("rawModeData", self.old.get("rawModeData")),
        }
    }

    /// The mode of a body that does not say it.
    fn guess(&self) -> &'static str {
        let raw = self.raw.is_some_and(|raw| !raw.is_empty());
        if !raw && self.parameters().1.is_some_and(Value::is_array) {
            return "formdata";
        }
        if !raw && self.graphql.is_some() { "graphql" } else { "raw" }
    }

    /// The content for a mode, and the member that it comes from.
    fn of(&self, mode: &str, of: &str, notes: &mut Notes) -> (&'static str, Option<Value>) {
        match mode {
            "raw" => {
                if let Some(raw) = self.raw.filter(|raw| !raw.is_empty()) {
                    return ("rawModeData", Some(raw.into()));
                }
                let data = self.old.get("data").and_then(Value::as_str);
                ("data", Some(data.unwrap_or_default().into()))
            }
            "graphql" => {
                let content = self.graphql.filter(|one| one.is_object() || one.is_string());
                let own = filled(self.old, "graphqlModeData").is_some();
                (if own { "graphqlModeData" } else { "data" }, content.cloned())
            }
            "file" => {
                let mut file = Object::new();
                put(&mut file, "src", self.raw);
                ("rawModeData", Some(Value::Object(file)))
            }
            _ => {
                let (from, all) = self.parameters();
                (from, Some(form(all, of, notes)))
            }
        }
    }
}

/// The parameters of a form; those without a name are nothing.
fn form(all: Option<&Value>, of: &str, notes: &mut Notes) -> Value {
    let mut new = Vec::new();
    for old in list(all) {
        let Value::Object(old) = old else {
            notes.add(Loss::Entry, of);
            continue;
        };
        if text(old.get("key")).is_none() {
            continue;
        }
        let mut param = parameter(old);
        let file = param.get("type").and_then(Value::as_str) == Some("file");
        if file && given(&param, "src").is_none() && given(&param, "value").is_some() {
            let value = param.shift_remove("value").unwrap_or_default();
            let path = value.is_string() || value.is_array();
            param.insert("src".to_owned(), if path { value } else { Value::Null });
        }
        new.push(Value::Object(param));
    }
    Value::Array(new)
}

fn options(old: &Object) -> Option<Value> {
    let given = old.get("dataOptions")?;
    let mut options = Object::new();
    for (before, after) in MODES {
        put(&mut options, after, given.get(before).filter(|one| !empty(one)).cloned());
    }
    (!options.is_empty()).then(|| json!(options))
}
