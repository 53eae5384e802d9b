//! Judges the certificates of servers, in the words that OpenSSL has for it.

use std::sync::Arc;

use rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme,
    client::{
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_cert_signed_by_trust_anchor, verify_server_name,
    },
    crypto::{
        CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
    },
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::ParsedCertificate,
};

use super::{
    TlsFault,
    certificate::{self, Facts},
    roots,
};
use crate::fault::Certificate;

/// Wants a trusted chain and a fitting name.
#[derive(Debug)]
pub(super) struct Strict {
    roots: RootCertStore,
    /// Certificates that are trusted even where they are no authority.
    exact: Vec<CertificateDer<'static>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Strict {
    pub(super) fn new(
        provider: &CryptoProvider,
        extra: &[CertificateDer<'static>],
    ) -> Result<Self, TlsFault> {
        let mut roots = roots::standard();
        for one in extra {
            roots.add(one.clone()).map_err(|error| TlsFault::Roots(error.to_string()))?;
        }
        let algorithms = provider.signature_verification_algorithms;
        Ok(Self { roots, exact: extra.to_vec(), algorithms })
    }

    fn judge(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Wrong> {
        let read = certificate::read(leaf);
        let facts = read.clone().unwrap_or_default();
        let known = self.exact.iter().any(|one| one.as_ref() == leaf.as_ref());
        let chain = ParsedCertificate::try_from(leaf).and_then(|parsed| {
            let algorithms = self.algorithms.all;
            verify_server_cert_signed_by_trust_anchor(&parsed, &self.roots, others, now, algorithms)
        });
        match chain {
            Ok(()) => {}
            Err(_) if known => {
                if let Some(word) = dates(&facts, now) {
                    return Err(word.because(&facts));
                }
            }
            Err(error) => return Err(self.explain(&error, &facts, others, now)),
        }
        match read {
            Some(facts) => fits(&facts, name),
            // The other parser is stricter; then this one's judgement of the name counts.
            None => ParsedCertificate::try_from(leaf)
                .and_then(|parsed| verify_server_name(&parsed, name))
                .map_err(|_| UNKNOWN.because(&facts)),
        }
    }

    /// Says what OpenSSL would have said.
    fn explain(
        &self,
        error: &Error,
        facts: &Facts,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Wrong {
        let Error::InvalidCertificate(reason) = error else {
            return UNKNOWN.because(facts);
        };
        let word = match reason {
            // OpenSSL looks for the issuer before it looks at dates.
            _ if facts.self_issued && others.len() <= 1 && !self.trusts(facts) => SELF_SIGNED,
            CertificateError::UnknownIssuer => {
                let last = others.iter().filter_map(|one| certificate::read(one)).next_back();
                match last {
                    Some(last) if last.self_issued && last.subject != facts.subject => {
                        SELF_IN_CHAIN
                    }
                    Some(last) if last.subject != facts.subject => NO_ISSUER,
                    _ => LEAF,
                }
            }
            CertificateError::BadSignature => SIGNATURE,
            CertificateError::Revoked => Word("CERT_REVOKED", "certificate revoked"),
            CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
                PURPOSE
            }
            CertificateError::UnsupportedSignatureAlgorithmContext { .. }
            | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => WEAK,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => EXPIRED,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => EARLY,
            _ => dates(facts, now).unwrap_or(UNKNOWN),
        };
        let mut wrong = word.because(facts);
        if word.0 == UNKNOWN.0 {
            wrong.message = format!("{}: {reason}", wrong.message);
        }
        wrong
    }

    /// Whether a certificate of this name is among the roots.
    fn trusts(&self, facts: &Facts) -> bool {
        self.exact
            .iter()
            .filter_map(|one| certificate::read(one))
            .any(|root| root.subject == facts.subject)
    }
}

/// A code and what it means.
#[derive(Clone, Copy)]
struct Word(&'static str, &'static str);

const SELF_SIGNED: Word = Word("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate");
const SELF_IN_CHAIN: Word =
    Word("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain");
const NO_ISSUER: Word =
    Word("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "unable to get local issuer certificate");
const LEAF: Word =
    Word("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate");
const SIGNATURE: Word = Word("CERT_SIGNATURE_FAILURE", "certificate signature failure");
const PURPOSE: Word = Word("INVALID_PURPOSE", "unsuitable certificate purpose");
const WEAK: Word = Word("EE_KEY_TOO_SMALL", "the certificate's kind of signature is not supported");
const UNKNOWN: Word = Word("ERR_TLS_CERT", "certificate cannot be used");
const EXPIRED: Word = Word("CERT_HAS_EXPIRED", "certificate has expired");
const EARLY: Word = Word("CERT_NOT_YET_VALID", "certificate is not yet valid");

/// A verdict against a certificate.
#[derive(Debug)]
struct Wrong {
    code: &'static str,
    message: String,
    facts: Facts,
}

impl Word {
    fn because(self, facts: &Facts) -> Wrong {
        Wrong { code: self.0, message: self.1.to_owned(), facts: facts.clone() }
    }
}

/// What the clock says against a certificate.
fn dates(facts: &Facts, now: UnixTime) -> Option<Word> {
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    if now > facts.not_after {
        return Some(EXPIRED);
    }
    (now < facts.not_before).then_some(EARLY)
}

/// Whether the certificate is for the host. One without any DNS name may have it as common name,
/// as certificates of private networks often do.
fn fits(facts: &Facts, name: &ServerName<'_>) -> Result<(), Wrong> {
    let wrong = |reason: String| Wrong {
        code: "ERR_TLS_CERT_ALTNAME_INVALID",
        message: format!("Hostname/IP does not match certificate's altnames: {reason}"),
        facts: facts.clone(),
    };
    let host = match name {
        ServerName::IpAddress(address) => {
            let address = std::net::IpAddr::from(*address);
            if facts.addresses.contains(&address) {
                return Ok(());
            }
            let list: Vec<_> = facts.addresses.iter().map(ToString::to_string).collect();
            let list = list.join(", ");
            return Err(wrong(format!("IP: {address} is not in the cert's list: {list}")));
        }
        ServerName::DnsName(name) => name.as_ref(),
        _ => return Err(wrong("the host is no name".to_owned())),
    };
    if !facts.dns_names.is_empty() {
        if facts.dns_names.iter().any(|pattern| covers(pattern, host)) {
            return Ok(());
        }
        let list: Vec<_> = facts.dns_names.iter().map(|name| format!("DNS:{name}")).collect();
        let list = list.join(", ");
        return Err(wrong(format!("Host: {host}. is not in the cert's altnames: {list}")));
    }
    match &facts.common_name {
        Some(common) if covers(common, host) => Ok(()),
        Some(common) => Err(wrong(format!("Host: {host}. is not cert's CN: {common}"))),
        None => Err(wrong("Cert does not contain a DNS name".to_owned())),
    }
}

/// Whether a name of a certificate, possibly `*.something`, is the host's.
fn covers(pattern: &str, host: &str) -> bool {
    let pattern = pattern.strip_suffix('.').unwrap_or(pattern);
    match pattern.strip_prefix("*.") {
        // A star stands for one label, and never directly below the root.
        Some(parent) => host.split_once('.').is_some_and(|(label, rest)| {
            !label.is_empty() && parent.contains('.') && rest.eq_ignore_ascii_case(parent)
        }),
        None => pattern.eq_ignore_ascii_case(host),
    }
}

impl ServerCertVerifier for Strict {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.judge(leaf, others, name, now).map_err(|wrong| {
            let Wrong { code, message, facts } = wrong;
            let addresses = facts.addresses.iter().map(ToString::to_string);
            let fault = Certificate {
                code,
                message,
                host: name.to_str().into_owned(),
                subject: facts.subject,
                issuer: facts.issuer,
                validity: facts.validity,
                names: facts.dns_names.into_iter().chain(addresses).collect(),
            };
            Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(fault))))
        })?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Takes every certificate, and every signature of its owner.
///
/// Checking the signature of somebody who may be anybody would add nothing, and refuse old keys.
#[derive(Debug)]
pub(super) struct Nothing {
    schemes: Vec<SignatureScheme>,
}

impl Nothing {
    pub(super) fn new(provider: &CryptoProvider) -> Self {
        let mut schemes = provider.signature_verification_algorithms.supported_schemes();
        schemes.extend([SignatureScheme::RSA_PKCS1_SHA1, SignatureScheme::ECDSA_SHA1_Legacy]);
        Self { schemes }
    }
}

impl ServerCertVerifier for Nothing {
    fn verify_server_cert(
        &self,
        _leaf: &CertificateDer<'_>,
        _others: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}
