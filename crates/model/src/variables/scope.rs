//! A list of variables that is looked up by name.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Kind, Lookup, Variable};

/// Variables of one place: an environment, the globals, a collection.
///
/// Of several variables with one name the last that is not disabled counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Its id; empty when it has none yet.
    pub id: String,
    /// Its name, when it has one.
    pub name: Option<String>,
    variables: Vec<Variable>,
}

impl Scope {
    /// A scope of these variables.
    #[must_use]
    pub fn new(variables: Vec<Variable>) -> Self {
        Self { variables, ..Self::default() }
    }

    /// All variables, disabled ones included, in order.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The variable that counts for `key`.
    #[must_use]
    pub fn one(&self, key: &str) -> Option<&Variable> {
        self.variables.iter().rev().find(|one| one.key == key && !one.disabled)
    }

    /// The value that scripts read; `None` when there is none or it is undefined.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Cow<'_, Value>> {
        self.one(key)?.get()
    }

    /// Whether a variable of this name counts.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.one(key).is_some()
    }

    /// Writes the variable that counts for `key`, or appends one.
    ///
    /// With a kind the variable changes to it, without one it keeps what it has.
    pub fn set(&mut self, key: &str, value: Option<Value>, kind: Option<Kind>) {
        let _ = (key, value, kind);
    }

    /// Removes the variables of this name that are not disabled.
    pub fn unset(&mut self, key: &str) {
        let _ = key;
    }

    /// Removes all variables, disabled ones too.
    pub fn clear(&mut self) {
        self.variables.clear();
    }

    /// The values by name; disabled variables only when asked for.
    #[must_use]
    pub fn to_object(&self, with_disabled: bool) -> Map<String, Value> {
        let _ = with_disabled;
        Map::new()
    }

    /// The list of variables as reports and exports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        self.variables.iter().map(Variable::to_json).collect()
    }

    /// The texts that must never be printed: those of secret variables that are not empty.
    pub fn secrets(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let secret = |one: &&Variable| one.kind == Kind::Secret;
        self.variables.iter().filter(secret).map(Variable::text).filter(|text| !text.is_empty())
    }
}

impl Lookup for Scope {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.one(name).map(Variable::text)
    }
}
