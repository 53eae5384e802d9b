//! The files of a folder that is a collection of Bruno.

use std::{
    fs::{self, DirEntry},
    io::{self, Read as _},
    path::Path,
};

use convert::bruno::{self, File, Found};

use crate::{exit::Failure, output};

/// Files and folders that are looked at.
const MOST: usize = 10_000;
/// Bytes of all files that are read.
const LARGEST: u64 = 24 << 20;

/// What lies in a folder, and what of it can't be read.
pub(super) struct Folder {
    pub(super) files: Vec<File>,
    pub(super) unread: Vec<Failure>,
}

/// Reads a folder without following links, so that nothing outside of it is read.
pub(super) fn read(folder: &str) -> Result<Folder, Failure> {
    let root = Path::new(folder);
    let settings = root.join("bruno.json");
    let is_file = fs::symlink_metadata(&settings).is_ok_and(|about| about.is_file());
    let settings = is_file.then(|| text(&settings, LARGEST).ok().flatten()).flatten();
    let mut walk = Walk {
        root,
        folder,
        ignored: bruno::ignored(&settings.unwrap_or_default().1),
        seen: 0,
        left: LARGEST,
        found: Folder { files: Vec::new(), unread: Vec::new() },
    };
    let mut next = vec![String::new()];
    while let Some(under) = next.pop() {
        walk.folder(&under, &mut next)?;
    }
    walk.found.files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(walk.found)
}

struct Walk<'a> {
    root: &'a Path,
    folder: &'a str,
    ignored: Vec<String>,
    seen: usize,
    left: u64,
    found: Folder,
}

impl Walk<'_> {
    fn folder(&mut self, under: &str, next: &mut Vec<String>) -> Result<(), Failure> {
        let entries = match fs::read_dir(self.root.join(under)) {
            Ok(entries) => entries,
            Err(error) => {
                self.cant_read(under, &error);
                return Ok(());
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(under, &entry, next)?,
                Err(error) => self.cant_read(under, &error),
            }
        }
        Ok(())
    }

    fn entry(
        &mut self,
        under: &str,
        entry: &DirEntry,
        next: &mut Vec<String>,
    ) -> Result<(), Failure> {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if under.is_empty() { name.clone() } else { format!("{under}/{name}") };
        if self.ignored.iter().any(|ignored| *ignored == path || *ignored == name) {
            return Ok(());
        }
        self.seen += 1;
        if self.seen > MOST {
            return Err(self.too_much(&format!("more than {MOST} files and folders")));
        }
        let found = match entry.file_type() {
            Ok(kind) if kind.is_symlink() => Found::Link,
            Ok(kind) if kind.is_dir() => {
                next.push(path);
                return Ok(());
            }
            Ok(kind) if kind.is_file() && bruno::is_read(&path) => {
                match text(&entry.path(), self.left) {
                    Ok(Some((length, text))) => {
                        self.left -= length;
                        Found::Text(text)
                    }
                    Ok(None) => {
                        return Err(
                            self.too_much(&format!("more than {} MB to read", LARGEST >> 20))
                        );
                    }
                    Err(error) => {
                        self.cant_read(&path, &error);
                        return Ok(());
                    }
                }
            }
            Ok(_) => Found::Other,
            Err(error) => {
                self.cant_read(&path, &error);
                return Ok(());
            }
        };
        self.found.files.push(File { path, found });
        Ok(())
    }

    fn cant_read(&mut self, path: &str, error: &io::Error) {
        let path = output::plain(path);
        let sentence = format!("`{}`: `{path}` can't be read: {error}", self.folder);
        self.found.unread.push(Failure::input(sentence));
    }

    fn too_much(&self, what: &str) -> Failure {
        Failure::input(format!("`{}` was not imported: it has {what}", self.folder))
            .hint("give the collection's own folder, or list what is no part of it as `ignore` in `bruno.json`")
    }
}

/// The length and text of a file; `None` when it has more bytes than `most`.
fn text(path: &Path, most: u64) -> io::Result<Option<(u64, String)>> {
    let mut bytes = Vec::new();
    let length = fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    Ok((length <= most).then(|| (length, model::text::decode(&bytes).into_owned())))
}
