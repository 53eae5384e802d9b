//! OpenAPI descriptions, made collections.
//!
//! ```
//! use convert::{openapi::{Options, to_collection}, spec::Files};
//! let text = "openapi: 3.0.0\ninfo: {title: Pets, version: '1'}\npaths: {/pets: {get: {responses: {}}}}";
//! let made = to_collection(&Files::one("pets.yaml", text), &Options::default())?;
//! assert!(made.document.contains(r#""name":"Pets""#));
//! # Ok::<(), convert::Fault>(())
//! ```

mod auth;
mod body;
mod examples;
mod folders;
mod operation;
mod options;
mod parameters;
mod sample;
mod scalar;
mod servers;
mod sync;
mod text;
mod xml;

pub use options::{BodyType, FolderStrategy, Indent, NameSource, Options, Resolution};
pub use sync::{Step, Synced, sync};

use std::cell::RefCell;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    Converted, Fault,
    spec::{Files, Node, Problem, Spec},
};

pub(crate) type Object = Map<String, Value>;

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// Members of a path item that are operations, in the order requests are made of them.
pub(crate) const METHODS: [&str; 9] =
    ["get", "head", "post", "put", "patch", "delete", "connect", "options", "trace"];

/// Notes of one conversion that are told at most.
const NOTES: usize = 100;

/// Makes a collection of a description in OpenAPI 2.0, 3.0, 3.1 or 3.2.
///
/// The same files and options give the same text. What can't be converted is left out and named
/// in the notes; a description without anything to call is refused.
pub fn to_collection(files: &Files, options: &Options) -> Result<Converted, Fault> {
    converted(&Spec::read(files)?, options)
}

/// The same, and what is wrong with the description by the rules of its format; see
/// [`check`](crate::spec::check).
pub fn to_collection_checked(
    files: &Files,
    options: &Options,
) -> Result<(Converted, Vec<Problem>), Fault> {
    let spec = Spec::as_written(files)?;
    let problems = spec.faults();
    Ok((converted(&spec.upgraded(), options)?, problems))
}

fn converted(spec: &Spec, options: &Options) -> Result<Converted, Fault> {
    if !spec.kind().is_openapi() {
        let what = format!("is {}, and only OpenAPI becomes a collection", spec.kind().name());
        return Err(Problem::new(spec.path(0), "", what).into());
    }
    Builder::new(spec, options).collection()
}

/// A collection that was made.
#[derive(Serialize)]
struct Made<'m> {
    info: Value,
    item: &'m folders::Folder,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth: Option<Value>,
    variable: Vec<Value>,
}

/// What one conversion works with.
pub(crate) struct Builder<'a> {
    pub spec: &'a Spec,
    pub options: &'a Options,
    notes: RefCell<Vec<String>>,
    /// Variables of the collection by key; the first of a key counts.
    variables: RefCell<Vec<(String, String)>>,
    pub samples: sample::Cache,
    texts: RefCell<text::Texts>,
}

impl<'a> Builder<'a> {
    fn new(spec: &'a Spec, options: &'a Options) -> Self {
        let (notes, variables) = (RefCell::default(), RefCell::default());
        let (samples, texts) = (sample::Cache::default(), RefCell::default());
        Self { spec, options, notes, variables, samples, texts }
    }

    fn collection(self) -> Result<Converted, Fault> {
        let root = self.spec.root();
        let has = |name: &str| root.get(name).is_some_and(|one| one.value.is_object());
        let callable = has("paths") || self.options.include_webhooks && has("webhooks");
        if !callable {
            let what = "must have `paths`: without them there is nothing to call";
            return Err(Problem::new(self.spec.path(0), "", what).into());
        }
        let base = servers::base(&self);
        self.variable("baseUrl", &base);
        let item = folders::items(&self)?;
        let auth = auth::of_collection(&self);
        let variable = self.variables.take().into_iter();
        let collection = Made {
            info: self.info(),
            auth,
            variable: variable.map(|(key, value)| json!({ "key": key, "value": value })).collect(),
            item: &item,
        };
        // NOTE: what is made here has only keys that are texts, and memory takes everything.
        let document = serde_json::to_string(&collection).map_err(|_| Fault::Deep)?;
        Ok(Converted { document, notes: self.notes.take() })
    }

    fn info(&self) -> Value {
        let title = self.spec.title();
        let title = if title.is_empty() { "Imported from OpenAPI" } else { title };
        let info = self.spec.root().get("info");
        let text = info.and_then(|info| info.text("description")).unwrap_or_default();
        let contact = info.and_then(|info| info.get("contact"));
        let lines = contact.map(|contact| {
            let line = |label: &str, name: &str| {
                contact.text(name).map(|text| format!("\n {label}: {text}")).unwrap_or_default()
            };
            format!("Contact Support:{}{}", line("Name", "name"), line("Email", "email"))
        });
        let about = match lines {
            Some(lines) if text.is_empty() => lines,
            Some(lines) => format!("{text}\n\n{lines}"),
            None => text.to_owned(),
        };
        json!({ "name": title, "description": about, "schema": SCHEMA })
    }

    /// Notes what could not come along.
    pub(crate) fn note(&self, note: String) {
        let mut notes = self.notes.borrow_mut();
        if notes.len() < NOTES && !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// Adds a variable of the collection, unless there is one of that name.
    pub(crate) fn variable(&self, key: &str, value: &str) {
        let mut variables = self.variables.borrow_mut();
        if variables.iter().all(|(known, _)| known != key) {
            variables.push((key.to_owned(), value.to_owned()));
        }
    }

    /// What a node stands for; `None`, and a note, when its reference leads nowhere.
    pub(crate) fn follow(&self, node: Node<'a>) -> Option<Node<'a>> {
        self.spec.follow(node).map_err(|problem| self.note(problem.to_string())).ok()
    }
}
