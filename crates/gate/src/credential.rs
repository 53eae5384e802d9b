//! Which credential a request carries.

use http::{HeaderMap, Method, header::AUTHORIZATION};
use model::key::{Key, KeyKind, parse};

/// What a request shows as its credential.
#[derive(Debug)]
pub(crate) enum Shown {
    /// None.
    Nothing,
    /// A well-formed key.
    Key(Key),
    /// Something that can't be taken, with the reason for the record. The value is never kept.
    Refused(&'static str),
}

/// Query parameters that are credentials or look like them. They are removed before anything else
/// reads the query.
const QUERY_CREDENTIALS: [&str; 4] = ["apikey", "access_key", "api_key", "access_token"];

/// Reads the credential and removes it from the query.
pub(crate) fn read(
    method: &Method,
    headers: &HeaderMap,
    query: &mut Vec<(String, String)>,
) -> Shown {
    let (secret, open): (Vec<_>, Vec<_>) = std::mem::take(query)
        .into_iter()
        .partition(|(name, _)| QUERY_CREDENTIALS.contains(&name.to_ascii_lowercase().as_str()));
    *query = open;
    let shown = match in_headers(headers) {
        Ok(shown) => shown,
        Err(why) => return Shown::Refused(why),
    };
    let named = |name: &str| {
        let mut values = secret.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
        (values.next(), values.next().is_some())
    };
    let ((api_key, api_twice), (access_key, access_twice)) = (named("apikey"), named("access_key"));
    if api_twice || access_twice {
        return Shown::Refused("a credential appears twice in the query");
    }
    if secret.iter().any(|(name, _)| !matches!(name.as_str(), "apikey" | "access_key")) {
        return Shown::Refused("a credential is in a query parameter that takes none");
    }
    match (shown, api_key, access_key) {
        (shown, None, None) => shown,
        (Shown::Nothing, Some(key), None) => person_in_query(method, key),
        (Shown::Nothing, None, Some(key)) => access_in_query(method, key),
        (Shown::Key(header), Some(key), None) => match person_in_query(method, key) {
            Shown::Key(key) if key.hash == header.hash => Shown::Key(header),
            Shown::Key(_) => Shown::Refused("two different credentials"),
            refused => refused,
        },
        // A person's own key beats the access key; next to an agent's it would bypass its owner.
        (Shown::Key(header), None, Some(_)) if header.kind == KeyKind::User => Shown::Key(header),
        _ => Shown::Refused("two credentials"),
    }
}

fn in_headers(headers: &HeaderMap) -> Result<Shown, &'static str> {
    let mut found: Option<Key> = None;
    let api_keys = headers.get_all("x-api-key").iter().map(|value| value.to_str().ok());
    let bearers = headers.get_all(AUTHORIZATION).iter().map(|value| {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    for text in api_keys.chain(bearers) {
        let text = text.ok_or("a credential header that can't be read")?;
        let key = parse(text.trim()).ok_or("not a key of this server")?;
        if key.kind == KeyKind::Access {
            return Err("a collection access key in a header");
        }
        match &found {
            Some(other) if other.hash != key.hash => return Err("two different credentials"),
            _ => found = Some(key),
        }
    }
    Ok(found.map_or(Shown::Nothing, Shown::Key))
}

fn person_in_query(method: &Method, text: &str) -> Shown {
    match parse(text) {
        Some(key) if key.kind != KeyKind::User => {
            Shown::Refused("an agent's or admin key in the query")
        }
        Some(key) if *method == Method::GET => Shown::Key(key),
        Some(_) => Shown::Refused("a key in the query of a call that is no GET"),
        None => Shown::Refused("not a key of this server"),
    }
}

fn access_in_query(method: &Method, text: &str) -> Shown {
    match parse(text) {
        Some(key) if key.kind == KeyKind::Access && *method == Method::GET => Shown::Key(key),
        _ => Shown::Refused("not a collection access key"),
    }
}
