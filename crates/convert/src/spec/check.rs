//! Whether a description keeps the rules of its format.
//!
//! Faults are data: what breaks a rule is named and, as far as it can be, converted all the same.
//! All looks are linear in the size of the description; what many places refer to is looked at
//! once.

mod asyncapi;
mod at;
mod parameters;
mod paths;
mod references;
mod rules;
mod security;

pub use rules::{RULES, Rule};

use std::collections::{HashMap, HashSet, hash_map::Entry};

use super::{Files, Kind, Problem, Spec};
use at::At;

/// Problems of one description that are told at most.
const MOST: usize = 50;
/// Parameters that are looked at; each path that refers to the same ones counts them anew.
const STEPS: usize = 1_000_000;

/// What is wrong with a description; empty when it keeps all [`RULES`].
///
/// A file that can't be read, or files without a root, are the only problem that is told.
#[must_use]
pub fn check(files: &Files) -> Vec<Problem> {
    match Spec::as_written(files) {
        Ok(spec) => spec.faults(),
        Err(problem) => vec![problem],
    }
}

impl Spec {
    /// The rules that a description breaks, as long as it is as it was written.
    pub(crate) fn faults(&self) -> Vec<Problem> {
        let mut checker = Checker {
            spec: self,
            problems: Vec::new(),
            schemes: None,
            seen: HashSet::new(),
            steps: 0,
            waiting: Vec::new(),
            operation_ids: Ids::default(),
            message_ids: Ids::default(),
        };
        checker.schemes = security::schemes(&checker);
        checker.root_members();
        references::check(&mut checker);
        if self.kind().is_openapi() {
            paths::check(&mut checker);
            parameters::shared(&mut checker);
            security::check(&mut checker);
        } else if self.kind() == Kind::AsyncApi2 {
            asyncapi::check(&mut checker);
        }
        checker.problems
    }
}

/// Which ids are meant.
type Which<'a> = for<'c> fn(&'c mut Checker<'a>) -> &'c mut Ids<'a>;

struct Checker<'a> {
    spec: &'a Spec,
    problems: Vec<Problem>,
    /// The security schemes; `None` when they can't be found.
    schemes: Option<At<'a>>,
    /// What was looked at, by its identity.
    seen: HashSet<usize>,
    steps: usize,
    /// Callbacks, or messages, that are still to be looked at.
    waiting: Vec<At<'a>>,
    operation_ids: Ids<'a>,
    message_ids: Ids<'a>,
}

impl<'a> Checker<'a> {
    fn root(&self) -> At<'a> {
        At { node: self.spec.root(), place: String::new() }
    }

    fn tell(&mut self, at: &At<'_>, rule: &Rule, what: &str) {
        if !self.is_full() {
            let problem = Problem::new(self.spec.path(at.node.file), &at.place, what);
            self.problems.push(Problem { rule: rule.name, ..problem });
        }
    }

    fn is_full(&self) -> bool {
        self.problems.len() >= MOST
    }

    /// Whether this is seen for the first time.
    fn is_first(&mut self, at: &At<'_>) -> bool {
        self.seen.insert(at.identity())
    }

    /// Tells of an id that something else has already.
    fn once(&mut self, ids: Which<'a>, at: &At<'a>, name: &str, rule: &Rule) {
        let Some(id) = at.text(name) else { return };
        let (file, place) = match ids(self).entry(id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(free) => {
                free.insert((at.node.file, at.place.clone()));
                return;
            }
        };
        let other = match self.spec.path(file) {
            path if file != at.node.file => format!("`{path}`, {place}"),
            _ => place,
        };
        let what = format!("has the `{name}` `{id}` of {other}: give it another one");
        self.tell(at, rule, &what);
    }

    /// Counts a look; false when there were too many.
    fn step(&mut self) -> bool {
        self.steps += 1;
        self.steps <= STEPS
    }

    fn root_members(&mut self) {
        let root = self.root();
        let info = root.get("info");
        let at = At { node: root.node, place: "/info".to_owned() };
        for name in ["title", "version"] {
            match info.as_ref().and_then(|info| info.node.get(name)) {
                None => self.tell(&at, rules::INFO, &format!("must have `{name}`")),
                Some(one) if !one.value.is_string() => {
                    let what = format!("must have `{name}` as text: write it in quotes");
                    self.tell(&at, rules::INFO, &what);
                }
                Some(_) => {}
            }
        }
        let needed: &[&str] = match self.spec.kind() {
            Kind::OpenApi2 | Kind::OpenApi30 => &["paths"],
            Kind::OpenApi31 | Kind::OpenApi32 => &["paths", "webhooks", "components"],
            Kind::AsyncApi2 => &["channels"],
            Kind::AsyncApi3 => &["channels", "operations", "components"],
        };
        if !needed.iter().any(|name| root.get(name).is_some_and(|one| one.is_object())) {
            let what = format!("must have `{}`", needed.join("` or `"));
            self.tell(&root, rules::ROOT, &what);
        }
    }
}

/// Ids that may be there once, and where they are.
type Ids<'a> = HashMap<&'a str, (usize, String)>;
