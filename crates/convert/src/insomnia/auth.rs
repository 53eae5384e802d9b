//! Authentication.

use serde_json::{Value, json};

use super::template;
use crate::formats::{Notes, flat::text, item};

/// Names of parameters: Insomnia's, and the collection's.
type Names = &'static [(&'static str, &'static str)];

const LOGIN: Names = &[("username", "username"), ("password", "password")];
const AWS: Names = &[
    ("accessKeyId", "accessKey"),
    ("secretAccessKey", "secretKey"),
    ("sessionToken", "sessionToken"),
    ("region", "region"),
    ("service", "service"),
];
const OAUTH2: Names = &[
    ("accessTokenUrl", "accessTokenUrl"),
    ("authorizationUrl", "authUrl"),
    ("redirectUrl", "redirect_uri"),
    ("clientId", "clientId"),
    ("clientSecret", "clientSecret"),
    ("scope", "scope"),
    ("state", "state"),
    ("username", "username"),
    ("password", "password"),
    ("tokenPrefix", "headerPrefix"),
];

/// The authentication of a request or folder, and a note of what collections don't have.
pub(super) fn made(of: Option<&Value>, place: &str, notes: &mut Notes) -> Option<Value> {
    let of = of.filter(|of| of.is_object())?;
    let kind = text(of.get("type"));
    if kind.is_empty() {
        return None;
    }
    if of.get("disabled") == Some(&true.into()) {
        notes.add("an authentication that is turned off", place);
        return None;
    }
    let mut auth = Auth { of, taken: vec!["type", "disabled"], place, notes };
    let made = match kind.as_str() {
        "basic" | "digest" | "ntlm" => auth.mapped(&kind, LOGIN),
        "bearer" => {
            if text(of.get("prefix")) == "Bearer" {
                auth.taken.push("prefix");
            }
            auth.mapped("bearer", &[("token", "token")])
        }
        "apikey" => auth.key(),
        "iam" => auth.mapped("awsv4", AWS),
        "oauth2" => auth.oauth2(),
        "none" => return Some(json!({ "type": "noauth" })),
        other => {
            notes.add(format!("authentication of type `{other}`"), place);
            return None;
        }
    };
    auth.note_rest(&kind);
    Some(made)
}

struct Auth<'a> {
    of: &'a Value,
    /// The members that came along.
    taken: Vec<&'static str>,
    place: &'a str,
    notes: &'a mut Notes,
}

impl Auth<'_> {
    fn take(&mut self, name: &'static str) -> String {
        self.taken.push(name);
        template::text(&text(self.of.get(name)), self.place, self.notes)
    }

    fn mapped(&mut self, kind: &str, names: Names) -> Value {
        let params: Vec<(&str, String)> =
            names.iter().map(|(from, to)| (*to, self.take(from))).collect();
        written(kind, &params)
    }

    fn key(&mut self) -> Value {
        let (key, value) = (self.take("key"), self.take("value"));
        let place = self.take("addTo");
        let (key, value, place) = match place.as_str() {
            "queryParams" => (key, value, "query"),
            "cookie" => ("Cookie".to_owned(), format!("{key}={value}"), "header"),
            _ => (key, value, "header"),
        };
        written("apikey", &[("key", key), ("value", value), ("in", place.to_owned())])
    }

    fn oauth2(&mut self) -> Value {
        let grant = match (self.take("grantType").as_str(), self.take("usePkce").as_str()) {
            ("password", _) => "password_credentials",
            ("authorization_code", "true") => "authorization_code_with_pkce",
            ("client_credentials", _) => "client_credentials",
            ("implicit", _) => "implicit",
            _ => "authorization_code",
        };
        // What everybody does.
        if text(self.of.get("pkceMethod")) == "S256" {
            self.taken.push("pkceMethod");
        }
        let client = if self.take("credentialsInBody") == "true" { "body" } else { "header" };
        let mut params =
            vec![("grant_type", grant.to_owned()), ("client_authentication", client.to_owned())];
        for (from, to) in OAUTH2 {
            params.push((*to, self.take(from)));
        }
        params.retain(|(_, value)| !value.is_empty());
        written("oauth2", &params)
    }

    fn note_rest(self, kind: &str) {
        for (name, value) in self.of.as_object().into_iter().flatten() {
            let filled = !["", "false"].contains(&text(Some(value)).as_str())
                || value.as_array().is_some_and(|list| !list.is_empty());
            if filled && !self.taken.contains(&name.as_str()) {
                let what = format!("`{name}` of an authentication of type `{kind}`");
                self.notes.add(what, self.place);
            }
        }
    }
}

fn written(kind: &str, params: &[(&str, String)]) -> Value {
    let params: Vec<(&str, &str)> =
        params.iter().map(|(key, value)| (*key, value.as_str())).collect();
    item::auth(kind, &params)
}
