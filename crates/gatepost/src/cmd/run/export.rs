//! What is written when a run is done: variables, cookies, the collection.

use std::{
    fs,
    path::{Path, PathBuf},
};

use model::{runnable::Collection, time, variables::Scope};
use runner::Finished;
use serde_json::{Value, json};

use super::args::Args;
use crate::{exit::Failure, when};

/// Writes what was asked for; answers what could not be written.
pub(super) fn all(args: &Args, collection: &Collection, finished: &Finished) -> Vec<Failure> {
    let now = when::now();
    let wanted = [
        (&args.export_environment, "environment", scope(&finished.environment, "environment", now)),
        (&args.export_globals, "globals", scope(&finished.globals, "globals", now)),
        (&args.export_collection, "collection", collection.to_json()),
        (&args.export_cookie_jar, "cookie-jar", finished.cookies.to_json(now)),
    ];
    let write = |(path, name, value): (&Option<PathBuf>, &str, Value)| {
        path.as_deref().and_then(|path| write(path, name, &value, now).err())
    };
    wanted.into_iter().filter_map(write).collect()
}

fn scope(scope: &Scope, kind: &str, now: i64) -> Value {
    json!({
        "id": scope.id,
        "name": scope.name.as_deref().unwrap_or(kind),
        "values": scope.to_json(),
        "_postman_variable_scope": kind,
        "_postman_exported_at": time::iso(now),
        "_postman_exported_using": concat!("Gatepost/", env!("CARGO_PKG_VERSION")),
    })
}

fn write(path: &Path, name: &str, value: &Value, now: i64) -> Result<(), Failure> {
    let path = if path.is_dir() {
        let stamp = time::iso(now).replace([':', '.'], "-");
        path.join(format!("newman-{name}-{stamp}.json"))
    } else {
        // Without a slash at its end.
        path.components().collect()
    };
    let failed = |error: &dyn std::fmt::Display| {
        Failure::input(format!("`{}` can't be written: {error}", path.display()))
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    let text = serde_json::to_string_pretty(value).map_err(|error| failed(&error))?;
    fs::write(&path, text).map_err(|error| failed(&error))
}
