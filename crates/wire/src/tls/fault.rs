//! Turns what a stream reports into a [`Fault`].

use std::io;

use rustls::{AlertDescription, CertificateError, Error, InvalidMessage};

use crate::fault::{Certificate, Fault, System};

/// What happened on a stream that may be inside TLS.
pub(crate) fn fault(syscall: &'static str, error: &io::Error) -> Fault {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(inner) => broken(inner),
        None => Fault::System(System::new(syscall, error)),
    }
}

/// What happened in a handshake.
pub(super) fn handshake(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Fault::HandshakeCut,
        _ => fault("read", error),
    }
}

fn broken(error: &Error) -> Fault {
    let (code, message) = match error {
        Error::InvalidCertificate(CertificateError::Other(other)) => {
            if let Some(certificate) = other.0.downcast_ref::<Certificate>() {
                return Fault::Certificate(Box::new(certificate.clone()));
            }
            ("EPROTO", error.to_string())
        }
        Error::AlertReceived(alert) => alert_text(*alert),
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => (
            "EPROTO",
            "write EPROTO wrong version number: the server does not speak TLS".to_owned(),
        ),
        Error::PeerIncompatible(_) => {
            ("EPROTO", format!("write EPROTO no protocol or cipher in common: {error}"))
        }
        _ => ("EPROTO", format!("write EPROTO {error}")),
    };
    Fault::Tls { code, message }
}

/// Alerts under the codes that OpenSSL gives them.
fn alert_text(alert: AlertDescription) -> (&'static str, String) {
    let (code, text) = match alert {
        AlertDescription::HandshakeFailure => (
            "EPROTO",
            "handshake failure; the server may want a client certificate, or a cipher that is not offered",
        ),
        AlertDescription::CertificateRequired => (
            "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
            "certificate required: the server wants a client certificate",
        ),
        AlertDescription::BadCertificate => (
            "ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE",
            "bad certificate: the server refused the client certificate",
        ),
        AlertDescription::UnknownCA => (
            "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
            "unknown ca: the server does not trust the client certificate",
        ),
        AlertDescription::CertificateExpired => (
            "ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED",
            "certificate expired: the client certificate is too old",
        ),
        AlertDescription::ProtocolVersion => (
            "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
            "protocol version: the server speaks other versions of TLS",
        ),
        AlertDescription::UnrecognisedName => (
            "ERR_SSL_TLSV1_UNRECOGNIZED_NAME",
            "unrecognized name: the server does not serve this host",
        ),
        AlertDescription::NoApplicationProtocol => (
            "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL",
            "no application protocol: the server does not speak the wanted version of HTTP",
        ),
        other => return ("EPROTO", format!("write EPROTO alert {other:?}")),
    };
    (code, format!("write EPROTO alert {text}"))
}
