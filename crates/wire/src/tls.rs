//! Trust, client certificates and versions.

mod certificate;
mod fault;
mod identity;
mod legacy;
mod roots;
mod suites;
#[cfg(test)]
mod tests;
mod verify;

use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use rustls::{
    ClientConfig,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName},
};
use tokio_rustls::TlsConnector;

pub(crate) use self::fault::fault;
use crate::{fault::Fault, io::Io, options::Protocol, response::Session};

/// How TLS is spoken; cheap to clone, and connections are shared among clones only.
#[derive(Clone)]
pub struct Tls {
    ready: Arc<Ready>,
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
    ///
    /// As in Node, suites of one version leave those of the other alone, except that suites of
    /// TLS 1.3 alone switch TLS 1.2 off. Names that are not known are passed over.
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

/// Settings that were read and found good.
struct Ready {
    id: u64,
    verify: bool,
    extra_roots: Vec<CertificateDer<'static>>,
    identity: Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>,
    versions: Vec<TlsVersion>,
    provider: Arc<CryptoProvider>,
    /// Made on first use, because reading all roots takes milliseconds.
    config: OnceLock<Result<ClientConfig, TlsFault>>,
    /// By what is offered in the handshake: HTTP/1.1, HTTP/2, both.
    connectors: [OnceLock<TlsConnector>; 3],
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

impl Default for Tls {
    /// The default settings; all defaults share connections.
    fn default() -> Self {
        static DEFAULT: OnceLock<Arc<Ready>> = OnceLock::new();
        let ready = DEFAULT.get_or_init(|| {
            Arc::new(Ready {
                id: 0,
                verify: true,
                extra_roots: Vec::new(),
                identity: None,
                versions: vec![TlsVersion::Tls12, TlsVersion::Tls13],
                provider: Arc::new(rustls::crypto::ring::default_provider()),
                config: OnceLock::new(),
                connectors: Default::default(),
            })
        });
        Self { ready: Arc::clone(ready) }
    }
}

impl Tls {
    /// Reads certificates and keys once, for any number of requests.
    pub fn new(settings: &TlsSettings) -> Result<Self, TlsFault> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let mut versions = settings.versions.clone();
        let mut provider = rustls::crypto::ring::default_provider();
        suites::choose(&mut provider.cipher_suites, &mut versions, &settings.ciphers)?;
        if versions.is_empty() {
            return Err(TlsFault::Versions);
        }
        let mut extra_roots = Vec::new();
        for file in &settings.extra_roots {
            extra_roots.extend(roots::read(file)?);
        }
        let ready = Ready {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            verify: settings.verify,
            extra_roots,
            identity: settings.identity.as_ref().map(identity::read).transpose()?,
            versions,
            provider: Arc::new(provider),
            config: OnceLock::new(),
            connectors: Default::default(),
        };
        if ready.identity.is_some() {
            // Whether key and certificate fit shows only here.
            ready.config()?;
        }
        Ok(Self { ready: Arc::new(ready) })
    }

    /// Whether servers are verified.
    #[must_use]
    pub fn verifies(&self) -> bool {
        self.ready.verify
    }

    /// Tells settings apart whose connections must not be shared.
    pub(crate) fn id(&self) -> u64 {
        self.ready.id
    }

    /// Makes the handshake; says what it settled on, and whether that is HTTP/2.
    pub(crate) async fn connect(
        &self,
        io: Io,
        host: &str,
        protocol: Protocol,
    ) -> Result<(Io, Session, bool), Fault> {
        let unusable = |message: String| Fault::Tls { code: "ERR_TLS_INVALID_CONTEXT", message };
        let connector =
            self.ready.connector(protocol).map_err(|fault| unusable(fault.to_string()))?;
        let bare = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
        let name = ServerName::try_from(bare.to_owned())
            .map_err(|_| unusable(format!("`{bare}` is no name that TLS could verify")))?;
        let stream = connector.connect(name, io).await.map_err(|error| fault::handshake(&error))?;
        let (_, state) = stream.get_ref();
        let session = Session {
            protocol: match state.protocol_version() {
                Some(rustls::ProtocolVersion::TLSv1_3) => "TLSv1.3",
                _ => "TLSv1.2",
            },
            cipher: state.negotiated_cipher_suite().map(suites::name).unwrap_or_default(),
            certificate: state
                .peer_certificates()
                .and_then(<[_]>::first)
                .map(|certificate| Bytes::copy_from_slice(certificate))
                .unwrap_or_default(),
        };
        let http2 = state.alpn_protocol() == Some(b"h2");
        Ok((Io::Tls(Box::new(stream)), session, http2))
    }
}

impl Ready {
    fn connector(&self, protocol: Protocol) -> Result<&TlsConnector, TlsFault> {
        let [http1, http2, auto] = &self.connectors;
        let (slot, offers): (_, &[&[u8]]) = match protocol {
            Protocol::Http1 => (http1, &[b"http/1.1"]),
            Protocol::Http2 => (http2, &[b"h2"]),
            Protocol::Auto => (auto, &[b"h2", b"http/1.1"]),
        };
        let config = self.config()?;
        Ok(slot.get_or_init(|| {
            let mut config = config.clone();
            config.alpn_protocols = offers.iter().map(|offer| offer.to_vec()).collect();
            TlsConnector::from(Arc::new(config))
        }))
    }

    fn config(&self) -> Result<&ClientConfig, TlsFault> {
        self.config.get_or_init(|| self.build()).as_ref().map_err(Clone::clone)
    }

    fn build(&self) -> Result<ClientConfig, TlsFault> {
        let versions: Vec<_> = self
            .versions
            .iter()
            .map(|version| match version {
                TlsVersion::Tls12 => &rustls::version::TLS12,
                TlsVersion::Tls13 => &rustls::version::TLS13,
            })
            .collect();
        let verifier: Arc<dyn rustls::client::danger::ServerCertVerifier> = if self.verify {
            Arc::new(verify::Strict::new(&self.provider, &self.extra_roots)?)
        } else {
            Arc::new(verify::Nothing::new(&self.provider))
        };
        let builder = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&versions)
            .map_err(|_| TlsFault::Versions)?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        match &self.identity {
            None => Ok(builder.with_no_client_auth()),
            Some((chain, key)) => builder
                .with_client_auth_cert(chain.clone(), key.clone_key())
                .map_err(|error| TlsFault::Pair(error.to_string())),
        }
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ready { id, verify, versions, .. } = &*self.ready;
        write!(f, "Tls {{ id: {id}, verify: {verify}, versions: {versions:?} }}")
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}
