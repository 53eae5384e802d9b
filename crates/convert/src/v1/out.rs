//! The result as it is written.

use serde_json::Value;

use super::read::Object;
use crate::Fault;

/// Results up to this many bytes are fine whatever they were made from.
const SMALL: usize = 64 << 20;

/// Text that grows, but not beyond all measure: a short file can name one request in a thousand
/// places, and a folder in two folders of which each lies in two others, and so on.
pub(super) struct Out {
    text: String,
    limit: usize,
}

impl Out {
    /// For the result of a file of `size` bytes.
    pub(super) fn new(size: usize) -> Self {
        Self { text: String::with_capacity(size), limit: SMALL.max(size.saturating_mul(4)) }
    }

    pub(super) fn push(&mut self, text: &str) -> Result<(), Fault> {
        if self.text.len() + text.len() > self.limit {
            return Err(Fault::Large(self.limit));
        }
        self.text.push_str(text);
        Ok(())
    }

    pub(super) fn value(&mut self, value: &Value) -> Result<(), Fault> {
        self.push(&value.to_string())
    }

    /// Members after others: each with a comma before it.
    pub(super) fn members(&mut self, members: &Object) -> Result<(), Fault> {
        for (name, value) in members {
            self.push(&format!(",{}:{value}", model::json::quote(name)))?;
        }
        Ok(())
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}
