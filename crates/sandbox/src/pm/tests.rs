//! The tables hold what they promise.

use std::{collections::BTreeSet, path::Path};

use super::{By, NAMESPACES};
use crate::native;

#[test]
fn names_are_unique_and_lines_are_lines() {
    for namespace in NAMESPACES {
        let mut names = BTreeSet::new();
        for function in namespace.functions {
            assert!(names.insert(function.name), "{}.{}", namespace.path, function.name);
            assert!(
                !function.about.ends_with('.') && function.about.len() < 80,
                "{}",
                function.name
            );
            let declared = function.parameters.split(", ").filter(|one| one.contains(':')).count();
            let rest = function.parameters.starts_with("...");
            assert!(rest || declared >= usize::from(function.arity), "{}", function.name);
        }
        for property in namespace.properties {
            assert!(names.insert(property.name), "{}.{}", namespace.path, property.name);
        }
    }
}

#[test]
fn every_function_names_what_does_its_work() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("js");
    for namespace in NAMESPACES {
        for function in namespace.functions {
            match function.by {
                By::Native(name) => assert!(native::is_native(name), "{name}"),
                By::Script(file, name) => {
                    let text = std::fs::read_to_string(folder.join(file)).unwrap();
                    assert!(text.contains(name), "{file} has no {name}");
                }
            }
        }
    }
}

#[test]
fn paths_are_known_or_not() {
    let known = ["pm", "pm.test", "pm.test.skip", "pm.environment.get", "pm.response.to"];
    for path in known.into_iter().chain(["pm.sendRequest", "pm.expect.fail", "pm.test.call"]) {
        assert!(super::knows(path), "{path}");
    }
    for path in ["pm.enviroment", "pm.environment.gett", "pm.tests", "pm.response.jsn", "x.y"] {
        assert!(!super::knows(path), "{path}");
    }
}
