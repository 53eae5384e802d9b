//! JSON as text.
//!
//! Documents are kept as they were sent, so they become no tree: [`check`] says whether text is
//! acceptable at all, and a cursor (private to the crate) walks accepted text once, handing out
//! pieces of it. Numbers, member order and unknown members survive because nobody ever reads
//! them. What runs needs values: [`value`] reads them as JavaScript does.

mod check;
mod path;
mod scan;
mod text;
mod value;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use check::fault;
pub use check::{Fault, MAX_DEPTH, check};
pub(crate) use path::Path;
pub(crate) use scan::{Broken, Cursor, Key, read};
pub(crate) use text::{Members, push_quoted, push_quoted_inner, string};
pub use text::{member, quote, unquote, with_members};
pub(crate) use value::mend;
pub use value::{number, value};
