//! Calls of webhooks: addresses that start a monitor.

use bytes::Bytes;
use catalog::Kind;
use gate::{Barred, Creator, Trigger, policy::Reason};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, Method, Response, StatusCode, header};
use http_body::Body;
use http_body_util::{BodyExt as _, Full, Limited};
use model::{ElementKind, secret::Document};
use rand::Rng as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::{Cause, NewExecution};
use subtle::ConstantTimeEq as _;

use crate::{Definition, Monitors, StartFault, Webhook};

/// Bytes of a call's body at most.
const BODY: usize = 1 << 20;
/// The header with the signature of the body.
pub const SIGNATURE: &str = "x-gatepost-signature";
/// How the secret for signatures is called among a monitor's values.
const SIGNING: &str = "signingSecret";

/// The secret part of a webhook's address, and what the store keeps of it.
#[must_use]
pub fn new_secret() -> (String, [u8; 32]) {
    let mut bytes = [0; 16];
    rand::rng().fill_bytes(&mut bytes);
    // All 128 bits are random, in the form that clients know.
    let secret = uuid::Uuid::from_bytes(bytes).to_string();
    let hash = hash(&secret);
    (secret, hash)
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// The text of a monitor to store, with the secret its callers sign with.
pub fn document(
    definition: &Definition,
    signing: Option<&str>,
) -> Result<Document, serde_json::Error> {
    let mut value = serde_json::to_value(definition)?;
    if let (Some(signing), Some(members)) = (signing, value.as_object_mut()) {
        let entry = json!({ "key": SIGNING, "value": signing, "type": "secret" });
        members.insert("values".to_owned(), json!([entry]));
    }
    Ok(Document::extract(&value.to_string()))
}

/// The secret that callers sign with, from a stored monitor.
#[must_use]
pub fn signing_secret(document: &Document) -> Option<String> {
    let value: Value = serde_json::from_str(&document.text()).ok()?;
    let values = value.get("values")?.as_array()?;
    let entry = values.iter().find(|entry| entry.get("key").is_some_and(|key| key == SIGNING))?;
    entry.get("value")?.as_str().map(str::to_owned)
}

/// What waits with a call of a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payload {
    /// The caller's address.
    pub(crate) peer: String,
    /// The body, as JSON.
    data: Value,
    method: String,
    query: String,
    headers: Vec<(String, String)>,
}

impl Payload {
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// What scripts find in `previousRequest`.
    pub(crate) fn previous(&self) -> String {
        let headers: serde_json::Map<String, Value> = self
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().into()))
            .collect();
        json!({
            "data": self.data,
            "method": self.method,
            "query": self.query,
            "headers": headers,
        })
        .to_string()
    }
}

impl Monitors {
    /// Answers a call of `/run/{owner}/{secret}` from the address `peer`.
    pub async fn call<B>(
        &self,
        owner: &str,
        secret: &str,
        peer: &str,
        request: http::Request<B>,
    ) -> Response<Full<Bytes>>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        if parts.method != Method::POST {
            let mut response =
                refused(StatusCode::METHOD_NOT_ALLOWED, "methodNotAllowed", "Use POST.");
            response.headers_mut().insert(header::ALLOW, http::HeaderValue::from_static("POST"));
            return response;
        }
        let Ok(body) = Limited::new(body, BODY).collect().await else {
            let message = "The body is larger than 1 MB, or broke off.";
            return refused(StatusCode::PAYLOAD_TOO_LARGE, "payloadTooLarge", message);
        };
        match self.take(owner, secret, peer, &parts, &body.to_bytes()).await {
            Ok(answer) => written(StatusCode::OK, &answer),
            Err(response) => *response,
        }
    }

    async fn take(
        &self,
        owner: &str,
        secret: &str,
        peer: &str,
        parts: &http::request::Parts,
        body: &Bytes,
    ) -> Result<Value, Box<Response<Full<Bytes>>>> {
        let inner = &self.0;
        let failed = |error: store::StoreError| {
            tracing::error!(%error, "a webhook can't be read");
            let message = "The store can't be read at the moment. Try again.";
            Box::new(refused(StatusCode::SERVICE_UNAVAILABLE, "serviceUnavailable", message))
        };
        let unknown = || {
            let message = "There is no webhook at this address.";
            Box::new(refused(StatusCode::NOT_FOUND, "notFound", message))
        };
        if !inner.outside.is_up() {
            let message = "No call is taken while it can't be recorded.";
            let response = refused(StatusCode::SERVICE_UNAVAILABLE, "serviceUnavailable", message);
            return Err(Box::new(response));
        }
        let id = inner.store.webhook(&hash(secret)).await.map_err(failed)?.ok_or_else(unknown)?;
        let found = inner.store.document(ElementKind::Monitor, &id).await.map_err(failed)?;
        let (element, document) = found.ok_or_else(unknown)?;
        if element.owner.to_string() != owner {
            return Err(unknown());
        }
        let definition = Definition::read(&document.body).map_err(|_| unknown())?;
        if let Some(barred) = inner.outside.stopped(&Creator::from(&definition.creator)) {
            // The address of somebody who was stopped is none, and the attempt is told.
            self.turn_away(&id, &definition, peer, &barred).await;
            return Err(unknown());
        }
        let asks = definition.webhook.clone().unwrap_or_default();
        if asks.signed && !is_signed(&parts.headers, body, &document) {
            let message = "The signature in X-Gatepost-Signature does not fit the body.";
            let response = refused(StatusCode::UNAUTHORIZED, "invalidSignature", message);
            return Err(Box::new(response));
        }
        let data = read(body).map_err(|message| {
            Box::new(refused(StatusCode::BAD_REQUEST, "badRequest", &message))
        })?;
        if !definition.active {
            let message = "This webhook is paused.";
            return Err(Box::new(refused(StatusCode::NOT_FOUND, "notFound", message)));
        }
        let now = inner.outside.clock().now();
        if let Some(key) = once(&asks, &parts.headers)? {
            let new = inner.store.note_webhook_key(&id, &key, now).await.map_err(failed)?;
            if !new {
                return Ok(json!({ "status": "duplicate" }));
            }
        }
        let payload = Payload {
            peer: peer.to_owned(),
            data,
            method: parts.method.to_string(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: headers(&parts.headers),
        };
        let new = NewExecution {
            id: model::id::new_element_id(),
            monitor: id.clone(),
            owner: element.owner.0,
            team: self.team(&id).await.map_err(failed)?,
            cause: Cause::Webhook,
            payload: serde_json::to_string(&payload).unwrap_or_default(),
            at: now,
        };
        match self.queue(None, new).await {
            Ok(job) => Ok(json!({ "status": "queued", "jobId": job })),
            Err(StartFault::Full) => Err(self.flooded(&id, &definition, peer).await),
            Err(StartFault::Store(error)) => Err(failed(error)),
            Err(StartFault::Barred(barred)) => {
                let response = refused(StatusCode::FORBIDDEN, "forbiddenError", &barred.because);
                Err(Box::new(response))
            }
        }
    }

    /// Records a call that starts nothing.
    async fn turn_away(&self, monitor: &str, definition: &Definition, peer: &str, barred: &Barred) {
        let creator = Creator::from(&definition.creator);
        let found = self.0.outside.resource(Kind::Monitor, monitor).await;
        let Ok(Some(resource)) = found else { return };
        let trigger = Trigger::Webhook { name: resource.name.clone(), peer: peer.to_owned() };
        if let Err(error) = self.0.outside.refuse(&trigger, &creator, &resource, barred).await {
            tracing::error!(%error, "a refused webhook call could not be recorded");
        }
    }

    /// 429, on the record.
    async fn flooded(
        &self,
        monitor: &str,
        definition: &Definition,
        peer: &str,
    ) -> Box<Response<Full<Bytes>>> {
        let most = self.0.settings.limits.waiting;
        let because = format!("{most} calls of it wait already");
        let barred = Barred { reason: Reason::RateLimited, because };
        self.turn_away(monitor, definition, peer, &barred).await;
        let message = "Too many calls of this webhook wait already. Try again later.";
        let mut response = refused(StatusCode::TOO_MANY_REQUESTS, "rateLimited", message);
        response.headers_mut().insert(header::RETRY_AFTER, http::HeaderValue::from_static("10"));
        Box::new(response)
    }
}

/// The body as JSON; none is an empty object.
fn read(body: &Bytes) -> Result<Value, String> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(json!({}));
    }
    serde_json::from_slice(body).map_err(|error| format!("The body is no JSON: {error}."))
}

/// What tells this call from others, if the webhook wants that.
fn once(
    asks: &Webhook,
    headers: &HeaderMap,
) -> Result<Option<[u8; 32]>, Box<Response<Full<Bytes>>>> {
    let Some(name) = &asks.once_header else { return Ok(None) };
    if let Some(value) = headers.get(name.as_str()) {
        Ok(Some(Sha256::digest(value.as_bytes()).into()))
    } else {
        let message = format!("The header {name} is missing; it tells calls apart.");
        Err(Box::new(refused(StatusCode::BAD_REQUEST, "badRequest", &message)))
    }
}

/// Whether the header `X-Gatepost-Signature: sha256=<hex>` is the body's HMAC.
fn is_signed(headers: &HeaderMap, body: &[u8], document: &Document) -> bool {
    let shown = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    let Some(shown) = shown.and_then(|text| text.trim().strip_prefix("sha256=")) else {
        return false;
    };
    signing_secret(document).is_some_and(|secret| {
        let right = signature(&secret, body);
        shown.to_ascii_lowercase().as_bytes().ct_eq(right.as_bytes()).into()
    })
}

/// HMAC-SHA-256 of a body, in hexadecimal.
#[must_use]
pub fn signature(secret: &str, body: &[u8]) -> String {
    // Keys of any length do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    let bytes = mac.finalize().into_bytes();
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = headers.iter().filter(|(name, _)| *name != SIGNATURE);
    shown
        .map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect()
}

fn refused(status: StatusCode, name: &str, message: &str) -> Response<Full<Bytes>> {
    written(status, &json!({ "error": { "name": name, "message": message } }))
}

fn written(status: StatusCode, body: &Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
    *response.status_mut() = status;
    let media = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_hmac_of_the_body() {
        // RFC 4231, test case 2.
        assert_eq!(
            signature("Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn secrets_are_random_and_only_their_hash_is_kept() {
        let ((one, hashed), (other, _)) = (new_secret(), new_secret());
        assert_ne!(one, other);
        assert_eq!((one.len(), hash(&one)), (36, hashed));
    }
}
