//! API descriptions, where a collection is asked for.

use std::path::{Path, PathBuf};

use convert::{
    Converted,
    openapi::{Options, to_collection_checked},
    spec::{Files, Kind},
};

use crate::{exit::Failure, output};

/// A collection made of a description, and the files it was made of besides the first.
pub(crate) struct Made {
    pub(crate) converted: Converted,
    /// Rules that the description breaks, a sentence each.
    pub(crate) faults: Vec<String>,
    pub(crate) others: Vec<PathBuf>,
}

impl Made {
    /// Tells what is wrong with the description, and what of it could not come along.
    pub(crate) fn warn(&self) {
        for fault in &self.faults {
            output::talk(&format!("warning: {}", output::plain(fault)));
        }
        for note in &self.converted.notes {
            output::talk(&format!("warning: not carried: {}", output::plain(note)));
        }
    }
}

/// Makes a collection of `text` when it is a description; `place` is where it came from, and files
/// that it refers to are looked for beside it. `None` when it is something else.
pub(crate) fn collection(
    text: &str,
    place: &str,
    options: &Options,
) -> Option<Result<Made, Failure>> {
    Kind::of_text(text)?;
    let path = Path::new(place);
    let folder = path.is_file().then(|| path.parent().unwrap_or(Path::new("")).to_owned());
    let name = path.file_name().map_or(place.into(), |name| name.to_string_lossy());
    let mut others = Vec::new();
    let files = Files::gather(&name, text, |file| {
        let path = folder.as_ref()?.join(file);
        let bytes = std::fs::read(&path).ok()?;
        others.push(path);
        Some(model::text::decode(&bytes).into_owned())
    });
    let made = to_collection_checked(&files, options);
    let made = made.map(|(converted, problems)| {
        let faults = problems.iter().map(ToString::to_string).collect();
        Made { converted, faults, others }
    });
    Some(made.map_err(|fault| {
        Failure::input(format!("the description {fault}"))
            .hint("give OpenAPI 2.0, 3.0, 3.1 or 3.2, as JSON or YAML")
    }))
}
