//! What a handler answers.

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

/// An answer, before the gate adds its headers.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Media type; `None` for an empty body.
    pub content_type: Option<&'static str>,
    /// Body.
    pub body: Bytes,
    /// Further headers.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// What the record should say beyond the status.
    pub notes: Notes,
}

/// What a handler tells the record.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// How many items a list showed.
    pub shown: Option<u64>,
    /// How many items a replacement removed, of how many there were.
    pub removed: Option<(u64, u64)>,
    /// What was created: id, uid, name.
    pub created: Option<(String, String, String)>,
    /// Why an error was answered, for the record only.
    pub because: Option<String>,
}

impl Reply {
    /// 200 with a JSON body. No charset: official clients compare the whole media type.
    #[must_use]
    pub fn json(body: impl Into<Bytes>) -> Self {
        Self::with_status(200, body)
    }

    /// A JSON body with another status.
    #[must_use]
    pub fn with_status(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type: Some("application/json"),
            body: body.into(),
            headers: Vec::new(),
            notes: Notes::default(),
        }
    }

    /// 204.
    #[must_use]
    pub fn empty() -> Self {
        Self { content_type: None, ..Self::with_status(204, Bytes::new()) }
    }

    /// Adds how many items a list showed.
    #[must_use]
    pub fn showing(mut self, items: usize) -> Self {
        self.notes.shown = u64::try_from(items).ok();
        self
    }

    /// Adds what was created.
    #[must_use]
    pub fn created(mut self, id: &str, uid: &str, name: &str) -> Self {
        self.notes.created = Some((id.to_owned(), uid.to_owned(), name.to_owned()));
        self
    }
}
