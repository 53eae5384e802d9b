//! Reads client certificates and their keys.

use p12_keystore::{CertificateBag, Pkcs12Archive};
use pkcs8::EncryptedPrivateKeyInfoRef;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject};

use super::{Identity, TlsFault, certificate, legacy};

type Pair = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

pub(super) fn read(identity: &Identity) -> Result<Pair, TlsFault> {
    match identity {
        Identity::Pem { certificate, key, passphrase } => {
            Ok((chain(certificate)?, private_key(key, passphrase.as_deref())?))
        }
        Identity::Pfx { data, passphrase } => pfx(data, passphrase.as_deref().unwrap_or_default()),
    }
}

fn chain(file: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsFault> {
    let chain: Vec<_> = CertificateDer::pem_slice_iter(file)
        .collect::<Result<_, _>>()
        .map_err(|error| TlsFault::Certificate(error.to_string()))?;
    if !chain.is_empty() {
        return Ok(chain);
    }
    match certificate::read(file) {
        Some(_) => Ok(vec![CertificateDer::from(file.to_vec())]),
        None => Err(TlsFault::Certificate("the file holds no certificate".to_owned())),
    }
}

fn private_key(file: &[u8], passphrase: Option<&str>) -> Result<PrivateKeyDer<'static>, TlsFault> {
    let fault = |reason: &str| TlsFault::Key(reason.to_owned());
    let missing = || fault("it is encrypted and there is no passphrase");
    if let Some(encrypted) = legacy::find(file) {
        return encrypted?.decrypt(passphrase.ok_or_else(missing)?);
    }
    if let Some(encrypted) = section(file, "ENCRYPTED PRIVATE KEY") {
        let info = EncryptedPrivateKeyInfoRef::try_from(encrypted.as_slice())
            .map_err(|error| fault(&error.to_string()))?;
        let plain = info.decrypt(passphrase.ok_or_else(missing)?).map_err(|_| {
            fault("the passphrase is wrong, or the kind of encryption is not known")
        })?;
        return Ok(PrivatePkcs8KeyDer::from(plain.as_bytes().to_vec()).into());
    }
    PrivateKeyDer::from_pem_slice(file)
        .or_else(|_| PrivateKeyDer::try_from(file.to_vec()))
        .map_err(|_| fault("the file holds no private key"))
}

/// The content of a PEM section that is nobody's standard kind.
fn section(file: &[u8], label: &str) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(file);
    let (_, rest) = text.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
    legacy::base64(body)
}

/// The first key, its certificate, and the other certificates behind that.
fn pfx(data: &[u8], passphrase: &str) -> Result<Pair, TlsFault> {
    let archive = Pkcs12Archive::from_pkcs12(data, passphrase)
        .map_err(|error| TlsFault::Pfx(format!("{error}; is the passphrase right?")))?;
    let missing = |what: &str| TlsFault::Pfx(format!("it holds no {what}"));
    let key = archive.keys.into_iter().next().ok_or_else(|| missing("private key"))?;
    let own = |bag: &CertificateBag| match (&key.local_key_id, &bag.local_key_id) {
        (Some(wanted), Some(id)) => wanted.as_ref() == id.as_slice(),
        _ => false,
    };
    let mut bags = archive.certs;
    // Sorting is stable: without ids, the order of the file decides.
    bags.sort_by_key(|bag| !own(bag));
    let chain: Vec<_> =
        bags.iter().map(|bag| CertificateDer::from(bag.cert.as_der().to_vec())).collect();
    if chain.is_empty() {
        return Err(missing("certificate"));
    }
    Ok((chain, PrivatePkcs8KeyDer::from(key.key.as_der().to_vec()).into()))
}
