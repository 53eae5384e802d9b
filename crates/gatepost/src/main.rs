//! The gatepost command: the server, its local clients and the stdio bridge of MCP.

mod app;
mod bootstrap;
mod bridge;
mod cli;
mod client;
mod cmd;
mod config;
mod description;
mod entrance;
mod exit;
mod holder;
mod json;
mod listener;
mod lock;
mod metering;
mod names;
mod os;
mod output;
mod router;
mod table;
mod tls;
mod when;

use std::process::ExitCode;

use clap::Parser as _;

// Records and answers are many small, short-lived pieces: mimalloc serves them faster than the
// system's allocator, and gives memory back sooner when a large import is done.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    if let Some(exit) = cmd::run::called(&words) {
        return exit.into();
    }
    cmd::run(cli::Cli::parse())
        .unwrap_or_else(|failure| {
            output::complain(&failure);
            failure.exit
        })
        .into()
}
