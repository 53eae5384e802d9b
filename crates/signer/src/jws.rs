//! JSON Web Signatures (RFC 7515) in compact form, as JavaScript libraries write them.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use model::variables::coerce::number_text;
use serde_json::{Map, Value};

use crate::form::index;
use crate::hash::Hash;
use crate::key::PrivateKey;
use crate::{Env, Fault};

/// An algorithm of RFC 7518.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Hmac(Hash),
    Rsa(Hash),
    Pss(Hash),
    Ecdsa(Hash),
}

/// What a token is signed with.
pub(crate) enum Key {
    Secret(Vec<u8>),
    Private(Box<PrivateKey>),
}

/// RFC 7518 forbids shorter RSA keys.
const MIN_RSA_BITS: usize = 2048;

impl Algorithm {
    pub(crate) fn of(name: &str) -> Result<Self, Fault> {
        let fault = || Fault::Algorithm(name.to_owned());
        let (kind, size) = name.split_at_checked(2).ok_or_else(fault)?;
        let hash = match size {
            "256" => Hash::Sha256,
            "384" => Hash::Sha384,
            "512" => Hash::Sha512,
            _ => return Err(fault()),
        };
        match kind {
            "HS" => Ok(Self::Hmac(hash)),
            "RS" => Ok(Self::Rsa(hash)),
            "PS" => Ok(Self::Pss(hash)),
            "ES" => Ok(Self::Ecdsa(hash)),
            _ => Err(fault()),
        }
    }

    fn sign(self, key: &Key, data: &[u8], env: &mut Env<'_>) -> Result<Vec<u8>, Fault> {
        match (self, key) {
            (Self::Hmac(hash), Key::Secret(secret)) => Ok(hash.mac(secret, data)),
            (Self::Ecdsa(hash), Key::Private(key)) => key.sign_ecdsa(hash, data),
            (Self::Rsa(hash) | Self::Pss(hash), Key::Private(key)) => {
                let key = key.rsa()?;
                if key.bits() < MIN_RSA_BITS {
                    return Err(Fault::Key("it is too short for the algorithm"));
                }
                match self {
                    Self::Pss(_) => key.sign_pss(hash, data, env),
                    _ => key.sign_pkcs1(hash, data, env),
                }
            }
            _ => Err(Fault::Key("it does not fit the algorithm")),
        }
    }
}

/// A signed token.
pub(crate) fn compact(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    algorithm: Algorithm,
    key: &Key,
    env: &mut Env<'_>,
) -> Result<String, Fault> {
    let part = |object: &Map<String, Value>| {
        let mut text = String::new();
        write_object(&mut text, object);
        BASE64_URL_SAFE_NO_PAD.encode(text)
    };
    let text = format!("{}.{}", part(header), part(claims));
    let signature = algorithm.sign(key, text.as_bytes(), env)?;
    Ok(format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
}

/// Writes JSON as `JSON.stringify` does: numbers in JavaScript's form, number-like names first.
fn write_object(out: &mut String, object: &Map<String, Value>) {
    let mut members: Vec<_> = object.iter().collect();
    members.sort_by_key(|(name, _)| index(name).map_or((true, 0), |index| (false, index)));
    out.push('{');
    for (at, (name, value)) in members.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&quote(name));
        out.push(':');
        write(out, value);
    }
    out.push('}');
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => {
            out.push_str(&number_text(number.as_f64().unwrap_or_default()));
        }
        Value::String(text) => out.push_str(&quote(text)),
        Value::Array(values) => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(out, value);
            }
            out.push(']');
        }
        Value::Object(object) => write_object(out, object),
    }
}

/// A string as JSON. Strings have no form that fails.
fn quote(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests;
