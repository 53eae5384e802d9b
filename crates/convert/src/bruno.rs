//! Collections of Bruno: a folder of files in the Bru language.

mod auth;
mod body;
mod bru;
mod environment;
mod example;
mod request;
mod script;
mod shared;
mod tree;
mod url;

use serde_json::{Map, Value};

use crate::{
    Fault,
    formats::{Made, Notes, Unread, item},
};

/// The file that makes a folder a collection.
const SETTINGS: &str = "bruno.json";
/// The file of what all requests have in common; alone it makes a collection, too.
const ROOT: &str = "collection.bru";
/// Members of the settings that say nothing about the collection.
const QUIET: [&str; 7] = ["version", "name", "type", "ignore", "size", "filesCount", "$schema"];

/// A file of a collection's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the folder, `/` between its parts.
    pub path: String,
    /// What it is.
    pub found: Found,
}

/// What lies at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The text of a file that [is read](is_read).
    Text(String),
    /// A symbolic link, which nobody followed.
    Link,
    /// Something else.
    Other,
}

/// Whether the text of a file is wanted.
#[must_use]
pub fn is_read(path: &str) -> bool {
    path == SETTINGS || path.strip_suffix(".bru").is_some()
}

/// The folders that are not part of the collection, as `settings`, the text of its `bruno.json`,
/// lists them.
#[must_use]
pub fn ignored(settings: &str) -> Vec<String> {
    let settings: Value = serde_json::from_str(settings).unwrap_or_default();
    let listed = settings.get("ignore").and_then(Value::as_array).into_iter().flatten();
    let listed = listed.filter_map(Value::as_str).map(|path| path.trim_matches('/').to_owned());
    listed.chain(["node_modules".to_owned(), ".git".to_owned()]).collect()
}

/// Makes a collection of the files of a folder, and an environment of each of its environments.
/// A collection without a name of its own is called `name`.
///
/// What can't be read is told beside the rest.
pub fn read(name: &str, files: &[File]) -> Result<Made, Fault> {
    if !files.iter().any(|file| file.path == SETTINGS || file.path == ROOT) {
        let yaml = files.iter().any(|file| file.path.starts_with("opencollection.y"));
        let why = if yaml {
            "it is in YAML, of which only the form with `.bru` files is read".to_owned()
        } else {
            format!("the folder has neither `{SETTINGS}` nor `{ROOT}`")
        };
        return Err(Fault::Format("a collection of Bruno", why));
    }
    let mut reader = Reader::default();
    for file in files {
        reader.file(file);
    }
    reader.made(name)
}

#[derive(Default)]
struct Reader {
    notes: Notes,
    unread: Vec<Unread>,
    name: Option<String>,
    root: tree::Folder,
    common: bru::Bru,
    environments: Vec<String>,
}

impl Reader {
    fn file(&mut self, file: &File) {
        let path = file.path.as_str();
        let name = path.rsplit('/').next().unwrap_or(path);
        let text = match &file.found {
            Found::Text(text) => text,
            Found::Link => return self.notes.add("a symbolic link, which is not followed", path),
            Found::Other if name == ".env" => {
                let what = "values of `{{process.env.…}}`, whose file is not read";
                return self.notes.add(what, path);
            }
            // Such as `.gitignore`.
            Found::Other if name.starts_with('.') => return,
            Found::Other => return self.notes.add("a file that is not in the Bru language", path),
        };
        if path == SETTINGS {
            self.settings(text);
            return;
        }
        shared::note_expressions(text, path, &mut self.notes);
        match bru::Bru::parse(text) {
            Ok(bru) if path == ROOT => self.common = bru,
            Ok(bru) => match path.strip_prefix("environments/") {
                Some(file) if !file.contains('/') => {
                    let name = file.strip_suffix(".bru").unwrap_or(file);
                    self.environments.push(environment::document(name, bru, path, &mut self.notes));
                }
                _ => self.root.add(path, bru, &mut self.notes),
            },
            Err(broken) => self.unread.push(Unread {
                why: format!("`{path}` can't be read: line {} {}", broken.line, broken.what),
                remedy: broken.remedy,
            }),
        }
    }

    fn settings(&mut self, text: &str) {
        let settings: Map<String, Value> = match serde_json::from_str(text) {
            Ok(settings) => settings,
            Err(error) => {
                self.unread.push(Unread {
                    why: format!("`{SETTINGS}` can't be read: {error}"),
                    remedy: "write it as an object of JSON with `version`, `name` and `type`",
                });
                return;
            }
        };
        let name = settings.get("name").and_then(Value::as_str);
        self.name = name.filter(|name| !name.is_empty()).map(str::to_owned);
        for (member, value) in &settings {
            let empty = match value {
                Value::Null => true,
                Value::Object(members) => members.is_empty(),
                Value::Array(list) => list.is_empty(),
                _ => false,
            };
            if !empty && !QUIET.contains(&member.as_str()) {
                self.notes.add(format!("the setting `{member}`"), SETTINGS);
            }
        }
    }

    fn made(mut self, name: &str) -> Result<Made, Fault> {
        let mut scope = shared::Scope::default();
        let mut document = Map::new();
        let mut common = std::mem::take(&mut self.common);
        let own = common.take_pairs("meta");
        let own = own.iter().find(|pair| pair.key == "name").map(|pair| pair.value.clone());
        shared::collection(&mut common, &mut scope, &mut document, &mut self.notes);
        let items = self.root.items(&scope, &mut self.notes);
        let name = self.name.or(own).unwrap_or_else(|| name.to_owned());
        let about = document.remove("description");
        let about = about.as_ref().and_then(Value::as_str).unwrap_or_default();
        let collection = item::collection_with(&name, about, &items, document, self.notes)?;
        Ok(Made { collection, environments: self.environments, unread: self.unread })
    }
}
