//! `cargo xtask fuzz`: the property tests for longer.
//!
//! A target is a file `crates/<crate>/tests/fuzz_<what>.rs`. Its tests read
//! `GATEPOST_FUZZ_SECONDS` (how long; absent: a short fixed number of cases) and
//! `GATEPOST_FUZZ_SEED` (where to start), and print the seed they used.

use std::{
    fs,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Result, bail};
use clap::Args;

use crate::{
    manifest,
    shell::{self, cargo},
};

#[derive(Args)]
pub(crate) struct Options {
    /// Only targets with this in their name.
    only: Option<String>,
    /// How long each test runs.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Where to start; the time of day if absent.
    #[arg(long)]
    seed: Option<u64>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let seed = options.seed.unwrap_or(now.as_secs());
    let targets = targets(options.only.as_deref())?;
    if targets.is_empty() {
        bail!("there is no such fuzz target");
    }
    let mut failed = Vec::new();
    for (package, target) in targets {
        eprintln!("fuzz: {package} {target}, {} s a test, seed {seed}", options.seconds);
        let mut test = cargo(&["test", "--quiet", "-p", &package, "--test", &target, "fuzz_"]);
        test.args(["--", "--nocapture", "--test-threads=2"])
            .env("GATEPOST_FUZZ_SECONDS", options.seconds.to_string())
            .env("GATEPOST_FUZZ_SEED", seed.to_string());
        if let Err(error) = shell::run(&mut test) {
            eprintln!("{error}");
            failed.push(format!("cargo xtask fuzz {target} --seed {seed}"));
        }
    }
    if !failed.is_empty() {
        bail!("failed; again with:\n  {}", failed.join("\n  "));
    }
    Ok(())
}

/// Crate and test of every target whose name holds `only`.
fn targets(only: Option<&str>) -> Result<Vec<(String, String)>> {
    let mut targets = Vec::new();
    for member in manifest::members()? {
        let Ok(tests) = fs::read_dir(member.folder.join("tests")) else { continue };
        for test in tests {
            let name = test?.file_name().to_string_lossy().into_owned();
            let Some(target) = name.strip_suffix(".rs") else { continue };
            if target.starts_with("fuzz_") && only.is_none_or(|only| target.contains(only)) {
                targets.push((member.name.clone(), target.to_owned()));
            }
        }
    }
    targets.sort();
    Ok(targets)
}
