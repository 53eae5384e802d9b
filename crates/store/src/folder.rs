//! The data folder: only its owner may look into it.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::error::{Result, StoreError};

/// The database's file name in the data folder.
pub(crate) const DATABASE: &str = "gatepost.db";

/// Makes the folder if it is missing, and closes it to others.
///
/// A folder that already holds something else is left as it is: it may be shared on purpose, and
/// every file of ours is closed by itself.
pub(crate) fn prepare(folder: &Path) -> Result<()> {
    let failed = |verb: &str| {
        let verb = verb.to_owned();
        move |cause| StoreError::file(&verb, folder, &cause)
    };
    if !folder.exists() {
        return make(folder).map_err(failed("make"));
    }
    let found = folder.metadata().map_err(failed("read"))?;
    if !found.is_dir() {
        return Err(StoreError::Io(format!("`{}` is not a folder", folder.display())));
    }
    let mode = found.permissions().mode();
    if closed(mode) {
        return Ok(());
    }
    let empty = folder.read_dir().map_err(failed("read"))?.next().is_none();
    // A sticky folder such as /tmp belongs to everybody.
    if mode & 0o1000 == 0 && (empty || folder.join(DATABASE).exists()) {
        return std::fs::set_permissions(folder, Permissions::from_mode(0o700))
            .map_err(failed("close"));
    }
    tracing::warn!(folder = %folder.display(), "others may list the data folder");
    Ok(())
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
