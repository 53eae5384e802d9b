//! URLs, with the parameters that their text can't say.

use model::url::Url;
use serde_json::{Value, json};

use super::{bru::Pair, shared::written};
use crate::formats::{Notes, flat::text};

/// Parameters that are looked for in the text of a URL.
const MOST: usize = 1_000;

/// A URL as collections write it. Bruno sends what its text says; `query` has the parameters once
/// more, with those that are turned off, and `path` the values of segments such as `:id`.
pub(super) fn made(
    raw: &str,
    query: &[Pair],
    path: &[Pair],
    place: &str,
    notes: &mut Notes,
) -> Value {
    let mut url = Url::parse(raw).to_json();
    let Value::Object(members) = &mut url else { return raw.into() };
    let mut params = match members.remove("query") {
        Some(Value::Array(params)) => params,
        _ => Vec::new(),
    };
    let mut left: Vec<usize> = (0..params.len()).take(MOST).collect();
    let mut plain = path.is_empty();
    if query.len() > MOST {
        notes.add("parameters after the first 1,000", place);
    }
    for one in query.iter().take(MOST) {
        let same = |at: &usize, whole: bool| {
            params.get(*at).is_some_and(|param| {
                text(param.get("key")) == one.key
                    && (!whole || text(param.get("value")) == one.value)
            })
        };
        let found = left.iter().position(|at| same(at, true));
        let found = found.or_else(|| left.iter().position(|at| same(at, false)));
        match found.filter(|_| !one.disabled).map(|at| left.remove(at)) {
            Some(at) if !one.about.is_empty() => {
                if let Some(Value::Object(param)) = params.get_mut(at) {
                    param.insert("description".to_owned(), one.about.as_str().into());
                    plain = false;
                }
            }
            Some(_) => {}
            None => {
                let mut param = written(one);
                if let (false, Value::Object(param)) = (one.disabled, &mut param) {
                    notes.add("a parameter that the URL lacks: it came along turned off", place);
                    param.insert("disabled".to_owned(), true.into());
                }
                params.push(param);
                plain = false;
            }
        }
    }
    if plain {
        return raw.into();
    }
    members.insert("raw".to_owned(), raw.into());
    if !params.is_empty() {
        members.insert("query".to_owned(), Value::Array(params));
    }
    members.remove("variable");
    if !path.is_empty() {
        members.insert("variable".to_owned(), path.iter().map(variable).collect());
    }
    url
}

fn variable(of: &Pair) -> Value {
    let mut made = json!({ "key": of.key, "value": of.value });
    if let (false, Value::Object(made)) = (of.about.is_empty(), &mut made) {
        made.insert("description".to_owned(), of.about.as_str().into());
    }
    made
}
