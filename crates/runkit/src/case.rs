//! Cases: folders with a collection, what goes with it and `case.json`.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::echo::Answers;

/// What `case.json` says, and where the case is.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
pub struct Case {
    /// The name of the folder.
    #[serde(skip)]
    pub name: String,
    /// The folder.
    #[serde(skip)]
    pub folder: PathBuf,
    /// What it shows, in a sentence.
    pub says: String,
    /// The rows of `rows.toml` that it is a case of.
    pub rows: Vec<String>,
    /// Options of `run`, after the usual ones.
    pub args: Vec<String>,
    /// All arguments, instead of `run`, the collection and the usual options.
    pub command: Option<Vec<String>>,
    /// Environment variables.
    pub env: BTreeMap<String, String>,
    /// The server listens with TLS too.
    pub tls: bool,
    /// Newman gets a process of its own.
    pub alone: bool,
    /// Requests come in any order.
    pub unordered: bool,
    /// Files in which `<base>` and the like are replaced.
    pub fill: Vec<String>,
    /// What the `cli` reporter prints is compared.
    pub cli: bool,
    /// What is written to stderr is compared, although there is a report.
    pub stderr: bool,
    /// What differs on purpose.
    pub differs: Vec<Intended>,
    /// What Newman is known to do, so that a case is not empty by mistake.
    pub expect: Option<Expected>,
}

/// A difference that is meant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intended {
    /// The path of the value; `*` stands for any one step, a final `**` for all below.
    pub at: String,
    /// Why, in a sentence.
    pub why: String,
}

/// Counts that hold for both peers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expected {
    /// The exit code.
    pub exit: i32,
    /// Requests that reached the server.
    pub requests: usize,
    /// Assertions in the report.
    pub assertions: usize,
    /// Failures in the report.
    pub failures: usize,
}

impl Case {
    /// All cases, by name.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let folder = root().join("cases");
        let mut cases: Vec<Self> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .map(Self::read)
            .collect();
        cases.sort_by(|one, other| one.name.cmp(&other.name));
        cases
    }

    /// Those whose names hold one of the words; all of them without words.
    #[must_use]
    pub fn named(words: &[String]) -> Vec<Self> {
        let mut cases = Self::all();
        // A whole name means that case alone.
        let whole = |word: &String| cases.iter().any(|case| &case.name == word);
        let exact: Vec<bool> = words.iter().map(whole).collect();
        cases.retain(|case| {
            words.is_empty()
                || words.iter().zip(&exact).any(|(word, exact)| {
                    if *exact { &case.name == word } else { case.name.contains(word.as_str()) }
                })
        });
        cases
    }

    fn read(folder: PathBuf) -> Self {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.join("case.json"))
            .unwrap_or_else(|error| panic!("`{name}/case.json`: {error}"));
        let case: Self = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("`{name}/case.json`: {error}"));
        Self { name, folder, ..case }
    }

    /// The answers of the server beyond its own.
    #[must_use]
    pub fn answers(&self) -> Answers {
        let Ok(text) = fs::read_to_string(self.folder.join("answers.json")) else {
            return Answers::default();
        };
        serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("`{}/answers.json`: {error}", self.name))
    }

    /// The command line, without the program.
    #[must_use]
    pub fn command_line(&self, fill: impl Fn(&str) -> String) -> Vec<String> {
        if let Some(command) = &self.command {
            return command.iter().map(|word| fill(word)).collect();
        }
        let mut line: Vec<String> =
            ["run", "collection.json", "--color", "off", "--reporters"].map(str::to_owned).into();
        line.push(if self.cli { "cli,json,junit" } else { "json,junit" }.to_owned());
        let inputs = [
            ("environment.json", "--environment"),
            ("globals.json", "--globals"),
            ("data.csv", "--iteration-data"),
            ("data.json", "--iteration-data"),
        ];
        for (file, option) in inputs {
            if self.folder.join(file).is_file() {
                line.extend([option.to_owned(), file.to_owned()]);
            }
        }
        let exports = [
            ("--reporter-json-export", "out/report.json"),
            ("--reporter-junit-export", "out/junit.xml"),
            ("--export-environment", "out/environment.json"),
            ("--export-globals", "out/globals.json"),
        ];
        line.extend(exports.iter().flat_map(|(option, file)| [*option, *file]).map(str::to_owned));
        line.extend(["--env-var".to_owned(), fill("base=<base>")]);
        line.extend(self.args.iter().map(|word| fill(word)));
        line
    }

    /// Copies the files of the case into a folder and replaces words where it says so.
    pub fn unpack(&self, to: &Path, fill: impl Fn(&str) -> String) {
        copy(&self.folder, to);
        for name in &self.fill {
            let text = fs::read_to_string(to.join(name)).unwrap();
            fs::write(to.join(name), fill(&text)).unwrap();
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// The folder of this crate; asked when running, because clones may share a target folder.
pub(crate) fn root() -> PathBuf {
    let own = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    own.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")))
}
