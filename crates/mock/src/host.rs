//! Serves the mocks of a store.
//!
//! A mock is compiled when it is first called, and anew when its collection, its environment or
//! its own settings have changed, so that an edit acts on the next call. Calls are logged off the
//! way (`log.rs`) and counted for the audit log.

mod allowance;
mod entry;
mod log;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use gate::Outside;
use http::{HeaderMap, Method, Response, StatusCode, request::Parts};
use http_body::Body;
use http_body_util::{BodyExt as _, Limited};
use model::UserId;
use store::{Store, StoreError};

pub use allowance::Limits;
pub use log::Retention;

use crate::{Fault, Reply, Stream, dynamics::Dynamics, refusal, served::KEY};
use allowance::Allowance;
use entry::{Entry, Mocks};
use log::{CallLog, Logged};

/// Bytes of a request's body at most.
const BODY: usize = 20 << 20;

/// Serves the mocks of a store. Clones are the same host.
#[derive(Clone)]
pub struct Host(Arc<Inner>);

struct Inner {
    outside: Outside,
    mocks: Mocks,
    log: CallLog,
    allowance: Allowance,
}

/// In an answer's extensions: no answer must be sent, the connection is to be dropped.
#[derive(Clone, Copy, Debug)]
pub struct Dropped;

impl Host {
    /// The mocks of `store`; `outside` is its gate's.
    #[must_use]
    pub fn new(store: Store, outside: Outside, limits: Limits, retention: Retention) -> Self {
        let mocks = Mocks::new(store.clone(), outside.clone());
        let log = CallLog::new(store, retention);
        Self(Arc::new(Inner { outside, mocks, log, allowance: Allowance::new(limits) }))
    }

    /// Stores logged calls as they come, and forgets old ones. Never ends; run it as a task.
    pub async fn maintain(&self) {
        self.0.log.maintain(self.0.outside.clock()).await;
    }

    /// Stores what is logged so far.
    pub async fn flush(&self) {
        self.0.log.flush().await;
    }

    /// Answers a call of `mock`; `target` is the path with its query, without what leads to it.
    pub async fn call<B>(
        &self,
        mock: &str,
        target: &str,
        request: http::Request<B>,
    ) -> Response<Stream>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        match self.answer(mock, target, &parts, body).await {
            Ok((entry, target, body, reply)) => self.send(&entry, target, parts, body, reply).await,
            Err(Refused { reply, headers }) => {
                let mut response = written(reply);
                response.headers_mut().extend(headers);
                response
            }
        }
    }

    /// The answer, with what is logged of it.
    async fn answer<B>(
        &self,
        mock: &str,
        target: &str,
        parts: &Parts,
        body: B,
    ) -> Result<(Arc<Entry>, String, Bytes, Reply), Refused>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let inner = &*self.0;
        if !inner.outside.is_up() {
            return Err(unavailable("No call is answered while it can't be recorded.").into());
        }
        let entry = inner.mocks.get(mock).await.map_err(|error| {
            tracing::error!(%error, mock, "a mock can't be read");
            unavailable("The store can't be read at the moment. Try again.")
        })?;
        let entry = entry.ok_or_else(unknown)?;
        // Whether it is needed or not: a key of Gatepost is matched with nothing and logged nowhere.
        let (key, target) = credential(parts, target);
        if entry.private {
            let opens = match &key {
                Some(key) => inner.outside.opens(key, &entry.collection).await,
                None => Ok(false),
            };
            if !opens.map_err(|error| failed(&error))? {
                return Err(keyless().into());
            }
        }
        let now = inner.outside.clock().now();
        let standing = inner.allowance.take(inner.outside.usage(), &entry.resource, now);
        if standing.over() {
            let mut refused = Refused::from(flooded());
            standing.tell(&mut refused.headers, now);
            return Err(refused);
        }
        let body = match Limited::new(body, BODY).collect().await {
            Ok(body) => body.to_bytes(),
            Err(_) => return Err(too_large().into()),
        };
        let mut dynamics = Dynamics { now };
        let mut reply = entry.served.answer(parts, &target, &body, &mut dynamics);
        standing.tell(&mut reply.headers, now);
        Ok((entry, target, body, reply))
    }

    async fn send(
        &self,
        entry: &Entry,
        target: String,
        parts: Parts,
        body: Bytes,
        reply: Reply,
    ) -> Response<Stream> {
        let inner = &*self.0;
        let by = if entry.private { "keys that see its collection" } else { "being public" };
        inner.outside.called(&entry.resource, by);
        inner.log.add(Logged {
            mock: entry.resource.id.clone(),
            at: inner.outside.clock().now(),
            name: reply.name.clone(),
            matched: reply.matched,
            method: parts.method,
            target,
            asked: parts.headers,
            body,
            status: reply.status,
            answered: reply.headers.clone(),
            answer: reply.body.clone(),
        });
        if reply.delay > Duration::ZERO {
            tokio::time::sleep(reply.delay).await;
        }
        written(reply)
    }
}

/// A call that is answered without the mock.
struct Refused {
    reply: Reply,
    headers: HeaderMap,
}

impl From<Reply> for Refused {
    fn from(reply: Reply) -> Self {
        Self { reply, headers: HeaderMap::new() }
    }
}

/// The answer as it is sent.
#[must_use]
pub fn written(reply: Reply) -> Response<Stream> {
    let stream = match reply.fault {
        Some(Fault::Truncate) => Stream::cut(&reply.body),
        Some(Fault::Drop) => Stream::whole(Bytes::new()),
        None => Stream::whole(reply.body),
    };
    let mut response = Response::new(stream);
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    if reply.fault == Some(Fault::Drop) {
        response.extensions_mut().insert(Dropped);
    }
    response
}

/// The key that a call shows, and its target without it.
fn credential(parts: &Parts, target: &str) -> (Option<String>, String) {
    let header = parts.headers.get(KEY).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let Some((path, query)) = target.split_once('?') else { return (header, target.to_owned()) };
    // The mocked API may have a parameter of that name, too.
    let is_key = |pair: &&str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        name == "apikey" && model::key::parse(value).is_some()
    };
    // Only people's keys may be in an address, and only of a GET; agents' keys never.
    let person = |pair: &str| pair.split_once('=').map(|(_, key)| key.to_owned());
    let person = query.split('&').find(is_key).and_then(person);
    let person = person.filter(|key| {
        let kind = model::key::parse(key).map(|key| key.kind);
        parts.method == Method::GET && kind == Some(model::key::KeyKind::User)
    });
    let rest: Vec<&str> = query.split('&').filter(|pair| !is_key(pair)).collect();
    let target =
        if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) };
    (header.or(person), target)
}

fn unknown() -> Reply {
    let message = "There is no mock server at this address, or it is deactivated because its \
                   collection or environment was deleted.";
    refusal(StatusCode::NOT_FOUND, "mockNotFoundError", message, "No such mock server")
}

fn keyless() -> Reply {
    let message = "This mock server is private. Send a valid key of a user or agent who sees its \
                   collection in the header x-api-key.";
    refusal(StatusCode::UNAUTHORIZED, "invalidCredentialsError", message, "Invalid credentials")
}

fn flooded() -> Reply {
    let message = "The call limit of this mock server is reached. Try again later.";
    refusal(StatusCode::TOO_MANY_REQUESTS, "rateLimited", message, "Rate limit exceeded")
}

fn too_large() -> Reply {
    let message = format!("The request body is larger than {} MB, or broke off.", BODY >> 20);
    refusal(StatusCode::PAYLOAD_TOO_LARGE, "payloadTooLarge", &message, "Body too large")
}

fn unavailable(message: &str) -> Reply {
    refusal(StatusCode::SERVICE_UNAVAILABLE, "serviceUnavailable", message, "Not available")
}

fn failed(error: &StoreError) -> Reply {
    tracing::error!(%error, "a key can't be looked up");
    unavailable("The store can't be read at the moment. Try again.")
}

/// The user who made a mock.
fn owner(mock: &gate::policy::Resource) -> UserId {
    model::ElementRef::parse(&mock.uid).owner.unwrap_or(UserId(0))
}
