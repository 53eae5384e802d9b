//! The part of a request that signing reads and changes.

use model::runnable::{Header, UrlencodedParam};
use model::url::Url;

/// A request about to be signed, tokens replaced.
///
/// The parts are borrowed one by one, so the bytes of the body may lie in the same request.
pub struct Signable<'a> {
    /// The method in upper case.
    pub method: &'a str,
    /// Where to; schemes that sign in the query change it.
    pub url: &'a mut Url,
    /// The headers of the user; added ones come last and are marked as system.
    pub headers: &'a mut Vec<Header>,
    /// The body that is sent, after pruning.
    pub body: SignBody<'a>,
    /// Whether path and query are percent-encoded on sending.
    pub encode_url: bool,
}

/// What signing knows of a body.
pub enum SignBody<'a> {
    /// None is sent.
    Empty,
    /// A form; OAuth 1.0 may add fields to it.
    Form(&'a mut Vec<UrlencodedParam>),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Bytes that are read only if the scheme needs their hash.
    Source(&'a dyn Source),
    /// A body no scheme can hash, such as a form in parts.
    Opaque,
}

/// A body that can be read more than once.
pub trait Source {
    /// Hands all bytes over, piece by piece; the error is for the reader of a warning.
    fn read(&self, sink: &mut dyn FnMut(&[u8])) -> Result<(), String>;
}
