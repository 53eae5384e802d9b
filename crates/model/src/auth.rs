//! How a request is authenticated, as collections say it.

use std::borrow::Cow;

use serde_json::Value;

use crate::variables::{Dynamic, Lookup, Variable};

/// The way a request is authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Not at all, and nothing is inherited.
    NoAuth,
    /// User and password.
    Basic,
    /// A token.
    Bearer,
    /// A key in a header or in the query.
    ApiKey,
    /// Digest access.
    Digest,
    /// OAuth 1.0.
    OAuth1,
    /// OAuth 2.0, with a token that is there already.
    OAuth2,
    /// Hawk.
    Hawk,
    /// AWS Signature, version 4.
    AwsV4,
    /// NTLM.
    Ntlm,
    /// Akamai `EdgeGrid`.
    EdgeGrid,
    /// Atlassian ASAP.
    Asap,
    /// A JSON Web Token made for the request.
    Jwt,
    /// A scheme of another name; such requests are sent unsigned.
    Unknown(String),
}

/// The schemes that have a name, with it.
const NAMES: [(&str, Scheme); 13] = [
    ("noauth", Scheme::NoAuth),
    ("basic", Scheme::Basic),
    ("bearer", Scheme::Bearer),
    ("apikey", Scheme::ApiKey),
    ("digest", Scheme::Digest),
    ("oauth1", Scheme::OAuth1),
    ("oauth2", Scheme::OAuth2),
    ("hawk", Scheme::Hawk),
    ("awsv4", Scheme::AwsV4),
    ("ntlm", Scheme::Ntlm),
    ("edgegrid", Scheme::EdgeGrid),
    ("asap", Scheme::Asap),
    ("jwt", Scheme::Jwt),
];

impl Scheme {
    /// The scheme that a `type` names.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let known = NAMES.iter().find(|(known, _)| *known == name);
        known.map_or_else(|| Self::Unknown(name.to_owned()), |(_, scheme)| scheme.clone())
    }

    /// The name in files.
    #[must_use]
    pub fn name(&self) -> &str {
        if let Self::Unknown(name) = self {
            return name;
        }
        NAMES.iter().find(|(_, scheme)| scheme == self).map_or("noauth", |(name, _)| name)
    }
}

/// A scheme and its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Auth {
    /// The scheme.
    pub scheme: Scheme,
    /// Its parameters; of several with one name the last counts.
    pub params: Vec<Variable>,
}

impl Auth {
    /// Reads `{type, [type]: …}` with parameters as an object (2.0) or as a list (2.1).
    ///
    /// `None` when there is no `type`: the auth of the folder or collection holds.
    #[must_use]
    pub fn from_json(json: Value) -> Option<Self> {
        let _ = json;
        None
    }

    /// The auth as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Null
    }

    /// The value of a parameter as in the file.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.params.iter().rev().find(|one| one.key == key)?.value.as_ref()
    }

    /// The text of a parameter; `None` when it is missing or null.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Cow<'_, str>> {
        self.value(key).filter(|value| !value.is_null()).map(crate::variables::coerce::text)
    }

    /// Whether a parameter counts as true: `true`, and every text but the empty one.
    #[must_use]
    pub fn get_bool(&self, key: &str) -> bool {
        self.value(key).is_some_and(crate::variables::coerce::truthy)
    }

    /// Sets a parameter, in its place if it is there.
    pub fn set(&mut self, key: &str, value: Value) {
        let _ = (key, value);
    }

    /// A copy with the tokens in its parameters replaced.
    #[must_use]
    pub fn substituted(&self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Self {
        let _ = (lookup, dynamic);
        self.clone()
    }
}
