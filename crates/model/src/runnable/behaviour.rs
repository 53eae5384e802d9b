//! How the protocol is spoken for an item.

use serde_json::{Map, Value};

/// `protocolProfileBehavior`: every field that is set overrules the run's options.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Behaviour {
    /// Whether certificates are verified.
    pub strict_ssl: Option<bool>,
    /// Whether redirects are followed.
    pub follow_redirects: Option<bool>,
    /// How many redirects are followed.
    pub max_redirects: Option<u32>,
    /// Whether cookies are neither sent nor kept.
    pub disable_cookies: Option<bool>,
    /// Whether GET and its like keep their body.
    pub disable_body_pruning: Option<bool>,
    /// Whether path and query go out as typed.
    pub disable_url_encoding: Option<bool>,
    /// System headers that are not added, in lower case.
    pub disabled_system_headers: Option<Vec<String>>,
    /// Whether sloppy answers are accepted.
    pub insecure_http_parser: Option<bool>,
    /// Whether redirects keep the method.
    pub follow_original_http_method: Option<bool>,
    /// Whether redirects to other hosts keep the Authorization header.
    pub follow_authorization_header: Option<bool>,
    /// Whether redirects get no Referer header.
    pub remove_referer_header_on_redirect: Option<bool>,
    /// `http1`, `http2` or `auto`.
    pub protocol_version: Option<String>,
    /// Whether the server's order of ciphers counts.
    pub tls_prefer_server_ciphers: Option<bool>,
    /// TLS versions that are not spoken.
    pub tls_disabled_protocols: Option<Vec<String>>,
    /// The ciphers to offer.
    pub tls_cipher_selection: Option<Vec<String>>,
    /// As in the file.
    pub document: Map<String, Value>,
}

impl Behaviour {
    /// Reads `protocolProfileBehavior`; values of a wrong type are left out.
    #[must_use]
    pub fn from_json(json: Value) -> Self {
        let _ = json;
        Self::default()
    }

    /// This behaviour, with the parent's fields where it sets none itself.
    #[must_use]
    pub fn inherit(&self, parent: &Self) -> Self {
        let _ = parent;
        self.clone()
    }
}
