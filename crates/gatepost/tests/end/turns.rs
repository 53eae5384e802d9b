//! One heavy test at a time.

use std::fs::File;

/// Waits for the turn of the test and keeps it until dropped.
#[must_use = "the turn ends when this is dropped"]
pub(crate) fn take() -> File {
    let path = std::env::temp_dir().join("gatepost-end-tests.lock");
    let file = File::options().create(true).append(true).open(path).unwrap();
    file.lock().unwrap();
    file
}
