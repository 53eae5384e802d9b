//! What is run.

use std::sync::Arc;

use model::{data::Row, runnable::Collection, variables::Scope};

use crate::cookie::Jar;

/// What is run, read and parsed.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The collection.
    pub collection: Arc<Collection>,
    /// The environment; an empty one if there is none.
    pub environment: Scope,
    /// The global variables.
    pub globals: Scope,
    /// Secrets that scripts may ask for with `pm.vault`; none: scripts may not.
    pub vault: Option<Scope>,
    /// Rows of data, one per iteration; the last repeats.
    pub data: Vec<Row>,
    /// Cookies to begin with.
    pub cookies: Jar,
}

impl Input {
    /// Only a collection.
    #[must_use]
    pub fn new(collection: Collection) -> Self {
        Self { collection: Arc::new(collection), ..Self::default() }
    }
}
