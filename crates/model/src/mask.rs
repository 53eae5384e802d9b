//! Masks over secrets, for callers that may read a document but not the secrets in it.
//!
//! A secret is replaced by a marker of fixed length, `«masked:1a2b3c»`. Equal secrets get equal
//! markers, so they can still be compared; neither length nor value shows. Where text cannot be
//! understood, nothing of it is shown.

mod marker;
mod names;
mod token;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use marker::is_marker;
pub use marker::{find_marker, without_markers};
use walk::{Kind, Walk};

/// Masks secrets with the key of one installation.
#[derive(Clone, Copy)]
pub struct Masker {
    /// The key of the markers.
    pub key: [u8; 32],
}

impl std::fmt::Debug for Masker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Masker(..)")
    }
}

impl Masker {
    /// Masks a collection, an item of one, or an answer that holds either.
    ///
    /// Masked are: what `auth` blocks hold, headers and cookies that authenticate, variables
    /// that are secret by type or by name, parameters of URLs and forms with such names, and
    /// well-known forms of tokens in any text. A value that only names a variable (`{{token}}`)
    /// stays: it tells nothing, and callers need it to understand a request.
    #[must_use]
    pub fn collection(&self, json: &str) -> String {
        self.walk(json, Kind::Collection)
    }

    /// Masks environments or global variables, or an answer that holds them.
    ///
    /// Masked are the values of variables that are secret by type or by name, well-known forms of
    /// tokens in any text, and words in values that look random.
    #[must_use]
    pub fn values(&self, json: &str) -> String {
        self.walk(json, Kind::Values)
    }

    /// Masks the JSON body of a request or an answer.
    ///
    /// Masked are members with the names of parameters that hold secrets, and well-known forms of
    /// tokens in any text.
    #[must_use]
    pub fn body(&self, json: &str) -> String {
        self.walk(json, Kind::Body)
    }

    /// Masks a query or a form, as in an address.
    #[must_use]
    pub fn form(&self, text: &str) -> String {
        let url = serde_json::json!({ "url": format!("/?{text}") }).to_string();
        let masked = self.collection(&url);
        let masked: serde_json::Value = serde_json::from_str(&masked).unwrap_or_default();
        let masked = masked.get("url").and_then(serde_json::Value::as_str).unwrap_or_default();
        masked.strip_prefix("/?").unwrap_or_default().to_owned()
    }

    fn walk(&self, json: &str, kind: Kind) -> String {
        Walk::new(&self.key, kind).run(json).unwrap_or_else(|_| "null".to_owned())
    }
}
