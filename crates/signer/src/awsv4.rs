//! AWS Signature, version 4, in headers or in the query.

mod canonical;

use chrono::DateTime;
use model::auth::Auth;

use crate::env::format;
use crate::hash::{Hash, hex};
use crate::params::{given, text};
use crate::percent::encode;
use crate::signable::{AUTHORIZATION, Content, authority};
use crate::{Env, Fault, Outcome, Signable};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const BODY_HASH: &str = "X-Amz-Content-Sha256";
const DATE: &str = "X-Amz-Date";
const TOKEN: &str = "X-Amz-Security-Token";

/// What a signature is bound to.
struct Binding {
    time: String,
    region: String,
    service: String,
}

pub(crate) fn sign(
    auth: &Auth,
    request: &mut Signable<'_>,
    env: &mut Env<'_>,
) -> Result<Outcome, Fault> {
    for name in [AUTHORIZATION, DATE, TOKEN, BODY_HASH] {
        request.remove_header(name);
    }
    request.remove_params(&[
        TOKEN,
        DATE,
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
    ]);
    let service = given(auth, "service").unwrap_or("execute-api".into());
    let binding = Binding {
        time: time(request, env)?,
        region: given(auth, "region").unwrap_or("us-east-1".into()).into_owned(),
        // The service has another name in signatures than in its address.
        service: if service == "email" { "ses".to_owned() } else { service.into_owned() },
    };
    if auth.get_bool("addAuthDataToQuery") {
        sign_query(auth, request, &binding)?;
    } else {
        sign_headers(auth, request, &binding)?;
    }
    Ok(Outcome::Signed)
}

/// The time of the `Date` header if there is one, else now.
fn time(request: &Signable<'_>, env: &Env<'_>) -> Result<String, Fault> {
    let millis = match request.header_values("date").last().filter(|date| !date.is_empty()) {
        None => env.now_ms,
        Some(date) => DateTime::parse_from_rfc2822(date)
            .map(|time| time.timestamp_millis())
            .ok()
            .or_else(|| model::time::parse(date))
            .ok_or(Fault::Date)?,
    };
    Ok(format(millis, "%Y%m%dT%H%M%SZ"))
}

fn sign_headers(auth: &Auth, request: &mut Signable<'_>, binding: &Binding) -> Result<(), Fault> {
    let mut body = body_hash(request)?;
    if let Some(hash) = &body {
        request.add_header(BODY_HASH, hash);
    }
    add_host(request)?;
    if let Some(token) = given(auth, "sessionToken") {
        request.add_header(TOKEN, token);
    }
    if binding.service == "s3" && body.is_none() {
        let nothing = hex(&Hash::Sha256.of(b""));
        request.add_header(BODY_HASH, &nothing);
        body = Some(nothing);
    }
    request.add_header(DATE, &binding.time);
    let body = body.unwrap_or_else(|| hex(&Hash::Sha256.of(b"")));
    let headers = canonical::headers(request);
    let target = request.wire()?.target;
    let (path, query) = canonical::parts(&target, binding.is_s3())?;
    let canonical =
        canonical::text(request.method, &path, &query, &headers, &body, binding.is_s3());
    let signature = binding.signature(&text(auth, "secretKey"), &canonical);
    let (key, scope) = (text(auth, "accessKey"), binding.scope());
    let names = canonical::names(&headers);
    request.add_header(
        AUTHORIZATION,
        format!(
            "{ALGORITHM} Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}"
        ),
    );
    Ok(())
}

fn sign_query(auth: &Auth, request: &mut Signable<'_>, binding: &Binding) -> Result<(), Fault> {
    add_host(request)?;
    let headers = canonical::headers(request);
    let target = request.wire()?.target;
    let (path, mut query) = canonical::parts(&target, binding.is_s3())?;
    let mut added: Vec<(&str, String)> = Vec::new();
    if let Some(token) = given(auth, "sessionToken") {
        added.push((TOKEN, token.into_owned()));
    }
    if binding.is_s3() && !query.iter().any(|(name, _)| name == "X-Amz-Expires") {
        added.push(("X-Amz-Expires", "86400".to_owned()));
    }
    added.push((DATE, binding.time.clone()));
    added.push(("X-Amz-Algorithm", ALGORITHM.to_owned()));
    let credential = format!("{}/{}", text(auth, "accessKey"), binding.scope());
    added.push(("X-Amz-Credential", credential));
    added.push(("X-Amz-SignedHeaders", canonical::names(&headers)));
    query.extend(added.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    let body =
        if binding.is_s3() { "UNSIGNED-PAYLOAD".to_owned() } else { hex(&Hash::Sha256.of(b"")) };
    let canonical =
        canonical::text(request.method, &path, &query, &headers, &body, binding.is_s3());
    let signature = binding.signature(&text(auth, "secretKey"), &canonical);
    added.push(("X-Amz-Signature", signature));
    for (name, value) in added {
        request.add_param(name, Some(encode(&value)));
    }
    Ok(())
}

fn add_host(request: &mut Signable<'_>) -> Result<(), Fault> {
    if request.header_values("host").next().is_none() {
        let host = authority(&request.wire()?);
        request.add_header("Host", host);
    }
    Ok(())
}

fn body_hash(request: &Signable<'_>) -> Result<Option<String>, Fault> {
    let mut state = Hash::Sha256.start();
    let content = request.read_body(&mut |bytes| state.update(bytes))?;
    Ok((content == Content::Whole).then(|| hex(&state.finalize())))
}

impl Binding {
    fn is_s3(&self) -> bool {
        self.service == "s3"
    }

    fn day(&self) -> &str {
        self.time.split('T').next().unwrap_or_default()
    }

    fn scope(&self) -> String {
        format!("{}/{}/{}/aws4_request", self.day(), self.region, self.service)
    }

    /// The signature of a canonical request.
    fn signature(&self, secret: &str, canonical: &str) -> String {
        let hash = hex(&Hash::Sha256.of(canonical.as_bytes()));
        let text = format!("{ALGORITHM}\n{}\n{}\n{hash}", self.time, self.scope());
        let mac = |key: Vec<u8>, data: &str| Hash::Sha256.mac(&key, data.as_bytes());
        let parts = [self.day(), &self.region, &self.service, "aws4_request"];
        let key = parts.into_iter().fold(format!("AWS4{secret}").into_bytes(), mac);
        hex(&mac(key, &text))
    }
}

#[cfg(test)]
mod tests;
