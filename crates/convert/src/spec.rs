//! API descriptions in one or several files: OpenAPI 2.0, 3.0, 3.1 and 3.2, and `AsyncAPI`.
//!
//! [`Files`] are what somebody has; [`Spec::read`] takes them apart and finds the one that
//! describes the API. Nothing is fetched: what lies elsewhere stays unresolved and is said.

mod bundle;
mod check;
mod files;
mod kind;
mod read;
mod reference;
mod upgrade;

pub use check::{RULES, Rule, check};
pub use files::{Files, plain_path};
pub use kind::Kind;
pub(crate) use read::document;
pub use read::{Format, format, write};
pub(crate) use reference::Node;

use std::{collections::HashMap, fmt};

use serde_json::Value;

/// What is wrong with a description, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// The file; empty when there is only one without a name.
    pub file: String,
    /// The place in it: a line and column, or a JSON pointer; empty for the whole file.
    pub place: String,
    /// What is wrong, a sentence without its subject.
    pub what: String,
    /// The name of the rule that is broken, one of [`RULES`]; empty when nothing can be read.
    pub rule: &'static str,
}

impl Problem {
    pub(crate) fn new(file: &str, place: &str, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: place.to_owned(), what: what.into(), rule: "" }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.file.as_str(), self.place.as_str()) {
            ("", "") => write!(f, "{}", self.what),
            ("", place) => write!(f, "{place}: {}", self.what),
            (file, "") => write!(f, "`{file}`: {}", self.what),
            (file, place) => write!(f, "`{file}`, {place}: {}", self.what),
        }?;
        if self.rule.is_empty() { Ok(()) } else { write!(f, " (rule `{}`)", self.rule) }
    }
}

/// A description that was read.
#[derive(Clone, Debug)]
pub struct Spec {
    kind: Kind,
    /// Path and content, the root first.
    documents: Vec<(String, Value)>,
    by_path: HashMap<String, usize>,
}

impl Spec {
    /// Reads all files and finds the root: the one that says which format it is of.
    pub fn read(files: &Files) -> Result<Self, Problem> {
        Ok(Self::as_written(files)?.upgraded())
    }

    /// Reads all files; what is OpenAPI 2.0 stays that until it is [upgraded](Self::upgraded).
    pub(crate) fn as_written(files: &Files) -> Result<Self, Problem> {
        files.check()?;
        let mut documents = Vec::new();
        let mut roots = Vec::new();
        for (path, text) in files.iter() {
            // Others may be anything that is referred to, but they must be readable.
            let document = document(path, text)?;
            if let Some(kind) = Kind::of(&document) {
                roots.push((documents.len(), kind));
            }
            documents.push((path.to_owned(), document));
        }
        let (root, kind) = files::root(files, &documents, &roots)?;
        documents.swap(0, root);
        let by_path =
            documents.iter().enumerate().map(|(index, (path, _))| (path.clone(), index)).collect();
        Ok(Self { kind, documents, by_path })
    }

    /// The same in the words of OpenAPI 3, for whoever knows no others.
    pub(crate) fn upgraded(mut self) -> Self {
        if self.kind == Kind::OpenApi2 {
            for (index, (_, document)) in self.documents.iter_mut().enumerate() {
                upgrade::to_3(document, index == 0);
            }
        }
        self
    }

    /// The format of the root.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The title; empty when it has none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.root().value.pointer("/info/title").and_then(Value::as_str).unwrap_or_default().trim()
    }
}

#[cfg(test)]
mod tests;
