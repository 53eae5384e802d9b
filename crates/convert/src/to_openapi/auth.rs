//! Authentication, as security schemes.

use serde_json::{Value, json};

use super::{Object, Writer, list, text};

/// The security that an authentication comes to; `None` for what is inherited.
pub(super) fn security(writer: &mut Writer, auth: Option<&Value>) -> Option<Value> {
    let auth = auth?;
    let kind = text(auth.get("type"))?;
    let param = |name: &str| {
        let all = list(auth.get(&kind)).iter();
        let found = all.into_iter().find(|one| text(one.get("key")).as_deref() == Some(name));
        found.and_then(|one| text(one.get("value")))
    };
    let scheme = match kind.as_str() {
        "noauth" => return Some(json!([{}])),
        "basic" => json!({ "type": "http", "scheme": "basic" }),
        "bearer" | "jwt" => json!({ "type": "http", "scheme": "bearer" }),
        "digest" => json!({ "type": "http", "scheme": "digest" }),
        "apikey" => {
            let place = if param("in").as_deref() == Some("query") { "query" } else { "header" };
            json!({ "type": "apiKey", "name": param("key").unwrap_or_default(), "in": place })
        }
        "oauth2" => {
            let mut flow = Object::new();
            let grant = match param("grant_type").as_deref() {
                Some("client_credentials") => "clientCredentials",
                Some("password_credentials") => "password",
                Some("implicit") => "implicit",
                _ => "authorizationCode",
            };
            if matches!(grant, "authorizationCode" | "implicit") {
                let url = param("authUrl").unwrap_or_default();
                flow.insert("authorizationUrl".to_owned(), url.into());
            }
            if grant != "implicit" {
                flow.insert(
                    "tokenUrl".to_owned(),
                    param("accessTokenUrl").unwrap_or_default().into(),
                );
            }
            let scopes = param("scope").unwrap_or_default();
            let scopes: Object =
                scopes.split_whitespace().map(|scope| (scope.to_owned(), "".into())).collect();
            flow.insert("scopes".to_owned(), Value::Object(scopes));
            json!({ "type": "oauth2", "flows": { grant: flow } })
        }
        other => {
            writer
                .notes
                .insert(format!("authentication of type `{other}`, which OpenAPI does not know"));
            return None;
        }
    };
    let mut name = format!("{kind}Auth");
    let mut number = 2;
    while writer.schemes.get(&name).is_some_and(|known| *known != scheme) {
        name = format!("{kind}Auth{number}");
        number += 1;
    }
    writer.schemes.insert(name.clone(), scheme);
    Some(json!([{ name: [] }]))
}
