//! What a request is for: a mock, a webhook, or everything else.

use axum::{Router, body::Body};
use gate::Door;
use http::{HeaderMap, Request, Response, header::HOST};
use mock::host::Host;
use monitor::Monitors;
use tower::ServiceExt as _;

/// In front of the path of a mock.
const MOCKS: &str = "/_mock/";

/// In front of the path of a webhook.
const WEBHOOKS: &str = "/run/";

/// Takes every request. Clones are the same entrance.
#[derive(Clone)]
pub(crate) struct Entrance {
    router: Router,
    mocks: Host,
    monitors: Monitors,
    /// The domain whose subdomains are mocks, in lower case and without its port.
    domain: Option<String>,
}

impl Entrance {
    /// Requests for mocks go to `mocks`, those of webhooks to `monitors`, all others to `router`.
    pub(crate) fn new(
        router: Router,
        mocks: Host,
        monitors: Monitors,
        domain: Option<&str>,
    ) -> Self {
        let domain = domain.map(|domain| without_port(domain).to_ascii_lowercase());
        Self { router, mocks, monitors, domain }
    }

    /// Answers one request.
    pub(crate) async fn call(&self, request: Request<Body>) -> Response<Body> {
        let path = request.uri().path();
        if let Some(rest) = path.strip_prefix(MOCKS) {
            let (mock, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let (mock, target) = (mock.to_owned(), target(path, request.uri().query()));
            return self.mocks.call(&mock, &target, request).await.map(Body::new);
        }
        let host = request.uri().host().or_else(|| host_of(request.headers()));
        if let Some(mock) = host.and_then(|host| self.mock_of(host)) {
            let target = target(path, request.uri().query());
            return self.mocks.call(&mock, &target, request).await.map(Body::new);
        }
        if let Some((owner, secret)) = webhook(path) {
            let (owner, secret) = (owner.to_owned(), secret.to_owned());
            let door = request.extensions().get::<Door>();
            let peer = door.map(|door| door.peer.to_string()).unwrap_or_default();
            return self.monitors.call(&owner, &secret, &peer, request).await.map(Body::new);
        }
        match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// The mock that a host stands for: `{id}.mock.{anything}`, or `{id}` before the domain.
    fn mock_of(&self, host: &str) -> Option<String> {
        let host = without_port(host);
        let (id, rest) = host.split_at_checked(36)?;
        let rest = rest.strip_prefix('.')?;
        let ours = self.domain.as_deref().is_some_and(|domain| rest.eq_ignore_ascii_case(domain))
            || rest.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("mock."));
        let id = ours.then(|| uuid::Uuid::try_parse(id).ok()).flatten()?;
        Some(id.to_string())
    }
}

/// Owner and secret of a webhook's path.
fn webhook(path: &str) -> Option<(&str, &str)> {
    let (owner, secret) = path.strip_prefix(WEBHOOKS)?.split_once('/')?;
    (!secret.contains('/')).then_some((owner, secret))
}

fn host_of(headers: &HeaderMap) -> Option<&str> {
    headers.get(HOST)?.to_str().ok()
}

fn without_port(host: &str) -> &str {
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

/// The path with its query, as it came.
fn target(path: &str, query: Option<&str>) -> String {
    let path = if path.is_empty() { "/" } else { path };
    match query {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}
