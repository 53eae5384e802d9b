//! Which path goes where. Everything that is not listed here goes to the gate.

mod look;
pub(crate) mod mount;

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    response::{Html, IntoResponse},
    routing::get,
};
use bytes::Bytes;
use gate::Door;
use http_body_util::{BodyExt as _, Full};
use tower::ServiceExt as _;

use crate::{app::App, os};

/// The router over an app.
pub(crate) fn router(app: App) -> Router {
    let router = Router::new()
        .route("/", get(front).fallback(pass))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/openapi.json", get(contract))
        .route("/_docs/{id}", get(documentation))
        .fallback(pass);
    mount::mcp(router, &app).with_state(app)
}

/// The way in for this very process: what it asks for, it asks as the local administrator.
#[derive(Clone)]
pub(crate) struct Inside {
    router: Router,
    door: Door,
}

impl Inside {
    /// The way into `router` for the OS user this process runs as.
    pub(crate) fn new(router: Router) -> Self {
        Self { router, door: Door::socket(&os::user()) }
    }

    /// Answers one request.
    pub(crate) async fn call(&self, mut request: Request) -> Response<Body> {
        request.extensions_mut().insert(self.door.clone());
        match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

/// Hands a request to the gate as it is.
async fn pass(State(app): State<App>, request: Request) -> Response<Full<Bytes>> {
    app.gate().handle(request.map(gate_body)).await
}

/// A body as the gate takes it.
pub(crate) fn gate_body(body: Body) -> gate::Body {
    body.map_err(Into::into).boxed_unsync()
}

/// A browser gets a page; for everybody else `/` is a path like any other.
async fn front(State(app): State<App>, request: Request) -> Response<Body> {
    let browser = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if browser.is_some_and(|accept| accept.contains("text/html")) {
        let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
        let headers = [(header::CONTENT_SECURITY_POLICY, policy)];
        return (headers, Html(look::page(app.url()))).into_response();
    }
    pass(State(app), request).await.into_response()
}

/// Published documentation. Whoever has the address may read it.
async fn documentation(State(app): State<App>, Path(id): Path<String>) -> Response<Body> {
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
    match app.pages().read(&id).await {
        Ok(Some(page)) => {
            let headers = [(header::CONTENT_SECURITY_POLICY, policy)];
            (headers, Html(page)).into_response()
        }
        Ok(None) => {
            let message = "Nothing is published here, or not any more.\n";
            (StatusCode::NOT_FOUND, message).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "published documentation can't be read");
            (StatusCode::SERVICE_UNAVAILABLE, "Try again.\n").into_response()
        }
    }
}

async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    let (log, _) = app.gate().records().state();
    match (log, app.store_is_up().await) {
        (true, true) => (StatusCode::OK, "ready\n"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "the audit log can't be written\n"),
        (true, false) => (StatusCode::SERVICE_UNAVAILABLE, "the store can't be read\n"),
    }
}

async fn metrics(State(app): State<App>) -> (HeaderMap, String) {
    let mut headers = HeaderMap::new();
    let form = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, form);
    let store = app.store_is_up().await;
    let (log, records) = app.gate().records().state();
    (headers, app.metering().render(log, records, store))
}

async fn contract(State(app): State<App>) -> ([(header::HeaderName, &'static str); 1], Bytes) {
    ([(header::CONTENT_TYPE, "application/json")], app.contract())
}
