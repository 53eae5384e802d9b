//! MCP over stdio: lines of JSON-RPC in, the same endpoint as over HTTP, lines out.
//!
//! The bridge knows nothing of tools. It passes each message to the gate's MCP endpoint through
//! whoever holds the data folder, with the headers that the HTTP transport wants.

mod headers;
mod message;
mod sse;

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt as _, AsyncWrite, AsyncWriteExt as _},
    sync::Mutex,
    task::AbortHandle,
    time::timeout,
};
use tokio_util::task::TaskTracker;

use crate::{client::Local, exit::Failure};
use headers::Memory;
use message::Message;

/// At the end of input, calls under way may take this long.
const LAST_CALLS: Duration = Duration::from_secs(5);
/// The longest message taken, in bytes: the largest body of any operation, with room around it.
const LONGEST: u64 = 128 * 1024 * 1024;

/// JSON-RPC: the line is not JSON.
const PARSE: i64 = -32700;
/// JSON-RPC: the server failed.
const INTERNAL: i64 = -32603;

/// A bridge between two streams and the gate.
pub(crate) struct Bridge<W> {
    shared: Arc<Shared<W>>,
    calls: TaskTracker,
}

struct Shared<W> {
    local: Arc<Local>,
    path: &'static str,
    key: HeaderValue,
    memory: Memory,
    out: Mutex<W>,
    running: Mutex<HashMap<String, AbortHandle>>,
}

impl<W: AsyncWrite + Unpin + Send + 'static> Bridge<W> {
    /// A bridge to the endpoint at `path`, with an agent's key, that answers on `out`.
    pub(crate) fn new(local: Arc<Local>, path: &'static str, key: HeaderValue, out: W) -> Self {
        let (memory, running) = Default::default();
        let shared = Shared { local, path, key, memory, out: Mutex::new(out), running };
        Self { shared: Arc::new(shared), calls: TaskTracker::new() }
    }

    /// Passes messages until the input ends; then waits for calls under way.
    pub(crate) async fn run(self, mut input: impl AsyncBufRead + Unpin) -> Result<(), Failure> {
        let broken =
            |error: std::io::Error| Failure::input(format!("stdin can't be read: {error}"));
        let mut line = Vec::new();
        loop {
            line.clear();
            let mut limited = tokio::io::AsyncReadExt::take(&mut input, LONGEST);
            if limited.read_until(b'\n', &mut line).await.map_err(broken)? == 0 {
                break;
            }
            let text = line.trim_ascii();
            if !text.is_empty() {
                self.take(Bytes::copy_from_slice(text)).await;
            }
        }
        self.calls.close();
        self.shared.end_streams().await;
        let _ = timeout(LAST_CALLS, self.calls.wait()).await;
        Ok(())
    }

    async fn take(&self, text: Bytes) {
        let Some(message) = Message::read(&text) else {
            return self.shared.fail(&Value::Null, PARSE, "this line is not JSON").await;
        };
        if let Some(cancelled) = message.cancels() {
            return self.shared.cancel(&cancelled).await;
        }
        let shared = self.shared.clone();
        // The handshake and notifications come in order; calls overtake each other.
        if message.id.is_none() || message.method == "initialize" {
            return shared.pass(message, text).await;
        }
        let name = message.name();
        let call = self.calls.spawn({
            let (shared, name) = (shared.clone(), name.clone());
            async move {
                shared.pass(message, text).await;
                shared.running.lock().await.remove(&name);
            }
        });
        if !call.is_finished() {
            shared.running.lock().await.insert(name, call.abort_handle());
        }
    }
}

impl<W: AsyncWrite + Unpin + Send> Shared<W> {
    /// Sends one message and writes what comes back.
    async fn pass(&self, message: Message, text: Bytes) {
        if let Err(failure) = self.try_pass(&message, text).await
            && let Some(id) = &message.id
        {
            self.fail(id, INTERNAL, &failure.sentence).await;
        }
    }

    async fn try_pass(&self, message: &Message, text: Bytes) -> Result<(), Failure> {
        let mut tries = 2;
        let response = loop {
            let request = self.request(message, text.clone())?;
            tries -= 1;
            match self.local.send(request).await {
                // The holder ended under the call. What only reads can be asked again.
                Err(_) if tries > 0 && message.only_reads() => {}
                sent => break sent?,
            }
        };
        self.memory.session(response.headers());
        self.answer(message, response).await
    }

    fn request(&self, message: &Message, text: Bytes) -> Result<Request<Full<Bytes>>, Failure> {
        let mut request = Request::post(self.path).body(Full::new(text)).map_err(|error| {
            Failure::connection(format!("the message can't be passed on: {error}"))
        })?;
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(
            header::ACCEPT,
            HeaderValue::from_static("application/json, text/event-stream"),
        );
        headers.insert("x-api-key", self.key.clone());
        self.memory.add(message, headers);
        Ok(request)
    }

    async fn answer(&self, message: &Message, response: Response<Body>) -> Result<(), Failure> {
        let status = response.status();
        let media =
            response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let streams = media.is_some_and(|media| media.starts_with("text/event-stream"));
        let mut body = response.into_body();
        if streams {
            let mut events = sse::Events::default();
            while let Some(frame) = body.frame().await {
                let frame = frame.map_err(|error| {
                    Failure::connection(format!("the answer was cut off: {error}"))
                })?;
                let Ok(data) = frame.into_data() else { continue };
                for event in events.push(&data) {
                    self.memory.learn(message, event.as_bytes());
                    self.write(event.as_bytes()).await;
                }
            }
            return Ok(());
        }
        let bytes = body.collect().await;
        let bytes = bytes
            .map_err(|error| Failure::connection(format!("the answer was cut off: {error}")))?;
        self.answer_whole(message, status, &bytes.to_bytes()).await
    }

    async fn answer_whole(
        &self,
        message: &Message,
        status: StatusCode,
        bytes: &[u8],
    ) -> Result<(), Failure> {
        let Some(id) = &message.id else { return Ok(()) };
        let answer: Option<Value> = serde_json::from_slice(bytes).ok();
        // A batch answers with a list.
        let is_rpc = |answer: &Value| answer.is_array() || answer.get("jsonrpc").is_some();
        if answer.as_ref().is_some_and(is_rpc) {
            self.memory.learn(message, bytes);
            self.write(bytes).await;
            return Ok(());
        }
        let said = answer.as_ref().and_then(crate::client::message);
        let words = said.unwrap_or_else(|| format!("the server answered {status}"));
        self.fail(id, INTERNAL, &words).await;
        Ok(())
    }

    async fn fail(&self, id: &Value, code: i64, words: &str) {
        let error = json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": words}});
        self.write(error.to_string().as_bytes()).await;
    }

    /// Writes one line, whole. When nobody reads any more, the end of input will say so.
    async fn write(&self, text: &[u8]) {
        let mut line = Vec::with_capacity(text.len() + 1);
        // Line breaks outside strings are the only ones JSON can have.
        line.extend(text.iter().filter(|byte| !matches!(byte, b'\n' | b'\r')));
        line.push(b'\n');
        let mut out = self.out.lock().await;
        let _ = out.write_all(&line).await;
        let _ = out.flush().await;
    }

    /// Ends a call that the client no longer waits for.
    async fn cancel(&self, name: &str) {
        if let Some(call) = self.running.lock().await.remove(name) {
            call.abort();
        }
    }

    /// Ends answers that go on until the client hangs up, which it did.
    async fn end_streams(&self) {
        let mut running = self.running.lock().await;
        running.retain(|name, call| {
            let endless = name.starts_with(message::ENDLESS);
            if endless {
                call.abort();
            }
            !endless
        });
    }
}
