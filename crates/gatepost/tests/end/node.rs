//! Programs of others that run on Node.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::server::{Said, clean, said};

/// The folder of another crate's tests in which packages are installed; `None`, and the reason is
/// printed, when they are not.
pub(crate) fn packages(what: &str, crate_folder: &str, below: &str) -> Option<PathBuf> {
    // Asked when running: clones may share compiled tests.
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let folder = own.parent().unwrap().join(crate_folder).join("tests").join(below);
    let installed = folder.join("node_modules").is_dir();
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    if node.is_ok_and(|status| status.success()) && installed {
        return Some(folder);
    }
    eprintln!("SKIPPED: {what}: needs Node, and packages that `cargo xtask test` installs");
    None
}

/// Runs a script with Node.
pub(crate) fn run(script: &Path, args: &[&str], env: &[(&str, &str)]) -> Said {
    said(clean("node").arg(script).args(args).envs(env.iter().copied()))
}
