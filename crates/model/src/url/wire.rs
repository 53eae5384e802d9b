//! What is sent of a URL.

use super::encode::{self, Part, decoded};
use super::{Fault, Url, host};
use crate::variables::coerce;

/// What is sent of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wire {
    /// `http` or `https`.
    pub scheme: String,
    /// The host to connect to, in lower case and ASCII, an IPv6 address without brackets.
    pub host: String,
    /// The port, when the URL names one.
    pub port: Option<u16>,
    /// Host and port as the `Host` header has them.
    pub authority: String,
    /// Path and query, exactly as sent; begins with `/`.
    pub target: String,
    /// User and password, decoded.
    pub user_info: Option<(String, String)>,
    /// The whole URL as it is sent, with what follows `#`.
    pub href: String,
}

impl Url {
    /// What is sent; without `encode`, path and query go out as typed.
    ///
    /// Tokens that are left are sent as they are.
    pub fn wire(&self, encode: bool) -> Result<Wire, Fault> {
        let text = self.to_text();
        if text.is_empty() {
            return Err(Fault::Empty);
        }
        // Parts may hold marks that only the whole text shows for what they are.
        let parts = Self::parse(&text).parts(encode);
        let Parts { scheme, host, port, target, .. } = &parts;
        if host.is_empty() && port.is_none() {
            return Err(Fault::Host(parts.href()));
        }
        if scheme != "http" && scheme != "https" {
            return Err(Fault::Protocol(scheme.clone()));
        }
        let number = match port.as_deref().filter(|port| !port.is_empty()) {
            Some(port) => Some(port_number(port).ok_or_else(|| Fault::Port(port.to_owned()))?),
            None => None,
        };
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        Ok(Wire {
            scheme: scheme.clone(),
            // What is connected to without a name is this machine.
            host: if bare.is_empty() { "localhost" } else { bare }.to_owned(),
            port: number,
            authority: parts.authority(),
            target: target.clone(),
            user_info: parts.user_info.clone(),
            href: parts.href(),
        })
    }

    /// The URL as it is sent, or would be if it could.
    #[must_use]
    pub fn href(&self, encode: bool) -> String {
        let text = self.to_text();
        if text.is_empty() { text } else { Self::parse(&text).parts(encode).href() }
    }

    /// Host and port as the `Host` header would have them.
    #[must_use]
    pub fn authority(&self, encode: bool) -> String {
        Self::parse(&self.to_text()).parts(encode).authority()
    }

    fn parts(&self, encode: bool) -> Parts {
        let push = |out: &mut String, text: &str, part: Part| {
            if encode {
                encode::push(out, text, part);
            } else {
                out.push_str(text);
            }
        };
        let mut target = String::new();
        let path = self.path.as_ref().map_or_else(|| "/".to_owned(), |_| self.path_text(false));
        push(&mut target, &path, Part::Path);
        if self.has_query() {
            target.push('?');
            if encode {
                self.push_query(&mut target);
            } else {
                target.push_str(&self.query_text());
            }
        }
        let hash = self.hash.as_ref().map(|hash| {
            let mut out = "#".to_owned();
            push(&mut out, hash, Part::Hash);
            out
        });
        let mut login = String::new();
        let mut user_info = None;
        if let Some(info) = &self.auth {
            let user = info.user.as_deref().unwrap_or_default();
            push(&mut login, user, Part::User);
            if let Some(password) = &info.password {
                login.push(':');
                push(&mut login, password, Part::User);
            }
            let password = info.password.as_deref();
            let is_given = !user.is_empty() || password.is_some();
            user_info = is_given.then(|| (decoded(user), decoded(password.unwrap_or_default())));
            login.push('@');
        }
        Parts {
            scheme: self.protocol.as_deref().unwrap_or("http").to_lowercase(),
            login,
            user_info,
            host: host::to_ascii(&self.host_text()),
            port: self.port.clone(),
            target,
            hash: hash.unwrap_or_default(),
        }
    }

    fn push_query(&self, out: &mut String) {
        for (position, param) in self.enabled().enumerate() {
            if position > 0 {
                out.push('&');
            }
            encode::push(out, param.key.as_deref().unwrap_or_default(), Part::Key);
            if let Some(value) = &param.value {
                out.push('=');
                encode::push(out, value, Part::Value);
            }
        }
    }
}

/// A URL in the parts that it is sent in.
struct Parts {
    scheme: String,
    /// With its `@`, if there is one.
    login: String,
    user_info: Option<(String, String)>,
    host: String,
    port: Option<String>,
    target: String,
    /// With its `#`, if there is one.
    hash: String,
}

impl Parts {
    fn authority(&self) -> String {
        match &self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    fn href(&self) -> String {
        let Self { scheme, login, target, hash, .. } = self;
        format!("{scheme}://{login}{}{target}{hash}", self.authority())
    }
}

/// The number of a port, read as JavaScript reads numbers.
fn port_number(port: &str) -> Option<u16> {
    let number = coerce::text_number(port);
    let whole = number.fract() == 0.0 && (0.0..65536.0).contains(&number);
    // White space alone would be a zero.
    let written = !port.trim_matches(coerce::is_space).is_empty();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "just compared")]
    (whole && written).then_some(number as u16)
}
