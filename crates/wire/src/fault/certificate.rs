//! Certificates that are not trusted.

/// A certificate that is not trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Certificate {
    /// `DEPTH_ZERO_SELF_SIGNED_CERT` and the like.
    pub code: &'static str,
    /// `self-signed certificate` and the like.
    pub message: String,
    /// The host that was asked for.
    pub host: String,
    /// Whom the certificate is for.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// From when to when it holds, as dates.
    pub validity: String,
    /// The names it is for.
    pub names: Vec<String>,
}

impl Certificate {
    pub(super) fn hint(&self) -> String {
        let names =
            if self.names.is_empty() { "no name".to_owned() } else { self.names.join(", ") };
        format!(
            "the certificate that `{}` sent is for `{}` ({names}), was signed by `{}`, and holds {}",
            self.host, self.subject, self.issuer, self.validity
        )
    }
}
