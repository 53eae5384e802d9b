//! Variables.

use std::borrow::Cow;

use model::variables::{
    Dynamic, Kind, Lookup, Scope, Scopes, Variable, coerce, substitute, substitute_json,
};
use rquickjs::{Exception, Result, Value};
use serde_json::{Map, Value as Json};

use super::{
    Given, Native, native,
    text::{json_of, size_of, string_of, value_of},
};
use crate::execution::Execution;

// Scopes are named by number: 0 local, 1 row of data, 2 environment, 3 collection, 4 globals.
pub(super) const NATIVES: &[Native] = &[
    native("scopeGet", get),
    native("scopeHas", has),
    native("scopeSet", set),
    native("scopeUnset", unset),
    native("scopeClear", clear),
    native("scopeObject", object),
    native("scopeList", list),
    native("scopeName", name),
    native("scopeReplaceIn", replace_in),
    native("variablesGet", variables_get),
    native("variablesHas", variables_has),
    native("variablesObject", variables_object),
];

const ROW: u32 = 1;

/// The row of data as a place to look names up.
struct Row<'a>(&'a Map<String, Json>);

impl Lookup for Row<'_> {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.0.get(name).map(coerce::text)
    }
}

fn scope(scopes: &Scopes, which: u32) -> &Scope {
    match which {
        0 => &scopes.local,
        2 => &scopes.environment,
        3 => &scopes.collection,
        _ => &scopes.globals,
    }
}

fn scope_mut(scopes: &mut Scopes, which: u32) -> &mut Scope {
    match which {
        0 => &mut scopes.local,
        2 => &mut scopes.environment,
        3 => &mut scopes.collection,
        _ => &mut scopes.globals,
    }
}

/// Looks into the script's variables; `None` when no script runs.
fn look<T>(given: &Given<'_, '_>, look: impl FnOnce(&Scopes) -> T) -> Option<T> {
    let execution = given.execution()?;
    let scopes = execution.call.scopes.try_borrow().ok()?;
    Some(look(&scopes))
}

fn change(given: &Given<'_, '_>, change: impl FnOnce(&Execution, &mut Scopes)) {
    let Some(execution) = given.execution() else { return };
    if let Ok(mut scopes) = execution.call.scopes.try_borrow_mut() {
        change(&execution, &mut scopes);
    }
}

/// Whether the variables may take that many bytes more; they live outside of the engine's memory.
fn fits(given: &Given<'_, '_>, size: usize) -> bool {
    let (stored, limit) = (&given.shared.stored, given.shared.limits.memory_bytes);
    stored.set(stored.get().saturating_add(size));
    if stored.get() > limit {
        // Most of it may have been replaced since.
        let there = look(given, |scopes| {
            let scopes = [&scopes.local, &scopes.environment, &scopes.collection, &scopes.globals];
            let variables = scopes.into_iter().flat_map(Scope::variables);
            let size = |one: &Variable| one.key.len() + one.value.as_ref().map_or(0, size_of);
            variables.map(size).sum::<usize>()
        });
        stored.set(there.unwrap_or(0).saturating_add(size));
    }
    stored.get() <= limit
}

/// The row of data, which a script changes for itself only.
fn row_mut<'s>(execution: &Execution, scopes: &'s mut Scopes) -> &'s mut Map<String, Json> {
    let mut before = execution.row.borrow_mut();
    if before.is_none() {
        *before = Some(scopes.data.clone());
    }
    &mut scopes.data
}

fn answer<'js>(given: &Given<'_, 'js>, found: Option<Json>) -> Result<Value<'js>> {
    found.map_or_else(|| Ok(given.undefined()), |json| value_of(given.ctx, &json))
}

fn get<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let (which, key) = (given.count(0), given.text(1)?);
    let found = look(given, |scopes| match which {
        ROW => scopes.data.get(&key).cloned(),
        _ => scope(scopes, which).get(&key).map(Cow::into_owned),
    });
    answer(given, found.flatten())
}

fn has<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let (which, key) = (given.count(0), given.text(1)?);
    let found = look(given, |scopes| match which {
        ROW => scopes.data.contains_key(&key),
        _ => scope(scopes, which).has(&key),
    });
    Ok(given.bool(found.unwrap_or(false)))
}

/// Sets a variable; true when it has no type that converts what it is given.
fn set<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let (which, key) = (given.count(0), given.text(1)?);
    let value = json_of(given.ctx, &given.argument(2))?;
    let kind = given.argument(3);
    let kind = match kind.as_string() {
        Some(name) => Kind::from_name(&string_of(given.ctx, name)?),
        None => None,
    };
    let size = 64 + key.len() + value.as_ref().map_or(0, size_of);
    if !fits(given, size) {
        let text = "the variables of this run take too much memory";
        return Err(Exception::throw_range(given.ctx, text));
    }
    let mut kept = true;
    change(given, |execution, scopes| {
        if which == ROW {
            row_mut(execution, scopes).insert(key, value.unwrap_or(Json::Null));
        } else {
            let scope = scope_mut(scopes, which);
            scope.set(&key, value, kind);
            let kind = scope.one(&key).map(|variable| variable.kind);
            kept = matches!(kind, None | Some(Kind::Any | Kind::Secret));
        }
    });
    Ok(given.bool(kept))
}

fn unset<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let (which, key) = (given.count(0), given.text(1)?);
    change(given, |execution, scopes| match which {
        ROW => {
            row_mut(execution, scopes).shift_remove(&key);
        }
        _ => scope_mut(scopes, which).unset(&key),
    });
    Ok(given.undefined())
}

fn clear<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let which = given.count(0);
    change(given, |execution, scopes| match which {
        ROW => row_mut(execution, scopes).clear(),
        _ => scope_mut(scopes, which).clear(),
    });
    Ok(given.undefined())
}

/// Values by name; the second argument leaves disabled variables out.
fn object<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let (which, without_disabled) = (given.count(0), given.flag(1));
    let found = look(given, |scopes| match which {
        ROW => scopes.data.clone(),
        _ => scope(scopes, which).to_object(!without_disabled),
    });
    value_of(given.ctx, &Json::Object(found.unwrap_or_default()))
}

/// The variables of a scope as a list, or those of the row of data.
fn list<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let which = given.count(0);
    let found = look(given, |scopes| match which {
        ROW => {
            let pair = |(key, value): (&String, &Json)| serde_json::json!({ "type": "any", "value": value, "key": key });
            scopes.data.iter().map(pair).collect()
        }
        _ => scope(scopes, which).to_json(),
    });
    value_of(given.ctx, &found.unwrap_or_else(|| Json::Array(Vec::new())))
}

/// `[id, name]` of a scope.
fn name<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let which = given.count(0);
    let found = look(given, |scopes| {
        if which == ROW {
            return serde_json::json!([]);
        }
        let scope = scope(scopes, which);
        serde_json::json!([scope.id, scope.name])
    });
    answer(given, found)
}

/// Replaces tokens in text, or in every text of an array or object: all scopes for 0, else one.
fn replace_in<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let (which, subject) = (given.count(0), given.argument(1));
    let is_text = subject.is_string();
    if !is_text && !subject.is_object() || subject.is_function() {
        return Ok(subject);
    }
    let (Some(json), Some(execution)) = (json_of(given.ctx, &subject)?, given.execution()) else {
        return Ok(subject);
    };
    let Ok(scopes) = execution.call.scopes.try_borrow() else { return Ok(subject) };
    let Ok(mut dynamic) = execution.call.dynamic.try_borrow_mut() else { return Ok(subject) };
    let row = Row(&scopes.data);
    let all = scopes.for_scripts();
    let lookup: &dyn Lookup = match which {
        0 => &all,
        ROW => &row,
        _ => scope(&scopes, which),
    };
    let replaced = replace(&json, lookup, &mut *dynamic);
    value_of(given.ctx, &replaced)
}

fn replace(json: &Json, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Json {
    match json {
        Json::String(text) => Json::String(substitute(text, lookup, dynamic).into_owned()),
        other => substitute_json(other, lookup, dynamic),
    }
}

fn variables_get<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let key = given.text(0)?;
    let found = look(given, |scopes| scopes.get(&key).map(Cow::into_owned));
    answer(given, found.flatten())
}

fn variables_has<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let key = given.text(0)?;
    Ok(given.bool(look(given, |scopes| scopes.has(&key)).unwrap_or(false)))
}

fn variables_object<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let without_disabled = given.flag(0);
    let found = look(given, |scopes| scopes.to_object(!without_disabled)).unwrap_or_default();
    value_of(given.ctx, &Json::Object(found))
}
