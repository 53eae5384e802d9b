//! How a request authenticates, in a line.

use serde_json::Value;

use super::{
    markdown::{code, inline},
    tree::{Found, Tree, name, shown, text},
};

/// Parameters that say where or how, and can hold no secret.
const PLAIN: [&str; 12] = [
    "in",
    "addTokenTo",
    "headerPrefix",
    "algorithm",
    "signatureMethod",
    "grant_type",
    "region",
    "service",
    "addAuthDataToQuery",
    "accessTokenUrl",
    "authUrl",
    "tokenName",
];

/// The auth that holds for a request, and where it was set; `None` when nobody set one.
pub(super) fn effective<'t>(tree: &'t Tree, found: &Found<'t>) -> Option<(&'t Value, String)> {
    let request = found.item.get("request").unwrap_or(&Value::Null);
    let own = set(request).map(|auth| (auth, "the request".to_owned()));
    let above = || {
        let mut folders = found.folders.iter().rev();
        folders.find_map(|folder| Some((set(folder)?, format!("folder {}", inline(name(folder))))))
    };
    let whole = || set(tree.whole()).map(|auth| (auth, "the collection".to_owned()));
    own.or_else(above).or_else(whole)
}

fn set(holder: &Value) -> Option<&Value> {
    holder.get("auth").filter(|auth| auth.is_object())
}

/// Type and parameters. Values are told only when they name a variable, or can't be secret.
pub(super) fn line(auth: &Value) -> String {
    let kind = text(auth, "type");
    if matches!(kind, "" | "noauth") {
        return "none".to_owned();
    }
    let parameters = auth.get(kind).map(parameters).unwrap_or_default();
    let told: Vec<String> = parameters
        .iter()
        // The name of the header or parameter that carries a key is `key` here.
        .map(|(name, value)| {
            let plain = PLAIN.contains(&name.as_str()) || kind == "apikey" && name == "key";
            match value.as_str() {
                "" => format!("{} (empty)", code(name)),
                value if plain || is_variable(value) => format!("{} = {}", code(name), code(value)),
                _ => format!("{} (set)", code(name)),
            }
        })
        .collect();
    let told = if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) };
    format!("{}{told}", inline(kind))
}

/// The parameters in either form of the format.
fn parameters(of: &Value) -> Vec<(String, String)> {
    match of {
        Value::Array(list) => {
            list.iter().map(|one| (text(one, "key").to_owned(), shown(one.get("value")))).collect()
        }
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), shown(Some(value)))).collect()
        }
        _ => Vec::new(),
    }
}

/// True for `{{name}}` and nothing else.
fn is_variable(value: &str) -> bool {
    let name = value.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    name.is_some_and(|name| !name.is_empty() && !name.contains(['{', '}']))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_told_only_when_they_are_harmless() {
        let bearer = json!({ "type": "bearer", "bearer": [{ "key": "token", "value": "{{t}}" }] });
        assert_eq!(line(&bearer), "bearer: `token` = `{{t}}`");
        let key = json!({ "type": "apikey", "apikey": [{ "key": "key", "value": "X-Key" },
            { "key": "value", "value": "k-123" }, { "key": "in", "value": "header" }] });
        assert_eq!(line(&key), "apikey: `key` = `X-Key`, `value` (set), `in` = `header`");
        let basic = json!({ "type": "basic", "basic": { "username": "ana", "password": "" } });
        assert_eq!(line(&basic), "basic: `username` (set), `password` (empty)");
        assert_eq!(line(&json!({ "type": "noauth" })), "none");
        assert!(!is_variable("{{a}}{{b}}") && !is_variable("Bearer {{a}}") && is_variable("{{a}}"));
    }
}
