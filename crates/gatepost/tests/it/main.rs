//! The real binary, as its users meet it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod bridge;
mod config;
mod export;
mod first_start;
mod folder;
mod follow;
mod help;
mod import;
mod kit;
mod local;
mod paths;
mod remote;
mod routes;
mod stop;
mod story;
mod vendor;
mod verify;
