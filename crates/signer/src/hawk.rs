//! Hawk 1: a MAC over the request line and, if wanted, the payload.

use base64::{Engine, prelude::BASE64_STANDARD};
use model::auth::Auth;

use crate::hash::Hash;
use crate::params::{given, text};
use crate::signable::Content;
use crate::{Env, Fault, Outcome, Signable};

/// What the MAC is made of, besides the request.
struct Artifacts {
    time: String,
    nonce: String,
    hash: String,
    ext: String,
    app: String,
    delegation: String,
}

pub(crate) fn sign(
    auth: &Auth,
    request: &mut Signable<'_>,
    env: &mut Env<'_>,
) -> Result<Outcome, Fault> {
    let Some((id, key)) = given(auth, "authId").zip(given(auth, "authKey")) else {
        return Ok(Outcome::Skipped);
    };
    request.remove_header("authorization");
    let hash = match text(auth, "algorithm").as_ref() {
        "sha256" => Hash::Sha256,
        "sha1" => Hash::Sha1,
        other => return Err(Fault::Algorithm(other.to_owned())),
    };
    let payload = if auth.get_bool("includePayloadHash") { payload(hash, request)? } else { None };
    let artifacts = Artifacts {
        time: given(auth, "timestamp").map_or_else(|| env.seconds().to_string(), Into::into),
        nonce: given(auth, "nonce").map_or_else(|| env.word(6), Into::into),
        hash: payload.unwrap_or_default(),
        ext: text(auth, "extraData").into_owned(),
        app: text(auth, "app").into_owned(),
        delegation: text(auth, "delegation").into_owned(),
    };
    let mac = hash.mac(key.as_bytes(), artifacts.normalized(request)?.as_bytes());
    request.authorize(artifacts.header(&id, &BASE64_STANDARD.encode(mac)));
    Ok(Outcome::Signed)
}

/// The hash of the body and its type; a body without bytes has none.
fn payload(hash: Hash, request: &Signable<'_>) -> Result<Option<String>, Fault> {
    let full = request.header_values("content-type").last().unwrap_or_default();
    let kind = full.split(';').next().unwrap_or_default().trim().to_lowercase();
    let mut state = hash.start();
    state.update(format!("hawk.1.payload\n{kind}\n").as_bytes());
    let content = request.read_body(&mut |bytes| state.update(bytes))?;
    state.update(b"\n");
    Ok((content == Content::Whole).then(|| BASE64_STANDARD.encode(state.finalize())))
}

impl Artifacts {
    /// The text under the MAC.
    fn normalized(&self, request: &Signable<'_>) -> Result<String, Fault> {
        let wire = request.wire()?;
        let port = wire.port.unwrap_or(if wire.scheme == "http" { 80 } else { 443 });
        let (method, target, host) = (request.method.to_uppercase(), wire.target, wire.host);
        let Self { time, nonce, hash, ext, app, delegation } = self;
        // The reference implementation escapes only the first of each, and servers expect that.
        let ext = ext.replacen('\\', r"\\", 1).replacen('\n', r"\n", 1);
        let mut text = format!(
            "hawk.1.header\n{time}\n{nonce}\n{method}\n{target}\n{host}\n{port}\n{hash}\n{ext}\n"
        );
        if !app.is_empty() {
            text = format!("{text}{app}\n{delegation}\n");
        }
        Ok(text)
    }

    fn header(&self, id: &str, mac: &str) -> String {
        let Self { time, nonce, hash, ext, app, delegation } = self;
        let part = |name: &str, value: &str| {
            if value.is_empty() { String::new() } else { format!(r#", {name}="{value}""#) }
        };
        let ext = ext.replace('\\', r"\\").replace('"', r#"\""#);
        let (hash, ext) = (part("hash", hash), part("ext", &ext));
        let delegation = if app.is_empty() { String::new() } else { part("dlg", delegation) };
        let app = part("app", app);
        format!(
            r#"Hawk id="{id}", ts="{time}", nonce="{nonce}"{hash}{ext}, mac="{mac}"{app}{delegation}"#
        )
    }
}
