//! URLs as collections write them: with tokens, path variables and disabled parameters.
//!
//! [`Url::parse`] and [`Url::from_json`] read them, [`Url::to_text`] and [`Url::to_json`] write
//! them again, [`Url::wire`] gives what is sent. Nothing is resolved or corrected on the way: dot
//! segments, doubled slashes and odd characters go out as they were written.

use serde_json::Value;

use crate::variables::{Dynamic, Lookup, Variable};

/// A parameter of the query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueryParam {
    /// Its name; `None` writes `=value`.
    pub key: Option<String>,
    /// Its value; `None` writes the name alone.
    pub value: Option<String>,
    /// Whether it is left out.
    pub disabled: bool,
    /// Whether the program added it, not the user.
    pub system: bool,
    /// What a reader is told about it, as in the file.
    pub description: Option<Value>,
}

/// User and password of a URL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserInfo {
    /// The user.
    pub user: Option<String>,
    /// The password.
    pub password: Option<String>,
}

/// A URL in parts, as written: nothing is decoded or encoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Url {
    /// The protocol without `://`; `None` stands for `http`.
    pub protocol: Option<String>,
    /// User and password.
    pub auth: Option<UserInfo>,
    /// The parts of the host, which stand between dots.
    pub host: Option<Vec<String>>,
    /// The port as written.
    pub port: Option<String>,
    /// The segments of the path.
    pub path: Option<Vec<String>>,
    /// The query, disabled parameters included.
    pub query: Vec<QueryParam>,
    /// What follows `#`; never sent.
    pub hash: Option<String>,
    /// The path variables: values for segments such as `:id`.
    pub variables: Vec<Variable>,
}

/// What is sent of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wire {
    /// `http` or `https`.
    pub scheme: String,
    /// The host in lower case and ASCII, without the brackets of an IPv6 address.
    pub host: String,
    /// The port, when the URL names one.
    pub port: Option<u16>,
    /// Path and query, exactly as sent; begins with `/`.
    pub target: String,
    /// User and password, decoded.
    pub user_info: Option<(String, String)>,
    /// What follows `#`, encoded; not sent.
    pub hash: Option<String>,
}

/// Why a URL can't be sent to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is none.
    #[error("runtime:extensions~request: request url is empty")]
    Empty,
    /// Only `http` and `https` are spoken.
    #[error("Invalid protocol: {0}:")]
    Protocol(String),
    /// The port is no number up to 65535.
    #[error("Port should be >= 0 and < 65536. Received type string ('{0}').")]
    Port(String),
    /// The host is no host.
    #[error("Invalid URI \"{0}\"")]
    Host(String),
}

impl Fault {
    /// The name that reports give the error.
    #[must_use]
    pub fn name(&self) -> &'static str {
        if matches!(self, Self::Port(_)) { "RangeError" } else { "Error" }
    }
}

impl Url {
    /// Takes a text apart. Every text is a URL, if a strange one.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let _ = text;
        Self::default()
    }

    /// Reads a URL given as text or as an object, whose `raw` does not count.
    #[must_use]
    pub fn from_json(json: Value) -> Self {
        let _ = json;
        Self::default()
    }

    /// The URL as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Null
    }

    /// The whole URL as text, with its path variables still by name.
    #[must_use]
    pub fn to_text(&self) -> String {
        String::new()
    }

    /// The path, which begins with `/`; `resolve` puts the values of path variables in.
    #[must_use]
    pub fn path_text(&self, resolve: bool) -> String {
        let _ = resolve;
        String::new()
    }

    /// The query without `?`; disabled parameters are left out.
    #[must_use]
    pub fn query_text(&self) -> String {
        String::new()
    }

    /// The host as one text.
    #[must_use]
    pub fn host_text(&self) -> String {
        self.host.as_ref().map(|host| host.join(".")).unwrap_or_default()
    }

    /// A copy with all tokens replaced, those in the values of path variables too.
    #[must_use]
    pub fn substituted(&self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Self {
        let _ = (lookup, dynamic);
        self.clone()
    }

    /// What is sent; without `encode`, path and query go out as typed.
    pub fn wire(&self, encode: bool) -> Result<Wire, Fault> {
        let _ = encode;
        Err(Fault::Empty)
    }
}

impl Wire {
    /// The URL that was sent, as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        String::new()
    }
}
