//! The tables of `pm` against the objects that scripts get.
#![cfg(test)]

use std::{fmt::Write as _, path::Path};

use sandbox::{
    Event, Limits,
    pm::{NAMESPACES, Namespace},
};

use crate::stage::Stage;

/// What objects of the SDK have besides, for each other: no part of what scripts are promised.
const INTERNAL: &str = "Type adopt constructor describe eachParent findInParents fold forEachParent \
    keepMeta keyOf lastOf length meta name parent place prototype reference setParent take resolve \
    mime description source ask check id body auth";

/// A script that prints the functions of an object with their arity, and the names of the rest.
fn listing(namespace: &Namespace) -> String {
    let path = namespace.path;
    format!(
        "const object = {path}; const names = new Set();
        for (let at = object; at && at !== Object.prototype && at !== Function.prototype; \
             at = Object.getPrototypeOf(at)) {{
            for (const name of Object.getOwnPropertyNames(at)) names.add(name);
        }}
        for (const name of [...names].sort()) {{
            if (name.startsWith('_')) continue;
            const value = object[name];
            console.log(typeof value === 'function' ? `${{name}}/${{value.length}}` : name);
        }}"
    )
}

async fn check(namespace: &Namespace) -> Vec<String> {
    let stage = Stage::new(Limits::default());
    let finished = stage.run(Event::Test, &listing(namespace)).await;
    assert_eq!(finished.error, None, "{}", namespace.path);
    let said = stage.host.lines.take();
    let found: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("log ")).collect();
    let mut wrong = Vec::new();
    for function in namespace.functions {
        let wanted = format!("{}/{}", function.name, function.arity);
        if !found.contains(&wanted.as_str()) {
            let mut line = format!("{} lacks {wanted}", namespace.path);
            let near = found.iter().find(|one| one.split('/').next() == Some(function.name));
            let _ = near.map(|near| write!(line, ", but has {near}"));
            wrong.push(line);
        }
    }
    for entry in found {
        let name = entry.split('/').next().unwrap_or(entry);
        let internal = INTERNAL.split_whitespace().any(|one| one == name);
        // Cookies are a list, whose functions stand in the table of lists.
        let listed = namespace.path == "pm.cookies";
        if !namespace.has(name) && !internal && !listed {
            wrong.push(format!("{} has {entry}, which is in no table", namespace.path));
        }
    }
    wrong
}

#[tokio::test(flavor = "current_thread", start_paused = true)]
async fn tables_and_objects_agree() {
    let mut wrong = Vec::new();
    for namespace in NAMESPACES {
        wrong.extend(check(namespace).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The tables as a page.
fn page() -> String {
    let mut page = String::from(
        "# What scripts find\n\nMade from the tables of the sandbox. Every list has the members of \
         `pm.request.headers`; `pm.response.to`, `pm.request.to` and `pm.expect` lead to the \
         assertions of Chai and of Postman.\n",
    );
    for namespace in NAMESPACES {
        let (path, about) = (namespace.path, namespace.about);
        let _ = write!(page, "\n## `{path}`\n\n{about}.\n\n| Member | What it is |\n|---|---|\n");
        let cell = |text: &str| text.replace('|', "\\|");
        for one in namespace.functions {
            let form = format!("{}({}): {}", one.name, one.parameters, one.result);
            let _ = writeln!(page, "| `{}` | {} |", cell(&form), cell(one.about));
        }
        for one in namespace.properties {
            let form = format!("{}: {}", one.name, one.kind);
            let _ = writeln!(page, "| `{}` | {} |", cell(&form), cell(one.about));
        }
    }
    page
}

#[test]
fn the_page_is_made_from_the_tables() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pm.md");
    let (there, made) = (std::fs::read_to_string(&path).unwrap_or_default(), page());
    if there != made && std::env::var_os("GATEPOST_UPDATE").is_some() {
        std::fs::write(&path, made).unwrap();
    } else {
        assert!(there == made, "docs/pm.md is stale: run again with GATEPOST_UPDATE=1");
    }
}
