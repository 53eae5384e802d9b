//! What is told when no example fits.

use serde_json::{Value, json};

/// Why no example was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// What to do about it.
    pub message: &'static str,
    /// In a few words.
    pub header: &'static str,
    /// The examples that came closest, at most three.
    pub closest: Vec<Candidate>,
}

/// An example that was not chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The score of its path, in points; 0 when the path does not fit.
    pub score: i64,
    /// Why it was dropped.
    pub reason: String,
}

impl Miss {
    /// The body of the answer, which is a 404.
    #[must_use]
    pub fn body(&self) -> Value {
        let closest: Vec<Value> = self
            .closest
            .iter()
            .map(|one| {
                json!({ "id": one.id, "name": one.name, "score": one.score, "reason": one.reason })
            })
            .collect();
        json!({ "error": {
            "name": "mockRequestNotFoundError",
            "message": self.message,
            "header": self.header,
            "closest": closest,
        } })
    }
}
