//! Security schemes, as authentication of collections.

use serde_json::{Value, json};

use super::{Builder, Object};
use crate::spec::Node;

/// What a list of alternatives comes down to.
enum Chosen<'a> {
    /// A scheme, and the authentication that collections have for it.
    Scheme(Node<'a>, Value),
    /// None is needed.
    Open,
    /// Something that collections don't know.
    Unknown,
}

/// The authentication of the collection.
pub(super) fn of_collection(builder: &Builder<'_>) -> Option<Value> {
    let security = builder.spec.root().get("security")?;
    match chosen(builder, security) {
        Chosen::Scheme(_, auth) => Some(auth),
        Chosen::Open => Some(none()),
        Chosen::Unknown => None,
    }
}

/// The authentication of an operation; `None` when it takes that of the collection.
pub(super) fn of_operation(builder: &Builder<'_>, operation: Node<'_>) -> Option<Value> {
    let security = operation.get("security")?;
    if builder.options.always_inherit_authentication {
        return None;
    }
    if security.value.as_array().is_none_or(Vec::is_empty) {
        return Some(none());
    }
    match chosen(builder, security) {
        Chosen::Scheme(_, auth) => Some(auth),
        Chosen::Open => Some(none()),
        // That of the collection is another one, whose credentials are not meant for this.
        Chosen::Unknown => of_collection(builder).map(|_| none()),
    }
}

fn none() -> Value {
    json!({ "type": "noauth" })
}

/// Name and placeholder of the header, or parameter of the query, that shows an authentication in
/// examples.
pub(super) enum Shown {
    Header(String, String),
    Query(String, String),
}

/// What examples of an operation show.
pub(super) fn shown(builder: &Builder<'_>, operation: Node<'_>) -> Option<Shown> {
    let own = operation.get("security");
    let own = own.filter(|_| !builder.options.always_inherit_authentication);
    let security = own.or_else(|| builder.spec.root().get("security"))?;
    let Chosen::Scheme(scheme, _) = chosen(builder, security) else { return None };
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

/// The first alternative that collections know; of several schemes at once the first.
fn chosen<'a>(builder: &Builder<'a>, security: Node<'_>) -> Chosen<'a> {
    for alternative in security.entries() {
        if alternative.value.as_object().is_some_and(Object::is_empty) {
            return Chosen::Open;
        }
        let mut names = alternative.members().map(|(name, _)| name);
        let found =
            names.by_ref().find_map(|name| usable(builder, name).map(|found| (name, found)));
        if let Some((name, (scheme, auth))) = found {
            for other in names {
                builder.note(format!(
                    "the security scheme `{other}`, which is asked for together with `{name}`"
                ));
            }
            return Chosen::Scheme(scheme, auth);
        }
    }
    Chosen::Unknown
}

/// A scheme that collections know; a note when it is none.
fn usable<'a>(builder: &Builder<'a>, name: &str) -> Option<(Node<'a>, Value)> {
    let within = |node: Node<'a>, name: &str| builder.follow(node.get(name)?);
    let schemes = within(builder.spec.root(), "components")
        .and_then(|components| within(components, "securitySchemes"));
    let Some(scheme) = schemes.and_then(|schemes| schemes.get(name)) else {
        builder.note(format!("the security scheme `{name}`, which is not described"));
        return None;
    };
    let scheme = builder.follow(scheme)?;
    let auth = auth(scheme);
    if auth.is_none() {
        builder.note(format!("the security scheme `{name}`, which collections don't know"));
    }
    Some((scheme, auth?))
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
