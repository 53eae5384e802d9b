//! Rules of security.

use serde_json::Value;

use super::{
    Checker,
    at::At,
    rules::{OBJECT, SECURITY_LIST, SECURITY_SCHEME, SECURITY_UNDEFINED},
};
use crate::spec::{Kind, Node};

pub(super) fn check(checker: &mut Checker<'_>) {
    let root = checker.root();
    if let Some(security) = root.get("security") {
        requirements(checker, &security);
    }
    let schemes = checker.schemes.clone();
    for (_, scheme) in schemes.iter().flat_map(At::members) {
        let Some(scheme) = scheme.follow(checker.spec) else { continue };
        if !scheme.is_object() {
            checker.tell(&scheme, OBJECT, "must be an object");
        } else if checker.spec.kind() == Kind::OpenApi2 {
            scheme_of_2(checker, &scheme);
        } else {
            scheme_of_3(checker, &scheme);
        }
    }
}

/// The schemes of a description, or where they would be; `None` when nobody can know.
pub(super) fn schemes<'a>(checker: &Checker<'a>) -> Option<At<'a>> {
    const NOTHING: &Value = &Value::Null;
    let root = checker.root();
    let follow = |at: At<'a>, name: &'static str| match at.get(name) {
        Some(at) => at.follow(checker.spec),
        None => Some(at.member(Node { value: NOTHING, file: at.node.file }, name)),
    };
    if checker.spec.kind() == Kind::OpenApi2 {
        return follow(root, "securityDefinitions");
    }
    follow(follow(root, "components")?, "securitySchemes")
}

/// A list of alternatives, of the whole description or of an operation.
pub(super) fn requirements<'a>(checker: &mut Checker<'a>, security: &At<'a>) {
    if !security.node.value.is_array() {
        let what = "must be a list: write `- name: []` for each alternative";
        checker.tell(security, SECURITY_LIST, what);
    }
    for alternative in security.entries() {
        if !alternative.is_object() {
            checker.tell(&alternative, SECURITY_LIST, "must be an object: write `name: []`");
        }
        for (name, _) in alternative.node.members() {
            if !defined(checker, name) {
                let place = match checker.spec.kind() {
                    Kind::OpenApi2 => "securityDefinitions",
                    _ => "components/securitySchemes",
                };
                let what = format_args!(
                    "names the security scheme `{name}`: define it under `{place}`, or remove it"
                );
                checker.tell(&alternative, SECURITY_UNDEFINED, what);
            }
        }
    }
}

/// Whether there is such a scheme, as far as can be known.
fn defined(checker: &Checker<'_>, name: &str) -> bool {
    // From 3.2 on it may be an address.
    let address = checker.spec.kind() == Kind::OpenApi32 && name.contains(['/', '#', '.']);
    address || checker.schemes.as_ref().is_none_or(|schemes| schemes.node.get(name).is_some())
}

fn scheme_of_2(checker: &mut Checker<'_>, scheme: &At<'_>) {
    match scheme.text("type").unwrap_or_default() {
        "basic" => {}
        "apiKey" => api_key(checker, scheme, &["query", "header"]),
        "oauth2" => {
            let needed: &[&str] = match scheme.text("flow").unwrap_or_default() {
                "implicit" => &["authorizationUrl", "scopes"],
                "password" | "application" => &["tokenUrl", "scopes"],
                "accessCode" => &["authorizationUrl", "tokenUrl", "scopes"],
                _ => {
                    let what = "must have a `flow`, one of `implicit`, `password`, `application`, \
                                `accessCode`";
                    checker.tell(scheme, SECURITY_SCHEME, what);
                    return;
                }
            };
            needs(checker, scheme, needed);
        }
        _ => types(checker, scheme, &["basic", "apiKey", "oauth2"]),
    }
}

fn scheme_of_3(checker: &mut Checker<'_>, scheme: &At<'_>) {
    match scheme.text("type").unwrap_or_default() {
        "apiKey" => api_key(checker, scheme, &["query", "header", "cookie"]),
        "http" => needs(checker, scheme, &["scheme"]),
        "oauth2" => {
            needs(checker, scheme, &["flows"]);
            for (name, flow) in scheme.members_of("flows") {
                self::flow(checker, name, &flow);
            }
        }
        "openIdConnect" => needs(checker, scheme, &["openIdConnectUrl"]),
        "mutualTLS" if checker.spec.kind() > Kind::OpenApi30 => {}
        _ if checker.spec.kind() > Kind::OpenApi30 => {
            types(checker, scheme, &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]);
        }
        _ => types(checker, scheme, &["apiKey", "http", "oauth2", "openIdConnect"]),
    }
}

fn flow(checker: &mut Checker<'_>, name: &str, flow: &At<'_>) {
    let needed: &[&str] = match name {
        "implicit" => &["authorizationUrl", "scopes"],
        "password" | "clientCredentials" => &["tokenUrl", "scopes"],
        "authorizationCode" => &["authorizationUrl", "tokenUrl", "scopes"],
        "deviceAuthorization" if checker.spec.kind() == Kind::OpenApi32 => {
            &["deviceAuthorizationUrl", "tokenUrl", "scopes"]
        }
        _ => {
            let what = "must be `implicit`, `password`, `clientCredentials` or `authorizationCode`";
            checker.tell(flow, SECURITY_SCHEME, what);
            return;
        }
    };
    needs(checker, flow, needed);
}

fn api_key(checker: &mut Checker<'_>, scheme: &At<'_>, places: &[&str]) {
    needs(checker, scheme, &["name"]);
    if !places.contains(&scheme.text("in").unwrap_or_default()) {
        let what = format!("must have an `in`, one of `{}`", places.join("`, `"));
        checker.tell(scheme, SECURITY_SCHEME, what);
    }
}

fn types(checker: &mut Checker<'_>, scheme: &At<'_>, types: &[&str]) {
    let what = format!("must have a `type`, one of `{}`", types.join("`, `"));
    checker.tell(scheme, SECURITY_SCHEME, what);
}

fn needs(checker: &mut Checker<'_>, at: &At<'_>, names: &[&str]) {
    for name in names {
        if at.node.get(name).is_none() {
            checker.tell(at, SECURITY_SCHEME, format_args!("must have `{name}`"));
        }
    }
}
