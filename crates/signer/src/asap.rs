//! Atlassian ASAP: a short-lived token that a service signs with its private key.

use base64::{Engine, prelude::BASE64_STANDARD};
use model::auth::Auth;
use model::variables::coerce;
use serde_json::{Map, Value};

use crate::jws::{Algorithm, Key, compact};
use crate::jwt::object;
use crate::key::PrivateKey;
use crate::params::given;
use crate::percent::decode;
use crate::{Env, Fault, Outcome, Signable};

/// How long a token is valid, unless the user says otherwise; in seconds.
const LIFETIME: i64 = 3600;

pub(crate) fn sign(
    auth: &Auth,
    request: &mut Signable<'_>,
    env: &mut Env<'_>,
) -> Result<Outcome, Fault> {
    let mut claims = object(auth, "claims")?.unwrap_or_default();
    let id = claim(&claims, auth, "kid").ok_or(Fault::Missing("kid"))?;
    fill(auth, &mut claims, env)?;
    let key = given(auth, "privateKey").ok_or(Fault::Missing("privateKey"))?;
    let name = given(auth, "alg").unwrap_or("RS256".into());
    let algorithm = Algorithm::of(&name)?;
    if matches!(algorithm, Algorithm::Hmac(_)) {
        return Err(Fault::Algorithm(name.into_owned()));
    }
    let key = Key::Private(Box::new(private_key(&key, &coerce::text(&id))?));
    let mut header = Map::new();
    header.insert("alg".to_owned(), Value::from(name.as_ref()));
    header.insert("kid".to_owned(), id);
    let token = compact(&header, &claims, algorithm, &key, env)?;
    request.authorize(format!("Bearer {token}"));
    Ok(Outcome::Signed)
}

/// A claim of the user's own, else the parameter of its name.
fn claim(claims: &Map<String, Value>, auth: &Auth, name: &str) -> Option<Value> {
    let own = claims.get(name).filter(|value| coerce::truthy(value));
    own.or_else(|| auth.value(name).filter(|value| coerce::truthy(value))).cloned()
}

/// Sets the claims that the protocol wants; those of the user win.
fn fill(auth: &Auth, claims: &mut Map<String, Value>, env: &mut Env<'_>) -> Result<(), Fault> {
    let issuer = claim(claims, auth, "iss").ok_or(Fault::Missing("iss"))?;
    let subject = claim(claims, auth, "sub").unwrap_or_else(|| issuer.clone());
    let audience = claim(claims, auth, "aud").ok_or(Fault::Missing("aud"))?;
    let own = |name: &str| claims.get(name).filter(|value| coerce::truthy(value)).cloned();
    let now = env.seconds();
    let issued = own("iat").unwrap_or_else(|| now.into());
    let seconds =
        |value: Option<Value>| value.as_ref().and_then(whole).filter(|seconds| *seconds != 0);
    let end = seconds(own("exp")).unwrap_or_else(|| {
        now.saturating_add(seconds(auth.value("exp").cloned()).unwrap_or(LIFETIME))
    });
    let token = own("jti").unwrap_or_else(|| env.uuid().into());
    let all = [
        ("iat", issued),
        ("iss", issuer),
        ("sub", subject),
        ("jti", token),
        ("aud", audience),
        ("exp", end.into()),
    ];
    claims.extend(all.map(|(name, value)| (name.to_owned(), value)));
    Ok(())
}

/// The whole number that a value begins with.
fn whole(value: &Value) -> Option<i64> {
    let text = coerce::text(value);
    let text = text.trim_start();
    let sign = text.len() - text.trim_start_matches(['-', '+']).len();
    let digits = text.get(sign..)?.bytes().take_while(u8::is_ascii_digit).count();
    text.get(..sign + digits)?.parse().ok()
}

/// Reads PEM text or a data URI, which may be percent-encoded and in quotes.
fn private_key(text: &str, id: &str) -> Result<PrivateKey, Fault> {
    let text = text.replace('\n', "");
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let text = decode(inner.unwrap_or(&text)).ok_or(Fault::Key("its encoding is malformed"))?;
    let Some(uri) = text.strip_prefix("data:") else {
        return PrivateKey::from_pkcs8_pem(&text);
    };
    let malformed = Fault::Key("it is no data URI of a key");
    let parts = uri.strip_prefix("application/pkcs8;kid=").and_then(|rest| rest.split_once(';'));
    let Some((named, data)) =
        parts.and_then(|(id, rest)| Some((id, rest.strip_prefix("base64,")?)))
    else {
        return Err(malformed);
    };
    if named != id {
        return Err(Fault::Key("its data URI names another `kid`"));
    }
    PrivateKey::from_pkcs8(&BASE64_STANDARD.decode(data).map_err(|_| malformed)?)
}

#[cfg(test)]
mod tests;
