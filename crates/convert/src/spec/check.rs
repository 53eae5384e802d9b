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

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    fmt,
};

use super::{Files, Kind, Problem, Spec};
use at::At;

/// Problems of one description that are told at most.
const MOST: usize = 50;
/// Parameters that are looked at; each path that refers to the same ones counts them anew.
const STEPS: usize = 2_000_000;
/// Characters of a place, or of what is wrong there.
const LONGEST: usize = 500;

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
        if self.kind().is_openapi() {
            paths::check(&mut checker);
            parameters::shared(&mut checker);
            security::check(&mut checker);
        } else if self.kind() == Kind::AsyncApi2 {
            asyncapi::check(&mut checker);
        }
        // NOTE: order matters. A file that is missing has many references, which would fill the list.
        references::check(&mut checker);
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
        At::new(self.spec.root(), "")
    }

    fn tell(&mut self, at: &At<'_>, rule: &Rule, what: impl fmt::Display) {
        if !self.is_full() {
            let problem = Problem::new(self.spec.path(at.node.file), &at.place(), what.to_string());
            self.push(problem, rule);
        }
    }

    /// Keeps a problem, as long as somebody may want to read it.
    fn push(&mut self, problem: Problem, rule: &Rule) {
        let short = |text: String| match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        };
        let Problem { file, place, what, .. } = problem;
        self.problems.push(Problem {
            file,
            place: short(place),
            what: short(what),
            rule: rule.name,
        });
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
        let other = match ids(self).entry(id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(free) => {
                free.insert(at.clone());
                return;
            }
        };
        if self.is_full() {
            return;
        }
        let place = match self.spec.path(other.node.file) {
            path if other.node.file != at.node.file => format!("`{path}`, {}", other.place()),
            _ => other.place(),
        };
        self.tell(
            at,
            rule,
            format_args!("has the `{name}` `{id}` of {place}: give it another one"),
        );
    }

    /// Counts a look at something with a name; false when there were too many.
    fn step(&mut self, name: &str) -> bool {
        self.steps = self.steps.saturating_add(1 + name.len() / 32);
        self.steps <= STEPS
    }

    fn root_members(&mut self) {
        let root = self.root();
        let info = root.get("info");
        let at = root.member(root.node, "info");
        for name in ["title", "version"] {
            match info.as_ref().and_then(|info| info.node.get(name)) {
                None => self.tell(&at, rules::INFO, format_args!("must have `{name}`")),
                Some(one) if !one.value.is_string() => {
                    let what = format_args!("must have `{name}` as text: write it in quotes");
                    self.tell(&at, rules::INFO, what);
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
            let needed = needed.join("` or `");
            self.tell(&root, rules::ROOT, format_args!("must have `{needed}`"));
        }
    }
}

/// Ids that may be there once, and where they are.
type Ids<'a> = HashMap<&'a str, At<'a>>;
