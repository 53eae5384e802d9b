//! What can go wrong, in the words that users of Node know.

mod certificate;
mod system;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;

pub use self::{certificate::Certificate, system::System};

/// Why there is no response.
///
/// The text is what a report shows; [`code`](Self::code) and the other methods are the fields that
/// scripts look at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The system refused a call: `connect ECONNREFUSED 127.0.0.1:1`.
    #[error("{}", .0.text())]
    System(System),
    /// The name has no address: `getaddrinfo ENOTFOUND host`.
    #[error("getaddrinfo {code} {host}")]
    Resolve {
        /// `ENOTFOUND`, or `EAI_AGAIN` if asking again may help.
        code: &'static str,
        /// The name.
        host: String,
    },
    /// The server closed the connection before a response.
    #[error("socket hang up")]
    HangUp,
    /// The server closed the connection in the middle of a body.
    #[error("aborted")]
    Aborted,
    /// The server closed the connection in the middle of the TLS handshake.
    #[error("Client network socket disconnected before secure TLS connection was established")]
    HandshakeCut,
    /// A time limit passed.
    #[error("{}", .0.code())]
    Timeout(Wait),
    /// The response is not HTTP.
    #[error("Parse Error: {reason}")]
    Parse {
        /// `HPE_INVALID_CONSTANT` and the like.
        code: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The body is not what its `Content-Encoding` says.
    #[error("{reason}")]
    Decode {
        /// `Z_DATA_ERROR` and the like.
        code: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The server's certificate is not trusted.
    #[error("{}", .0.message)]
    Certificate(Box<Certificate>),
    /// TLS failed for another reason than trust.
    #[error("{message}")]
    Tls {
        /// `EPROTO`, or the code of an alert.
        code: &'static str,
        /// What happened.
        message: String,
    },
    /// The proxy did not open the way.
    #[error("tunneling socket could not be established, {reason}")]
    Proxy {
        /// `statusCode=407`, or `cause=` and what went wrong.
        reason: String,
    },
    /// The dial guard refused the host or its address.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// The server sent more than a limit allows.
    #[error("{0}")]
    TooLarge(TooLarge),
    /// A header name is not a token.
    #[error("Header name must be a valid HTTP token [\"{name}\"]")]
    HeaderName {
        /// The name.
        name: String,
    },
    /// A header value holds what must not be on a line.
    #[error("Invalid character in header content [\"{name}\"]")]
    HeaderValue {
        /// The name of the header.
        name: String,
    },
    /// The method is not a token.
    #[error("Method must be a valid HTTP token [\"{method}\"]")]
    Method {
        /// The method.
        method: String,
    },
    /// The target holds a space or a control character.
    #[error("Request path contains unescaped characters")]
    Target,
    /// A file of the request's body cannot be sent.
    #[error("{}", .0.text())]
    File(System),
    /// HTTP/2 failed.
    #[error("{message}")]
    Http2 {
        /// `ERR_HTTP2_STREAM_ERROR` and the like.
        code: &'static str,
        /// What happened.
        message: String,
    },
}

/// The time limit that passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Connecting took too long.
    Connect,
    /// The server let the client wait too long.
    Idle,
    /// Everything together took too long.
    Total,
}

impl Wait {
    const fn code(self) -> &'static str {
        match self {
            Self::Connect => "ETIMEDOUT",
            Self::Idle | Self::Total => "ESOCKETTIMEDOUT",
        }
    }
}

/// A limit of [`Limits`](crate::Limits) that a server broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// The body, on the wire or decoded.
    #[error("Maximum response size reached")]
    Body,
    /// The ratio of decoded to received bytes.
    #[error("the body decodes to more than {0} times its size")]
    Expansion(u32),
    /// The interim responses before the final one.
    #[error("the server sent more than {0} interim responses")]
    Interim(usize),
}

/// A refusal of the dial guard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("connect EACCES {} ({reason})", .address.map_or_else(|| self.host.clone(), |a| a.to_string()))]
pub struct Refusal {
    /// The host that was asked for.
    pub host: String,
    /// The address that would have been dialled; `None` if the host alone was refused.
    pub address: Option<SocketAddr>,
    /// The rule that refused it.
    pub reason: String,
}

impl Fault {
    /// The code that scripts compare: `ECONNREFUSED`, `HPE_INVALID_CONSTANT`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        Some(match self {
            Self::System(system) | Self::File(system) => system.code,
            Self::Resolve { code, .. }
            | Self::Parse { code, .. }
            | Self::Decode { code, .. }
            | Self::Tls { code, .. }
            | Self::Http2 { code, .. } => code,
            Self::HangUp | Self::Aborted | Self::HandshakeCut | Self::Proxy { .. } => "ECONNRESET",
            Self::Timeout(wait) => wait.code(),
            Self::Certificate(certificate) => certificate.code,
            Self::Refused(_) => "EACCES",
            Self::TooLarge(_) => return None,
            Self::HeaderName { .. } | Self::Method { .. } => "ERR_INVALID_HTTP_TOKEN",
            Self::HeaderValue { .. } => "ERR_INVALID_CHAR",
            Self::Target => "ERR_UNESCAPED_CHARACTERS",
        })
    }

    /// The name of the error's class: `TypeError` for what the request itself has wrong.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::HeaderName { .. }
            | Self::HeaderValue { .. }
            | Self::Method { .. }
            | Self::Target => "TypeError",
            _ => "Error",
        }
    }

    /// The call that failed: `connect`, `getaddrinfo`, `read`.
    #[must_use]
    pub const fn syscall(&self) -> Option<&'static str> {
        match self {
            Self::System(system) | Self::File(system) => Some(system.syscall),
            Self::Resolve { .. } => Some("getaddrinfo"),
            Self::Refused(_) => Some("connect"),
            _ => None,
        }
    }

    /// The system's number, negative, if it gave one.
    #[must_use]
    pub fn errno(&self) -> Option<i32> {
        match self {
            Self::System(system) | Self::File(system) => system.errno,
            Self::Resolve { code: "EAI_AGAIN", .. } => Some(-3001),
            Self::Resolve { .. } => Some(-3008),
            Self::Tls { code: "EPROTO", .. } => Some(-71),
            Self::Decode { code: "Z_DATA_ERROR", .. } => Some(-3),
            Self::Decode { code: "Z_BUF_ERROR", .. } => Some(-5),
            _ => None,
        }
    }

    /// The name that could not be resolved.
    #[must_use]
    pub fn hostname(&self) -> Option<&str> {
        match self {
            Self::Resolve { host, .. } => Some(host),
            _ => None,
        }
    }

    /// The address that could not be reached.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        self.peer().map(|peer| peer.ip().to_string())
    }

    /// The port that could not be reached; 0 is none.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.peer().map(|peer| peer.port()).filter(|port| *port > 0)
    }

    /// What a person can do about it, or what they need to know to.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Certificate(certificate) => Some(certificate.hint()),
            Self::Refused(refusal) => {
                Some(format!("the dial guard refused `{}`: {}", refusal.host, refusal.reason))
            }
            _ => None,
        }
    }

    fn peer(&self) -> Option<SocketAddr> {
        match self {
            Self::System(system) => system.peer,
            Self::Refused(refusal) => refusal.address,
            _ => None,
        }
    }
}
