//! The data folder that a command finds.

use std::{fs::Permissions, os::unix::fs::PermissionsExt as _};

use crate::kit::{Folder, mode};

#[test]
fn a_folder_made_beforehand_is_closed() {
    let folder = Folder::new();
    for content in [None, Some("gatepost.toml")] {
        let data = folder.0.join(content.unwrap_or("empty"));
        std::fs::create_dir(&data).unwrap();
        if let Some(name) = content {
            std::fs::write(data.join(name), "").unwrap();
        }
        std::fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
        folder.must(&["user", "list", "--data", &data.display().to_string()]);
        assert_eq!(mode(&data), 0o700);
    }
}

#[test]
fn a_folder_of_everybody_is_refused_in_one_sentence() {
    let folder = Folder::new();
    std::fs::create_dir(folder.data()).unwrap();
    std::fs::set_permissions(folder.data(), Permissions::from_mode(0o1777)).unwrap();
    let ended = folder.run(&["user", "list"]);
    assert_eq!(ended.code, 3, "{}", ended.err);
    assert!(ended.err.contains("is open to others and not ours to close"), "{}", ended.err);
    assert!(ended.err.contains("--data DIR"), "{}", ended.err);
    assert_eq!(folder.data().read_dir().unwrap().count(), 0);
}
