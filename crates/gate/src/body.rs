//! Reads and checks request bodies.

use std::{fmt::Write, time::Duration};

use bytes::{Bytes, BytesMut};
use catalog::{Area, Harmless, Level, Spec};
use http::{HeaderMap, header::CONTENT_LENGTH, header::CONTENT_TYPE};
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Fault, form};

/// Why a body stops short.
pub type BodyError = Box<dyn std::error::Error + Send + Sync>;

/// The body of a request.
pub type Body = UnsyncBoxBody<Bytes, BodyError>;

/// A body that is all there.
#[must_use]
pub fn full(bytes: impl Into<Bytes>) -> Body {
    http_body_util::Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

const MEGABYTE: u64 = 1_000_000;
/// Bodies over this size are checked off the threads that serve everybody.
pub(crate) const CHECK_INLINE: usize = 64 * 1024;

/// How much room an announced length is given before its bytes arrive.
const TRUSTED: usize = 1024 * 1024;
/// A body may pause so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest body an operation takes (contract, section 2).
pub(crate) fn limit(spec: &Spec) -> u64 {
    match spec.area {
        Area::Collections | Area::Gatepost => 100 * MEGABYTE,
        Area::Environments => 30 * MEGABYTE,
        _ => 20 * MEGABYTE,
    }
}

/// A body that was read and checked.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// JSON without duplicate keys; empty when there was none.
    pub(crate) bytes: Bytes,
    /// Its SHA-256 in lower-case hex.
    pub(crate) sha256: String,
}

/// Reads the body and checks that it is JSON without duplicate keys, when there is one. A form
/// counts as the object of its fields.
pub(crate) async fn read(spec: &Spec, headers: &HeaderMap, body: Body) -> Result<Checked, Fault> {
    let limit = limit(spec);
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > limit) {
        return Err(Fault::too_large(limit));
    }
    let bytes = collect(body, limit, announced).await?;
    if bytes.is_empty() {
        return Ok(Checked::default());
    }
    let kind = headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or(""));
    let essence = kind.map(|kind| kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase());
    let bytes = match essence.as_deref() {
        None | Some("application/json") => bytes,
        Some(essence) if essence.ends_with("+json") => bytes,
        Some("multipart/form-data") if spec.flags.takes_form() => {
            form::object(bytes, kind.unwrap_or("")).await?
        }
        Some(_) => {
            let message = "The body must be sent as `Content-Type: application/json`.";
            return Err(Fault::bad_request(message));
        }
    };
    if bytes.len() <= CHECK_INLINE {
        return check(bytes);
    }
    tokio::task::spawn_blocking(move || check(bytes)).await.map_err(|_| Fault::internal())?
}

async fn collect(mut body: Body, limit: u64, announced: Option<u64>) -> Result<Bytes, Fault> {
    let announced = usize::try_from(announced.unwrap_or(0).min(limit)).unwrap_or(0);
    let mut bytes = BytesMut::with_capacity(announced.min(TRUSTED));
    let cut = || Fault::bad_request("The request ended before its body did.");
    loop {
        let frame = tokio::time::timeout(PATIENCE, body.frame()).await.map_err(|_| cut())?;
        let Some(frame) = frame else { return Ok(bytes.freeze()) };
        let Ok(data) = frame.map_err(|_| cut())?.into_data() else { continue };
        if (bytes.len() + data.len()) as u64 > limit {
            return Err(Fault::too_large(limit));
        }
        if bytes.len() + data.len() > bytes.capacity() && announced > bytes.capacity() {
            // Most of it is no empty promise by now: room for the rest saves copying it.
            bytes.reserve(announced - bytes.len());
        }
        bytes.extend_from_slice(&data);
    }
}

fn check(bytes: Bytes) -> Result<Checked, Fault> {
    match model::json::check(&bytes) {
        Ok(_) => {
            let digest = Sha256::digest(&bytes);
            let sha256 = digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            Ok(Checked { bytes, sha256 })
        }
        Err(fault) => {
            let place = fault.path.as_ref().map(|path| format!(" at `{path}`")).unwrap_or_default();
            Err(Fault::bad_request(format!(
                "The body is not usable JSON: {}{place}, line {}, column {}.",
                fault.what, fault.line, fault.column
            )))
        }
    }
}

/// The level a call needs, given its body. A body that can't be read is taken at its worst.
pub(crate) fn level(spec: &Spec, body: &[u8]) -> Level {
    let Some(lowers) = spec.lowers else { return spec.needs.worst };
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return spec.needs.worst };
    let harmless = match lowers {
        Harmless::Personal => body.get("workspace").and_then(Value::as_object).is_some_and(|it| {
            it.get("type").is_none_or(|kind| matches!(kind.as_str(), Some("personal" | "private")))
        }),
        Harmless::Private => {
            body.pointer("/mock/private").is_some_and(|it| *it == Value::Bool(true))
        }
        Harmless::NameOnly => body
            .get("monitor")
            .and_then(Value::as_object)
            .is_some_and(|it| it.keys().all(|key| key == "name")),
    };
    if harmless { spec.needs.floor } else { spec.needs.worst }
}
