//! Replacing `{{name}}` by the value of the variable.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

/// How often a text is gone through, as values may hold tokens themselves.
///
/// The runners that came before speak of 20 passes; the first of them replaces nothing.
pub const MAX_PASSES: usize = 19;

/// By how many bytes replacing may lengthen a text: values that hold themselves twice would
/// otherwise fill the memory.
pub const MAX_GROWTH: usize = 64 << 20;

/// Where tokens get their text from.
pub trait Lookup {
    /// The text for a name, taken verbatim from between the braces; `None` leaves the token.
    fn text(&self, name: &str) -> Option<Cow<'_, str>>;
}

/// Values made anew at every use, such as `$guid`; asked when no variable has the name.
pub trait Dynamic {
    /// A new value for a name, which begins with `$`; `None` leaves the token.
    fn value(&mut self, name: &str) -> Option<String>;
}

impl<F: FnMut(&str) -> Option<String>> Dynamic for F {
    fn value(&mut self, name: &str) -> Option<String> {
        self(name)
    }
}

/// No dynamic values at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoDynamic;

impl Dynamic for NoDynamic {
    fn value(&mut self, _: &str) -> Option<String> {
        None
    }
}

/// No variables at all: only dynamic values are replaced.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoVariables;

impl Lookup for NoVariables {
    fn text(&self, _: &str) -> Option<Cow<'_, str>> {
        None
    }
}

/// Replaces the tokens of a text, again and again until nothing changes or 19 times.
///
/// Names are taken verbatim, spaces and case included; unknown ones stay. A text without `{{`
/// comes back borrowed, and so does one in which nothing is replaced.
#[must_use]
pub fn substitute<'t>(
    text: &'t str,
    lookup: &dyn Lookup,
    dynamic: &mut dyn Dynamic,
) -> Cow<'t, str> {
    if !text.contains("{{") {
        return Cow::Borrowed(text);
    }
    let limit = text.len().saturating_add(MAX_GROWTH);
    let mut current = Cow::Borrowed(text);
    for _ in 0..MAX_PASSES {
        match pass(&current, limit, lookup, dynamic) {
            Some(next) if *next != *current => current = Cow::Owned(next),
            _ => break,
        }
    }
    current
}

/// A copy of a value in which the tokens of all strings are replaced; names of members stay.
#[must_use]
pub fn substitute_json(value: &Value, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Value {
    match value {
        Value::String(text) => Value::String(substitute(text, lookup, dynamic).into_owned()),
        Value::Array(list) => {
            list.iter().map(|element| substitute_json(element, lookup, dynamic)).collect()
        }
        Value::Object(map) => {
            let members = map.iter();
            members
                .map(|(name, value)| (name.clone(), substitute_json(value, lookup, dynamic)))
                .collect()
        }
        other => other.clone(),
    }
}

/// One pass; `None` when nothing was replaced.
fn pass(
    text: &str,
    limit: usize,
    lookup: &dyn Lookup,
    dynamic: &mut dyn Dynamic,
) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some(token) = next_token(text, from) {
        let name = text.get(token.start + 2..token.end - 2)?;
        from = token.end;
        let found = lookup.text(name);
        let made =
            if found.is_none() && name.starts_with('$') { dynamic.value(name) } else { None };
        let Some(value) = found.or(made.map(Cow::Owned)) else { continue };
        let between = text.get(copied..token.start)?;
        if out.len() + between.len() + value.len() + (text.len() - from) > limit {
            break;
        }
        out.push_str(between);
        out.push_str(&value);
        copied = from;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(text.get(copied..)?);
    Some(out)
}

/// The place of the first token at or behind another place, braces included: two braces, a name
/// without braces, two braces.
pub(crate) fn next_token(text: &str, mut from: usize) -> Option<Range<usize>> {
    loop {
        let start = from + text.get(from..)?.find("{{")?;
        let rest = text.get(start + 2..)?;
        let length = rest.find(['{', '}'])?;
        if rest.get(length..)?.starts_with("}}") {
            return Some(start..start + length + 4);
        }
        // Of three opening braces the last two may begin a token.
        from = start + 1;
    }
}
