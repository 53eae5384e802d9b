//! Ways around: proxies.

use std::sync::Arc;

/// How a proxy is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProxyKind {
    /// HTTP in the clear.
    Http,
    /// HTTP through TLS.
    Https,
    /// SOCKS 5; names are resolved here.
    Socks5,
    /// SOCKS 5; names are resolved by the proxy.
    Socks5h,
}

/// A proxy; the password is not printed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Proxy {
    /// How it is spoken to.
    pub kind: ProxyKind,
    /// A name or an address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// User and password.
    pub auth: Option<(String, String)>,
    /// Whether plain HTTP goes through a tunnel too, as HTTPS always does.
    pub tunnel: bool,
}

/// The text is no proxy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no proxy such as `http://user:password@host:3128` or `socks5://host:1080`")]
pub struct BadProxy(String);

/// The proxies of an environment.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// For `http` URLs.
    pub http: Option<Arc<Proxy>>,
    /// For `https` URLs.
    pub https: Option<Arc<Proxy>>,
    /// Hosts that are reached without, as `NO_PROXY` lists them.
    pub except: String,
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} proxy {}:{}", self.kind, self.host, self.port)
    }
}
