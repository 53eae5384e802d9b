//! A small HTTP client.

use std::{net::SocketAddr, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};

/// No call takes so long; one that does hangs.
const LIMIT: Duration = Duration::from_mins(3);

/// The connection broke before there was an answer.
#[derive(Debug)]
pub(crate) struct Lost(#[expect(dead_code, reason = "shown when a test fails")] String);

impl Lost {
    fn new(why: impl std::fmt::Display) -> Self {
        Self(why.to_string())
    }
}

/// A caller with a key and one connection, opened when it is needed.
pub(crate) struct Client {
    address: SocketAddr,
    header: (&'static str, String),
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr, key: &str) -> Self {
        Self { address, header: ("x-api-key", key.to_owned()), sender: None }
    }

    /// The same caller, who shows its key in another header.
    pub(crate) fn showing(mut self, name: &'static str, value: String) -> Self {
        self.header = (name, value);
        self
    }

    /// Calls; the answer is whole or there is none.
    pub(crate) async fn call(
        &mut self,
        method: Method,
        path: &str,
        body: impl Into<Bytes>,
    ) -> Result<Answer, Lost> {
        timeout(LIMIT, self.exchange(method, path, body.into())).await.expect("a call hangs")
    }

    async fn exchange(&mut self, method: Method, path: &str, body: Bytes) -> Result<Answer, Lost> {
        let mut sender = match self.sender.take() {
            Some(kept) => kept,
            None => self.connect().await?,
        };
        // Not ready for more: the server closed the connection while it was idle.
        if sender.ready().await.is_err() {
            sender = self.connect().await?;
        }
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.address.to_string())
            .header(self.header.0, &self.header.1)
            .header(header::ACCEPT, "application/json, text/event-stream");
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let sent = sender.send_request(request.body(Full::new(body)).unwrap()).await;
        let (parts, body) = sent.map_err(Lost::new)?.into_parts();
        let body = body.collect().await.map_err(Lost::new)?.to_bytes();
        self.sender = Some(sender);
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, Lost> {
        let stream = TcpStream::connect(self.address).await.map_err(Lost::new)?;
        stream.set_nodelay(true).map_err(Lost::new)?;
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(Lost::new)?;
        tokio::spawn(connection);
        sender.ready().await.map_err(Lost::new)?;
        Ok(sender)
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.call(Method::GET, path, Bytes::new()).await.unwrap()
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, body.to_string()).await.unwrap()
    }

    pub(crate) async fn put(&mut self, path: &str, body: &Value) -> Answer {
        self.call(Method::PUT, path, body.to_string()).await.unwrap()
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Answer {
        self.call(Method::DELETE, path, Bytes::new()).await.unwrap()
    }
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body of an answer that must have this status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self.json()
    }
}
