//! Certificates to trust.

use std::sync::OnceLock;

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use super::{TlsFault, certificate};

/// Mozilla's list, which is compiled in, and what the system trusts.
pub(super) fn standard() -> RootCertStore {
    static ROOTS: OnceLock<RootCertStore> = OnceLock::new();
    let roots = ROOTS.get_or_init(|| {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        // A system without a list, or with a broken entry, still has Mozilla's.
        let system = rustls_native_certs::load_native_certs();
        let known: Vec<_> =
            roots.roots.iter().map(|anchor| anchor.subject_public_key_info.clone()).collect();
        let mut more = RootCertStore::empty();
        more.add_parsable_certificates(system.certs);
        let more = more.roots.into_iter();
        roots.roots.extend(more.filter(|one| !known.contains(&one.subject_public_key_info)));
        roots
    });
    roots.clone()
}

/// Reads a file of certificates, in PEM or DER.
pub(super) fn read(file: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsFault> {
    let fault = |reason: &str| TlsFault::Roots(reason.to_owned());
    let list: Vec<_> = CertificateDer::pem_slice_iter(file)
        .collect::<Result<_, _>>()
        .map_err(|error| TlsFault::Roots(error.to_string()))?;
    let list = if list.is_empty() { vec![CertificateDer::from(file.to_vec())] } else { list };
    if list.iter().any(|one| certificate::read(one).is_none()) {
        return Err(fault("the file holds no certificate, or a broken one"));
    }
    Ok(list)
}
