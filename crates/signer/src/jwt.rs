//! A JSON Web Token (RFC 7519) made of the user's header and claims; no claim is added.

use model::auth::Auth;
use serde_json::{Map, Value};

use crate::jws::{Algorithm, Key, compact};
use crate::key::{PrivateKey, lenient_base64};
use crate::params::given;
use crate::{Env, Fault, Outcome, Signable};

pub(crate) fn sign(
    auth: &Auth,
    request: &mut Signable<'_>,
    env: &mut Env<'_>,
) -> Result<Outcome, Fault> {
    let name = given(auth, "algorithm").ok_or(Fault::Missing("algorithm"))?;
    let algorithm = Algorithm::of(&name)?;
    let secret = match algorithm {
        Algorithm::Hmac(_) => string(auth, "secret")?,
        _ => string(auth, "privateKey")?,
    };
    let header = header(auth, &name)?;
    let claims = object(auth, "payload")?.ok_or(Fault::Object("payload"))?;
    let key = match algorithm {
        Algorithm::Hmac(_) if auth.get_bool("isSecretBase64Encoded") => {
            Key::Secret(lenient_base64(secret))
        }
        Algorithm::Hmac(_) => Key::Secret(secret.as_bytes().to_vec()),
        _ => Key::Private(Box::new(PrivateKey::from_pkcs8_pem(secret)?)),
    };
    let token = compact(&header, &claims, algorithm, &key, env)?;
    place(auth, request, token);
    Ok(Outcome::Signed)
}

/// A parameter that has to be a text with something in it.
fn string<'a>(auth: &'a Auth, name: &'static str) -> Result<&'a str, Fault> {
    let text = auth.value(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.ok_or(Fault::Missing(name))
}

/// The user's header, with the algorithm that is used.
fn header(auth: &Auth, algorithm: &str) -> Result<Map<String, Value>, Fault> {
    let mut header = match object(auth, "header") {
        // A header that is JSON but no object adds nothing.
        Err(Fault::Object(_)) if is_json(auth, "header") => Map::new(),
        header => header?.unwrap_or_default(),
    };
    header.insert("alg".to_owned(), Value::from(algorithm));
    let Some(critical) = header.get("crit") else { return Ok(header) };
    // The one extension there is, and only in the form that changes nothing.
    let names = critical.as_array().filter(|names| !names.is_empty());
    let known = names.is_some_and(|names| names.iter().all(|name| name == "b64"));
    let harmless = header.get("b64") == Some(&Value::Bool(true));
    if known && harmless { Ok(header) } else { Err(Fault::Critical) }
}

fn is_json(auth: &Auth, name: &str) -> bool {
    let text = auth.value(name).and_then(Value::as_str);
    text.is_none_or(|text| serde_json::from_str::<Value>(text).is_ok())
}

/// An object, given as such or as JSON text; a blank text is an empty one, nothing is `None`.
pub(crate) fn object(auth: &Auth, name: &'static str) -> Result<Option<Map<String, Value>>, Fault> {
    match auth.value(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object.clone())),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(Some(Map::new())),
        Some(Value::String(text)) => match serde_json::from_str(text) {
            Ok(Value::Object(object)) => Ok(Some(object)),
            _ => Err(Fault::Object(name)),
        },
        Some(_) => Err(Fault::Object(name)),
    }
}

fn place(auth: &Auth, request: &mut Signable<'_>, token: String) {
    match given(auth, "addTokenTo").unwrap_or("header".into()).as_ref() {
        "header" => {
            let prefix = auth.get("headerPrefix").unwrap_or("Bearer".into());
            let space = if prefix.is_empty() { "" } else { " " };
            request.authorize(format!("{prefix}{space}{token}"));
        }
        "queryParam" => {
            let name = given(auth, "queryParamKey").unwrap_or("token".into());
            request.remove_params(&[&name]);
            request.add_param(&name, Some(token));
        }
        _ => {}
    }
}
