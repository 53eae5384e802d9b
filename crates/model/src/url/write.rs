//! Putting a URL together.

use serde_json::{Map, Value};

use super::{QueryParam, Url, parse};
use crate::variables::Variable;

impl Url {
    /// The whole URL as text; path variables that have a value are put in.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        if let Some(protocol) = self.protocol.as_deref().filter(|protocol| !protocol.is_empty()) {
            out.push_str(protocol);
            if !protocol.ends_with("://") {
                out.push_str("://");
            }
        }
        if let Some(info) = &self.auth {
            out.push_str(info.user.as_deref().unwrap_or_default());
            if let Some(password) = &info.password {
                out.push(':');
                out.push_str(password);
            }
            if info.user.is_some() || info.password.is_some() {
                out.push('@');
            }
        }
        out.push_str(&self.host_text());
        if let Some(port) = &self.port {
            out.push(':');
            out.push_str(port);
        }
        if self.path.is_some() {
            out.push_str(&self.path_text(true));
        }
        if self.has_query() {
            out.push('?');
            out.push_str(&self.query_text());
        }
        if let Some(hash) = &self.hash {
            out.push('#');
            out.push_str(hash);
        }
        out
    }

    /// The path, which begins with `/`; `resolve` puts the values of path variables in.
    ///
    /// Only texts that are not empty are values; without one a segment keeps its `:name`.
    #[must_use]
    pub fn path_text(&self, resolve: bool) -> String {
        let mut out = String::from("/");
        for (position, segment) in self.path.iter().flatten().enumerate() {
            if position > 0 {
                out.push('/');
            }
            let known = parse::segment_variable(segment).filter(|_| resolve);
            match known.and_then(|(name, rest)| Some((self.path_variable(name)?, rest))) {
                Some((value, rest)) => {
                    out.push_str(value);
                    out.push_str(rest);
                }
                None => out.push_str(segment),
            }
        }
        out
    }

    /// The query without `?`; disabled parameters are left out.
    ///
    /// What would end a name or value is percent-encoded: `&` and `#`, and `=` in names.
    #[must_use]
    pub fn query_text(&self) -> String {
        let mut out = String::new();
        for (position, param) in self.enabled().enumerate() {
            if position > 0 {
                out.push('&');
            }
            push_escaped(&mut out, param.key.as_deref().unwrap_or_default(), true);
            if let Some(value) = &param.value {
                out.push('=');
                push_escaped(&mut out, value, false);
            }
        }
        out
    }

    /// Whether a `?` is written at all.
    pub(super) fn has_query(&self) -> bool {
        self.enabled().next().is_some()
    }

    pub(super) fn enabled(&self) -> impl Iterator<Item = &QueryParam> {
        self.query.iter().filter(|param| !param.disabled)
    }

    /// The value of a path variable: of several the last, disabled or not.
    fn path_variable(&self, name: &str) -> Option<&str> {
        let variable = self.variables.iter().rev().find(|one| one.key == name)?;
        variable.value.as_ref()?.as_str().filter(|value| !value.is_empty())
    }

    /// The URL as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        let list = |parts: &Vec<String>| parts.iter().map(String::as_str).collect::<Value>();
        if let Some(info) = &self.auth {
            let mut auth = Map::new();
            push(&mut auth, "user", info.user.as_deref());
            push(&mut auth, "password", info.password.as_deref());
            out.insert("auth".to_owned(), Value::Object(auth));
        }
        push(&mut out, "protocol", self.protocol.as_deref());
        push(&mut out, "port", self.port.as_deref());
        push(&mut out, "path", self.path.as_ref().map(list));
        push(&mut out, "hash", self.hash.as_deref());
        push(&mut out, "host", self.host.as_ref().map(list));
        out.insert("query".to_owned(), self.query.iter().map(QueryParam::to_json).collect());
        out.insert("variable".to_owned(), self.variables.iter().map(Variable::to_json).collect());
        Value::Object(out)
    }
}

impl QueryParam {
    /// The parameter as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        self.extra.write(self.disabled, &mut out);
        self.extra.write_pair(self.key.as_deref().into(), self.value.as_deref().into(), &mut out);
        if self.system {
            out.insert("system".to_owned(), Value::Bool(true));
        }
        Value::Object(out)
    }
}

fn push(out: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        out.insert(name.to_owned(), value.into());
    }
}

fn push_escaped(out: &mut String, text: &str, is_key: bool) {
    let tokens = parse::tokens(text, |_| true);
    for (at, character) in text.char_indices() {
        match character {
            _ if parse::is_inside(&tokens, at) => out.push(character),
            '&' => out.push_str("%26"),
            '#' => out.push_str("%23"),
            '=' if is_key => out.push_str("%3D"),
            other => out.push(other),
        }
    }
}
