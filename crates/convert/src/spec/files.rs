//! The files of a description.

use serde_json::Value;

use super::{Kind, Problem};

/// Files that are gathered.
const MOST: usize = 1_000;
/// Bytes of all files together.
const LARGEST: usize = 24 << 20;

/// Files by their path, `/` between folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    files: Vec<(String, String)>,
    root: Option<String>,
}

impl Files {
    /// One file; `path` names it in problems.
    #[must_use]
    pub fn one(path: &str, text: &str) -> Self {
        Self { files: vec![(path.to_owned(), text.to_owned())], root: Some(path.to_owned()) }
    }

    /// Several files, of which one says that it describes an API.
    #[must_use]
    pub fn many(files: Vec<(String, String)>) -> Self {
        Self { files, root: None }
    }

    /// Says which file is the root.
    #[must_use]
    pub fn with_root(mut self, path: &str) -> Self {
        self.root = Some(path.to_owned());
        self
    }

    /// A root and all files that it refers to, directly or through others, as far as `read` has
    /// them; it is given paths relative to the folder of the root.
    pub fn gather(root: &str, text: &str, mut read: impl FnMut(&str) -> Option<String>) -> Self {
        let mut files = vec![(root.to_owned(), text.to_owned())];
        let mut next = 0;
        while let Some((path, text)) = files.get(next).cloned() {
            next += 1;
            let mut referred = Vec::new();
            if let Ok(document) = super::read::document(&path, &text) {
                super::reference::files_of(&document, &mut referred);
            }
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            for file in referred {
                let whole = if folder.is_empty() { file } else { format!("{folder}/{file}") };
                let Some(plain) = plain_path(&whole) else { continue };
                if files.len() < MOST
                    && files.iter().all(|(path, _)| *path != plain)
                    && let Some(text) = read(&plain)
                {
                    files.push((plain, text));
                }
            }
        }
        Self { files, root: Some(root.to_owned()) }
    }

    /// Paths and texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub(super) fn check(&self) -> Result<(), Problem> {
        let size: usize = self.files.iter().map(|(_, text)| text.len()).sum();
        if size > LARGEST {
            let what = format!("has more than {} MB with all its files", LARGEST >> 20);
            return Err(Problem::new("", "", what));
        }
        for (path, _) in &self.files {
            if plain_path(path).as_deref() != Some(path.as_str()) && self.files.len() > 1 {
                return Err(Problem::new(path, "", "lies outside the folder of the description"));
            }
        }
        Ok(())
    }
}

/// A path without `.` and `..`; `None` when it leaves its folder, or is none.
#[must_use]
pub fn plain_path(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    if path.starts_with('/') || path.contains(['\\', '\0']) || path.contains("://") {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The file that describes the API.
pub(super) fn root(
    files: &Files,
    documents: &[(String, Value)],
    found: &[(usize, Kind)],
) -> Result<(usize, Kind), Problem> {
    const NONE: &str = "names no version of OpenAPI or AsyncAPI: a description begins with \
                        `openapi`, `swagger` or `asyncapi`";
    let named = files
        .root
        .as_ref()
        .and_then(|root| documents.iter().position(|(path, _)| path == root).map(|at| (root, at)));
    match (named, found) {
        (Some((root, at)), found) => {
            let known = found.iter().find(|(index, _)| *index == at);
            known.copied().ok_or_else(|| Problem::new(root, "", NONE))
        }
        (None, [one]) => Ok(*one),
        (None, []) => {
            let file = if let [(path, _)] = documents { path.as_str() } else { "" };
            let what = if file.is_empty() { format!("no file {NONE}") } else { NONE.to_owned() };
            Err(Problem::new(file, "", what))
        }
        (None, several) => {
            let names: Vec<String> = several
                .iter()
                .filter_map(|(index, _)| documents.get(*index))
                .map(|(path, _)| format!("`{path}`"))
                .collect();
            let what = format!("several files describe an API: {}; name one", names.join(", "));
            Err(Problem::new("", "", what))
        }
    }
}
