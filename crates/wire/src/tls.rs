//! Trust, client certificates and versions.

use std::sync::Arc;

/// How TLS is spoken; cheap to clone, and connections are shared among clones only.
#[derive(Clone, Debug, Default)]
pub struct Tls {
    settings: Arc<TlsSettings>,
}

/// What [`Tls`] is made from.
#[derive(Clone, Debug)]
pub struct TlsSettings {
    /// Whether the server's certificate must be trusted and fit the host.
    pub verify: bool,
    /// Further certificates to trust, in PEM or DER, one or many in each.
    pub extra_roots: Vec<Vec<u8>>,
    /// The client's own certificate.
    pub identity: Option<Identity>,
    /// The versions that may be spoken.
    pub versions: Vec<TlsVersion>,
    /// The cipher suites that may be used, under their OpenSSL or IANA names; empty for all.
    pub ciphers: Vec<String>,
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsVersion {
    /// TLS 1.2
    Tls12,
    /// TLS 1.3
    Tls13,
}

/// A client certificate with its key; has no printed form.
#[derive(Clone)]
pub enum Identity {
    /// Certificate chain and key, in PEM; the key may be encrypted.
    Pem {
        /// The certificate, and those that lead to a root.
        certificate: Vec<u8>,
        /// The key.
        key: Vec<u8>,
        /// What the key is encrypted with.
        passphrase: Option<String>,
    },
    /// A PKCS#12 file (`.pfx`, `.p12`).
    Pfx {
        /// The file's content.
        data: Vec<u8>,
        /// What it is encrypted with.
        passphrase: Option<String>,
    },
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

impl Default for TlsSettings {
    /// Verification, no client certificate, TLS 1.2 and 1.3, every suite.
    fn default() -> Self {
        Self {
            verify: true,
            extra_roots: Vec::new(),
            identity: None,
            versions: vec![TlsVersion::Tls12, TlsVersion::Tls13],
            ciphers: Vec::new(),
        }
    }
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlsFault {
    /// A file of certificates holds none, or a broken one.
    #[error("the CA certificates cannot be read: {0}")]
    Roots(String),
    /// The client's certificate cannot be read.
    #[error("the client certificate cannot be read: {0}")]
    Certificate(String),
    /// The client's key cannot be read.
    #[error("the client key cannot be read: {0}")]
    Key(String),
    /// Key and certificate do not belong together, or the kind of key cannot be used.
    #[error("the client certificate cannot be used: {0}")]
    Pair(String),
    /// The PKCS#12 file cannot be read.
    #[error("the PKCS#12 file cannot be read: {0}")]
    Pfx(String),
    /// No version is left.
    #[error("no TLS version is left to speak; TLS 1.2 and 1.3 are known")]
    Versions,
    /// No cipher suite is left.
    #[error("none of the cipher suites `{0}` is known")]
    Ciphers(String),
}

impl Tls {
    /// Reads certificates and keys once, for any number of requests.
    pub fn new(settings: TlsSettings) -> Result<Self, TlsFault> {
        if settings.versions.is_empty() {
            return Err(TlsFault::Versions);
        }
        Ok(Self { settings: Arc::new(settings) })
    }

    /// Whether servers are verified.
    #[must_use]
    pub fn verifies(&self) -> bool {
        self.settings.verify
    }
}
