//! `gatepost import`

mod folder;

use std::{fmt::Write as _, io::Read as _, path::Path};

use bytes::Bytes;
use http::Method;
use serde_json::Value;

use convert::{
    Converted, bruno,
    formats::{self, Made},
    openapi::{FolderStrategy, Options},
};

use super::within;
use crate::{
    cli::Connect,
    client::{Session, message, refused},
    description,
    exit::{Exit, Failure},
    json::Json as _,
    names::{self, text},
    output,
};

/// Import collections (v1, v2.x), OpenAPI, HAR, cURL, Insomnia, Bruno, environments and globals
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gatepost import payments.postman_collection.json test.postman_environment.json\n  gatepost import --workspace Core - < payments.json\n  gatepost import --folders tags openapi.yaml\n  gatepost import session.har commands.sh\n  gatepost import bruno/payments"
)]
pub(crate) struct Args {
    /// Export files, recorded traffic, files of cURL commands, descriptions in OpenAPI with the
    /// files they refer to, or folders of Bruno; - is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Where to, by name or id [default: the administrator's personal workspace]
    #[arg(long, value_name = "WORKSPACE")]
    workspace: Option<String>,
    /// What folders of a description are made of
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    folders: Folders,
    #[command(flatten)]
    connect: Connect,
}

/// What folders of a description are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Folders {
    /// Segments of paths
    #[default]
    Paths,
    /// Tags
    Tags,
    /// Tags, those of an operation in one another
    NestedTags,
}

impl Folders {
    fn options(self) -> Options {
        let by_tags = self != Self::Paths;
        Options {
            folder_strategy: if by_tags { FolderStrategy::Tags } else { FolderStrategy::Paths },
            nested_folder_hierarchy: self == Self::NestedTags,
            ..Options::with_examples()
        }
    }
}

pub(crate) async fn run(args: Args) -> Result<Exit, Failure> {
    within(&args.connect, async |session| {
        let mut path = "/gatepost/v1/imports".to_owned();
        if let Some(workspace) = &args.workspace {
            let known = names::workspaces(session).await?;
            let _ = write!(path, "?workspace={}", names::workspace(&known, workspace)?);
        }
        let mut exit = Exit::Done;
        // One bad file must not keep the others out.
        for file in &args.files {
            let answers = match contents(file, &args.folders.options()) {
                Ok(contents) => import(session, &path, file, contents).await,
                Err(failure) => vec![Err(failure)],
            };
            for answer in answers {
                match answer {
                    Ok(answer) if args.connect.json => output::json(&answer)?,
                    Ok(answer) => told(file, &answer)?,
                    Err(failure) => {
                        exit = failure.exit;
                        output::complain(&failure);
                    }
                }
            }
        }
        Ok(exit)
    })
    .await
}

/// What is imported at once, and what is said about it.
#[derive(Default)]
struct Content {
    bytes: Bytes,
    /// What could not come along.
    notes: Vec<String>,
    /// Rules that a description breaks.
    faults: Vec<String>,
}

/// What a file or folder holds.
#[derive(Default)]
struct Contents {
    /// A collection, and environments beside it where the format has them.
    documents: Vec<Content>,
    /// Why parts of a folder can't be read.
    unread: Vec<Failure>,
}

fn contents(file: &str, options: &Options) -> Result<Contents, Failure> {
    if file != "-" && Path::new(file).is_dir() {
        return bruno_folder(file);
    }
    let bytes = read(file)?;
    let file = if file == "-" { "stdin" } else { file };
    if file.ends_with("/bruno.json") || bruno::is_read(file) {
        let sentence = format!("`{file}` was not imported: it is a part of a collection of Bruno");
        return Err(Failure::input(sentence).hint("give the folder with `bruno.json` in it"));
    }
    let text = model::text::decode(&bytes);
    let mut faults = Vec::new();
    let made = match formats::detect(file, &text) {
        Some(kind) => Some(foreign(kind, file, &text)),
        None => description::collection(&text, file, options).map(|made| {
            let made = made?;
            faults = made.faults;
            Ok(Made::collection(made.converted))
        }),
    };
    drop(text);
    let Some(made) = made else {
        let whole = Content { bytes, ..Content::default() };
        return Ok(Contents { documents: vec![whole], ..Contents::default() });
    };
    let made = made.map_err(|failure| not_imported(file, failure))?;
    Ok(Contents::of(file, made, faults))
}

fn bruno_folder(path: &str) -> Result<Contents, Failure> {
    let folder = folder::read(path)?;
    let whole = Path::new(path).canonicalize().unwrap_or_else(|_| path.into());
    let name = whole.file_name().map_or_else(|| path.into(), |name| name.to_string_lossy());
    let made = bruno::read(&name, &folder.files).map_err(|fault| {
        let hint = "give the folder of a Bruno collection, with `bruno.json` in it";
        not_imported(path, Failure::input(fault.to_string()).hint(hint))
    })?;
    let mut contents = Contents::of(path, made, Vec::new());
    contents.unread.extend(folder.unread);
    Ok(contents)
}

fn not_imported(file: &str, failure: Failure) -> Failure {
    Failure { sentence: format!("`{file}` was not imported: {}", failure.sentence), ..failure }
}

impl Contents {
    fn of(file: &str, made: Made, faults: Vec<String>) -> Self {
        let environments = made.environments.into_iter();
        let environments =
            environments.map(|text| Content { bytes: text.into(), ..Content::default() });
        let Converted { document, notes } = made.collection;
        let collection = Content { bytes: document.into(), notes, faults };
        let unread = made.unread.into_iter();
        let unread =
            unread.map(|one| (format!("`{file}`: {}", output::plain(&one.why)), one.remedy));
        let unread = unread.map(|(sentence, remedy)| Failure::input(sentence).hint(remedy));
        Self {
            documents: std::iter::once(collection).chain(environments).collect(),
            unread: unread.collect(),
        }
    }
}

async fn import(
    session: &Session,
    path: &str,
    file: &str,
    contents: Contents,
) -> Vec<Result<Value, Failure>> {
    let mut answers = Vec::new();
    for content in contents.documents {
        answers.push(import_one(session, path, file, content).await);
    }
    answers.extend(contents.unread.into_iter().map(Err));
    answers
}

async fn import_one(
    session: &Session,
    path: &str,
    file: &str,
    content: Content,
) -> Result<Value, Failure> {
    let Content { bytes, notes, faults } = content;
    let file = if file == "-" { "stdin" } else { file };
    let (status, mut answer) = session.request(Method::POST, path, Some(bytes)).await?;
    if status.is_success() {
        if let Some(Value::Array(lost)) = answer.get_mut("notCarried") {
            lost.extend(notes.into_iter().map(Value::String));
        }
        if let Value::Object(answer) = &mut answer
            && !faults.is_empty()
        {
            answer.insert("faults".to_owned(), faults.into());
        }
        return Ok(answer);
    }
    if matches!(status.as_u16(), 400 | 413 | 422) {
        let why = message(&answer).unwrap_or_else(|| status.to_string());
        return Err(Failure::input(format!(
            "`{file}` was not imported: {}",
            why.trim_end_matches('.')
        ))
        .hint(
            "give a collection (v1, v2.x), an environment, globals, OpenAPI, HAR, commands of cURL, an \
             export of Insomnia or a folder of Bruno",
        ));
    }
    Err(not_imported(file, refused(status, &answer)))
}

/// The collection of a file in another client's format, called like the file.
fn foreign(kind: formats::Kind, file: &str, text: &str) -> Result<Made, Failure> {
    let name =
        Path::new(file).file_stem().map_or_else(|| file.into(), |name| name.to_string_lossy());
    formats::read(kind, &name, text).map_err(|fault| {
        let remedy = match kind {
            formats::Kind::Har => "record it again and save it as HAR 1.2",
            formats::Kind::Insomnia => "export it as Insomnia v4 (JSON) or v5 (YAML)",
            formats::Kind::Curl => "give commands as sh reads them, each with its URL",
        };
        Failure::input(fault.to_string()).hint(remedy)
    })
}

fn read(file: &str) -> Result<Bytes, Failure> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(file).map(|found| bytes = found)
    };
    read.map_err(|error| Failure::input(format!("`{file}` can't be read: {error}")))?;
    Ok(bytes.into())
}

fn told(file: &str, answer: &Value) -> Result<(), Failure> {
    let imported = answer.at("imported");
    let counts = imported.at("counts");
    let counted: Vec<_> = ["folders", "requests", "responses", "scripts", "variables"]
        .into_iter()
        .filter(|what| counts.at(what).as_u64().is_some_and(|count| count > 0))
        .map(|what| match counts.at(what).as_u64() {
            Some(1) => format!("1 {}", what.trim_end_matches('s')),
            _ => format!("{} {what}", text(counts, what)),
        })
        .collect();
    let holding =
        if counted.is_empty() { String::new() } else { format!(": {}", counted.join(", ")) };
    let uid = [text(imported, "uid"), text(imported, "id")].into_iter().find(|id| !id.is_empty());
    output::line(&uid.unwrap_or_default())?;
    output::talk(&format!(
        "{}: {} {} is in workspace {}{holding}.",
        output::plain(file),
        text(imported, "kind"),
        ::audit::quoted(&text(imported, "name")),
        ::audit::quoted(&text(imported.at("workspace"), "name")),
    ));
    for left in answer.list("notCarried").iter().filter_map(Value::as_str) {
        output::talk(&format!("  not carried: {}", output::plain(left)));
    }
    for fault in answer.list("faults").iter().filter_map(Value::as_str) {
        output::talk(&format!("  fault: {}", output::plain(fault)));
    }
    Ok(())
}
