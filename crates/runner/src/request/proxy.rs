//! The proxy that a request names itself.

use std::sync::Arc;

use model::{url::Wire, variables::coerce};
use serde_json::Value;

use super::certificate;

/// The proxy of `{host, port, match, tunnel, disabled, authenticate, username, password}`.
pub(crate) fn own(json: &Value, url: &Wire) -> Option<Arc<wire::Proxy>> {
    let text = |name: &str| json.get(name).map(|value| coerce::text(value).into_owned());
    let flag = |name: &str| json.get(name).is_some_and(coerce::truthy);
    let host = text("host").filter(|host| !host.is_empty())?;
    let pattern = text("match").unwrap_or_else(|| "http+https://*:*/*".to_owned());
    let port = url.port.unwrap_or(if url.scheme == "https" { 443 } else { 80 });
    let path = url.target.split('?').next().unwrap_or("/");
    // A pattern without a port means every port here.
    let patterns = [pattern.replace("://*/", "://*:*/")];
    if flag("disabled") || !certificate::fits(&patterns, &url.scheme, &url.host, port, path) {
        return None;
    }
    let auth = flag("authenticate")
        .then(|| (text("username").unwrap_or_default(), text("password").unwrap_or_default()));
    Some(Arc::new(wire::Proxy {
        kind: wire::ProxyKind::Http,
        host,
        port: text("port").and_then(|port| port.parse().ok()).unwrap_or(8080),
        auth,
        tunnel: flag("tunnel"),
    }))
}
