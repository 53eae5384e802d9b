//! Requests of items.

use serde_json::Value;

use super::{Body, Description};
use crate::auth::Auth;
use crate::url::Url;
use crate::variables::{Dynamic, Lookup};

/// A header of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// Its name; those without one are not sent.
    pub key: String,
    /// Its value; `null` in the file is the text `null`.
    pub value: String,
    /// Whether it is left out.
    pub disabled: bool,
    /// Whether the program added it, not the user.
    pub system: bool,
    /// What a reader is told about it.
    pub description: Description,
}

/// A request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// The method in upper case.
    pub method: String,
    /// Where to.
    pub url: Url,
    /// The headers, disabled ones included.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Option<Body>,
    /// Its own auth.
    pub auth: Option<Auth>,
    /// The proxy it asks for, as in the file.
    pub proxy: Option<Value>,
    /// The client certificate it asks for, as in the file.
    pub certificate: Option<Value>,
    /// What a reader is told about it.
    pub description: Description,
}

impl Header {
    /// A header of the user.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), ..Self::default() }
    }

    /// A header that the program adds.
    #[must_use]
    pub fn system(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { system: true, ..Self::new(key, value) }
    }
}

impl Request {
    /// Reads a request given as an object or as the text of its URL.
    #[must_use]
    pub fn from_json(json: Value) -> Self {
        let _ = json;
        Self::default()
    }

    /// The request as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Null
    }

    /// A copy with all tokens replaced: URL, headers, body and its own auth.
    #[must_use]
    pub fn substituted(&self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Self {
        let _ = (lookup, dynamic);
        self.clone()
    }
}
