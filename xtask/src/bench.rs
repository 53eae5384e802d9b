//! `cargo xtask bench`: measures the stated numbers.
//!
//! Each number is measured against something in the same run: the bare server, a smaller store,
//! the same work without records. So a busy machine moves both sides.

mod call;
mod get_collection;
mod list_pages;
mod load;
mod micro;
mod mock;
mod monitors;
mod runner;
mod serve_start;
mod server;
mod table;

use std::{path::PathBuf, process, time::Duration};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::shell::{self, cargo};
use table::{Row, Table};

#[derive(Args)]
pub(crate) struct Options {
    /// What to measure.
    #[arg(value_enum, required = true)]
    what: Vec<Number>,
    /// Cargo profile of the measured program.
    #[arg(long, default_value = "release")]
    profile: String,
    /// How long each measurement runs, in seconds.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// How often each measurement is repeated, alternating with what it is compared to.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Elements in the large store of `list-pages`.
    #[arg(long, default_value_t = 100_000)]
    elements: usize,
    /// The measured program; set when the built xtask calls itself.
    #[arg(long, hide = true)]
    program: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Number {
    /// Second start to ready, and idle memory.
    ServeStart,
    /// `getCollection` of 100 items against the bare server.
    GetCollection,
    /// One decision with 1,000 agents and 10,000 grants.
    Decide,
    /// Durable records per second.
    Records,
    /// What a durable record adds to an allowed read.
    ReadLatency,
    /// First and last page of a long list against those of a short one.
    ListPages,
    /// Changing one request of a large collection against a PUT of the whole.
    PutItem,
    /// Adding one request to a large collection, and finding one among a million.
    Content,
    /// Runs of collections against Newman.
    Runner,
    /// A mock server against the bare server, Prism, Mockoon and `WireMock`.
    Mock,
    /// 10,000 monitors that are due in the same minute.
    Monitors,
    /// All of them.
    All,
}

/// What the measurements share.
struct Plan {
    program: PathBuf,
    /// Folder for data, on the disk that holds the build.
    folder: PathBuf,
    seconds: Duration,
    rounds: usize,
    elements: usize,
    profile: String,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let built = built_programs(&options.profile)?;
    let Some(program) = options.program.clone() else {
        // The load must come from an optimised program too, so build this one and hand over.
        let Options { profile, .. } = options;
        shell::run(&mut cargo(&["build", "--profile", profile, "-p", "gatepost", "-p", "xtask"]))?;
        let mut again = shell::program(built.join("xtask"));
        again.args(std::env::args_os().skip(1)).arg("--program").arg(built.join("gatepost"));
        return shell::run(again.env("CARGO_MANIFEST_DIR", shell::root().join("xtask")));
    };
    let folder = built.join(format!("bench-{}", process::id()));
    let plan = Plan {
        program,
        folder: folder.clone(),
        seconds: Duration::from_secs(options.seconds),
        rounds: options.rounds.max(1),
        elements: options.elements.max(1_000),
        profile: options.profile.clone(),
    };
    std::fs::create_dir_all(&folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut table = Table::default();
    for number in Number::value_variants().iter().filter(|one| **one != Number::All) {
        if options.what.contains(number) || options.what.contains(&Number::All) {
            match runtime.block_on(measure(*number, &plan)) {
                Ok(rows) => table.extend(rows),
                Err(error) => table.extend(vec![Row::failed(name(*number), &error)]),
            }
        }
    }
    std::fs::remove_dir_all(&folder)?;
    table.print()
}

async fn measure(number: Number, plan: &Plan) -> Result<Vec<Row>> {
    match number {
        Number::ServeStart => serve_start::measure(plan).await,
        Number::GetCollection => get_collection::measure(plan).await,
        Number::ListPages => list_pages::measure(plan).await,
        Number::Decide => micro::decide(plan),
        Number::Records => micro::records(plan),
        Number::ReadLatency => micro::read_latency(plan),
        Number::PutItem => micro::put_item(plan),
        Number::Content => micro::content(plan),
        Number::Runner => runner::measure(plan).await,
        Number::Mock => mock::measure(plan).await,
        Number::Monitors => monitors::measure(plan).await,
        Number::All => Ok(Vec::new()),
    }
}

fn name(number: Number) -> String {
    number.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// The folder that a profile builds into.
fn built_programs(profile: &str) -> Result<PathBuf> {
    let text = shell::output(&mut cargo(&["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let target = metadata.get("target_directory").and_then(serde_json::Value::as_str);
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(PathBuf::from(target.context("cargo names no target folder")?).join(folder))
}
