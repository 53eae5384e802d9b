//! Folders that go with their test.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
};

/// A folder in the system's place for temporary files, gone after the test. Its name is short:
/// sockets have short paths.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        let id = uuid::Uuid::new_v4().simple().to_string();
        let path = std::env::temp_dir().join(format!("gp-{}", &id[..12]));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// The data folder in it.
    pub(crate) fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    /// Makes a file in it.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Deref for Scratch {
    type Target = Path;
    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A failing test leaves its files, to be looked at.
        if std::thread::panicking() {
            eprintln!("the files are left in {}", self.0.display());
            return;
        }
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
