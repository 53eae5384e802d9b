//! `cargo xtask`: set-up of the tests, checks of the repository, benchmarks.
//!
//! One file per command. Talk goes to stderr, results to stdout.

mod bare_server;
mod bench;
mod cases;
mod ci;
mod deps;
mod files;
mod fuzz;
mod layers;
mod manifest;
mod shell;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Checks, benchmarks and set-up of the tests.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs all tests; installs or starts what they need, or says what is skipped and why.
    Test(test::Options),
    /// Runs everything CI runs: format, lints, docs, layers, dependencies, files, tests.
    Ci(ci::Options),
    /// Shows where Gatepost differs from Newman, case by case.
    Cases(cases::Options),
    /// Compares the crates' dependencies on each other with the layer table.
    Layers,
    /// Checks licences, bans, duplicate versions and unused dependencies.
    Deps,
    /// Checks the files of the repository: lengths, names, paths, borrowed text.
    Files,
    /// Measures the numbers the README states and compares them with their targets.
    Bench(bench::Options),
    /// Runs the property tests for longer, each from a seed that is printed.
    Fuzz(fuzz::Options),
    /// Answers every request with the bytes of a file; what `bench` compares with.
    #[command(hide = true)]
    BareServer(bare_server::Options),
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Test(options) => test::run(&options),
        Command::Ci(options) => ci::run(&options),
        Command::Cases(options) => cases::run(&options),
        Command::Layers => layers::run(),
        Command::Deps => deps::run(),
        Command::Files => files::run(),
        Command::Bench(options) => bench::run(&options),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::BareServer(options) => bare_server::run(&options),
    }
}
