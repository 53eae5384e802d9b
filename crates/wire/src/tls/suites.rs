//! Cipher suites under the names that people write.

use rustls::SupportedCipherSuite;

use super::{TlsFault, TlsVersion};

/// Keeps the suites that `names` choose; an empty list chooses all.
pub(super) fn choose(
    suites: &mut Vec<SupportedCipherSuite>,
    versions: &mut Vec<TlsVersion>,
    names: &[String],
) -> Result<(), TlsFault> {
    if names.is_empty() {
        return Ok(());
    }
    let wanted: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let chosen = |suite: &SupportedCipherSuite| wanted.contains(&plain(&name(*suite)));
    let tls12 = suites.iter().any(|suite| suite.tls13().is_none() && chosen(suite));
    let tls13 = suites.iter().any(|suite| suite.tls13().is_some() && chosen(suite));
    if !tls12 && !tls13 {
        return Err(TlsFault::Ciphers(names.join(":")));
    }
    suites.retain(|suite| match suite.tls13() {
        Some(_) => !tls13 || chosen(suite),
        None => chosen(suite),
    });
    if !tls12 {
        versions.retain(|version| *version == TlsVersion::Tls13);
    }
    Ok(())
}

/// The suite's IANA name.
pub(super) fn name(suite: SupportedCipherSuite) -> String {
    format!("{:?}", suite.suite()).replace("TLS13_", "TLS_")
}

/// What the IANA name and the OpenSSL name of a suite have in common.
fn plain(name: &str) -> String {
    let name = name.trim().to_ascii_uppercase().replace('-', "_");
    let name = name.replace("AES_128", "AES128").replace("AES_256", "AES256");
    let name = name.replace("_WITH_", "_").replace("_SHA256", "").replace("_SHA384", "");
    // TLS 1.3 suites are called the same in both worlds and keep their first word.
    match name.strip_prefix("TLS_") {
        Some(rest) if rest.starts_with("ECDHE_") => rest.to_owned(),
        _ => name,
    }
}
