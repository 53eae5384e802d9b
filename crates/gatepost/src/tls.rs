//! TLS of the server and of the client that administers a remote one.

use std::{path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use crate::exit::Failure;

/// The server's side, from PEM files.
pub(crate) fn server(cert: &Path, key: &Path) -> Result<Arc<ServerConfig>, Failure> {
    let chain = certificates(cert)?;
    let secret =
        PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable("key", key, &error))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret));
    let mut config = config.map_err(|error| {
        let (cert, key) = (cert.display(), key.display());
        Failure::input(format!("TLS can't use `{cert}` with the key `{key}`: {error}"))
    })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// The client's side; `authority` is a PEM file of certificates to trust.
pub(crate) fn client(authority: &Path) -> Result<Arc<ClientConfig>, Failure> {
    let mut roots = RootCertStore::empty();
    let (added, _) = roots.add_parsable_certificates(certificates(authority)?);
    if added == 0 {
        let path = authority.display();
        return Err(Failure::input(format!("`{path}` holds no certificate that can be trusted")));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Failure::connection(format!("TLS can't be used: {error}")))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Failure> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    let chain: Vec<_> = read.map_err(|error| unreadable("certificate", path, &error))?;
    if chain.is_empty() {
        let path = path.display();
        return Err(Failure::input(format!("the certificate file `{path}` holds no certificate")));
    }
    Ok(chain)
}

fn unreadable(what: &str, path: &Path, error: &rustls::pki_types::pem::Error) -> Failure {
    Failure::input(format!("the {what} file `{}` can't be read: {error}", path.display()))
        .hint("it must be a PEM file")
}
