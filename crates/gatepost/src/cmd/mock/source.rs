//! The files a mock is made of.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use mock::{Config, Served};
use serde_json::Value;

use crate::{cmd::run::inputs::no_collection, description, exit::Failure};

/// The files a mock is made of, and how they were when they were read.
pub(super) struct Source {
    collection: PathBuf,
    environment: Option<PathBuf>,
    /// What a description refers to.
    others: Vec<PathBuf>,
    config: Config,
    seen: Vec<Option<(SystemTime, u64)>>,
}

impl Source {
    pub(super) fn new(collection: PathBuf, environment: Option<PathBuf>, config: Config) -> Self {
        Self { collection, environment, others: Vec::new(), config, seen: Vec::new() }
    }

    /// Reads the files.
    pub(super) fn read(&mut self) -> Result<Served, Failure> {
        self.seen = self.look();
        let (collection, others) = collection(&self.collection)?;
        if others != self.others {
            self.others = others;
            self.seen = self.look();
        }
        let environment = match &self.environment {
            None => None,
            Some(path) => {
                let value = json(&text(path, "environment")?, path, "environment")?;
                Some(value.get("environment").cloned().unwrap_or(value))
            }
        };
        let inner = collection.get("collection").unwrap_or(&collection);
        Ok(Served::new(inner, environment.as_ref(), self.config.clone(), None))
    }

    /// Reads the files again if they have changed.
    pub(super) fn changed(&mut self) -> Option<Result<Served, Failure>> {
        (self.look() != self.seen).then(|| self.read())
    }

    /// When the files were written, and how long they are.
    fn look(&self) -> Vec<Option<(SystemTime, u64)>> {
        let files = std::iter::once(&self.collection).chain(&self.environment);
        files
            .chain(&self.others)
            .map(|path| {
                let about = fs::metadata(path).ok()?;
                Some((about.modified().ok()?, about.len()))
            })
            .collect()
    }
}

/// The collection in a file, one of format v1 and a description as v2.1; and the files that it was
/// made of besides.
fn collection(path: &Path) -> Result<(Value, Vec<PathBuf>), Failure> {
    let place = path.display().to_string();
    let text = text(path, "collection")?;
    let options = convert::openapi::Options::with_examples();
    if let Some(made) = description::collection(&text, &place, &options) {
        let made = made?;
        made.warn();
        return Ok((
            serde_json::from_str(&made.converted.document).unwrap_or_default(),
            made.others,
        ));
    }
    if let Some(failure) = no_collection(&text, &place) {
        return Err(failure);
    }
    let is_v1 = matches!(
        model::runnable::parse(&text, &mut || uuid::Uuid::new_v4().to_string()),
        Err(model::runnable::Fault::Version1)
    );
    if is_v1 {
        let converted = convert::v1::to_v21(&text).map_err(|fault| {
            Failure::input(format!("the collection `{place}` can't be used: {fault}"))
        })?;
        return Ok((serde_json::from_str(&converted.document).unwrap_or_default(), Vec::new()));
    }
    Ok((json(&text, path, "collection")?, Vec::new()))
}

fn text(path: &Path, what: &str) -> Result<String, Failure> {
    let place = path.display();
    let bytes = fs::read(path)
        .map_err(|error| Failure::input(format!("the {what} `{place}` can't be read: {error}")))?;
    Ok(model::text::decode(&bytes).into_owned())
}

fn json(text: &str, path: &Path, what: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| {
        Failure::input(format!("the {what} `{}` is no JSON: {error}", path.display()))
            .hint("export it from the client again")
    })
}
