//! `cargo xtask ci`: everything CI runs, cheapest first, tests last.

use anyhow::Result;
use clap::Args;

use crate::{
    deps, files, layers,
    shell::{self, cargo},
    test,
};

#[derive(Args)]
pub(crate) struct Options {
    /// Leaves out the tests.
    #[arg(long)]
    checks_only: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    layers::run()?;
    files::run()?;
    deps::run()?;
    let mut clippy = cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--quiet"]);
    shell::run(clippy.args(["--", "-D", "warnings"]))?;
    let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--locked", "--quiet"]);
    shell::run(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    if options.checks_only { Ok(()) } else { test::run(&test::Options::default()) }
}
