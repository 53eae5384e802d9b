//! The tables of functions say what scripts really find, and the page says it too.

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use sandbox::{Event, Limits, NAMESPACES};

use crate::stage::Stage;

/// Parts of our objects that are no offer to scripts, and what every function has.
const INNER: &[&str] = &[
    "Type",
    "adopt",
    "ask",
    "check",
    "findInParents",
    "fold",
    "forEachParent",
    "keepMeta",
    "keyOf",
    "lastOf",
    "length",
    "members",
    "meta",
    "parent",
    "place",
    "prototype",
    "resolve",
    "setParent",
    "source",
    "take",
];

/// Members that are there only sometimes: with a value of their own, or in another event.
const SOMETIMES: &[&str] =
    &["auth", "body", "certificate", "description", "name", "proxy", "require", "skipRequest"];

const SHOW: &str = r"
const names = (object) => {
  const found = new Set();
  for (let one = object; one && one !== Object.prototype && one !== Function.prototype; one = Object.getPrototypeOf(one)) {
    for (const name of Object.getOwnPropertyNames(one)) {
      if (name !== 'constructor' && !name.startsWith('_')) found.add(name);
    }
  }
  return [...found].join(' ');
};
for (const path of PATHS) console.log(path + ' ' + names(eval(path)));
";

#[tokio::test(flavor = "current_thread", start_paused = true)]
async fn scripts_find_what_the_tables_say() {
    let stage = Stage::new(Limits::default());
    let paths: Vec<_> = NAMESPACES.iter().map(|space| format!("{:?}", space.path)).collect();
    let source = SHOW.replace("PATHS", &format!("[{}]", paths.join(",")));
    let finished = stage.run(Event::Test, &source).await;
    assert!(finished.error.is_none(), "{:?}", finished.error);
    let lines = stage.host.lines.take();
    for space in NAMESPACES {
        let at = lines.find(&format!("{} ", space.path)).unwrap_or_else(|| panic!("{lines}"));
        let line = lines[at..].lines().next().unwrap().trim_end_matches(['\'', '"']);
        let found: BTreeSet<&str> = line.split(' ').skip(1).collect();
        for one in space.functions {
            let there = found.contains(one.name) || SOMETIMES.contains(&one.name);
            assert!(there, "{} has no `{}`: {line}", space.path, one.name);
        }
        let rows: BTreeSet<&str> = space.functions.iter().map(|one| one.name).collect();
        let plain = |name: &&str| !INNER.contains(name) && !SOMETIMES.contains(name);
        let untold: Vec<_> = found.difference(&rows).copied().filter(plain).collect();
        // A list of cookies can be changed like any list, though that changes no cookie.
        assert!(untold.is_empty() || space.path == "pm.cookies", "{}: {untold:?}", space.path);
    }
}

#[test]
fn the_page_has_every_function() {
    let mut page = String::from(
        "# What scripts find under `pm`\n\nMade from the tables of the sandbox. Lists other than \
         `pm.request.headers` have the same members; `pm.response.to`, `pm.request.to` and \
         `pm.expect` lead to Chai's assertions and Postman's.\n",
    );
    for space in NAMESPACES {
        let _ = write!(
            page,
            "\n## `{}`\n\n{}\n\n| Member | What it does |\n|---|---|\n",
            space.path, space.doc
        );
        for one in space.functions {
            let _ = writeln!(page, "| `{}` | {} |", one.form, one.doc);
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pm.md");
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    if there != page && std::env::var_os("GATEPOST_UPDATE_DOCS").is_some() {
        std::fs::write(&path, page).unwrap();
    } else {
        assert!(there == page, "docs/pm.md is stale: run again with GATEPOST_UPDATE_DOCS=1");
    }
}
