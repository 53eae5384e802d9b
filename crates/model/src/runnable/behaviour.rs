//! How the protocol is spoken for an item.

use serde_json::Value;

use crate::variables::coerce;

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
    /// System headers that are not added; names that are not in lower case mean nothing.
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
    /// As in the file, for reports; not inherited.
    pub document: Option<Value>,
}

impl Behaviour {
    /// Reads `protocolProfileBehavior`; values of a wrong type are left out.
    #[must_use]
    pub fn from_json(json: Value) -> Self {
        let flag = |name: &str| json.get(name).and_then(Value::as_bool);
        // This one flag was always taken from anything.
        let pruning = json.get("disableBodyPruning").filter(|value| !value.is_null());
        let texts = |name: &str| {
            let list = json.get(name)?.as_array()?.iter();
            Some(list.filter_map(Value::as_str).map(str::to_owned).collect())
        };
        let count = json.get("maxRedirects").and_then(Value::as_f64).filter(|count| *count >= 0.0);
        let headers = json.get("disabledSystemHeaders").and_then(Value::as_object).map(|map| {
            let disabled = map.iter().filter(|(_, value)| coerce::truthy(value));
            disabled.map(|(name, _)| name.clone()).collect()
        });
        Self {
            strict_ssl: flag("strictSSL"),
            follow_redirects: flag("followRedirects"),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it saturates"
            )]
            max_redirects: count.map(|count| count as u32),
            disable_cookies: flag("disableCookies"),
            disable_body_pruning: pruning.map(coerce::truthy),
            disable_url_encoding: flag("disableUrlEncoding"),
            disabled_system_headers: headers,
            insecure_http_parser: flag("insecureHTTPParser"),
            follow_original_http_method: flag("followOriginalHttpMethod"),
            follow_authorization_header: flag("followAuthorizationHeader"),
            remove_referer_header_on_redirect: flag("removeRefererHeaderOnRedirect"),
            protocol_version: json
                .get("protocolVersion")
                .and_then(Value::as_str)
                .map(str::to_owned),
            tls_prefer_server_ciphers: flag("tlsPreferServerCiphers"),
            tls_disabled_protocols: texts("tlsDisabledProtocols"),
            tls_cipher_selection: texts("tlsCipherSelection"),
            document: Some(json),
        }
    }

    /// This behaviour, with the parent's fields where it sets none itself.
    #[must_use]
    pub fn inherit(self, parent: &Self) -> Self {
        Self {
            strict_ssl: self.strict_ssl.or(parent.strict_ssl),
            follow_redirects: self.follow_redirects.or(parent.follow_redirects),
            max_redirects: self.max_redirects.or(parent.max_redirects),
            disable_cookies: self.disable_cookies.or(parent.disable_cookies),
            disable_body_pruning: self.disable_body_pruning.or(parent.disable_body_pruning),
            disable_url_encoding: self.disable_url_encoding.or(parent.disable_url_encoding),
            disabled_system_headers: self
                .disabled_system_headers
                .or_else(|| parent.disabled_system_headers.clone()),
            insecure_http_parser: self.insecure_http_parser.or(parent.insecure_http_parser),
            follow_original_http_method: self
                .follow_original_http_method
                .or(parent.follow_original_http_method),
            follow_authorization_header: self
                .follow_authorization_header
                .or(parent.follow_authorization_header),
            remove_referer_header_on_redirect: self
                .remove_referer_header_on_redirect
                .or(parent.remove_referer_header_on_redirect),
            protocol_version: self.protocol_version.or_else(|| parent.protocol_version.clone()),
            tls_prefer_server_ciphers: self
                .tls_prefer_server_ciphers
                .or(parent.tls_prefer_server_ciphers),
            tls_disabled_protocols: self
                .tls_disabled_protocols
                .or_else(|| parent.tls_disabled_protocols.clone()),
            tls_cipher_selection: self
                .tls_cipher_selection
                .or_else(|| parent.tls_cipher_selection.clone()),
            document: self.document,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Behaviour;

    #[test]
    fn own_keys_overrule_the_parents() {
        let parent = Behaviour::from_json(json!({
            "strictSSL": false, "maxRedirects": 3, "disabledSystemHeaders": {"Host": true},
            "tlsDisabledProtocols": ["TLSv1"], "protocolVersion": "auto"
        }));
        let own = json!({"strictSSL": true, "followRedirects": false, "disabledSystemHeaders": {}});
        let own = Behaviour::from_json(own).inherit(&parent);
        assert_eq!((own.strict_ssl, own.follow_redirects), (Some(true), Some(false)));
        assert_eq!((own.max_redirects, own.disabled_system_headers), (Some(3), Some(vec![])));
        assert_eq!(own.tls_disabled_protocols, Some(vec!["TLSv1".to_owned()]));
        assert_eq!(own.protocol_version.as_deref(), Some("auto"));
    }

    #[test]
    fn values_of_wrong_types_are_left_out() {
        let read = Behaviour::from_json(json!({
            "strictSSL": "no", "maxRedirects": -1, "disabledSystemHeaders": {"host": true, "x": 0, "y": "1"},
            "disableBodyPruning": "false", "tlsCipherSelection": "a", "unknown": true
        }));
        let headers = Some(vec!["host".to_owned(), "y".to_owned()]);
        let document = read.document.clone();
        assert_eq!(
            read,
            Behaviour {
                disabled_system_headers: headers,
                disable_body_pruning: Some(true),
                document,
                ..Behaviour::default()
            }
        );
        assert_eq!(
            Behaviour::from_json(json!({"maxRedirects": 1e20})).max_redirects,
            Some(u32::MAX)
        );
        assert_eq!(Behaviour::from_json(json!(null)).strict_ssl, None);
    }
}
