//! `cargo xtask layers`: a crate depends only on lower layers, and only where it may.

use anyhow::{Result, bail};

use crate::manifest::{self, Member};

/// A crate, its layer, and the crates of the workspace it may depend on.
struct Place {
    name: &'static str,
    layer: u8,
    may_use: &'static [&'static str],
}

const fn place(name: &'static str, layer: u8, may_use: &'static [&'static str]) -> Place {
    Place { name, layer, may_use }
}

/// The layer table of docs/decisions/0002-layers.md, which says why.
const PLACES: &[Place] = &[
    place("catalog", 1, &[]),
    place("model", 1, &[]),
    place("contract", 2, &["catalog"]),
    place("convert", 2, &["model"]),
    place("policy", 2, &["catalog", "model"]),
    place("store", 2, &["model"]),
    place("audit", 2, &["catalog", "model"]),
    place("wire", 2, &[]),
    place("signer", 2, &["model"]),
    place("sandbox", 2, &["model"]),
    place("gate", 3, &["catalog", "model", "contract", "policy", "store", "audit"]),
    place("runner", 3, &["model", "wire", "signer", "sandbox"]),
    place("mock", 4, &["catalog", "model", "store", "gate"]),
    place("monitor", 4, &["catalog", "model", "store", "gate", "runner", "wire"]),
    place(
        "api",
        5,
        &["catalog", "model", "contract", "convert", "store", "gate", "mock", "monitor"],
    ),
    place("mcp", 5, &["catalog", "model", "contract", "gate"]),
    place(
        "gatepost",
        6,
        &[
            "catalog", "model", "contract", "convert", "policy", "store", "audit", "gate", "api",
            "mcp", "runner", "sandbox", "wire", "mock", "monitor",
        ],
    ),
];

/// Crates for development: they may use everything, and nothing that ships may use them.
const TOOLS: &[&str] = &["fuzzkit", "runkit", "testkit", "xtask"];

/// Fails with every edge that the table does not allow.
pub(crate) fn run() -> Result<()> {
    let members = manifest::members()?;
    let faults = check(&members);
    if !faults.is_empty() {
        bail!("the layers are broken:\n  {}", faults.join("\n  "));
    }
    eprintln!("layers: {} crates depend only on what lies below them", members.len());
    Ok(())
}

fn find(name: &str) -> Option<&'static Place> {
    PLACES.iter().find(|place| place.name == name)
}

fn check(members: &[Member]) -> Vec<String> {
    let mut faults = Vec::new();
    for member in members.iter().filter(|member| !TOOLS.contains(&member.name.as_str())) {
        let Some(place) = find(&member.name) else {
            faults.push(format!("`{}` has no place in the layer table", member.name));
            continue;
        };
        let own = member.dependencies.iter().filter(|used| {
            members.iter().any(|other| other.name == **used) || TOOLS.contains(&used.as_str())
        });
        faults.extend(own.filter_map(|used| fault(place, used)));
    }
    faults
}

/// What is wrong with `place` using `used`, if anything is.
fn fault(place: &Place, used: &str) -> Option<String> {
    if TOOLS.contains(&used) {
        return Some(format!("`{}` ships, but depends on the tool `{used}`", place.name));
    }
    let layer = find(used).map_or(u8::MAX, |other| other.layer);
    if layer >= place.layer {
        return Some(format!("`{}` depends on `{used}`, which is not below it", place.name));
    }
    (!place.may_use.contains(&used)).then(|| {
        format!("`{}` depends on `{used}`, which the layer table does not allow", place.name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, dependencies: &[&str]) -> Member {
        Member {
            name: name.to_owned(),
            folder: "".into(),
            dependencies: dependencies.iter().map(|&one| one.to_owned()).collect(),
            dev_dependencies: Vec::new(),
        }
    }

    #[test]
    fn this_workspace_keeps_its_layers() {
        run().unwrap();
    }

    #[test]
    fn the_table_itself_points_downwards() {
        for place in PLACES {
            for used in place.may_use {
                assert!(find(used).unwrap().layer < place.layer, "{} -> {used}", place.name);
            }
        }
    }

    #[test]
    fn each_wrong_edge_is_named() {
        let members = [
            member("store", &["model", "serde"]),
            member("model", &["catalog"]),
            member("catalog", &["gate"]),
            member("gate", &["testkit", "model"]),
            member("mcp", &["store"]),
            member("newcomer", &[]),
            member("testkit", &["mcp"]),
        ];
        assert_eq!(
            check(&members),
            [
                "`model` depends on `catalog`, which is not below it",
                "`catalog` depends on `gate`, which is not below it",
                "`gate` ships, but depends on the tool `testkit`",
                "`mcp` depends on `store`, which the layer table does not allow",
                "`newcomer` has no place in the layer table",
            ]
        );
    }
}
