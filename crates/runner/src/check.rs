//! Looking at a collection without sending anything.
//!
//! [`check`] tells what would surprise a run: names of variables that nothing sets, calls that the
//! sandbox does not know, names that `setNextRequest` would not find, files that are not there. It
//! reads scripts as text, so a name that a script puts together is not seen.

mod scan;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeSet,
    fmt,
    path::{Path, PathBuf},
};

use model::{
    runnable::{Collection, Fault, FormSource, Item, Listen, Mode},
    variables::Scope,
};

use crate::input::Input;

/// A thing that would surprise a run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The item, with the folders it lies in: `Orders / Create`.
    pub place: String,
    /// What it is.
    pub what: What,
}

/// The kinds of findings.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum What {
    /// Nothing sets this variable.
    Unresolved {
        /// Its name.
        name: String,
    },
    /// The sandbox has no such member.
    UnknownCall {
        /// What is called, such as `pm.enviroment.get`.
        call: String,
        /// The line of the script, from 1.
        line: usize,
    },
    /// No request of the run has this name or id.
    NoTarget {
        /// The name.
        name: String,
        /// The line of the script, from 1.
        line: usize,
    },
    /// A file of a body is not there.
    MissingFile {
        /// Where it was looked for.
        path: PathBuf,
    },
}

impl fmt::Display for What {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unresolved { name } => write!(out, "nothing sets the variable `{name}`"),
            Self::UnknownCall { call, line } => {
                write!(out, "line {line} of a script calls `{call}`, which is unknown")
            }
            Self::NoTarget { name, line } => {
                write!(
                    out,
                    "line {line} of a script goes on with `{name}`, which is not in the run"
                )
            }
            Self::MissingFile { path } => write!(out, "there is no file `{}`", path.display()),
        }
    }
}

/// Looks at the items that would run; findings are in their order, each once.
///
/// `known` tells whether scripts may use a member, given as `pm.environment.get`.
pub fn check(
    input: &Input,
    folders: &[String],
    working_dir: &Path,
    known: &dyn Fn(&str) -> bool,
) -> Result<Vec<Finding>, Fault> {
    let collection = &input.collection;
    let positions = collection.select(folders)?;
    let items: Vec<&Item> = positions.iter().filter_map(|at| collection.items.get(*at)).collect();
    let mut look = Look {
        names: settable(input, &positions),
        targets: BTreeSet::new(),
        known,
        working_dir,
        found: Vec::new(),
    };
    for item in &items {
        look.targets.insert(item.id.clone());
        look.targets.extend(item.name.clone());
    }
    for (at, item) in positions.iter().zip(items) {
        look.item(collection, *at, item);
    }
    Ok(look.found)
}

struct Look<'a> {
    /// Names of variables that something sets.
    names: BTreeSet<String>,
    /// Names and ids of the requests that run.
    targets: BTreeSet<String>,
    known: &'a dyn Fn(&str) -> bool,
    working_dir: &'a Path,
    found: Vec<Finding>,
}

impl Look<'_> {
    fn item(&mut self, collection: &Collection, at: usize, item: &Item) {
        let folders = collection.ancestors(at);
        let names = folders.iter().filter_map(|at| collection.folders.get(*at)?.name.as_deref());
        let place: Vec<&str> = names.chain(item.name.as_deref()).collect();
        let place = place.join(" / ");
        let mut said = BTreeSet::new();
        let request = item.request.to_json().to_string();
        let auth = collection.auth(at).map(|auth| format!("{:?}", auth.params)).unwrap_or_default();
        for name in scan::tokens(&request).into_iter().chain(scan::tokens(&auth)) {
            let dynamic = name.starts_with('$') || name.starts_with("vault:");
            if !dynamic && !self.names.contains(&name) && said.insert(name.clone()) {
                self.add(&place, What::Unresolved { name });
            }
        }
        self.files(&place, item);
        for listen in [Listen::Prerequest, Listen::Test] {
            for (script, _) in collection.scripts(at, &listen) {
                self.script(&place, script.source.as_deref().unwrap_or_default());
            }
        }
    }

    fn script(&mut self, place: &str, source: &str) {
        for (call, line) in scan::members(source) {
            if !(self.known)(&call) {
                self.add(place, What::UnknownCall { call, line });
            }
        }
        for (name, line) in scan::next_requests(source) {
            if !self.targets.contains(&name) {
                self.add(place, What::NoTarget { name, line });
            }
        }
    }

    fn files(&mut self, place: &str, item: &Item) {
        let Some(body) = &item.request.body else { return };
        let mut sources: Vec<&str> = Vec::new();
        match body.mode {
            Mode::File => sources.extend(body.file.as_ref().and_then(|file| file.src.as_deref())),
            Mode::Formdata => {
                for param in body.formdata.iter().filter(|param| !param.disabled) {
                    if let FormSource::Files(paths) = &param.source {
                        sources.extend(paths.iter().map(String::as_str));
                    }
                }
            }
            _ => {}
        }
        for source in sources.into_iter().filter(|source| !source.contains("{{")) {
            let path = self.working_dir.join(source);
            if !path.is_file() {
                self.add(place, What::MissingFile { path });
            }
        }
    }

    /// Scripts of folders are looked at once per item; what they say is said once per place.
    fn add(&mut self, place: &str, what: What) {
        let finding = Finding { place: place.to_owned(), what };
        if !self.found.contains(&finding) {
            self.found.push(finding);
        }
    }
}

/// Names that scopes, data or scripts of the run set.
fn settable(input: &Input, positions: &[usize]) -> BTreeSet<String> {
    let collection = &input.collection;
    let mut names = BTreeSet::new();
    let of_scope = |scope: &Scope| scope.to_object(false).into_iter().map(|(name, _)| name);
    for scope in [&input.environment, &input.globals, &collection.variables] {
        names.extend(of_scope(scope));
    }
    names.extend(input.data.iter().flat_map(|row| row.keys().cloned()));
    for at in positions {
        for listen in [Listen::Prerequest, Listen::Test] {
            for (script, _) in collection.scripts(*at, &listen) {
                names.extend(scan::set_names(script.source.as_deref().unwrap_or_default()));
            }
        }
    }
    names
}
