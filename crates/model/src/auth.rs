//! How a request is authenticated, as collections say it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::extra::Extra;
use crate::json::{self, Broken, Cursor};
use crate::variables::{Dynamic, Lookup, Variable, coerce, substitute, substitute_json};

#[cfg(test)]
mod tests;

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
    /// The scheme that a `type` names; letter case counts.
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
    /// Its parameters, one of each name.
    pub params: Vec<Variable>,
    /// Parameters of schemes that are not used, which only reports show.
    pub others: Vec<(String, Vec<Variable>)>,
    /// What only reports show.
    pub extra: Extra,
}

impl Auth {
    /// A scheme without parameters.
    #[must_use]
    pub fn new(scheme: Scheme) -> Self {
        Self { scheme, params: Vec::new(), others: Vec::new(), extra: Extra::default() }
    }

    /// Reads `{type, [type]: …}` with parameters as an object (2.0) or as a list (2.1).
    ///
    /// `None` when there is no `type` that is text: the auth of the folder or collection holds.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        Self::read(&mut Cursor::new(&json.to_string())).ok()?
    }

    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, Broken> {
        if cursor.peek()? != b'{' {
            cursor.skip()?;
            return Ok(None);
        }
        let mut name = None;
        let mut lists = Vec::new();
        let mut extra = Extra::default();
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let member = key.name();
            match (member.as_ref(), cursor.peek()?) {
                ("type", _) => {
                    name = json::string(cursor.skip()?).map(Cow::into_owned);
                }
                (member, _) if member.starts_with('_') => extra.note(member, cursor.skip()?)?,
                (member, b'{' | b'[') => lists.push((member.to_owned(), params(cursor)?)),
                _ => drop(cursor.skip()?),
            }
        }
        let Some(name) = name else { return Ok(None) };
        let mut auth = Self { extra, ..Self::new(Scheme::from_name(&name)) };
        for (member, params) in lists {
            if member == name {
                auth.params = params;
            } else {
                auth.others.push((member, params));
            }
        }
        Ok(Some(auth))
    }

    /// The auth as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let list = |params: &[Variable]| params.iter().map(Variable::to_json).collect::<Value>();
        let mut out = Map::new();
        self.extra.write(false, &mut out);
        out.insert("type".to_owned(), self.scheme.name().into());
        out.insert(self.scheme.name().to_owned(), list(&self.params));
        for (name, params) in &self.others {
            out.insert(name.clone(), list(params));
        }
        Value::Object(out)
    }

    /// The value of a parameter as in the file.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.params.iter().rev().find(|one| one.key == key)?.value.as_ref()
    }

    /// The text of a parameter; `None` when it is missing or null.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Cow<'_, str>> {
        self.value(key).filter(|value| !value.is_null()).map(coerce::text)
    }

    /// Whether a parameter counts as true: `true`, and every text but the empty one.
    #[must_use]
    pub fn get_bool(&self, key: &str) -> bool {
        self.value(key).is_some_and(coerce::truthy)
    }

    /// Sets a parameter, in its place if it is there.
    pub fn set(&mut self, key: &str, value: Value) {
        match self.params.iter_mut().rev().find(|one| one.key == key) {
            Some(param) => param.set(Some(value)),
            None => self.params.push(Variable::new(key, Some(value))),
        }
    }

    /// Sets a parameter that the program found out, and marks it as such.
    pub fn set_by_system(&mut self, key: &str, value: Option<Value>) {
        let at = self.params.iter().rposition(|one| one.key == key).unwrap_or_else(|| {
            self.params.push(Variable::new(key, None));
            self.params.len() - 1
        });
        if let Some(param) = self.params.get_mut(at) {
            param.set(value);
            param.extra.keep("system", Value::Bool(true));
        }
    }

    /// A copy with the tokens in its parameters replaced.
    #[must_use]
    pub fn substituted(&self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Self {
        let mut copy = self.clone();
        for param in &mut copy.params {
            if let Cow::Owned(key) = substitute(&param.key, lookup, dynamic) {
                param.key = key;
            }
            param.value = param.value.as_ref().map(|value| substitute_json(value, lookup, dynamic));
        }
        copy
    }
}

/// The parameters of a scheme: of several with one name the first keeps its place, the last its
/// value.
fn params(cursor: &mut Cursor<'_>) -> Result<Vec<Variable>, Broken> {
    let mut params: Vec<Variable> = Vec::new();
    if cursor.peek()? == b'{' {
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let value = Some(cursor.value()?);
            upsert(&mut params, Variable::new(key.name(), value));
        }
        return Ok(params);
    }
    cursor.open(b'[')?;
    while cursor.element()? {
        let param = Variable::read(cursor)?;
        upsert(&mut params, param);
    }
    Ok(params)
}

fn upsert(params: &mut Vec<Variable>, param: Variable) {
    match params.iter_mut().find(|one| one.key == param.key) {
        Some(place) => *place = param,
        None => params.push(param),
    }
}
