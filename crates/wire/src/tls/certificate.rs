//! What a certificate says of itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use x509_parser::{
    certificate::X509Certificate, extensions::GeneralName, parse_x509_certificate, time::ASN1Time,
};

/// A certificate, as far as people want to know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) subject: String,
    pub(super) issuer: String,
    pub(super) common_name: Option<String>,
    pub(super) dns_names: Vec<String>,
    pub(super) addresses: Vec<IpAddr>,
    pub(super) not_before: i64,
    pub(super) not_after: i64,
    pub(super) validity: String,
    /// Whether it names itself as its signer.
    pub(super) self_issued: bool,
}

/// Reads a certificate in DER, if it is one.
pub(super) fn read(der: &[u8]) -> Option<Facts> {
    let (_, certificate) = parse_x509_certificate(der).ok()?;
    let subject = certificate.subject();
    let issuer = certificate.issuer();
    let (dns_names, addresses) = names(&certificate)?;
    let common_name = subject.iter_common_name().last().and_then(|name| name.as_str().ok());
    let validity = certificate.validity();
    Some(Facts {
        subject: subject.to_string(),
        issuer: issuer.to_string(),
        common_name: common_name.map(str::to_owned),
        dns_names,
        addresses,
        not_before: validity.not_before.timestamp(),
        not_after: validity.not_after.timestamp(),
        validity: format!("from {} to {}", day(validity.not_before), day(validity.not_after)),
        self_issued: subject.as_raw() == issuer.as_raw(),
    })
}

/// The names it is for; `None` if they cannot be read.
fn names(certificate: &X509Certificate<'_>) -> Option<(Vec<String>, Vec<IpAddr>)> {
    let (mut names, mut addresses) = (Vec::new(), Vec::new());
    let Some(extension) = certificate.subject_alternative_name().ok()? else {
        return Some((names, addresses));
    };
    for name in &extension.value.general_names {
        match name {
            GeneralName::DNSName(name) => names.push((*name).to_owned()),
            GeneralName::IPAddress(bytes) => {
                let v4 = <[u8; 4]>::try_from(*bytes).map(Ipv4Addr::from).map(IpAddr::V4);
                let v6 = || <[u8; 16]>::try_from(*bytes).map(Ipv6Addr::from).map(IpAddr::V6);
                addresses.extend(v4.or_else(|_| v6()).ok());
            }
            _ => {}
        }
    }
    Some((names, addresses))
}

fn day(time: ASN1Time) -> String {
    let date = time.to_datetime();
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}
