//! OAuth 1.0a (RFC 5849): a signature over method, URL, query and form.

mod base;

use base64::{Engine, prelude::BASE64_STANDARD};
use model::auth::Auth;
use model::runnable::UrlencodedParam;

use crate::hash::Hash;
use crate::key::PrivateKey;
use crate::params::{given, text};
use crate::percent::encode;
use crate::signable::{AUTHORIZATION, Content};
use crate::{Env, Fault, Outcome, SignBody, Signable};

/// A parameter to send; without a value only if empty ones are wanted.
type Pair = (&'static str, Option<String>);

/// The names that signing may add, so those of an earlier signature go.
const NAMES: [&str; 10] = [
    "oauth_consumer_key",
    "oauth_token",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_version",
    "oauth_signature",
    "oauth_callback",
    "oauth_verifier",
    "oauth_body_hash",
];

/// How the base text is signed.
#[derive(Clone, Copy)]
enum Method {
    Hmac(Hash),
    Rsa(Hash),
    Plain,
}

impl Method {
    fn of(name: &str) -> Result<Self, Fault> {
        match name.strip_suffix("-Accessor").unwrap_or(name) {
            "HMAC-SHA1" => Ok(Self::Hmac(Hash::Sha1)),
            "HMAC-SHA256" => Ok(Self::Hmac(Hash::Sha256)),
            "HMAC-SHA512" => Ok(Self::Hmac(Hash::Sha512)),
            "RSA-SHA1" => Ok(Self::Rsa(Hash::Sha1)),
            "RSA-SHA256" => Ok(Self::Rsa(Hash::Sha256)),
            "RSA-SHA512" => Ok(Self::Rsa(Hash::Sha512)),
            "PLAINTEXT" => Ok(Self::Plain),
            _ => Err(Fault::Algorithm(name.to_owned())),
        }
    }

    fn hash(self) -> Option<Hash> {
        match self {
            Self::Hmac(hash) | Self::Rsa(hash) => Some(hash),
            Self::Plain => None,
        }
    }
}

pub(crate) fn sign(
    auth: &Auth,
    request: &mut Signable<'_>,
    env: &mut Env<'_>,
) -> Result<Outcome, Fault> {
    let name = given(auth, "signatureMethod").unwrap_or("HMAC-SHA1".into());
    let rsa = name.split('-').next().is_some_and(|kind| kind.eq_ignore_ascii_case("rsa"));
    let secret = if rsa { "privateKey" } else { "consumerSecret" };
    if given(auth, "consumerKey").is_none() || given(auth, secret).is_none() {
        return Ok(Outcome::Skipped);
    }
    request.headers.retain(|header| header.key != AUTHORIZATION);
    request.remove_params(&NAMES);
    if let SignBody::Form(fields) = &mut request.body {
        fields.retain(|field| !field.key.as_deref().is_some_and(|key| NAMES.contains(&key)));
    }
    let method = Method::of(&name)?;
    let mut pairs = pairs(auth, &name, body_hash(auth, method, request)?, env);
    let text = base::text(request, &pairs)?;
    let signature = signature(auth, method, &text, env)?;
    if request.encode_url {
        base::encode_query(request)?;
    }
    pairs.push(("oauth_signature", Some(signature)));
    place(auth, request, pairs);
    Ok(Outcome::Signed)
}

/// The parameters to sign, in the order in which they are sent.
fn pairs(auth: &Auth, method: &str, body_hash: Option<String>, env: &mut Env<'_>) -> Vec<Pair> {
    let keep_empty = auth.get_bool("addEmptyParamsToSign");
    let value = |name: &str| {
        let value = auth.get(name).map(String::from);
        value.filter(|value| keep_empty || !value.trim().is_empty())
    };
    let time = given(auth, "timestamp").map_or_else(|| env.seconds().to_string(), Into::into);
    let nonce = given(auth, "nonce").map_or_else(|| env.word(11), Into::into);
    let mut pairs = vec![
        ("oauth_consumer_key", value("consumerKey")),
        ("oauth_token", value("token")),
        ("oauth_signature_method", Some(method.to_owned())),
        ("oauth_timestamp", Some(time)),
        ("oauth_nonce", Some(nonce)),
        ("oauth_version", value("version")),
    ];
    pairs.retain(|(_, value)| keep_empty || value.is_some());
    // Extensions of the protocol: a server that lacks them must not see them empty.
    let extensions = [
        ("oauth_body_hash", body_hash),
        ("oauth_callback", value("callback")),
        ("oauth_verifier", value("verifier")),
    ];
    let some = |(_, value): &Pair| value.as_deref().is_some_and(|value| !value.is_empty());
    pairs.extend(extensions.into_iter().filter(some));
    pairs
}

/// The hash of a body that is no form, if it is wanted.
fn body_hash(auth: &Auth, method: Method, request: &Signable<'_>) -> Result<Option<String>, Fault> {
    let form = matches!(request.body, SignBody::Form(_));
    let wanted = auth.get_bool("includeBodyHash") && !form;
    let Some(hash) = method.hash().filter(|_| wanted) else { return Ok(None) };
    let mut state = hash.start();
    let content = request.read_body(&mut |bytes| state.update(bytes))?;
    Ok((content != Content::Unknown).then(|| BASE64_STANDARD.encode(state.finalize())))
}

fn signature(auth: &Auth, method: Method, text: &str, env: &mut Env<'_>) -> Result<String, Fault> {
    let secret = || {
        let (consumer, token) =
            (self::text(auth, "consumerSecret"), self::text(auth, "tokenSecret"));
        format!("{}&{}", encode(&consumer), encode(&token))
    };
    let bytes = match method {
        Method::Plain => return Ok(secret()),
        Method::Hmac(hash) => hash.mac(secret().as_bytes(), text.as_bytes()),
        Method::Rsa(hash) => {
            let key = PrivateKey::from_pem(&self::text(auth, "privateKey"))?;
            key.rsa()?.sign_pkcs1(hash, text.as_bytes(), env)?
        }
    };
    Ok(BASE64_STANDARD.encode(bytes))
}

/// Adds the parameters where the protocol prefers them: header, form, query.
fn place(auth: &Auth, request: &mut Signable<'_>, pairs: Vec<Pair>) {
    if auth.get_bool("addParamsToHeader") {
        request.add_header(AUTHORIZATION, header(auth, &pairs));
        return;
    }
    let in_body = request.method.contains("PUT") || request.method.contains("POST");
    if let (true, SignBody::Form(fields)) = (in_body, &mut request.body) {
        fields.extend(pairs.into_iter().map(|(name, value)| UrlencodedParam {
            key: Some(name.to_owned()),
            value: Some(value.unwrap_or_default().into()),
            system: true,
            ..UrlencodedParam::default()
        }));
        return;
    }
    for (name, value) in pairs {
        let value = value.map(|value| if request.encode_url { encode(&value) } else { value });
        request.add_param(name, value);
    }
}

fn header(auth: &Auth, pairs: &[Pair]) -> String {
    let plain = auth.get_bool("disableHeaderEncoding");
    let part = |name: &str, value: &str| {
        let value = if plain { value.to_owned() } else { encode(value) };
        format!("{name}=\"{value}\"")
    };
    let realm = given(auth, "realm").filter(|realm| !realm.trim().is_empty());
    let realm = realm.map(|realm| part("realm", &realm));
    let parts = pairs.iter().filter_map(|(name, value)| {
        let value = value.as_deref().filter(|value| !value.is_empty())?;
        Some(part(name, value.trim()))
    });
    format!("OAuth {}", realm.into_iter().chain(parts).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests;
