//! Why a handler does not do what was asked, and what its caller reads.

use catalog::Spec;
use gate::{Fault, Reply, audit::LogError};
use serde_json::json;
use store::StoreError;
use thiserror::Error;

/// What a handler answers.
pub type Outcome = Result<Reply, ApiError>;

/// Why a handler answers an error.
///
/// Handlers make a [`Fault`] where they know better; all else comes up by `?` and gets its status
/// here, in one place.
#[derive(Debug, Error)]
pub enum ApiError {
    /// A fault whose status and words the handler chose.
    #[error("{}", .0.message)]
    Fault(Box<Fault>),
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The audit log can't be read.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl ApiError {
    /// The answer for callers of `spec`; `named` is the id as they gave it.
    #[must_use]
    pub(crate) fn reply(&self, spec: &Spec, named: &str) -> Reply {
        match self {
            Self::Fault(fault) => fault.reply(Some(spec)),
            Self::Store(error) => stored(error, spec, named).reply(Some(spec)),
            Self::Log(error) => {
                tracing::error!(%error, operation = spec.id, "the audit log can't be read");
                let message = "The audit log can't be read at the moment. Try again.";
                Fault::unavailable(message).reply(Some(spec))
            }
        }
    }
}

fn stored(error: &StoreError, spec: &Spec, named: &str) -> Fault {
    match error {
        StoreError::NotFound => Fault::not_found(spec, named),
        StoreError::Conflict => Fault::conflict(),
        StoreError::Exists { id } => exists("item", id),
        StoreError::Full => {
            let message = "No space is left where the data lies; nothing was changed.";
            Fault::new(507, "insufficientStorage", message)
        }
        StoreError::Unavailable(why) => {
            tracing::error!(%why, operation = spec.id, "the store does not answer");
            Fault::unavailable("The store does not answer at the moment. Try again.")
        }
        error => {
            tracing::error!(%error, operation = spec.id, "the store failed");
            Fault::internal().because(error.to_string())
        }
    }
}

/// 400: `what` with this id or name is there already.
pub(crate) fn exists(what: &str, id: &str) -> Fault {
    let message = format!("There is another {what} with `{id}` already.");
    Fault::new(400, "instanceFoundError", message).with(json!({ "item": what, "id": id }))
}

/// 400: a value that the contract's shape allows and the domain does not.
pub(crate) fn invalid(message: impl Into<String>) -> Fault {
    Fault::new(400, "invalidParamError", message)
}
