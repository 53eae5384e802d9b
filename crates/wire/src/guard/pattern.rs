//! A pattern of host names.

use std::{convert::Infallible, fmt, str::FromStr};

/// A host, or with `*.` in front everything below it: `api.example.com`, `*.example.com`, `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPattern {
    text: String,
}

impl HostPattern {
    /// Whether the host fits, in any case and with or without a final dot.
    #[must_use]
    pub fn matches(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host);
        match self.text.strip_prefix('*') {
            Some("") => true,
            Some(end) => {
                let at = host.len().checked_sub(end.len()).filter(|&at| at > 0);
                at.and_then(|at| host.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
            }
            None => self.text.eq_ignore_ascii_case(host),
        }
    }
}

impl FromStr for HostPattern {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let text = text.trim();
        Ok(Self { text: text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase() })
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
