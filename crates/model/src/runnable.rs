//! Collections as they are run.
//!
//! [`parse`] reads format 2.0 and 2.1 leniently, the way runners always did: what can't be
//! understood is left out. Items stand in one flat list in the order of the run, each knows the
//! folder it lies in; [`Collection`] answers which scripts, auth and behaviour hold for an item,
//! and gives the normalised document that reports show.

mod behaviour;
mod body;
mod collection;
mod request;
mod scope;
mod script;
mod select;

use serde_json::Value;

pub use behaviour::Behaviour;
pub use body::{Body, FileBody, FormParam, FormSource, Mode, UrlencodedParam};
pub use collection::{Collection, Folder, Item, Node, parse};
pub use request::{Header, Request};
pub use scope::read_scope;
pub use script::{Event, Listen, Script};

/// Why a file can't be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The text is no JSON.
    #[error(transparent)]
    Json(#[from] crate::json::Fault),
    /// The JSON is not what was expected.
    #[error("{what} at `{path}`")]
    Shape {
        /// What is wrong.
        what: String,
        /// Where, as a JSON path.
        path: String,
    },
    /// The collection has format 1, which has to be converted first.
    #[error("the collection is of format v1")]
    Version1,
    /// No folder or request has this name or id.
    #[error("Unable to find a folder or request: {0:?}")]
    NotFound(String),
    /// One of several names is of no folder or request.
    #[error("Invalid entrypoint")]
    Entrypoint,
}

/// Descriptions are kept as in the file: a text or `{content, type}`.
pub type Description = Option<Value>;
