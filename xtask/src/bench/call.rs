//! Single calls that prepare a measurement.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::{Method, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use serde_json::Value;

use super::load::connect;

/// Sends one request and answers the bytes of a success.
pub(super) async fn bytes(
    address: SocketAddr,
    key: &str,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> Result<Bytes> {
    over(&mut connect(address).await?, key, method, path, body).await
}

/// The same over a connection that is kept.
pub(super) async fn over(
    connection: &mut SendRequest<Full<Bytes>>,
    key: &str,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> Result<Bytes> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let request = Request::builder()
        .method(&method)
        .uri(path)
        .header(header::HOST, "bench")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-api-key", key)
        .body(Full::from(body))?;
    connection.ready().await?;
    let answer = connection.send_request(request).await?;
    let status = answer.status();
    let bytes = answer.into_body().collect().await?.to_bytes();
    if !status.is_success() {
        bail!("{method} {path} answers {status}: {}", String::from_utf8_lossy(&bytes));
    }
    Ok(bytes)
}

/// Posts a document and answers the string at a JSON pointer of the answer.
pub(super) async fn create(
    address: SocketAddr,
    key: &str,
    path: &str,
    body: &Value,
    pointer: &str,
) -> Result<String> {
    let answer = bytes(address, key, Method::POST, path, Some(body)).await?;
    let answer: Value = serde_json::from_slice(&answer)?;
    let found = answer.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    found.with_context(|| format!("POST {path} answers without {pointer}: {answer}"))
}

/// An agent's key, with read on collections in `scope`.
pub(super) async fn reader(address: SocketAddr, admin: &str, scope: Value) -> Result<String> {
    let agent = serde_json::json!({ "agent": { "name": "Bench" } });
    let created = bytes(address, admin, Method::POST, "/gatepost/v1/agents", Some(&agent)).await?;
    let created: Value = serde_json::from_slice(&created)?;
    let text = |pointer: &str| created.pointer(pointer).and_then(Value::as_str);
    let (id, key) = text("/agent/id").zip(text("/key")).context("no agent was created")?;
    let grant = serde_json::json!({
        "grant": { "agent": id, "area": "collections", "level": "read", "scope": scope }
    });
    bytes(address, admin, Method::POST, "/gatepost/v1/grants", Some(&grant)).await?;
    Ok(key.to_owned())
}
