//! Akamai `EdgeGrid`: an HMAC over request line, chosen headers and the body of POST.

use base64::{Engine, prelude::BASE64_STANDARD};
use model::auth::Auth;
use model::url::Url;
use serde_json::Value;

use crate::env::format;
use crate::hash::Hash;
use crate::params::given;
use crate::signable::{Content, authority};
use crate::{Env, Fault, Outcome, Signable};

/// How much of a body is hashed, unless the user says otherwise.
const MAX_BODY: u64 = 131_072;

pub(crate) fn sign(
    auth: &Auth,
    request: &mut Signable<'_>,
    env: &mut Env<'_>,
) -> Result<Outcome, Fault> {
    let tokens = given(auth, "accessToken").zip(given(auth, "clientToken"));
    let Some(((access, client), secret)) = tokens.zip(given(auth, "clientSecret")) else {
        return Ok(Outcome::Skipped);
    };
    request.remove_header("authorization");
    let wire = request.wire()?;
    let host = match given(auth, "baseURL") {
        Some(base) => authority(&Url::parse(&base).wire(true)?),
        None => authority(&wire),
    };
    let time = given(auth, "timestamp")
        .unwrap_or_else(|| format(env.now_ms, "%Y%m%dT%H:%M:%S+0000").into());
    let nonce = given(auth, "nonce").unwrap_or_else(|| env.uuid().into());
    let header = format!(
        "EG1-HMAC-SHA256 client_token={client};access_token={access};timestamp={time};nonce={nonce};"
    );
    let body = if request.method == "POST" { body_hash(auth, request)? } else { String::new() };
    let (method, headers) = (request.method, canonical_headers(auth, request));
    let data =
        format!("{method}\t{}\t{host}\t{}\t{headers}\t{body}\t{header}", wire.scheme, wire.target);
    let key = mac(secret.as_bytes(), &time);
    let signature = mac(key.as_bytes(), &data);
    request.authorize(format!("{header}signature={signature}"));
    Ok(Outcome::Signed)
}

fn mac(key: &[u8], data: &str) -> String {
    BASE64_STANDARD.encode(Hash::Sha256.mac(key, data.as_bytes()))
}

/// The headers to sign, in the user's order; empty, repeated and missing ones are left out.
fn canonical_headers(auth: &Auth, request: &Signable<'_>) -> String {
    let names: Vec<&str> = match auth.value("headersToSign") {
        Some(Value::String(list)) => list.split(',').collect(),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let canonical = |name: &&str| {
        let name = name.trim().to_lowercase();
        let mut values = request.header_values(&name);
        let value = values.next().filter(|value| !value.is_empty())?;
        if values.next().is_some() {
            return None;
        }
        let words: Vec<_> = value.split_whitespace().collect();
        Some(format!("{name}:{}", words.join(" ")))
    };
    names.iter().filter_map(canonical).collect::<Vec<_>>().join("\t")
}

/// The hash of the body's beginning; a body without bytes has none.
fn body_hash(auth: &Auth, request: &Signable<'_>) -> Result<String, Fault> {
    let mut state = Hash::Sha256.start();
    let mut left = max_body(auth);
    let content = request.read_body(&mut |bytes| {
        let taken = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        left -= taken as u64;
        state.update(bytes.get(..taken).unwrap_or_default());
    })?;
    let hash = (content == Content::Whole).then(|| BASE64_STANDARD.encode(state.finalize()));
    Ok(hash.unwrap_or_default())
}

/// What is no number sets no limit; what is below zero hashes nothing.
fn max_body(auth: &Auth) -> u64 {
    let Some(text) = given(auth, "maxBodySize") else { return MAX_BODY };
    match text.trim().parse::<f64>() {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the cast saturates, which is what a limit should do"
        )]
        Ok(size) if !size.is_nan() => size as u64,
        _ => u64::MAX,
    }
}

#[cfg(test)]
mod tests;
