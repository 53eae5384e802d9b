//! Other formats, brought to the collection format v2.1.
//!
//! ```
//! let old = r#"{"name":"Shop","order":["1"],"requests":[{"id":"1","name":"List","url":"x.test"}]}"#;
//! assert!(convert::v1::is_v1(old));
//! let converted = convert::v1::to_v21(old)?;
//! assert!(converted.document.contains(r#""name":"Shop""#));
//! assert!(converted.notes.is_empty());
//! # Ok::<(), convert::Fault>(())
//! ```

pub mod bruno;
pub mod curl;
pub mod docs;
pub mod formats;
pub mod har;
pub mod insomnia;
pub mod openapi;
pub mod spec;
pub(crate) mod to_openapi;
pub mod v1;

pub use to_openapi::{Followed, Version, follow, to_openapi};

/// A document made from another format: a collection in format v2.1, or a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// Its text. The reader of collections takes a collection.
    pub document: String,
    /// What was not carried, as noun phrases without a full stop; empty when all was.
    pub notes: Vec<String>,
}

/// Why a text was not converted.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It is not JSON, or nests too deep to be read.
    #[error("must be JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A description can't be read, or nothing can be made of it.
    #[error("{0}")]
    Spec(#[from] spec::Problem),
    /// It has no items.
    #[error("must be a collection of format v2.1")]
    NoCollection,
    /// It is something else.
    #[error("must be a collection of format v1")]
    Other,
    /// It is not what its format asks for.
    #[error("must be {0}: {1}")]
    Format(&'static str, String),
    /// It repeats itself so often that the result would be too large.
    #[error("would have more than {0} bytes in format v2.1")]
    Large(usize),
    /// The result would nest too deep.
    #[error("would nest deeper than {max} levels in format v2.1", max = model::json::MAX_DEPTH)]
    Deep,
}
