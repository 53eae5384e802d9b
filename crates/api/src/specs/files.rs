//! Rules of the files of a spec.

use convert::spec::{Files, plain_path};
use gate::Fault;
use store::SpecFile;

/// Bytes of a file when its spec is created, and later.
pub(super) const LARGEST_NEW: usize = 12 << 20;
pub(super) const LARGEST: usize = 10 << 20;

/// What paths end with.
const ENDINGS: [&str; 6] = ["json", "yaml", "yml", "proto", "graphql", "smithy"];

/// The last part of a path.
pub(super) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Refuses a path that leaves the spec, or ends in something unknown.
pub(super) fn check_path(path: &str) -> Result<(), Fault> {
    if plain_path(path).as_deref() != Some(path) || path.len() > 1024 {
        let message = format!("`{path}` is no path inside the spec: use names with `/` between.");
        return Err(Fault::bad_request(message));
    }
    let ending = name(path).rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    if !ENDINGS.contains(&ending) {
        let message = format!("`{path}` must end in one of .{}.", ENDINGS.join(", ."));
        return Err(Fault::bad_request(message));
    }
    Ok(())
}

pub(super) fn check_size(content: &str, largest: usize) -> Result<(), Fault> {
    if content.len() > largest {
        let message = format!("File size exceeded the limit of {} MB", largest >> 20);
        return Err(Fault::bad_request(message));
    }
    Ok(())
}

/// The files as the converter reads them.
pub(super) fn readable(files: &[SpecFile]) -> Files {
    let root = files.iter().find(|file| file.root).map(|file| file.path.clone());
    let all = files.iter().map(|file| (file.path.clone(), file.content.clone())).collect();
    let all = Files::many(all);
    match root {
        Some(root) => all.with_root(&root),
        None => all,
    }
}

/// 404 for a file that is not there.
pub(super) fn missing(path: &str) -> Fault {
    let message = format!("There is no file `{path}` in the spec.");
    Fault::new(404, "instanceNotFoundError", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_and_end_in_what_is_known() {
        for path in ["a.json", "a/b/c.yaml", "x.y.proto"] {
            assert!(check_path(path).is_ok(), "{path}");
        }
        for path in
            ["../a.json", "/a.json", "a//b.json", "a/./b.json", "a", "a.txt", "", ".", "a\\b.json"]
        {
            assert!(check_path(path).is_err(), "{path}");
        }
    }
}
