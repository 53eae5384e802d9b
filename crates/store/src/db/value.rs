//! Values on their way into and out of the database.

use crate::error::{Result, StoreError};

/// A parameter; borrowed, so that a large text is not copied to be bound.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Par<'a> {
    /// Nothing.
    Null,
    /// A number, a time or a flag.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

/// A value read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Val {
    /// Nothing.
    Null,
    /// A number, a time or a flag.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl From<i64> for Par<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl<'a> From<&'a str> for Par<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a String> for Par<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a [u8]> for Par<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}
impl<'a, T: Into<Par<'a>>> From<Option<T>> for Par<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Makes a parameter list: `params![id, 3]` is `&[Par::from(id), Par::from(3)]`.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::db::Par::from($value)),*] };
}
pub(crate) use params;

/// A row, read from left to right.
#[derive(Debug)]
pub(crate) struct Row(std::vec::IntoIter<Val>);

impl Row {
    pub(crate) fn new(values: Vec<Val>) -> Self {
        Self(values.into_iter())
    }

    /// The next column, which is a number or nothing.
    pub(crate) fn maybe_int(&mut self) -> Result<Option<i64>> {
        match self.0.next() {
            Some(Val::Int(value)) => Ok(Some(value)),
            Some(Val::Null) => Ok(None),
            _ => Err(StoreError::odd("not a number")),
        }
    }

    /// The next column, which is a number.
    pub(crate) fn int(&mut self) -> Result<i64> {
        self.maybe_int()?.ok_or_else(|| StoreError::odd("no number"))
    }

    /// The next column, which is text or nothing.
    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>> {
        match self.0.next() {
            Some(Val::Text(value)) => Ok(Some(value)),
            Some(Val::Null) => Ok(None),
            _ => Err(StoreError::odd("not text")),
        }
    }

    /// The next column, which is text.
    pub(crate) fn text(&mut self) -> Result<String> {
        self.maybe_text()?.ok_or_else(|| StoreError::odd("no text"))
    }

    /// The next column, which holds bytes.
    pub(crate) fn blob(&mut self) -> Result<Vec<u8>> {
        match self.0.next() {
            Some(Val::Blob(value)) => Ok(value),
            _ => Err(StoreError::odd("not bytes")),
        }
    }
}
