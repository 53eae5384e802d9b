//! URLs as collections write them: with tokens, path variables and disabled parameters.
//!
//! [`Url::parse`] and [`Url::from_json`] read them, [`Url::to_text`] and [`Url::to_json`] write
//! them again, [`Url::wire`] gives what is sent. Nothing is resolved or corrected on the way: dot
//! segments, doubled slashes and odd characters go out as they were written.

mod encode;
mod host;
mod parse;
mod read;
mod wire;
mod write;

#[cfg(test)]
mod tests;

use crate::extra::Extra;
use crate::variables::{Dynamic, Lookup, Variable, substitute};

pub(crate) use parse::query as read_query;
pub use wire::Wire;

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
    /// What only reports show.
    pub extra: Extra,
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

impl QueryParam {
    /// A parameter of the user.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: Some(key.into()), value: Some(value.into()), ..Self::default() }
    }
}

impl Url {
    /// The host as one text.
    #[must_use]
    pub fn host_text(&self) -> String {
        self.host.as_ref().map(|host| host.join(".")).unwrap_or_default()
    }

    /// A copy with all tokens replaced.
    ///
    /// Path variables are put in first, then the whole text has its tokens replaced and is taken
    /// apart again: a value may hold a host with its port or a query.
    #[must_use]
    pub fn substituted(&self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Self {
        Self::parse(&substitute(&self.to_text(), lookup, dynamic))
    }
}
