//! The text of every setting, and where it was said.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use super::{Field, Setting, fields};
use crate::{cli::Place, exit::Failure, os};

/// The file looked for in the data folder.
const FILE: &str = "gatepost.toml";

/// A setting given on the command line.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    key: &'static str,
    flag: &'static str,
    text: String,
}

impl Given {
    /// The value of a flag, when it was given.
    pub(crate) fn new(key: &'static str, flag: &'static str, text: Option<String>) -> Option<Self> {
        text.map(|text| Self { key, flag, text })
    }
}

/// A variable of the environment. Every read of the environment is this one.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Settings as text. What is said later wins.
#[derive(Debug, Default)]
pub(crate) struct Values(BTreeMap<&'static str, (String, Source)>);

#[derive(Clone, Debug)]
enum Source {
    File(PathBuf),
    Variable(String),
    Flag(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, " in `{}`", path.display()),
            Self::Variable(name) => write!(f, " (from `{name}`)"),
            Self::Flag(flag) => write!(f, " (from `{flag}`)"),
        }
    }
}

impl Values {
    /// Reads file, environment and flags, in that order.
    pub(super) fn gather(
        place: &Place,
        flags: Vec<Given>,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Failure> {
        let mut values = Self::default();
        let named = |name: &str| environment(name).filter(|text| !text.is_empty());
        let explicit = place.config.clone().or_else(|| named("GATEPOST_CONFIG").map(PathBuf::from));
        if let Some(path) = explicit {
            values.file(&path)?;
        } else {
            let folder =
                match place.data.clone().or_else(|| named("GATEPOST_DATA").map(PathBuf::from)) {
                    Some(folder) => Some(folder),
                    None => os::data_folder(environment).ok(),
                };
            let path = folder.map(|folder| folder.join(FILE)).filter(|path| path.exists());
            if let Some(path) = path {
                values.file(&path)?;
                if values.0.contains_key("data") {
                    let what = format!(
                        "`data` in `{}` points away from the data folder it lies in",
                        path.display()
                    );
                    return Err(
                        Failure::input(what).hint("remove the key, or give the file with --config")
                    );
                }
            }
        }
        // NOTE: only known names are looked up. Container platforms set variables of their own
        // for a service called gatepost, so that an unknown one is no mistake of the user's.
        for field in fields() {
            let name = format!("GATEPOST_{}", field.key.replace('.', "_").to_ascii_uppercase());
            if let Some(text) = named(&name) {
                values.0.insert(field.key, (text, Source::Variable(name)));
            }
        }
        if let Some(text) = named("GATEPOST_LIMITS") {
            values
                .0
                .insert("limits.profile", (text, Source::Variable("GATEPOST_LIMITS".to_owned())));
        }
        let data = place.data.as_ref().map(|path| path.display().to_string());
        for Given { key, flag, text } in Given::new("data", "--data", data).into_iter().chain(flags)
        {
            values.0.insert(key, (text, Source::Flag(flag)));
        }
        Ok(values)
    }

    /// The value of a key, or its default.
    pub(super) fn read<T: Setting>(&self, key: &str, default: &str) -> Result<T, Failure> {
        let Some((text, source)) = self.0.get(key) else {
            return T::read(default)
                .map_err(|must| Failure::usage(format!("`{key}` must be {must}")));
        };
        T::read(text).map_err(|must| {
            let sentence = format!("`{key}`{source} must be {must}, not `{text}`");
            match source {
                Source::File(_) => Failure::input(sentence),
                Source::Variable(_) | Source::Flag(_) => Failure::usage(sentence),
            }
        })
    }

    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::input(format!(
                "the configuration file `{}` can't be read: {error}",
                path.display()
            ))
        })?;
        let parsed: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().and_then(|span| text.get(..span.start));
            let line = line.map_or(1, |before| before.matches('\n').count() + 1);
            let what = error.message().lines().next().unwrap_or_default().to_owned();
            Failure::input(format!("`{}` is no TOML, line {line}: {what}", path.display()))
        })?;
        self.table("", &parsed, path)
    }

    fn table(&mut self, section: &str, table: &toml::Table, path: &Path) -> Result<(), Failure> {
        for (name, value) in table {
            let key = format!("{section}{name}");
            let text = match value {
                toml::Value::Table(inner) if is_section(&key) => {
                    self.table(&format!("{key}."), inner, path)?;
                    continue;
                }
                toml::Value::String(text) => Some(text.clone()),
                toml::Value::Integer(number) => Some(number.to_string()),
                toml::Value::Boolean(flag) => Some(flag.to_string()),
                _ => None,
            };
            let field = known(&key).ok_or_else(|| unknown(&key, path))?;
            let text = text.ok_or_else(|| {
                Failure::input(format!(
                    "`{key}` in `{}` must be text, a whole number, true or false",
                    path.display()
                ))
            })?;
            self.0.insert(field.key, (text, Source::File(path.to_owned())));
        }
        Ok(())
    }
}

fn is_section(key: &str) -> bool {
    fields().any(|field| field.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
}

/// `limits = "off"` is short for the profile.
fn known(key: &str) -> Option<&'static Field> {
    let key = if key == "limits" { "limits.profile" } else { key };
    fields().find(|field| field.key == key)
}

fn unknown(key: &str, path: &Path) -> Failure {
    let sections = ["limits", "mcp", "mocks", "monitors", "log"];
    let names = fields().map(|field| field.key).chain(sections);
    let keys = || fields().map(|field| field.key).collect::<Vec<_>>().join(", ");
    let hint = policy::near(key, names).map_or_else(
        || format!("the keys are {}", keys()),
        |near| format!("did you mean `{near}`?"),
    );
    Failure::input(format!("unknown key `{key}` in `{}`", path.display())).hint(hint)
}
