//! Security schemes, as authentication of collections.

use serde_json::{Value, json};

use super::{Builder, Object};
use crate::spec::Node;

/// The authentication of the collection.
pub(super) fn of_collection(builder: &Builder<'_>) -> Option<Value> {
    let security = builder.spec.root().get("security")?;
    usable(builder, security).map(|(_, auth)| auth)
}

/// The authentication of an operation; `None` when it takes that of the collection.
pub(super) fn of_operation(builder: &Builder<'_>, operation: Node<'_>) -> Option<Value> {
    let security = operation.get("security")?;
    let none = Some(json!({ "type": "noauth" }));
    if builder.options.always_inherit_authentication {
        return None;
    }
    if security.value.as_array().is_none_or(Vec::is_empty) {
        return none;
    }
    let optional = security.entries().any(|one| one.value.as_object().is_none_or(Object::is_empty));
    match usable(builder, security) {
        Some((_, auth)) => Some(auth),
        None if optional => none,
        None => None,
    }
}

/// Name and placeholder of the header, or parameter of the query, that shows an authentication in
/// examples.
pub(super) enum Shown {
    Header(String, String),
    Query(String, String),
}

/// What examples of an operation show.
pub(super) fn shown(builder: &Builder<'_>, operation: Node<'_>) -> Option<Shown> {
    let security = operation.get("security").or_else(|| builder.spec.root().get("security"))?;
    let (scheme, _) = usable(builder, security)?;
    let header = |value: &str| Some(Shown::Header("Authorization".to_owned(), value.to_owned()));
    match (scheme.text("type")?, scheme.text("scheme").map(str::to_lowercase).as_deref()) {
        ("apiKey", _) => {
            let (name, value) = (scheme.text("name")?.to_owned(), "<API Key>".to_owned());
            let query = scheme.text("in") == Some("query");
            Some(if query { Shown::Query(name, value) } else { Shown::Header(name, value) })
        }
        ("http", Some("basic")) => header("Basic <credentials>"),
        ("http", Some("bearer")) => header("Bearer <token>"),
        ("http", Some("digest")) => header("Digest <credentials>"),
        ("http", Some("oauth" | "oauth1")) => header("OAuth <credentials>"),
        ("oauth2", _) => header("<token>"),
        _ => None,
    }
}

/// The first alternative that collections know.
fn usable<'a>(builder: &Builder<'a>, security: Node<'_>) -> Option<(Node<'a>, Value)> {
    let schemes = builder.spec.root().get("components")?.get("securitySchemes")?;
    let names = security.entries().flat_map(Node::members).map(|(name, _)| name);
    for name in names {
        let Some(scheme) = schemes.get(name) else {
            builder.note(format!("the security scheme `{name}`, which is not described"));
            continue;
        };
        let scheme = builder.follow(scheme)?;
        if let Some(auth) = auth(scheme) {
            return Some((scheme, auth));
        }
        builder.note(format!("the security scheme `{name}`, which collections don't know"));
    }
    None
}

fn auth(scheme: Node<'_>) -> Option<Value> {
    let list = |pairs: &[(&str, &str)]| -> Value {
        let one =
            |(key, value): &(&str, &str)| json!({ "key": key, "value": value, "type": "string" });
        pairs.iter().map(one).collect()
    };
    let kind = scheme.text("scheme").map(str::to_lowercase);
    Some(match (scheme.text("type")?, kind.as_deref()) {
        ("http", Some("basic")) => {
            let pairs =
                [("username", "{{basicAuthUsername}}"), ("password", "{{basicAuthPassword}}")];
            json!({ "type": "basic", "basic": list(&pairs) })
        }
        ("http", Some("bearer")) => {
            json!({ "type": "bearer", "bearer": list(&[("token", "{{bearerToken}}")]) })
        }
        ("http", Some("digest")) => {
            let pairs = [
                ("username", "{{digestAuthUsername}}"),
                ("password", "{{digestAuthPassword}}"),
                ("realm", "{{realm}}"),
            ];
            json!({ "type": "digest", "digest": list(&pairs) })
        }
        ("http", Some("oauth" | "oauth1")) => {
            let mut pairs = list(&[
                ("consumerSecret", "{{consumerSecret}}"),
                ("consumerKey", "{{consumerKey}}"),
            ]);
            if let Some(pairs) = pairs.as_array_mut() {
                pairs.push(json!({ "key": "addParamsToHeader", "value": true, "type": "boolean" }));
            }
            json!({ "type": "oauth1", "oauth1": pairs })
        }
        ("apiKey", _) => {
            let place = if scheme.text("in") == Some("query") { "query" } else { "header" };
            let name = scheme.text("name").unwrap_or_default();
            let pairs = [("key", name), ("value", "{{apiKey}}"), ("in", place)];
            json!({ "type": "apikey", "apikey": list(&pairs) })
        }
        ("oauth2", _) => json!({ "type": "oauth2", "oauth2": oauth2(scheme) }),
        _ => return None,
    })
}

/// The first flow.
fn oauth2(scheme: Node<'_>) -> Value {
    let mut list: Vec<Value> = Vec::new();
    let mut put = |key: &str, value: &str| {
        list.push(json!({ "key": key, "value": value, "type": "string" }));
    };
    let first = scheme.get("flows").and_then(|flows| flows.members().next());
    if let Some((flow, details)) = first {
        let scopes: Vec<&str> = details
            .get("scopes")
            .into_iter()
            .flat_map(Node::members)
            .map(|(name, _)| name)
            .collect();
        if !scopes.is_empty() {
            put("scope", &scopes.join(" "));
        }
        for (key, name) in [
            ("redirect_uri", "refreshUrl"),
            ("accessTokenUrl", "tokenUrl"),
            ("authUrl", "authorizationUrl"),
        ] {
            if let Some(url) = details.text(name) {
                put(key, url);
            }
        }
        let grant = match flow {
            "authorizationCode" => "authorization_code",
            "password" => "password_credentials",
            "clientCredentials" => "client_credentials",
            _ => "implicit",
        };
        put("grant_type", grant);
    }
    Value::Array(list)
}
