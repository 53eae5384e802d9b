//! Why the store did not do what was asked.

/// Why the store refused or failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such thing, or it is gone by now.
    #[error("not found")]
    NotFound,
    /// The id or name is already used by something else.
    #[error("`{id}` is already in use")]
    Exists {
        /// The id or name.
        id: String,
    },
    /// It changed between the look and the change; nothing was changed.
    #[error("it was changed by someone else in the meantime; read it again and repeat the change")]
    Conflict,
    /// An item would lie in itself.
    #[error("an item can't go into itself, or into what lies in it")]
    Inside,
    /// No space is left where the data lies; nothing was changed.
    #[error("no space is left for the data; free some, nothing needs a restart")]
    Full,
    /// The data was written by a newer version of this program.
    #[error(
        "the data is of version {found}, but this program knows versions up to {known}; start the \
         newer program, or restore a backup made by this one"
    )]
    Newer {
        /// The data's version.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The data can't be read; the sentence names what is damaged and what helps.
    #[error("{0}")]
    Corrupt(String),
    /// The database does not answer now; the sentence says why.
    #[error("{0}")]
    Unavailable(String),
    /// A file or folder can't be used; the sentence names it.
    #[error("{0}")]
    Io(String),
}

/// What the store's own functions answer.
pub(crate) type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    /// A stored value has another form than this program ever writes.
    pub(crate) fn odd(what: &str) -> Self {
        Self::Corrupt(format!("the database holds an unexpected value ({what}); restore a backup"))
    }
    /// A file operation failed.
    pub(crate) fn file(verb: &str, path: &std::path::Path, cause: &std::io::Error) -> Self {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        if matches!(cause.kind(), StorageFull | QuotaExceeded) {
            return Self::Full;
        }
        Self::Io(format!("can't {verb} `{}`: {cause}", path.display()))
    }
}
