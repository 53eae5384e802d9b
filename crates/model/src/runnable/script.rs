//! Scripts and when they run.

use std::sync::Arc;

use serde_json::Value;

/// When a script runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// Before the request.
    Prerequest,
    /// After the response.
    Test,
    /// Never: an event of another name.
    Other(String),
}

/// A script that runs at an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id, when the file has one.
    pub id: Option<String>,
    /// When it runs.
    pub listen: Listen,
    /// Whether it never runs.
    pub disabled: bool,
    /// What runs.
    pub script: Script,
}

/// A script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// Its id.
    pub id: String,
    /// Its name, when it has one.
    pub name: Option<String>,
    /// Its type as in the file.
    pub kind: String,
    /// Its source, lines joined; `None` when the file has none, and then nothing is executed.
    pub source: Option<Arc<str>>,
    /// The packages it may require, by the name it uses.
    pub packages: Option<Value>,
}

impl Event {
    /// The event as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Null
    }
}
