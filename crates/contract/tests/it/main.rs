//! The contract against itself, the catalogue and the vendor's files.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod differences;
mod files;
mod random;
mod reference;
mod served;
mod tools;
mod vendor;
mod words;
