//! The data folder: only its owner may look into it.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};

use crate::error::{Result, StoreError};

/// The database's file name in the data folder.
pub(crate) const DATABASE: &str = "gatepost.db";

/// Makes the data folder if it is missing, durably, and closes it to others.
///
/// A folder of another user, or one that belongs to everybody, is refused: it can't be closed, and
/// names and sizes in it would be open. Must be called inside a runtime.
pub fn prepare(folder: &Path) -> Result<()> {
    let failed = |verb: &str| {
        let verb = verb.to_owned();
        move |cause| StoreError::file(&verb, folder, &cause)
    };
    if !folder.exists() {
        make(folder).map_err(failed("make the data folder"))?;
    } else if !folder.join(DATABASE).exists() {
        // Whoever made it may have ended before it was durable, or is just about to make it so.
        enter(folder);
    }
    let found = folder.metadata().map_err(failed("read the data folder"))?;
    if !found.is_dir() {
        return Err(StoreError::Io(format!("`{}` is not a folder", folder.display())));
    }
    let mode = found.permissions().mode();
    if closed(mode) {
        return Ok(());
    }
    let ours = found.uid() == own_user().map_err(failed("read the data folder"))?;
    let top = folder.canonicalize().map_err(failed("read the data folder"))?.parent().is_none();
    // A sticky folder such as /tmp belongs to everybody.
    if !ours || top || mode & 0o1000 != 0 {
        return Err(StoreError::Io(format!(
            "the data folder `{}` is open to others and not ours to close",
            folder.display()
        )));
    }
    std::fs::set_permissions(folder, Permissions::from_mode(0o700))
        .map_err(failed("close the data folder"))
}

/// Makes a folder and those above it, each entered durably in the one above: a synced file in a
/// folder that is gone after a power cut would be lost too.
fn make(folder: &Path) -> std::io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|path| !path.exists()).collect();
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    for above in missing.iter().filter_map(|path| path.parent()) {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        File::open(above)?.sync_all()?;
    }
    Ok(())
}

/// Enters a folder that is there durably in those above it, as far as they can be read.
fn enter(folder: &Path) {
    let Ok(folder) = std::path::absolute(folder) else { return };
    for above in folder.ancestors().skip(1) {
        let synced = File::open(above).and_then(|above| above.sync_all());
        if let Err(error) = synced {
            tracing::debug!(%error, folder = %above.display(), "a folder can't be synced");
        }
    }
}

/// The user this process runs as.
fn own_user() -> std::io::Result<u32> {
    // A socket's other end tells it without unsafe code, on every Unix.
    let (end, _other) = tokio::net::UnixStream::pair()?;
    Ok(end.peer_cred()?.uid())
}

/// The database file, made empty if it is missing. The engine gives its other files the same mode.
pub(crate) fn database(folder: &Path) -> Result<PathBuf> {
    let path = folder.join(DATABASE);
    let failed = |cause| StoreError::file("open", &path, &cause);
    let file = private(OpenOptions::new().read(true).write(true).create(true), &path);
    let file = file.map_err(failed)?;
    if !closed(file.metadata().map_err(failed)?.permissions().mode()) {
        file.set_permissions(Permissions::from_mode(0o600)).map_err(failed)?;
    }
    Ok(path)
}

/// A new, empty file for a copy of the database of `version`.
pub(crate) fn snapshot(folder: &Path, version: i64, now: i64) -> Result<PathBuf> {
    let path = folder.join(format!("backup-before-{version}-{now}.db"));
    let made = private(OpenOptions::new().write(true).create_new(true), &path);
    made.map_err(|cause| StoreError::file("make", &path, &cause))?;
    Ok(path)
}

/// Opens a file that only its owner may use.
pub(crate) fn private(options: &mut OpenOptions, path: &Path) -> std::io::Result<File> {
    options.mode(0o600).open(path)
}

/// True when only the owner may do anything.
pub(crate) fn closed(mode: u32) -> bool {
    mode.trailing_zeros() >= 6
}
