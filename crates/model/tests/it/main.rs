//! Properties of whole documents, against a second implementation of the same rules.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;
mod collections;
mod oracle;
mod run;
mod tree;
