//! JSON as text.
//!
//! Documents are kept as they were sent, so nothing here builds a tree: [`check`] says whether
//! text is acceptable at all, and a cursor (private to the crate) walks accepted text once,
//! handing out pieces of it. Numbers, member order and unknown members survive because nobody
//! ever reads them.

mod check;
mod path;
mod scan;
mod text;

#[cfg(test)]
pub(crate) mod tests;

pub use check::{Fault, MAX_DEPTH, check};
pub(crate) use path::Path;
pub(crate) use scan::{Broken, Cursor, Key};
pub(crate) use text::{Members, push_quoted, push_quoted_inner};
pub use text::{member, quote, unquote};
