//! Who holds the data folder.
//!
//! One process at a time does: it has the database, the log and the socket. The others find the
//! file locked and read in it whom to ask.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Seek as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use store::StoreError;

use crate::exit::Failure;

/// What the holder does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// `gatepost serve`.
    Serve,
    /// `gatepost mcp`, while no server runs.
    Mcp,
    /// Another command, for the moment it takes.
    Command,
}

/// What the holder tells of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Note {
    /// What it does.
    pub(crate) role: Role,
    /// Its process.
    pub(crate) pid: u32,
    /// Where it listens, for a server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
}

/// The data folder, held. Dropping it lets the next process have it.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the folder, making it if it is missing and closing it; `None` when another process
    /// has it.
    pub(crate) fn take(folder: &Path, role: Role) -> Result<Option<Self>, Failure> {
        let unusable = |error: &std::io::Error| {
            Failure::input(format!("the data folder `{}` can't be used: {error}", folder.display()))
                .hint("choose another with --data DIR")
        };
        store::prepare_folder(folder).map_err(|error| match error {
            StoreError::Io(why) => Failure::input(why).hint("choose another with --data DIR"),
            other => Failure::input(format!(
                "the data folder `{}` can't be used: {other}",
                folder.display()
            )),
        })?;
        let path = path(folder);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = options.open(&path).map_err(|error| unusable(&error))?;
        match file.try_lock() {
            Ok(()) => {
                let mut lock = Self { file };
                lock.note(role, None);
                Ok(Some(lock))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(unusable(&error)),
        }
    }

    /// Leaves a note for those who find the folder held.
    pub(crate) fn note(&mut self, role: Role, url: Option<String>) {
        let note = Note { role, pid: std::process::id(), url };
        let Ok(text) = serde_json::to_string(&note) else { return };
        // The note only words messages: the lock counts, so that a failed write does no harm.
        let _ = self.file.set_len(0);
        let _ = self.file.rewind();
        let _ = self.file.write_all(text.as_bytes());
    }
}

/// What the present holder tells of itself.
pub(crate) fn holder(folder: &Path) -> Option<Note> {
    serde_json::from_str(&std::fs::read_to_string(path(folder)).ok()?).ok()
}

fn path(folder: &Path) -> PathBuf {
    folder.join("lock")
}
