//! A list of variables that is looked up by name.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Kind, Lookup, Variable};

/// Up to so many variables are compared one after the other; more are found by hash.
const COMPARED: usize = 16;

/// Variables of one place: an environment, the globals, a collection.
///
/// Of several variables with one name the last that is not disabled counts.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Its id; empty when it has none yet.
    pub id: String,
    /// Its name, when it has one.
    pub name: Option<String>,
    variables: Vec<Variable>,
    // INVARIANT: there are more than `COMPARED` variables exactly when this is some, and then it
    // has the place of the variable that counts for every name that has one.
    index: Option<HashMap<String, usize>>,
}

impl PartialEq for Scope {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.name == other.name && self.variables == other.variables
    }
}

impl Scope {
    /// A scope of these variables.
    #[must_use]
    pub fn new(variables: Vec<Variable>) -> Self {
        let mut scope = Self { variables, ..Self::default() };
        scope.reindex();
        scope
    }

    /// All variables, disabled ones included, in order.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The variable that counts for `key`.
    #[must_use]
    pub fn one(&self, key: &str) -> Option<&Variable> {
        self.variables.get(self.position(key)?)
    }

    /// The value that scripts read; `None` when there is none or it is undefined.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Cow<'_, Value>> {
        self.one(key)?.get()
    }

    /// Whether a variable of this name counts.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Writes the variable that counts for `key`, or appends one.
    ///
    /// With a kind the variable changes to it, without one it keeps what it has.
    pub fn set(&mut self, key: &str, value: Option<Value>, kind: Option<Kind>) {
        let found = self.position(key).and_then(|place| self.variables.get_mut(place));
        if let Some(variable) = found {
            variable.kind = kind.unwrap_or(variable.kind);
            variable.set(value);
            return;
        }
        let kind = kind.unwrap_or_default();
        let mut variable = Variable { key: key.to_owned(), kind, ..Variable::default() };
        variable.set(value);
        self.push(variable);
    }

    /// Appends a variable, which counts from now on for its name unless it is disabled.
    pub fn push(&mut self, variable: Variable) {
        match &mut self.index {
            Some(index) if !variable.disabled => {
                index.insert(variable.key.clone(), self.variables.len());
                self.variables.push(variable);
            }
            Some(_) => self.variables.push(variable),
            None => {
                self.variables.push(variable);
                self.reindex();
            }
        }
    }

    /// Removes the variables of this name that are not disabled.
    pub fn unset(&mut self, key: &str) {
        let Some(place) = self.position(key) else { return };
        let before = self.variables.len();
        self.variables.retain(|one| one.disabled || one.key != key);
        match &mut self.index {
            // The common case costs no hashing.
            Some(index) if self.variables.len() + 1 == before && before > COMPARED + 1 => {
                index.remove(key);
                index.values_mut().filter(|other| **other > place).for_each(|other| *other -= 1);
            }
            _ => self.reindex(),
        }
    }

    /// Removes all variables, disabled ones too.
    pub fn clear(&mut self) {
        self.variables.clear();
        self.index = None;
    }

    /// The values by name, undefined ones left out; disabled variables only when asked for.
    #[must_use]
    pub fn to_object(&self, with_disabled: bool) -> Map<String, Value> {
        let mut out = Map::new();
        self.write_object(with_disabled, &mut out);
        out
    }

    pub(super) fn write_object(&self, with_disabled: bool, out: &mut Map<String, Value>) {
        for variable in self.variables.iter().filter(|one| with_disabled || !one.disabled) {
            match variable.get() {
                Some(value) => drop(out.insert(variable.key.clone(), value.into_owned())),
                // An undefined value hides one of that name all the same.
                None => drop(out.shift_remove(&variable.key)),
            }
        }
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

    fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.variables.iter().rposition(|one| !one.disabled && one.key == key),
        }
    }

    fn reindex(&mut self) {
        self.index = (self.variables.len() > COMPARED).then(|| {
            let counting = self.variables.iter().enumerate().filter(|(_, one)| !one.disabled);
            counting.map(|(place, one)| (one.key.clone(), place)).collect()
        });
    }
}

impl Lookup for Scope {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.one(name).map(Variable::text)
    }
}
