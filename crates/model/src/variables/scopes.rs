//! The variables of a run.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Lookup, Scope};

/// All variables that a request or a script sees, strongest first.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// What scripts set with `pm.variables.set`; lives as long as the run.
    pub local: Scope,
    /// The row of data of this iteration. Its nulls are no values for tokens.
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

impl Scopes {
    /// The value of the strongest variable of this name, as scripts read it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        let _ = name;
        None
    }

    /// Whether any scope has a variable of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let _ = name;
        false
    }

    /// All values by name, the strongest of each.
    #[must_use]
    pub fn to_object(&self) -> Map<String, Value> {
        Map::new()
    }
}

impl Lookup for Scopes {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let _ = name;
        None
    }
}
