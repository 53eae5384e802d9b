//! Calls that the system refused.

use std::{io, net::SocketAddr};

/// A call that the system refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// `connect`, `read`, `write` or `open`.
    pub syscall: &'static str,
    /// `ECONNREFUSED` and the like.
    pub code: &'static str,
    /// The system's number, negative, if it gave one.
    pub errno: Option<i32>,
    /// The peer's address and port, for `connect`.
    pub peer: Option<SocketAddr>,
    /// The file, for `open`.
    pub path: Option<String>,
}

impl System {
    /// A call that failed with `error`.
    pub(crate) fn new(syscall: &'static str, error: &io::Error) -> Self {
        let errno = error.raw_os_error().map(i32::saturating_neg);
        Self { syscall, code: code_of(error), errno, peer: None, path: None }
    }

    pub(super) fn text(&self) -> String {
        let Self { syscall, code, .. } = self;
        match (&self.peer, &self.path) {
            // The address has no brackets, whatever its family.
            (Some(peer), _) if peer.port() == 0 => format!("{syscall} {code} {}", peer.ip()),
            (Some(peer), _) => format!("{syscall} {code} {}:{}", peer.ip(), peer.port()),
            (None, Some(path)) => {
                let words = match self.code {
                    "ENOENT" => "no such file or directory",
                    "EACCES" => "permission denied",
                    "EISDIR" => "illegal operation on a directory",
                    _ => "the file cannot be read to its announced end",
                };
                format!("{code}: {words}, {syscall} '{path}'")
            }
            (None, None) => format!("{syscall} {code}"),
        }
    }
}

/// The system's own name for an error.
fn code_of(error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => "ECONNREFUSED",
        Kind::ConnectionReset => "ECONNRESET",
        Kind::ConnectionAborted => "ECONNABORTED",
        Kind::NotConnected => "ENOTCONN",
        Kind::AddrInUse => "EADDRINUSE",
        Kind::AddrNotAvailable => "EADDRNOTAVAIL",
        Kind::NetworkUnreachable => "ENETUNREACH",
        Kind::HostUnreachable => "EHOSTUNREACH",
        Kind::NetworkDown => "ENETDOWN",
        Kind::BrokenPipe => "EPIPE",
        Kind::TimedOut => "ETIMEDOUT",
        Kind::PermissionDenied => "EACCES",
        Kind::NotFound => "ENOENT",
        Kind::IsADirectory => "EISDIR",
        Kind::InvalidInput => "EINVAL",
        _ => match error.raw_os_error() {
            Some(23) => "ENFILE",
            Some(24) => "EMFILE",
            Some(97) => "EAFNOSUPPORT",
            _ => "EIO",
        },
    }
}
