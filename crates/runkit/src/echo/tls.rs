//! Certificates made for the tests, and listeners that show them.

use std::{fs, path::PathBuf, sync::Arc};

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, date_time_ymd,
};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    server::WebPkiClientVerifier,
};
use tokio_rustls::TlsAcceptor;

use super::Door;

/// An authority, certificates of servers and one of a client.
pub struct Certificates {
    folder: PathBuf,
    authority: CertificateDer<'static>,
    good: Identity,
    self_signed: Identity,
    expired: Identity,
}

struct Identity {
    certificate: CertificateDer<'static>,
    key: String,
}

impl Certificates {
    /// Makes them; `ca.pem`, `client.pem` and `client-key.pem` are written into a folder.
    #[must_use]
    pub fn make(folder: PathBuf) -> Self {
        let mut params = named("A test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);

        let identity = |params: CertificateParams, issuer: Option<&Issuer<'_, KeyPair>>| {
            let key = KeyPair::generate().unwrap();
            let made: Certificate = match issuer {
                Some(issuer) => params.signed_by(&key, issuer).unwrap(),
                None => params.self_signed(&key).unwrap(),
            };
            (made.pem(), Identity { certificate: made.der().clone(), key: key.serialize_pem() })
        };
        let mut past = named("A server of the past");
        past.not_before = date_time_ymd(2000, 1, 1);
        past.not_after = date_time_ymd(2001, 1, 1);
        let mut client = named("A client");
        client.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let (client_pem, client) = identity(client, Some(&issuer));
        let files = [
            ("ca.pem", &authority.pem()),
            ("client.pem", &client_pem),
            ("client-key.pem", &client.key),
        ];
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        Self {
            folder,
            authority: authority.der().clone(),
            good: identity(named("A server"), Some(&issuer)).1,
            self_signed: identity(named("A lonely server"), None).1,
            expired: identity(past, Some(&issuer)).1,
        }
    }

    /// Where the files are.
    #[must_use]
    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// What the listener shows, and asks for.
    pub(super) fn acceptor(&self, door: Door) -> TlsAcceptor {
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider.clone());
        let config = config.with_safe_default_protocol_versions().unwrap();
        let config = if door == Door::Mutual {
            let mut roots = RootCertStore::empty();
            roots.add(self.authority.clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
            config.with_client_cert_verifier(verifier.build().unwrap())
        } else {
            config.with_no_client_auth()
        };
        let identity = match door {
            Door::SelfSigned => &self.self_signed,
            Door::Expired => &self.expired,
            _ => &self.good,
        };
        let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).unwrap();
        let config = config.with_single_cert(vec![identity.certificate.clone()], key).unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

fn named(name: &str) -> CertificateParams {
    let places = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut params = CertificateParams::new(places).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}
