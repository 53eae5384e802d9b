//! The data folder: who may read it, and what happens when it is not as it was left.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use model::ElementKind::{Collection, Environment};
use model::collection::parse;
use model::secret::Document;
use store::{Store, StoreError};

use crate::rig::{Folder, Rig, seen};

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o7777
}

async fn refusal(folder: &Path) -> StoreError {
    Store::open_embedded(folder).await.err().expect("opening must fail")
}

#[tokio::test]
async fn folder_and_files_are_the_owners_alone() {
    let outer = Folder::new();
    let fresh = outer.join("made/by/us");
    let empty = outer.join("empty");
    fs::create_dir(&empty).unwrap();
    fs::set_permissions(&empty, Permissions::from_mode(0o755)).unwrap();
    for folder in [&fresh, &empty] {
        let store = Store::open_embedded(folder).await.unwrap();
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
        let files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap()).collect();
        assert!(files.len() >= 2);
        for file in files {
            assert_eq!(mode(&file.path()), 0o600, "{}", file.path().display());
        }
        store.close().await;
    }
}

#[tokio::test]
async fn a_folder_of_ours_with_other_things_in_it_is_closed() {
    let folder = Folder::new();
    fs::write(folder.join("gatepost.toml"), "").unwrap();
    fs::set_permissions(&*folder, Permissions::from_mode(0o755)).unwrap();
    let _store = Store::open_embedded(&folder).await.unwrap();
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("gatepost.db")), 0o600);
}

#[tokio::test]
async fn an_open_folder_of_others_is_refused_and_left_alone() {
    use std::os::unix::fs::chown;
    let (everybodys, theirs) = (Folder::new(), Folder::new());
    fs::set_permissions(&*everybodys, Permissions::from_mode(0o1777)).unwrap();
    fs::set_permissions(&*theirs, Permissions::from_mode(0o777)).unwrap();
    let mut open = vec![&everybodys];
    // Only the superuser gives folders away.
    if chown(&*theirs, Some(12_345), None).is_ok() {
        open.push(&theirs);
    }
    for folder in open {
        let before = mode(folder);
        let StoreError::Io(sentence) = refusal(folder).await else { panic!("not a file fault") };
        assert!(sentence.contains("not ours to close"), "{sentence}");
        assert_eq!(mode(folder), before);
        assert_eq!(folder.read_dir().unwrap().count(), 0);
    }
}

#[tokio::test]
async fn what_was_answered_survives_a_sudden_end() {
    let rig = Rig::embedded().await;
    let core = rig.workspace("Core").await;
    let element = rig.environment(&core, r#"{"values":[{"key":"a","value":1.0}]}"#).await;
    // What a killed process leaves behind: its files as they are, nothing closed.
    let left = Folder::new();
    for name in ["gatepost.db", "gatepost.db-wal", "master.key"] {
        fs::copy(rig.folder.join(name), left.join(name)).unwrap();
    }
    let store = Store::open_embedded(&left).await.unwrap();
    let (found, text) = store.document(Environment, &element.id).await.unwrap().unwrap();
    assert_eq!(found, element);
    assert_eq!(text.fill(), r#"{"values":[{"key":"a","value":1.0}]}"#);
}

#[tokio::test]
async fn secret_values_are_in_no_file() {
    const CANARIES: [&str; 4] = ["canary-one", "canary-two", "canary-three", "canary-four"];
    let mut rig = Rig::embedded().await;
    let core = rig.workspace("Core").await;
    let text = |value: &str| {
        format!(r#"{{"values":[{{"key":"marker-key","value":"{value}","type":"secret"}}]}}"#)
    };
    let element = rig.environment(&core, &text(CANARIES[0])).await;
    let document = Document::extract(&text(CANARIES[1]));
    let (stamp, expect) = (rig.stamp(), seen(&element));
    let put = rig.store.replace_document(&stamp, Environment, &element.id, &expect, "e", document);
    let changed = put.await.unwrap();
    let delete =
        rig.store.delete_element(&rig.stamp(), Environment, &element.id, &seen(&changed)).await;
    delete.unwrap();
    let globals = Document::extract(&text(CANARIES[2]));
    rig.store.put_globals(&rig.stamp(), &core.id, globals, None).await.unwrap();
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let variable = format!(r#"[{{"key":"k","value":"{}","type":"secret"}}]"#, CANARIES[3]);
    let collection = parse(&format!(
        r#"{{"info":{{"name":"c","schema":"{schema}"}},"variable":{variable},"item":[{{"name":"f","item":[],"variable":{variable}}}]}}"#
    ));
    let collection = rig.collection(&core, collection.unwrap()).await;

    assert_no_file_holds(&rig.folder, &CANARIES);
    rig.reopen().await;
    assert_no_file_holds(&rig.folder, &CANARIES);

    // The values are there, for who asks the store.
    let states = rig.store.revisions(&element.id).await.unwrap();
    assert_eq!(states[1].document.as_ref().unwrap().fill(), text(CANARIES[1]));
    let found = rig.store.collection(&collection.id).await.unwrap().unwrap();
    assert!(found.head.fill().contains(CANARIES[3]));
    let (stamp, expect) = (rig.stamp(), seen(&collection));
    rig.store.delete_element(&stamp, Collection, &collection.id, &expect).await.unwrap();
    assert_no_file_holds(&rig.folder, &CANARIES);
}

fn assert_no_file_holds(folder: &Path, canaries: &[&str]) {
    let mut marked = false;
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        marked |= holds("marker-key");
        for canary in canaries {
            assert!(!holds(canary), "{} holds {canary}", path.display());
        }
    }
    assert!(marked, "the texts are not where this test looks");
}

#[tokio::test]
async fn a_damaged_database_is_named() {
    let folder = Folder::new();
    fs::write(folder.join("gatepost.db"), "this is no database ".repeat(1000)).unwrap();
    let StoreError::Corrupt(sentence) = refusal(&folder).await else { panic!("not corrupt") };
    assert!(sentence.contains("gatepost.db") && sentence.contains("backup"), "{sentence}");

    let folder = Folder::new();
    Store::open_embedded(&folder).await.unwrap().close().await;
    let path = folder.join("gatepost.db");
    let mut bytes = fs::read(&path).unwrap();
    // The head stays, so that it looks like a database; the list of tables is gone.
    bytes[100..4096].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    assert!(matches!(refusal(&folder).await, StoreError::Corrupt(_)));
}

#[tokio::test]
async fn the_key_file_must_be_the_right_one() {
    let folder = Folder::new();
    let store = Store::open_embedded(&folder).await.unwrap();
    let mask = store.mask_key();
    store.close().await;
    let path = folder.join("master.key");
    let key = fs::read_to_string(&path).unwrap();
    assert_eq!(key.trim().len(), 64);
    assert!(
        !key.contains(&format!("{:02x}{:02x}{:02x}{:02x}", mask[0], mask[1], mask[2], mask[3]))
    );

    fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    assert!(refusal(&folder).await.to_string().contains("chmod 600"));
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    for (wrong, word) in [(&key[..40], "64"), ("", "64"), (&*"0".repeat(64), "not the one")] {
        fs::write(&path, wrong).unwrap();
        let sentence = refusal(&folder).await.to_string();
        assert!(sentence.contains(word) && sentence.contains("master.key"), "{sentence}");
    }
    fs::remove_file(&path).unwrap();
    assert!(refusal(&folder).await.to_string().contains("missing"));
    assert!(!path.exists(), "a second key would hide the loss of the first");

    fs::write(&path, key).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(Store::open_embedded(&folder).await.unwrap().mask_key(), mask);
}

#[tokio::test]
async fn a_folder_that_can_not_be_made_is_named() {
    let outer = Folder::new();
    fs::write(outer.join("file"), "").unwrap();
    for path in [outer.join("file"), outer.join("file/below")] {
        let StoreError::Io(sentence) = refusal(&path).await else { panic!("not a file fault") };
        assert!(sentence.contains("file"), "{sentence}");
    }
}
