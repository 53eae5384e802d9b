//! One MCP endpoint over Streamable HTTP.

use std::{convert::Infallible, fmt::Display, sync::Arc, task};

use bytes::Bytes;
use catalog::Toolset;
use futures::future::BoxFuture;
use gate::{Gate, Serve};
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, combinators::BoxBody};
use rmcp::transport::streamable_http_server::{
    StreamableHttpServerConfig, StreamableHttpService, session::never::NeverSessionManager,
};

use crate::{
    Options,
    caller::{self, Caller},
    calls::{self, Calls},
    message::Message,
    server::Server,
};

/// Larger messages are refused with 413; larger collections go over REST.
const LARGEST: usize = 20 * 1024 * 1024;

/// Answers MCP messages for one toolset. Cheap to clone.
pub struct Endpoint<S> {
    gate: Gate<S>,
    service: StreamableHttpService<Server<S>, NeverSessionManager>,
    calls: Calls,
}

impl<S> Clone for Endpoint<S> {
    fn clone(&self) -> Self {
        Self { gate: self.gate.clone(), service: self.service.clone(), calls: self.calls.clone() }
    }
}

/// The endpoint that offers `toolset`.
///
/// Requests should carry a [`gate::Door`] in their extensions. Nothing is kept between messages, so
/// a restart breaks no client.
#[must_use]
pub fn endpoint<S: Serve>(gate: Gate<S>, toolset: Toolset, options: &Options) -> Endpoint<S> {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(LARGEST)
        .with_allowed_hosts(options.allowed_hosts())
        .with_allowed_origins(options.allowed_origins())
        .enforce_origin_validation();
    let calls = Calls::default();
    let server = Server::new(gate.clone(), toolset, calls.clone());
    let service = StreamableHttpService::new(move || Ok(server.clone()), Arc::default(), config);
    Endpoint { gate, service, calls }
}

impl<S: Serve> Endpoint<S> {
    async fn answer<B>(self, request: Request<B>) -> Response<BoxBody<Bytes, Infallible>>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Display,
    {
        let (mut parts, body) = request.into_parts();
        let door = caller::door(&parts);
        parts.extensions.insert(door.clone());
        let principal = match self.gate.greet(&parts).await {
            Ok(principal) => principal,
            Err(refusal) => return turned_away(refusal.map(BodyExt::boxed)),
        };
        if door.local.is_some() {
            // Only a process of this machine reaches the socket: no page can stand behind it.
            parts.headers.insert(header::HOST, HeaderValue::from_static("localhost"));
        }
        let caller = Caller::new(principal, &parts, door);
        let (introduced, principal) = (caller.introduced.clone(), caller.principal.clone());
        parts.extensions.insert(caller);
        let message = Message::default();
        let body = message.remember(body);
        parts.extensions.insert(message.clone());
        let headers = parts.headers.clone();
        let mut response = self.service.handle(Request::from_parts(parts, body)).await;
        if response.status() == StatusCode::ACCEPTED
            && let Some(id) = message.cancels()
        {
            self.calls.cancel(&calls::key(&principal, &headers, &id));
        }
        if let Some(id) = introduced.get().and_then(|label| caller::remember(label)) {
            response.headers_mut().insert(caller::SESSION, id);
        }
        response
    }
}

/// A refusal as clients expect it: 401 names the scheme that would be taken.
fn turned_away(
    mut refusal: Response<BoxBody<Bytes, Infallible>>,
) -> Response<BoxBody<Bytes, Infallible>> {
    if refusal.status() == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer realm=\"gatepost\"");
        refusal.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
    }
    refusal
}

impl<S, B> tower::Service<Request<B>> for Endpoint<S>
where
    S: Serve,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Display,
{
    type Response = Response<BoxBody<Bytes, Infallible>>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut task::Context<'_>) -> task::Poll<Result<(), Infallible>> {
        task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let endpoint = self.clone();
        Box::pin(async move { Ok(endpoint.answer(request).await) })
    }
}
