//! Reading `Set-Cookie`.

use super::date;

/// A cookie as a server or a script sets it, before it is known who may.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SetCookie {
    /// Its name, which may be empty.
    pub key: String,
    /// Its value, raw.
    pub value: String,
    /// When it ends, in milliseconds since 1970.
    pub expires_ms: Option<i64>,
    /// How many seconds it lives; stronger than `expires_ms`.
    pub max_age: Option<i64>,
    /// The domain it is for, without a leading dot.
    pub domain: Option<String>,
    /// The path it is for, if it begins with a slash.
    pub path: Option<String>,
    /// Only over TLS, or to this machine.
    pub secure: bool,
    /// Not for scripts of pages.
    pub http_only: bool,
    /// `strict`, `lax` or `none`.
    pub same_site: Option<String>,
    /// What else it says.
    pub extensions: Vec<String>,
}

impl SetCookie {
    /// A cookie with nothing but name and value.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), ..Self::default() }
    }

    /// Reads the value of a `Set-Cookie` header; nothing if it has control characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(';');
        let pair = parts.next()?;
        // What a line can't hold ends it.
        let pair = pair.split(['\n', '\r', '\0']).next()?;
        let pair = pair.strip_prefix('=').unwrap_or(pair);
        let (key, value) = match pair.split_once('=') {
            Some((key, value)) if !key.is_empty() => (key.trim(), value.trim()),
            _ => ("", pair.trim()),
        };
        let control = |text: &str| text.chars().any(|c| c < ' ');
        if (key.is_empty() && value.is_empty()) || control(key) || control(value) {
            return None;
        }
        let mut cookie = Self::new(key, value);
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            cookie.attribute(part);
        }
        Some(cookie)
    }

    fn attribute(&mut self, part: &str) {
        let (name, value) = part.split_once('=').map_or((part, ""), |(name, value)| (name, value));
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "expires" => self.expires_ms = date::parse(value).or(self.expires_ms),
            "max-age" => self.max_age = seconds(value).or(self.max_age),
            "domain" => self.set_domain(value),
            "path" => self.path = value.starts_with('/').then(|| value.to_owned()),
            "secure" => self.secure = true,
            "httponly" => self.http_only = true,
            "samesite" => self.set_same_site(value),
            _ => self.extensions.push(part.to_owned()),
        }
    }

    pub(super) fn set_domain(&mut self, value: &str) {
        let domain = value.trim();
        let domain = domain.strip_prefix('.').unwrap_or(domain);
        if !domain.is_empty() {
            self.domain = Some(domain.to_lowercase());
        }
    }

    pub(super) fn set_same_site(&mut self, value: &str) {
        let value = value.to_ascii_lowercase();
        self.same_site = matches!(value.as_str(), "strict" | "lax" | "none").then_some(value);
    }
}

/// Whole seconds; a number too large to count is as good as forever.
fn seconds(value: &str) -> Option<i64> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let limit = if digits.len() == value.len() { i64::MAX } else { i64::MIN };
    Some(value.parse().unwrap_or(limit))
}
