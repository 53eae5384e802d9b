//! `cargo xtask test`: prepares what the tests need and runs them all.
//!
//! The test runner's own summary is the last thing printed.

mod oracles;
mod postgres;

use std::{env, path::PathBuf};

use anyhow::Result;
use clap::Args;

use crate::shell::{self, cargo};

/// Names the folder of the vendor's reference files for the tests.
const REFERENCE: &str = "GATEPOST_REFERENCE";

#[derive(Args, Default)]
pub(crate) struct Options {
    /// Installs nothing: what is missing is skipped.
    #[arg(long)]
    no_install: bool,
}

/// What is not tested, and why.
#[derive(Default)]
pub(crate) struct Skipped(Vec<(&'static str, String)>);

impl Skipped {
    /// Notes that `what` is not tested.
    pub(crate) fn add(&mut self, what: &'static str, why: impl Into<String>) {
        self.0.push((what, why.into()));
    }

    fn print(&self) {
        if self.0.is_empty() {
            eprintln!("Nothing is skipped.");
        }
        for (what, why) in &self.0 {
            eprintln!("SKIPPED: {what}: {why}");
        }
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let mut skipped = Skipped::default();
    // Stopped when this function ends.
    let postgres = postgres::prepare(!options.no_install, &mut skipped);
    oracles::prepare(!options.no_install, &mut skipped)?;
    let reference = reference();
    if reference.is_none() {
        let why =
            format!("the files are not in ../shared/reference; {REFERENCE} can name a folder");
        skipped.add("the comparison with the vendor's contract", why);
    }
    skipped.print();

    // End-to-end tests start the program itself.
    let mut build = cargo(&["build", "--locked", "--message-format=json-render-diagnostics"]);
    let said =
        shell::output(build.args(["-p", "gatepost"]).stderr(std::process::Stdio::inherit()))?;
    let with_env = |mut command: std::process::Command| {
        command.envs(program_built(&said).map(|path| ("GATEPOST_BIN", path)));
        command.envs(postgres.as_ref().map(|server| (postgres::URL, server.url.clone())));
        command.envs(reference.as_ref().map(|folder| (REFERENCE, folder)));
        command
    };
    shell::run(&mut with_env(cargo(&["test", "--workspace", "--locked", "--doc", "--quiet"])))?;
    skipped.print();
    let args: &[&str] = if shell::find("cargo-nextest").is_some() {
        &["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]
    } else {
        // Doc tests ran above, so that the last lines are those of real tests.
        &["test", "--workspace", "--locked", "--no-fail-fast", "--lib", "--bins", "--tests"]
    };
    shell::run(&mut with_env(cargo(args)))
}

fn reference() -> Option<PathBuf> {
    let given = env::var_os(REFERENCE).map(PathBuf::from);
    let beside = shell::root().join("../shared/reference");
    given.or(Some(beside)).filter(|folder| folder.is_dir())
}

/// The path of the program in cargo's messages.
pub(crate) fn program_built(messages: &str) -> Option<String> {
    messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let gatepost = message.pointer("/target/name")?.as_str() == Some("gatepost");
        gatepost.then(|| message.get("executable")?.as_str().map(str::to_owned))?
    })
}

#[cfg(test)]
mod tests {
    use super::program_built;

    #[test]
    fn the_program_is_found_in_the_messages_of_cargo() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"api"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"gatepost"},"executable":"/t/debug/gatepost"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(program_built(messages).as_deref(), Some("/t/debug/gatepost"));
        assert_eq!(program_built(""), None);
    }
}
