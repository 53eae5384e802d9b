//! Whole files: `tests/cases/<name>/{v1.json,expected.json}`.
//!
//! A new case is a new folder with a `v1.json`; `UPDATE_CASES=1 cargo test -p convert` writes the
//! `expected.json` of every case: the document, and what was not carried.

mod cases;
mod check;
mod formats;
mod limits;
mod openapi;
mod peer;
mod sync;
mod to_openapi;
