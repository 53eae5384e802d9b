//! Administration over the network.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, Uri, header, uri::PathAndQuery};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::{client::exchange, config::variable, exit::Failure, tls};

/// Where systems keep the certificates they trust.
const BUNDLES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// A server somewhere else, and the admin key that opens it.
pub(crate) struct Remote {
    host: String,
    port: u16,
    prefix: String,
    tls: Option<Arc<ClientConfig>>,
    key: HeaderValue,
}

impl Remote {
    /// The server at `url`, with the key from `GATEPOST_ADMIN_KEY`. `authority` is a PEM file of
    /// certificates to trust instead of the system's.
    pub(crate) fn new(url: &str, authority: Option<PathBuf>) -> Result<Self, Failure> {
        let wrong = || {
            Failure::usage(format!("`{url}` is no address of a server"))
                .hint("write it like https://gatepost.example or http://127.0.0.1:7007")
        };
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let host = uri.host().ok_or_else(wrong)?.trim_matches(['[', ']']).to_owned();
        let tls = match uri.scheme_str() {
            Some("https") => Some(tls::client(&trusted(authority)?)?),
            Some("http") if is_loopback(&host) => None,
            Some("http") => {
                return Err(Failure::usage(format!(
                    "`{url}` would carry the admin key in the clear"
                ))
                .hint("use https; plain http is for this machine only"));
            }
            _ => return Err(wrong()),
        };
        let port = uri.port_u16().unwrap_or(if tls.is_some() { 443 } else { 80 });
        let prefix = uri.path().trim_end_matches('/').to_owned();
        Ok(Self { host, port, prefix, tls, key: admin_key()? })
    }

    /// Sends one request.
    pub(crate) async fn send(
        &self,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Response<Body>, Failure> {
        let failed = |why: &str| {
            Failure::connection(format!(
                "no connection to `{}` port {}: {why}",
                self.host, self.port
            ))
            .hint("is `gatepost serve` running there?")
        };
        let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
        let path = format!("{}{path}", self.prefix);
        *request.uri_mut() =
            path.parse().map_err(|_| Failure::usage(format!("`{path}` is no path")))?;
        let headers = request.headers_mut();
        headers.insert(HeaderName::from_static("x-api-key"), self.key.clone());
        if let Ok(host) = HeaderValue::from_str(&self.authority()) {
            headers.insert(header::HOST, host);
        }
        let address = (self.host.as_str(), self.port);
        let stream =
            TcpStream::connect(address).await.map_err(|error| failed(&error.to_string()))?;
        let Some(tls) = &self.tls else { return exchange(TokioIo::new(stream), request).await };
        let name =
            ServerName::try_from(self.host.clone()).map_err(|error| failed(&error.to_string()))?;
        let stream = TlsConnector::from(tls.clone()).connect(name, stream).await;
        let stream = stream.map_err(|error| failed(&error.to_string()))?;
        exchange(TokioIo::new(stream), request).await
    }

    fn authority(&self) -> String {
        let host =
            if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        format!("{host}:{}", self.port)
    }
}

/// True for names and addresses that never leave this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

fn admin_key() -> Result<HeaderValue, Failure> {
    let key = variable("GATEPOST_ADMIN_KEY").filter(|key| !key.is_empty()).ok_or_else(|| {
        Failure::connection("--server needs an admin key, and GATEPOST_ADMIN_KEY is not set")
            .hint("the first start of the server showed one; `gatepost key create --admin` there makes another")
    })?;
    let mut key = HeaderValue::from_str(key.trim())
        .map_err(|_| Failure::connection("GATEPOST_ADMIN_KEY is not a key"))?;
    key.set_sensitive(true);
    Ok(key)
}

fn trusted(authority: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let named = authority.or_else(|| variable("SSL_CERT_FILE").map(PathBuf::from));
    let found = named
        .or_else(|| BUNDLES.iter().map(Path::new).find(|path| path.exists()).map(Path::to_owned));
    found.ok_or_else(|| {
        Failure::connection("the certificates that this system trusts were not found")
            .hint("name a PEM file with --server-ca FILE")
    })
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_this_machine_is_loopback() {
        for host in ["localhost", "127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["localhost.example", "0.0.0.0", "10.0.0.1", "::", "127.0.0.1.example"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
