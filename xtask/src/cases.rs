//! `cargo xtask cases`: where Gatepost differs from Newman, case by case.

use std::process::Stdio;

use anyhow::Result;
use clap::Args;

use crate::{
    shell::{self, cargo},
    test,
};

#[derive(Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Options {
    /// What the program of the suite is told; `--help` says what it knows.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let mut build = cargo(&["build", "--locked", "--message-format=json-render-diagnostics"]);
    let said = shell::output(build.args(["-p", "gatepost"]).stderr(Stdio::inherit()))?;
    let mut cases = cargo(&["run", "--quiet", "--locked", "-p", "runkit", "--"]);
    cases.envs(test::program_built(&said).map(|path| ("GATEPOST_BIN", path)));
    shell::run(cases.args(&options.words))
}
