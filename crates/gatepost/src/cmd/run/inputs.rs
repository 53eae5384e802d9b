//! The inputs of a run: read, parsed and put together.

mod check;

use std::{path::Path, sync::Arc};

use model::{
    data,
    runnable::{self, Collection},
    variables::Scope,
};
use runner::{CertificateRule, Input, Secret, cookie::Jar};
use serde_json::{Value, json};

use super::{
    args::Args,
    place::{Input as What, Server},
};
use crate::{description, exit::Failure, json::Json as _, output, when};

pub(super) use check::check;

/// Reads everything that a run begins with.
pub(super) fn read(args: &Args) -> Result<Input, Failure> {
    let key = args.postman_api_key.as_deref();
    let server = Server::new(args.server.as_deref(), key, args.insecure);
    let text = server.read(What::Collection, &args.collection)?;
    let mut input = Input::new(collection(&text, &args.collection)?);
    if let Some(place) = &args.environment {
        input.environment = scope(&server, What::Environment, place)?;
    }
    if let Some(place) = &args.globals {
        input.globals = scope(&server, What::Globals, place)?;
    }
    if let Some(place) = &args.iteration_data {
        let text = server.read(What::Data, place)?;
        input.data = data::parse(&text).map_err(|fault| {
            broken(What::Data, place, &fault)
                .hint("give CSV with a row of names, or a JSON array of objects")
        })?;
    }
    // What has no file has an id all the same: exports and reports show it.
    for scope in [&mut input.environment, &mut input.globals] {
        if scope.id.is_empty() {
            scope.id = new_id();
        }
    }
    set(&mut input.environment, &args.env_var);
    set(&mut input.globals, &args.global_var);
    if let Some(file) = &args.cookie_jar {
        let text = bytes(file)?;
        let jar = Jar::from_json(&model::text::decode(&text), when::now());
        input.cookies =
            jar.map_err(|fault| Failure::input(format!("`{}`: {fault}", file.display())))?;
    }
    Ok(input)
}

/// Parses a collection; one of format v1 is converted first.
fn collection(text: &str, place: &str) -> Result<Collection, Failure> {
    let fail = |fault: &dyn std::fmt::Display| broken(What::Collection, place, fault);
    let options = convert::openapi::Options::with_examples();
    if let Some(made) = description::collection(text, place, &options) {
        let made = made?;
        made.warn();
        return runnable::parse(&made.converted.document, &mut new_id)
            .map_err(|fault| fail(&fault));
    }
    if let Some(failure) = no_collection(text, place) {
        return Err(failure);
    }
    match runnable::parse(text, &mut new_id) {
        Ok(collection) => Ok(collection),
        Err(runnable::Fault::Version1) => {
            output::talk("warning: the collection has the old format v1; export it as v2.1");
            let converted = convert::v1::to_v21(text).map_err(|fault| fail(&fault))?;
            for note in &converted.notes {
                output::talk(&format!("warning: not carried: {}", output::plain(note)));
            }
            runnable::parse(&converted.document, &mut new_id).map_err(|fault| fail(&fault))
        }
        Err(fault) => Err(fail(&fault).hint("export it as Collection v2.1")),
    }
}

/// Why the text is of another kind, when it is: a runner would find nothing to run in it.
pub(in crate::cmd) fn no_collection(text: &str, place: &str) -> Option<Failure> {
    if let Some(what) = other_format(text) {
        let hint = "import it where it was made, and export a collection from there";
        let failure = broken(What::Collection, place, &format!("it is {what}"));
        return Some(failure.hint(hint));
    }
    let json: Value = serde_json::from_str(text).ok()?;
    let (inner, path) = match json.get("collection") {
        Some(inner) => (inner, "$.collection"),
        None => (&json, "$"),
    };
    let named = |name: &str| inner.get(name).is_some();
    let is_object = inner.is_object();
    (is_object && !named("item") && !named("info") && !named("order")).then(|| {
        broken(What::Collection, place, &format!("`{path}` has neither `info` nor `item`"))
            .hint("export it as Collection v2.1")
    })
}

/// The name of another format that the text has.
fn other_format(text: &str) -> Option<&'static str> {
    let json: Option<Value> = serde_json::from_str(text).ok();
    let has = |name: &str| match &json {
        Some(json) => json.get(name).is_some(),
        None => text.lines().any(|line| {
            line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':'))
        }),
    };
    if has("asyncapi") {
        return Some("an AsyncAPI document");
    }
    let values = json.as_ref().is_some_and(|json| json.get("values").is_some());
    values.then_some("an environment")
}

fn scope(server: &Server, what: What, place: &str) -> Result<Scope, Failure> {
    let text = server.read(what, place)?;
    runnable::read_scope(&text, &mut new_id)
        .map_err(|fault| broken(what, place, &fault).hint("export it from the client again"))
}

fn broken(what: What, place: &str, fault: &dyn std::fmt::Display) -> Failure {
    Failure::input(format!("the {} `{place}` can't be used: {fault}", what.name()))
}

/// Sets `key=value` pairs; a key alone is set to nothing.
fn set(scope: &mut Scope, pairs: &[String]) {
    for pair in pairs {
        match pair.split_once('=') {
            Some((key, value)) => scope.set(key, Some(value.into()), None),
            None => scope.set(pair, None, None),
        }
    }
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The bytes of a file.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file)
        .map_err(|error| Failure::input(format!("`{}` can't be read: {error}", file.display())))
}

/// The client certificates: those of the list, then the one that is for every address.
pub(super) fn certificates(args: &Args) -> Result<Vec<CertificateRule>, Failure> {
    let mut rules = Vec::new();
    if let Some(file) = &args.ssl_client_cert_list {
        let text = bytes(file)?;
        let list: Vec<Value> = serde_json::from_str(&model::text::decode(&text)).map_err(|error| {
            Failure::input(format!("`{}` is no list of certificates: {error}", file.display()))
                .hint("give [{\"matches\": [\"https://host/*\"], \"cert\": {\"src\": …}, \"key\": {\"src\": …}}]")
        })?;
        for entry in &list {
            rules.push(rule(entry)?);
        }
    }
    if args.ssl_client_cert.is_some() || args.ssl_client_key.is_some() {
        let read = |file: &Option<std::path::PathBuf>| {
            file.as_deref().map(bytes).transpose().map(Option::unwrap_or_default)
        };
        rules.push(CertificateRule {
            name: "of the command line".to_owned(),
            certificate: read(&args.ssl_client_cert)?,
            key: read(&args.ssl_client_key)?,
            passphrase: args.ssl_client_passphrase.clone().map(Secret::new),
            document: Some(document(
                "client-cert",
                ["<all_urls>"].into_iter(),
                args.ssl_client_key.as_deref().and_then(Path::to_str),
                args.ssl_client_cert.as_deref().and_then(Path::to_str),
                None,
            )),
            ..CertificateRule::default()
        });
    }
    Ok(rules)
}

fn rule(entry: &Value) -> Result<CertificateRule, Failure> {
    let file = |name: &str| match entry.at(name).at("src").as_str() {
        Some(path) => bytes(Path::new(path)),
        None => Ok(Vec::new()),
    };
    let texts = entry.at("matches").as_array().into_iter().flatten().filter_map(Value::as_str);
    let name = entry.at("name").as_str().unwrap_or("of the list");
    let source = |name: &str| entry.at(name).at("src").as_str();
    Ok(CertificateRule {
        name: name.to_owned(),
        matches: texts.clone().map(str::to_owned).collect(),
        document: Some(document(name, texts, source("key"), source("cert"), source("pfx"))),
        certificate: file("cert")?,
        key: file("key")?,
        pfx: file("pfx")?,
        passphrase: entry.at("passphrase").as_str().map(Secret::new),
    })
}

/// What reports say of a certificate; not what opens its key.
fn document<'t>(
    name: &str,
    matches: impl Iterator<Item = &'t str>,
    key: Option<&str>,
    certificate: Option<&str>,
    pfx: Option<&str>,
) -> Value {
    let matches: Vec<_> = matches.map(|pattern| json!({ "pattern": pattern })).collect();
    let file = |source: Option<&str>| source.map_or_else(|| json!({}), |src| json!({ "src": src }));
    json!({
        "id": new_id(),
        "name": name,
        "matches": matches,
        "key": file(key),
        "cert": file(certificate),
        "pfx": file(pfx),
    })
}

/// Which hosts and addresses may be called.
pub(super) fn egress(args: &Args) -> Result<Arc<wire::Guard>, Failure> {
    fn all<T>(words: &[String], option: &str) -> Result<Vec<T>, Failure>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        let parse = |word: &String| {
            word.parse().map_err(|fault| Failure::usage(format!("{option} `{word}`: {fault}")))
        };
        words.iter().map(parse).collect()
    }
    Ok(Arc::new(wire::Guard {
        allow_hosts: all(&args.allow_host, "--allow-host")?,
        deny_hosts: all(&args.deny_host, "--deny-host")?,
        allow_ranges: all(&args.allow_range, "--allow-range")?,
        deny_ranges: all(&args.deny_range, "--deny-range")?,
        only_targets: Vec::new(),
    }))
}
