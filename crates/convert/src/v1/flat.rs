//! Single items in the flat model of format v1, as the item operations of the API speak it.
//!
//! [`show`] takes an item of format v2.1 apart, [`change`] puts given members back in. What a
//! change does not name stays as it was, in the words it was stored in.

mod change;
mod show;

pub use change::change;
pub use show::show;

use super::read;

/// The modes of bodies as the API names them, and as v2.1 does.
const MODES: [(&str, &str); 5] = [
    ("raw", "raw"),
    ("urlencoded", "urlencoded"),
    ("formdata", "formdata"),
    ("binary", "file"),
    ("graphql", "graphql"),
];

#[cfg(test)]
mod tests;
