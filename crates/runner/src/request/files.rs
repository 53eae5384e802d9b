//! Files that bodies are made of.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// Which files requests may read.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    /// Names are relative to this folder.
    folder: PathBuf,
    /// Files outside the folder may be read.
    outside: bool,
}

/// Why a file is not sent; the words stand in a warning.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum FileFault {
    /// It lies outside the folder.
    #[error("PPERM: insecure file access outside working directory")]
    Outside,
    /// It is not there.
    #[error("\"{0}\", no such file")]
    Missing(String),
    /// It is a folder or something stranger.
    #[error("\"{0}\", is not a file")]
    NoFile(String),
    /// The system says no.
    #[error("\"{0}\", {1}")]
    Unreadable(String, String),
}

/// A file that can be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    pub(crate) len: u64,
}

impl Files {
    pub(crate) fn new(folder: &Path, outside: bool) -> Self {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        Self { folder: plain(&folder), outside }
    }

    /// Finds a file that a body names.
    pub(crate) fn find(&self, source: &str) -> Result<Found, FileFault> {
        let path = plain(&self.folder.join(source));
        if !self.outside && !path.starts_with(&self.folder) {
            return Err(FileFault::Outside);
        }
        let named = |fault: std::io::Error| match fault.kind() {
            std::io::ErrorKind::NotFound => FileFault::Missing(source.to_owned()),
            _ => FileFault::Unreadable(source.to_owned(), fault.to_string()),
        };
        if !self.outside {
            // A link inside the folder may lead out of it.
            let real = fs::canonicalize(&path).map_err(named)?;
            let folder = fs::canonicalize(&self.folder).map_err(named)?;
            if !real.starts_with(folder) {
                return Err(FileFault::Outside);
            }
        }
        let about = fs::metadata(&path).map_err(named)?;
        if !about.is_file() {
            return Err(FileFault::NoFile(source.to_owned()));
        }
        // Asked now, so that the warning comes before the request.
        fs::File::open(&path).map_err(named)?;
        Ok(Found { path, len: about.len() })
    }
}

/// The path without `.` and `..`, by its text alone.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_in_the_folder_only_unless_allowed() {
        let folder = std::env::temp_dir().join(format!("runner-files-{}", std::process::id()));
        let inner = folder.join("in");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("a.txt"), "abc").unwrap();
        fs::write(folder.join("out.txt"), "out").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.join("out.txt"), inner.join("link.txt")).unwrap();
        let safe = Files::new(&inner, false);
        assert_eq!(safe.find("./x/../a.txt").unwrap().len, 3);
        assert_eq!(safe.find("nope"), Err(FileFault::Missing("nope".to_owned())));
        assert_eq!(safe.find("../out.txt"), Err(FileFault::Outside));
        assert_eq!(safe.find("../in-other/x"), Err(FileFault::Outside));
        #[cfg(unix)]
        assert_eq!(safe.find("link.txt"), Err(FileFault::Outside));
        assert_eq!(safe.find("."), Err(FileFault::NoFile(".".to_owned())));
        assert_eq!(Files::new(&inner, true).find("../out.txt").unwrap().len, 3);
        fs::remove_dir_all(&folder).unwrap();
    }
}
