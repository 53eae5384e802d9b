//! `gatepost export`

use std::path::PathBuf;

use convert::{Converted, Version, curl, har, spec, to_openapi};

use crate::{
    cli::Place,
    client::{Local, Session},
    config::{Settings, variable},
    exit::{Exit, Failure},
    json::Json as _,
    lock::Role,
    names, output,
};

/// Write a collection as OpenAPI, as a Postman collection, as HAR or as cURL commands
#[derive(Debug, clap::Args)]
#[command(
    after_help = "It reads as whoever the key in GATEPOST_KEY belongs to, else the one in POSTMAN_API_KEY.\n\nExamples:\n  GATEPOST_KEY=gpk_… gatepost export Payments --format openapi --out payments.yaml\n  GATEPOST_KEY=gpk_… gatepost export Payments --format curl"
)]
pub(crate) struct Args {
    /// The collection, by name, id or uid
    #[arg(value_name = "COLLECTION")]
    collection: String,
    /// What it is written as
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Format,
    /// Where to; `OpenAPI` is YAML unless the name ends with .json [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// What a collection is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// `OpenAPI` 3.0
    Openapi,
    /// Collection v2.1
    Postman,
    /// HAR 1.2
    Har,
    /// Commands for sh
    Curl,
}

pub(crate) async fn run(args: Args) -> Result<Exit, Failure> {
    let keys = ["GATEPOST_KEY", "POSTMAN_API_KEY"];
    let key = keys.into_iter().filter_map(variable).find(|key| !key.is_empty());
    let key = key.ok_or_else(|| {
        Failure::connection("there is no key to read with: GATEPOST_KEY is not set")
            .hint("set it to a user's or an agent's key; `gatepost key create` makes one")
    })?;
    let settings = Settings::load(&args.place, Vec::new())?;
    super::diagnose_quietly();
    let session = Session::Local(Box::new(Local::new(settings, Role::Command)));
    let read = collection(&session, &key, &args.collection).await;
    session.close().await;
    let written = write(&read?, &args)?;
    match &args.out {
        Some(path) => std::fs::write(path, written.document).map_err(|error| {
            Failure::input(format!("`{}` can't be written: {error}", path.display()))
                .hint("name a file in a folder that is there and may be written to")
        })?,
        None => output::data(&written.document)?,
    }
    for note in &written.notes {
        output::talk(&format!("  not carried: {}", output::plain(note)));
    }
    Ok(Exit::Done)
}

/// The collection as the gate lets the key's owner see it.
async fn collection(session: &Session, key: &str, given: &str) -> Result<String, Failure> {
    let listed = session.get_as(key, "/collections").await?;
    let id = names::collection(listed.at("collections"), given)?;
    let answer = session.get_as(key, &format!("/collections/{id}")).await?;
    Ok(answer.at("collection").to_string())
}

fn write(collection: &str, args: &Args) -> Result<Converted, Failure> {
    let json =
        args.out.as_ref().is_some_and(|path| path.extension().is_some_and(|end| end == "json"));
    let written = match args.format {
        Format::Openapi => {
            let format = if json { spec::Format::Json } else { spec::Format::Yaml };
            to_openapi(collection, Version::V30, format)
        }
        Format::Postman => Ok(Converted { document: format!("{collection}\n"), notes: Vec::new() }),
        Format::Har => har::write(collection),
        Format::Curl => curl::write(collection),
    };
    written
        .map_err(|fault| Failure::input(format!("`{}` was not exported: {fault}", args.collection)))
}
