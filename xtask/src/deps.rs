//! `cargo xtask deps`: licences, bans, duplicate versions, unused dependencies.
//!
//! `deny.toml` holds the rules. `cargo deny` reads it where it is installed; the own check reads
//! the same file everywhere, so that a fresh clone needs no further tool.

mod licence;
mod unused;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::shell::{self, cargo};

#[derive(Deserialize)]
struct Rules {
    graph: Graph,
    licenses: Licences,
    bans: Bans,
}

#[derive(Deserialize)]
struct Graph {
    targets: Vec<String>,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Named>,
    skip: Vec<Named>,
}

/// A crate, or one version of it: `name` or `name@1.2`.
#[derive(Deserialize)]
struct Named {
    #[serde(rename = "crate")]
    name: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

#[derive(Deserialize, Clone)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
}

pub(crate) fn run() -> Result<()> {
    let text = fs::read_to_string(shell::root().join("deny.toml")).context("no deny.toml")?;
    let rules: Rules = toml::from_str(&text).context("deny.toml is not as expected")?;
    let packages = packages(&rules.graph.targets)?;
    let mut faults = banned(&packages, &rules.bans.deny);
    faults.extend(duplicates(&packages, &rules.bans.skip));
    faults.extend(unlicensed(&packages, &rules.licenses.allow)?);
    faults.extend(unused::check()?);
    if !faults.is_empty() {
        bail!("the dependencies break rules:\n  {}", faults.join("\n  "));
    }
    eprintln!("deps: {} packages keep the rules of deny.toml", packages.len());
    if shell::find("cargo-deny").is_some() {
        shell::run(&mut cargo(&["deny", "--workspace", "check", "bans", "licenses", "sources"]))?;
    }
    Ok(())
}

/// Every package that is built for one of the targets, tests included. Fails when the lock file
/// is stale.
fn packages(targets: &[String]) -> Result<Vec<Package>> {
    let mut all = BTreeMap::new();
    for target in targets {
        let mut command = cargo(&["metadata", "--format-version", "1", "--locked"]);
        let text = shell::output(command.args(["--filter-platform", target]))?;
        let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata")?;
        let used: BTreeSet<_> = metadata.resolve.nodes.into_iter().map(|node| node.id).collect();
        let packages = metadata.packages.into_iter().filter(|package| used.contains(&package.id));
        all.extend(packages.map(|package| (package.id.clone(), package)));
    }
    Ok(all.into_values().collect())
}

fn banned(packages: &[Package], deny: &[Named]) -> Vec<String> {
    let name = |named: &Named| named.name.split('@').next().unwrap_or_default().to_owned();
    deny.iter()
        .map(name)
        .filter(|name| packages.iter().any(|package| package.name == *name))
        .map(|name| format!("`{name}` is banned; `cargo tree -i {name}` shows who brings it"))
        .collect()
}

/// Packages in several versions, the newest and the skipped ones aside.
fn duplicates(packages: &[Package], skip: &[Named]) -> Vec<String> {
    let mut versions = BTreeMap::<&str, Vec<&Package>>::new();
    for package in packages {
        versions.entry(&package.name).or_default().push(package);
    }
    let mut faults = Vec::new();
    for (name, all) in versions {
        let kept: Vec<_> =
            all.iter().filter(|package| !skip.iter().any(|one| one.means(package))).collect();
        if kept.len() > 1 {
            let list: Vec<_> = kept.iter().map(|package| package.version.as_str()).collect();
            faults.push(format!(
                "`{name}` comes in versions {}; align them or explain it under `skip`",
                list.join(", ")
            ));
        }
    }
    let stale = skip.iter().filter(|one| !packages.iter().any(|package| one.means(package)));
    faults.extend(stale.map(|one| format!("`{}` under `skip` is not there any more", one.name)));
    faults
}

impl Named {
    fn means(&self, package: &Package) -> bool {
        let (name, version) = self.name.split_once('@').unwrap_or((&self.name, ""));
        let prefix = package.version.strip_prefix(version);
        name == package.name
            && prefix
                .is_some_and(|rest| version.is_empty() || rest.is_empty() || rest.starts_with('.'))
    }
}

fn unlicensed(packages: &[Package], allow: &[String]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for package in packages {
        let Some(terms) = &package.license else {
            faults.push(format!("`{}` names no licence", package.name));
            continue;
        };
        let fine = licence::allows(terms, allow)
            .with_context(|| format!("the licence of `{}` is `{terms}`", package.name))?;
        if !fine {
            faults.push(format!("`{}` has the licence `{terms}`, not allowed", package.name));
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str) -> Package {
        Package {
            id: format!("{name}@{version}"),
            name: name.to_owned(),
            version: version.to_owned(),
            license: None,
        }
    }

    fn named(name: &str) -> Named {
        Named { name: name.to_owned() }
    }

    #[test]
    fn a_second_version_must_be_explained() {
        let packages =
            [package("rand", "0.9.5"), package("rand", "0.10.4"), package("http", "1.5.0")];
        assert_eq!(duplicates(&packages, &[]).len(), 1);
        assert_eq!(duplicates(&packages, &[named("rand@0.9")]), Vec::<String>::new());
        // 0.1 is no prefix of 0.10 as a version, so this explains nothing and is stale itself.
        assert_eq!(duplicates(&packages, &[named("rand@0.1")]).len(), 2);
    }

    #[test]
    fn a_banned_crate_is_named() {
        let packages = [package("openssl-sys", "0.9.1"), package("http", "1.5.0")];
        assert_eq!(banned(&packages, &[named("openssl-sys"), named("native-tls")]).len(), 1);
    }
}
