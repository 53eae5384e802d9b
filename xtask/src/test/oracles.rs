//! Programs of others that the tests work with: Newman, the official MCP client, the vendor's MCP
//! server.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::Skipped;
use crate::{manifest, shell};

const WHAT: &str =
    "Newman, the official MCP client, the vendor's MCP server and the public converter as oracles";

/// Installs what the `package-lock.json` files in the crates' test folders pin.
pub(crate) fn prepare(install: bool, skipped: &mut Skipped) -> Result<()> {
    let folders: Vec<PathBuf> = locked()?.into_iter().filter(|folder| !current(folder)).collect();
    if shell::find("node").is_none() || shell::find("npm").is_none() {
        skipped.add(WHAT, "there is no Node with npm in PATH");
        return Ok(());
    }
    if !install && !folders.is_empty() {
        skipped.add(WHAT, "their packages are not installed and --no-install was given");
        return Ok(());
    }
    for folder in folders {
        let mut npm = shell::program("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        if let Err(error) = shell::run(npm.current_dir(&folder)) {
            let name = folder.strip_prefix(shell::root()).unwrap_or(&folder);
            skipped.add(WHAT, format!("{error} in {}", name.display()));
        }
    }
    Ok(())
}

/// Folders below the crates' `tests` that hold a lock file.
fn locked() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for member in manifest::members()? {
        search(&member.folder.join("tests"), &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn search(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    if folder.join("package-lock.json").is_file() {
        found.push(folder.to_path_buf());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("`{}`", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules") {
            search(&path, found)?;
        }
    }
    Ok(())
}

/// True when the packages are installed as the lock file says.
fn current(folder: &Path) -> bool {
    let changed = |name: &str| fs::metadata(folder.join(name)).and_then(|file| file.modified());
    match (changed("package-lock.json"), changed("node_modules/.package-lock.json")) {
        (Ok(locked), Ok(installed)) => locked <= installed,
        _ => false,
    }
}
