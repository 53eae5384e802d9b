//! Those who send requests.

use bytes::Bytes;
use gate::{Door, full};
use http::{Method, Request, header};
use http_body_util::BodyExt;
use serde_json::Value;

use crate::{Answer, App};

/// Somebody with a credential, or without.
#[derive(Clone)]
pub struct Actor {
    pub(crate) app: App,
    /// The key it sends as `X-API-Key`; none for an anonymous caller.
    pub key: Option<String>,
    pub(crate) door: Door,
}

impl Actor {
    /// The same actor with another key.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self.clone() }
    }

    /// The same actor calling from another address.
    #[must_use]
    pub fn from_address(&self, address: &str) -> Self {
        Self { door: Door::http(address), ..self.clone() }
    }

    /// GET.
    pub async fn get(&self, target: &str) -> Answer {
        self.send(Method::GET, target, None).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, target: &str, body: Value) -> Answer {
        self.send(Method::POST, target, Some(body)).await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, target: &str, body: Value) -> Answer {
        self.send(Method::PUT, target, Some(body)).await
    }

    /// PATCH with a JSON body.
    pub async fn patch(&self, target: &str, body: Value) -> Answer {
        self.send(Method::PATCH, target, Some(body)).await
    }

    /// DELETE.
    pub async fn delete(&self, target: &str) -> Answer {
        self.send(Method::DELETE, target, None).await
    }

    /// Sends a request with the actor's credential.
    pub async fn send(&self, method: Method, target: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(target);
        if let Some(key) = &self.key {
            request = request.header("x-api-key", key);
        }
        let text = body.map(|body| body.to_string()).unwrap_or_default();
        if !text.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        self.raw(request.body(text).unwrap()).await
    }

    /// Sends a body byte for byte, with the actor's credential and these headers.
    pub async fn send_text(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(target);
        if let Some(key) = &self.key {
            request = request.header("x-api-key", key);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.raw(request.body(body).unwrap()).await
    }

    /// The rows whose MCP tools this actor's list would hold; none when MCP turns it away.
    pub async fn tools(&self) -> Vec<&'static catalog::Spec> {
        let mut request = Request::post("/mcp");
        if let Some(key) = &self.key {
            request = request.header("x-api-key", key);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(self.door.clone());
        let gate = self.app.gate();
        let Ok(principal) = gate.greet(&parts).await else { return Vec::new() };
        let rows = catalog::CATALOGUE.iter().copied();
        rows.filter(|spec| !spec.toolsets.is_empty() && gate.may_use(&principal, spec)).collect()
    }

    /// Sends a request exactly as it is: no credential is added.
    pub async fn raw(&self, request: Request<impl Into<Bytes>>) -> Answer {
        let (mut parts, body) = request.into_parts();
        let asked = format!("{} {}", parts.method, parts.uri);
        let found = self.app.matcher().find(&parts.method, parts.uri.path());
        parts.extensions.insert(self.door.clone());
        let response = self.app.gate().handle(Request::from_parts(parts, full(body))).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let status = parts.status.as_u16();
        if let Ok(matched) = found
            && self.app.gate().serves(matched.spec)
        {
            let media =
                parts.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap());
            let checked = contract::check_response(matched.spec.id, status, media, &body);
            if let Err(faults) = checked {
                let text = String::from_utf8_lossy(&body);
                panic!("{asked} answered {status} against the contract: {faults:#?}\n{text}");
            }
        }
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Answer { status, headers: parts.headers, body, json, asked }
    }
}
