//! The endpoint in front of a real gate, with a small service behind it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail like tests"
)]

mod calls;
mod doors;
mod lists;
mod protocol;
mod runs;
mod sdk;
mod sizes;
mod world;
