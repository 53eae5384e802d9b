//! A call of a mock, taken apart once.

use std::borrow::Cow;

use crate::{path::Path, query};

/// A call of a mock.
#[derive(Debug)]
pub struct Call<'c> {
    pub(crate) method: &'c str,
    pub(crate) path: Path,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: &'c [(&'c str, &'c str)],
    pub(crate) body: &'c [u8],
}

impl<'c> Call<'c> {
    /// A call; `target` is the path with its query, as it came, without what leads to the mock.
    #[must_use]
    pub fn new(
        method: &'c str,
        target: &str,
        headers: &'c [(&'c str, &'c str)],
        body: &'c [u8],
    ) -> Self {
        let target = target.split('#').next().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self { method, path: Path::of_call(path), query: query::pairs(query), headers, body }
    }

    /// The first header of this name, whatever its case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.body)
    }

    /// The media type of the body, in lower case and without parameters.
    pub(crate) fn media(&self) -> String {
        media(self.header("content-type").unwrap_or_default())
    }
}

/// A media type in lower case and without parameters.
pub(crate) fn media(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
