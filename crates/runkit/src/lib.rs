//! Collections of our own, run through Newman and through Gatepost against an echo server of our
//! own, and a comparison of everything both did.
//!
//! A case is a folder of `cases/`: a collection, what goes with it and `case.json`
//! ([`case::Case`]). [`Bench::run`] runs it through both peers and answers their [`Outcome`]s;
//! [`compare::differences`] says where they differ. `rows.toml` lists what must have a case.
//!
//! `cargo xtask cases` shows the differences of each case; it takes names of cases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::struct_excessive_bools,
    reason = "a test helper fails loudly"
)]

pub mod case;
pub mod compare;
pub mod echo;
pub mod outcome;
pub mod peer;
pub mod rows;

mod bench;

pub use bench::{Bench, Verdict};
pub use outcome::Outcome;
