//! The variables of a run.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Lookup, Scope, coerce};

/// What names of the vault begin with.
const VAULT: &str = "vault:";

/// All variables that a request or a script sees, strongest first.
///
/// As a [`Lookup`] they are what requests see: a null in the data is no value, and hides weaker
/// variables all the same. Scripts see [`Scopes::for_scripts`].
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// What scripts set with `pm.variables.set`; lives as long as the run.
    pub local: Scope,
    /// The row of data of this iteration.
    pub data: Map<String, Value>,
    /// The environment.
    pub environment: Scope,
    /// The variables of the collection.
    pub collection: Scope,
    /// The globals.
    pub globals: Scope,
    /// Secrets of the host, read as `vault:name`, only those this request may see.
    pub vault: Option<Scope>,
}

/// The variables as `pm.variables.replaceIn` sees them: nulls of the data are text, no vault.
#[derive(Clone, Copy, Debug)]
pub struct ForScripts<'a>(&'a Scopes);

/// A variable, or a value of the data.
enum Found<'a> {
    Variable(&'a super::Variable),
    Data(&'a Value),
}

impl Scopes {
    /// The value of the strongest variable of this name, as scripts read it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        match self.find(name)? {
            Found::Variable(variable) => variable.get(),
            Found::Data(value) => Some(Cow::Borrowed(value)),
        }
    }

    /// Whether any scope has a variable of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// All values by name, the strongest of each, weaker scopes first.
    ///
    /// With the disabled ones, a disabled variable hides those of weaker scopes.
    #[must_use]
    pub fn to_object(&self, with_disabled: bool) -> Map<String, Value> {
        let mut out = self.globals.to_object(with_disabled);
        self.collection.write_object(with_disabled, &mut out);
        self.environment.write_object(with_disabled, &mut out);
        out.extend(self.data.iter().map(|(key, value)| (key.clone(), value.clone())));
        self.local.write_object(with_disabled, &mut out);
        out
    }

    /// The variables as scripts replace tokens by them.
    #[must_use]
    pub fn for_scripts(&self) -> ForScripts<'_> {
        ForScripts(self)
    }

    /// The texts that must never be printed: those of all secret variables.
    pub fn secrets(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let scopes = [&self.local, &self.environment, &self.collection, &self.globals];
        let vault = self.vault.iter().flat_map(Scope::variables);
        let vault = vault.map(super::Variable::text).filter(|text| !text.is_empty());
        scopes.into_iter().flat_map(Scope::secrets).chain(vault)
    }

    fn find(&self, name: &str) -> Option<Found<'_>> {
        let weaker = || {
            let scopes = [&self.environment, &self.collection, &self.globals];
            scopes.into_iter().find_map(|scope| scope.one(name)).map(Found::Variable)
        };
        self.local
            .one(name)
            .map(Found::Variable)
            .or_else(|| self.data.get(name).map(Found::Data))
            .or_else(weaker)
    }
}

impl Lookup for Scopes {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        match self.find(name) {
            Some(Found::Variable(variable)) => Some(variable.text()),
            Some(Found::Data(Value::Null)) => None,
            Some(Found::Data(value)) => Some(coerce::text(value)),
            None => self.vault.as_ref()?.text(name.strip_prefix(VAULT)?),
        }
    }
}

impl Lookup for ForScripts<'_> {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        match self.0.find(name)? {
            Found::Variable(variable) => Some(variable.text()),
            Found::Data(value) => Some(coerce::text(value)),
        }
    }
}

/// A row of data alone, as `pm.iterationData.replaceIn` sees it.
impl Lookup for Map<String, Value> {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name).map(coerce::text)
    }
}
