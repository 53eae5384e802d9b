//! Servers behind TLS, good ones and others.
#![cfg(test)]

use std::{future::Future, sync::Arc};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, date_time_ymd,
};
use rustls::{
    RootCertStore, ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer},
    server::{WebPkiClientVerifier, danger::ClientCertVerifier},
};
use tokio::{io::AsyncWriteExt, net::TcpStream};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use wire::{Fault, Identity, Options, Request, Scheme, Tls, TlsSettings, TlsVersion};

use crate::server::{Server, client, get, read_head};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

/// A certificate, its key, and those it is sent with.
pub(crate) struct Chain {
    certificates: Vec<CertificateDer<'static>>,
    key: KeyPair,
}

impl Chain {
    fn pem(&self) -> String {
        let section = |der: &CertificateDer<'_>| {
            use base64::{Engine, engine::general_purpose::STANDARD};
            let text = STANDARD.encode(der);
            format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
        };
        self.certificates.iter().map(section).collect()
    }
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn params(names: &[&str]) -> CertificateParams {
    let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name.push(DnType::CommonName, "leaf.test");
    params
}

/// A certificate that signed itself.
fn alone(params: &CertificateParams) -> Chain {
    let key = KeyPair::generate().unwrap();
    let certificates = vec![params.self_signed(&key).unwrap().der().clone()];
    Chain { certificates, key }
}

/// A certificate of an authority, sent without that.
fn signed(params: &CertificateParams, authority: &Authority) -> Chain {
    let key = KeyPair::generate().unwrap();
    let certificates = vec![params.signed_by(&key, authority).unwrap().der().clone()];
    Chain { certificates, key }
}

/// A listener that speaks TLS.
pub(crate) struct TlsServer {
    pub(crate) server: Server,
}

impl TlsServer {
    /// Answers every request with `hi`, under a certificate that signed itself.
    pub(crate) async fn new(name: &str) -> Self {
        Self::with(alone(&params(&[name])), None).await
    }

    /// Answers every request with `hi`; `root` is whom clients must have their certificate from.
    async fn with(chain: Chain, root: Option<&Authority>) -> Self {
        Self::on(chain, root, &[], |mut stream| async move {
            loop {
                read_head(&mut stream).await?;
                stream.write_all(OK).await?;
            }
        })
        .await
    }

    /// Serves each connection with `talk`.
    pub(crate) async fn serve<F>(
        name: &str,
        root: Option<&Authority>,
        protocols: &[&[u8]],
        talk: impl Fn(TlsStream<TcpStream>) -> F + Clone + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        Self::on(alone(&params(&[name])), root, protocols, talk).await
    }

    async fn on<F>(
        chain: Chain,
        root: Option<&Authority>,
        protocols: &[&[u8]],
        talk: impl Fn(TlsStream<TcpStream>) -> F + Clone + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap();
        let verifier: Arc<dyn ClientCertVerifier> = match root {
            None => WebPkiClientVerifier::no_client_auth(),
            Some(root) => {
                let mut roots = RootCertStore::empty();
                roots.add(root.der().clone()).unwrap();
                WebPkiClientVerifier::builder_with_provider(roots.into(), provider).build().unwrap()
            }
        };
        let key = PrivateKeyDer::try_from(chain.key.serialize_der()).unwrap();
        let mut config = builder
            .with_client_cert_verifier(verifier)
            .with_single_cert(chain.certificates, key)
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let server = Server::talk(move |stream, _| {
            let (acceptor, talk) = (acceptor.clone(), talk.clone());
            async move { talk(acceptor.accept(stream).await?).await }
        })
        .await;
        Self { server }
    }

    pub(crate) fn port(&self) -> u16 {
        self.server.address.port()
    }

    /// A request to `127.0.0.1`.
    pub(crate) fn get(&self) -> Request {
        get(Scheme::Https, "127.0.0.1", self.port(), "/")
    }
}

fn trusting(roots: &[&str]) -> Options {
    let extra_roots = roots.iter().map(|pem| pem.as_bytes().to_vec()).collect();
    with(&TlsSettings { extra_roots, ..TlsSettings::default() })
}

pub(crate) fn with(settings: &TlsSettings) -> Options {
    Options { tls: Tls::new(settings).unwrap(), ..Options::default() }
}

pub(crate) fn careless() -> TlsSettings {
    TlsSettings { verify: false, ..TlsSettings::default() }
}

#[tokio::test]
async fn a_trusted_server_is_served() {
    let root = authority("Root");
    let server = TlsServer::with(signed(&params(&["127.0.0.1"]), &root), None).await;
    let client = client();
    let options = trusting(&[&root.pem()]);
    for round in 0..2 {
        let response = client.send(&server.get(), &options).await.unwrap();
        assert_eq!(response.timings.reused, round > 0);
        assert_eq!(response.timings.tls.is_zero(), round > 0);
        let session = response.tls.unwrap();
        assert_eq!(session.protocol, "TLSv1.3");
        assert!(session.cipher.starts_with("TLS_"), "{}", session.cipher);
        assert!(!session.certificate.is_empty());
    }
    // Who does not trust it gets no connection that somebody else made.
    assert!(client.send(&server.get(), &Options::default()).await.is_err());
}

/// A server's certificate, the host it is asked for, and what is said of it.
type Refused = (Chain, &'static str, &'static str, String);

/// Certificates that nobody vouches for, or not now, or not for this.
fn untrusted(root: &Authority) -> Vec<Refused> {
    let other = authority("Other");
    let here = || params(&["127.0.0.1"]);
    let mut old = here();
    old.not_before = date_time_ymd(2020, 1, 1);
    old.not_after = date_time_ymd(2021, 1, 1);
    let mut early = here();
    early.not_before = date_time_ymd(2900, 1, 1);
    early.not_after = date_time_ymd(2901, 1, 1);
    let mut client_only = here();
    client_only.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let mut with_root = signed(&here(), &other);
    with_root.certificates.push(other.der().clone());
    let list = [
        (alone(&here()), "DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"),
        (
            signed(&here(), &other),
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            "unable to verify the first certificate",
        ),
        (with_root, "SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"),
        (signed(&old, root), "CERT_HAS_EXPIRED", "certificate has expired"),
        (alone(&old), "DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"),
        (signed(&early, root), "CERT_NOT_YET_VALID", "certificate is not yet valid"),
        (signed(&client_only, root), "INVALID_PURPOSE", "unsuitable certificate purpose"),
    ];
    list.into_iter()
        .map(|(chain, code, message)| (chain, "127.0.0.1", code, message.to_owned()))
        .collect()
}

/// Certificates of somebody else.
fn misnamed(root: &Authority) -> Vec<Refused> {
    let table: [(&[&str], &str, &str); 3] = [
        (
            &["example.com", "*.example.org"],
            "localhost",
            "Host: localhost. is not in the cert's altnames: DNS:example.com, DNS:*.example.org",
        ),
        (&["example.com"], "127.0.0.1", "IP: 127.0.0.1 is not in the cert's list: "),
        (&[], "localhost", "Host: localhost. is not cert's CN: leaf.test"),
    ];
    let refused = |(names, host, reason): (&[&str], _, _)| {
        let message = format!("Hostname/IP does not match certificate's altnames: {reason}");
        (signed(&params(names), root), host, "ERR_TLS_CERT_ALTNAME_INVALID", message)
    };
    table.map(refused).into()
}

#[tokio::test]
async fn certificates_are_refused_in_known_words() {
    let root = authority("Root");
    let options = trusting(&[&root.pem()]);
    for (chain, host, code, message) in untrusted(&root).into_iter().chain(misnamed(&root)) {
        let server = TlsServer::with(chain, None).await;
        let request = get(Scheme::Https, host, server.port(), "/");
        let fault = client().send(&request, &options).await.unwrap_err();
        assert_eq!((fault.code(), fault.to_string()), (Some(code), message));
        let hint = fault.hint().unwrap();
        assert!(hint.contains(host) && hint.contains("leaf.test"), "{hint}");
        // Without verification all of them do.
        let response = client().send(&request, &with(&careless())).await.unwrap();
        assert_eq!(response.body.as_ref(), b"hi");
    }
}

#[tokio::test]
async fn a_single_certificate_can_be_trusted() {
    let chain = alone(&params(&["127.0.0.1"]));
    let options = trusting(&[&chain.pem()]);
    let server = TlsServer::with(chain, None).await;
    assert_eq!(client().send(&server.get(), &options).await.unwrap().status, 200);
    // Its name still counts, and so do its dates.
    let request = get(Scheme::Https, "localhost", server.port(), "/");
    let fault = client().send(&request, &options).await.unwrap_err();
    assert_eq!(fault.code(), Some("ERR_TLS_CERT_ALTNAME_INVALID"));
    let mut old = params(&["127.0.0.1"]);
    old.not_after = date_time_ymd(2021, 1, 1);
    let chain = alone(&old);
    let options = trusting(&[&chain.pem()]);
    let server = TlsServer::with(chain, None).await;
    let fault = client().send(&server.get(), &options).await.unwrap_err();
    assert_eq!(fault.code(), Some("CERT_HAS_EXPIRED"));
}

#[tokio::test]
async fn a_common_name_is_a_name_where_there_is_no_other() {
    let root = authority("Root");
    let mut params = params(&[]);
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::CommonName, "localhost");
    let server = TlsServer::with(signed(&params, &root), None).await;
    let request = get(Scheme::Https, "localhost", server.port(), "/");
    client().send(&request, &trusting(&[&root.pem()])).await.unwrap();
}

#[tokio::test]
async fn clients_have_certificates_too() {
    let root = authority("Clients");
    let server = TlsServer::with(alone(&params(&["127.0.0.1"])), Some(&root)).await;
    let own = signed(&params(&["client"]), &root);
    let identity = Identity::Pem {
        certificate: own.pem().into_bytes(),
        key: own.key.serialize_pem().into_bytes(),
        passphrase: None,
    };
    let known = with(&TlsSettings { identity: Some(identity), ..careless() });
    assert_eq!(client().send(&server.get(), &known).await.unwrap().status, 200);
    let fault = client().send(&server.get(), &with(&careless())).await.unwrap_err();
    assert_eq!(fault.code(), Some("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"));
    assert!(fault.to_string().contains("the server wants a client certificate"), "{fault}");
    let stranger = signed(&params(&["client"]), &authority("Strangers"));
    let identity = Identity::Pem {
        certificate: stranger.pem().into_bytes(),
        key: stranger.key.serialize_pem().into_bytes(),
        passphrase: None,
    };
    let unknown = with(&TlsSettings { identity: Some(identity), ..careless() });
    let fault = client().send(&server.get(), &unknown).await.unwrap_err();
    assert!(fault.to_string().contains("client certificate"), "{fault}");
}

#[tokio::test]
async fn versions_and_suites_are_chosen() {
    let server = TlsServer::new("127.0.0.1").await;
    let old = TlsSettings { versions: vec![TlsVersion::Tls12], ..careless() };
    let response = client().send(&server.get(), &with(&old)).await.unwrap();
    assert_eq!(response.tls.unwrap().protocol, "TLSv1.2");
    let suite = TlsSettings { ciphers: vec!["ECDHE-ECDSA-CHACHA20-POLY1305".to_owned()], ..old };
    let response = client().send(&server.get(), &with(&suite)).await.unwrap();
    assert_eq!(response.tls.unwrap().cipher, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
    let rsa = TlsSettings { ciphers: vec!["ECDHE-RSA-AES128-GCM-SHA256".to_owned()], ..suite };
    let fault = client().send(&server.get(), &with(&rsa)).await.unwrap_err();
    assert_eq!(fault.code(), Some("EPROTO"), "{fault}");
}

#[tokio::test]
async fn servers_without_tls_are_found_out() {
    let plain = Server::talk(|mut stream, _| async move {
        tokio::io::AsyncReadExt::read_u8(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await
    })
    .await;
    let request = get(Scheme::Https, "127.0.0.1", plain.address.port(), "/");
    let fault = client().send(&request, &Options::default()).await.unwrap_err();
    assert_eq!((fault.code(), fault.errno()), (Some("EPROTO"), Some(-71)));
    assert!(fault.to_string().contains("wrong version number"), "{fault}");
    let cut = Server::talk(|mut stream, _| async move {
        let mut hello = vec![0; 16 * 1024];
        tokio::io::AsyncReadExt::read(&mut stream, &mut hello).await.map(|_| ())
    })
    .await;
    let request = get(Scheme::Https, "127.0.0.1", cut.address.port(), "/");
    let fault = client().send(&request, &Options::default()).await.unwrap_err();
    assert_eq!(fault, Fault::HandshakeCut);
    let silent = Server::talk(|stream, _| async move {
        let _open = stream;
        std::future::pending().await
    })
    .await;
    let request = get(Scheme::Https, "127.0.0.1", silent.address.port(), "/");
    let limit = Some(std::time::Duration::from_millis(300));
    for options in [
        Options { idle_timeout: limit, ..Options::default() },
        Options { connect_timeout: limit, ..Options::default() },
    ] {
        let fault = client().send(&request, &options).await.unwrap_err();
        assert_eq!(fault.to_string(), "ESOCKETTIMEDOUT");
    }
}

#[tokio::test]
async fn a_server_may_close_without_a_word() {
    // No close_notify: the body ends with the connection all the same.
    let server = TlsServer::serve("127.0.0.1", None, &[], |mut stream| async move {
        read_head(&mut stream).await?;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nhi").await?;
        stream.flush().await
    })
    .await;
    let response = client().send(&server.get(), &with(&careless())).await.unwrap();
    assert_eq!(response.body.as_ref(), b"hi");
}
