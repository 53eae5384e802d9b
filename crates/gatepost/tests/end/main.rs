//! The program as people run it: one binary, real files, real signals, clients of others.
//!
//! Tests that stop a machine's worth of writers, fill disks or move 100 MB take turns
//! ([`turns`]), whether a runner starts them as threads or as processes.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod client;
mod core;
mod dice;
mod disk_full;
mod fleet;
mod kill;
mod large;
mod log;
mod mcp_sdk;
mod monitors;
mod newman;
mod node;
mod power;
mod scratch;
mod server;
mod stop;
mod tour;
mod turns;
mod writer;
