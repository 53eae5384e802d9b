//! The manifests of the workspace's members.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::shell;

/// A member of the workspace.
pub(crate) struct Member {
    /// Its name.
    pub(crate) name: String,
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// What it depends on, in every build.
    pub(crate) dependencies: Vec<String>,
    /// What only its tests and benches depend on.
    pub(crate) dev_dependencies: Vec<String>,
}

#[derive(Deserialize)]
struct Manifest {
    package: Package,
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
    #[serde(default, rename = "build-dependencies")]
    build_dependencies: BTreeMap<String, toml::Value>,
    #[serde(default, rename = "dev-dependencies")]
    dev_dependencies: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

/// All members, by name.
pub(crate) fn members() -> Result<Vec<Member>> {
    let root = shell::root();
    let mut folders = vec![root.join("xtask")];
    for entry in fs::read_dir(root.join("crates")).context("there is no folder `crates`")? {
        folders.push(entry?.path());
    }
    let mut members = Vec::new();
    for folder in folders {
        let path = folder.join("Cargo.toml");
        if !path.is_file() {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let manifest: Manifest =
            toml::from_str(&text).with_context(|| format!("`{}`", path.display()))?;
        let mut dependencies: Vec<String> = manifest.dependencies.into_keys().collect();
        dependencies.extend(manifest.build_dependencies.into_keys());
        members.push(Member {
            name: manifest.package.name,
            folder,
            dependencies,
            dev_dependencies: manifest.dev_dependencies.into_keys().collect(),
        });
    }
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}
