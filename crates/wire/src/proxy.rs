//! Ways around: proxies, and which of them a URL takes.

pub(crate) mod connect;
pub(crate) mod socks;
#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr, sync::Arc};

use crate::request::Scheme;

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

impl Proxy {
    /// Whether requests of the scheme are wrapped into a connection through the proxy.
    pub(crate) const fn tunnels(&self, scheme: Scheme) -> bool {
        match self.kind {
            ProxyKind::Socks5 | ProxyKind::Socks5h => true,
            ProxyKind::Http | ProxyKind::Https => self.tunnel || matches!(scheme, Scheme::Https),
        }
    }
}

impl Proxies {
    /// Reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in capitals before small letters.
    ///
    /// `variable` gives the value of an environment variable. HTTPS falls back to the proxy for
    /// HTTP, as Newman has it.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Result<Self, BadProxy> {
        let value = |names: &[&str]| {
            names.iter().filter_map(|name| variable(name)).find(|value| !value.is_empty())
        };
        let proxy = |names: &[&str]| match value(names) {
            Some(text) => text.parse().map(|proxy| Some(Arc::new(proxy))),
            None => Ok(None),
        };
        let http = proxy(&["HTTP_PROXY", "http_proxy"])?;
        let https = proxy(&["HTTPS_PROXY", "https_proxy"])?.or_else(|| http.clone());
        let except = value(&["NO_PROXY", "no_proxy"]).unwrap_or_default();
        Ok(Self { http, https, except })
    }

    /// The proxy for a URL, if it takes one.
    #[must_use]
    pub fn choose(&self, scheme: Scheme, host: &str, port: u16) -> Option<&Arc<Proxy>> {
        if self.excepts(host, port) {
            return None;
        }
        match scheme {
            Scheme::Http => self.http.as_ref(),
            Scheme::Https => self.https.as_ref(),
        }
    }

    /// Whether `NO_PROXY` names the host, a domain above it, or everything.
    fn excepts(&self, host: &str, port: u16) -> bool {
        let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let host = host.trim_start_matches('.');
        self.except.split(',').map(str::trim).filter(|zone| !zone.is_empty()).any(|zone| {
            let zone = zone.to_ascii_lowercase();
            let (zone, only) = split_port(&zone);
            let zone = zone.trim_start_matches('*').trim_start_matches('.');
            let fits = zone.is_empty()
                || host
                    .strip_suffix(zone)
                    .is_some_and(|above| above.is_empty() || above.ends_with('.'));
            fits && only.is_none_or(|only| only == port)
        })
    }
}

/// Splits `:port` off, leaving bare IPv6 addresses alone.
fn split_port(text: &str) -> (&str, Option<u16>) {
    if let Some((host, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (host, rest.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match text.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, port.parse().ok()),
        _ => (text, None),
    }
}

impl FromStr for Proxy {
    type Err = BadProxy;

    /// Reads `scheme://user:password@host:port`; only the host is needed.
    fn from_str(text: &str) -> Result<Self, BadProxy> {
        let bad = || {
            // Whatever stands before the @ may be a password.
            BadProxy(text.rsplit_once('@').map_or(text, |(_, rest)| rest).to_owned())
        };
        let (scheme, rest) = text.trim().split_once("://").unwrap_or(("http", text.trim()));
        let (kind, default) = match scheme.to_ascii_lowercase().as_str() {
            "http" => (ProxyKind::Http, 80),
            "https" => (ProxyKind::Https, 443),
            "socks5" => (ProxyKind::Socks5, 1080),
            "socks5h" | "socks" => (ProxyKind::Socks5h, 1080),
            _ => return Err(bad()),
        };
        let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (auth, place) = match rest.rsplit_once('@') {
            Some((auth, place)) => (Some(auth), place),
            None => (None, rest),
        };
        let auth = auth.map(|auth| {
            let (user, password) = auth.split_once(':').unwrap_or((auth, ""));
            (decode(user), decode(password))
        });
        let (host, port) = split_port(place);
        let named = place.len() > host.len() && !place.ends_with(']');
        let port = if named { port.ok_or_else(bad)? } else { default };
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(bad());
        }
        Ok(Self { kind, host: host.to_owned(), port, auth, tunnel: false })
    }
}

/// Turns `%40` into `@`.
fn decode(text: &str) -> String {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = match (byte, after) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        bytes.push(code.map_or(byte, |(high, low)| high << 4 | low));
        rest = after.get(if code.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} proxy {}:{}", self.kind, self.host, self.port)
    }
}
