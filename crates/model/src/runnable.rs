//! Collections as they are run.
//!
//! [`parse`] reads format 2.0 and 2.1 leniently, the way runners always did: what can't be
//! understood is left out. Items stand in one flat list in the order of the run, each knows the
//! folder it lies in; [`Collection`] answers which scripts, auth and behaviour hold for an item,
//! and makes the normalised documents that reports show. Saved examples are not even read before
//! somebody asks for them.

mod behaviour;
mod body;
mod collection;
mod file;
mod header;
mod request;
mod scope;
mod script;
mod select;

#[cfg(test)]
mod tests;

pub use behaviour::Behaviour;
pub use body::{Body, FileBody, FormParam, FormSource, Mode, UrlencodedParam};
pub use collection::{Collection, Folder, Item, MAX_FOLDERS, Node, parse};
pub use header::Header;
pub use request::Request;
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

impl Fault {
    fn unreadable(path: &str) -> Self {
        let what = format!(
            "a value nests deeper than {} levels or a number is out of range",
            crate::json::MAX_DEPTH
        );
        Self::Shape { what, path: path.to_owned() }
    }
}
