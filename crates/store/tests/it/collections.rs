//! Collections and their items.

use model::ElementKind;
use model::collection::{Draft, DraftItem, Item, ItemKind, parse, render};
use model::secret::Document;
use store::{Expect, ItemChange, NewItem, Replaced, StoreError};

use crate::on_both_engines;
use crate::rig::{OTHER, OWNER, Rig, seen};

on_both_engines!(
    a_collection_comes_back_in_its_order,
    ids_in_use_elsewhere_are_replaced_on_creation_and_refused_on_put,
    a_put_writes_only_what_changed,
    a_put_moves_deletes_and_adds,
    one_item_is_changed_alone,
    items_come_and_go_one_by_one,
    an_item_goes_only_where_it_may_lie,
    a_patched_head_leaves_the_items,
    items_keep_their_states_and_secrets,
    a_deleted_collection_takes_its_items_along,
    ten_thousand_items_are_written_read_and_replaced,
);

const F: ItemKind = ItemKind::Folder;
const R: ItemKind = ItemKind::Request;

/// A draft from lines of `(id, parent's place, kind, text)`.
fn draft(items: &[(&str, Option<usize>, ItemKind, &str)]) -> Draft {
    let item = |(id, parent, kind, text): &(&str, Option<usize>, ItemKind, &str)| DraftItem {
        id: (!id.is_empty()).then(|| uuid(id)),
        parent: *parent,
        kind: *kind,
        name: (*text).to_owned(),
        document: Document::extract(&format!(r#"{{"name":"{text}","n":1.0}}"#)),
    };
    Draft {
        name: "Payments".to_owned(),
        given_id: None,
        given_uid_owner: None,
        head: Document::extract(r#"{"info":{"name":"Payments"},"item":[]}"#),
        items: items.iter().map(item).collect(),
    }
}

/// A UUID that a test can name by a letter.
fn uuid(name: &str) -> String {
    format!("00000000-0000-4000-8000-0000000000{:02x}", name.as_bytes()[0])
}

async fn items(rig: &Rig, id: &str) -> Vec<Item> {
    rig.store.collection(id).await.unwrap().unwrap().items
}

/// Names with the names of their parents.
fn outline(items: &[Item]) -> Vec<String> {
    let name = |id: &String| items.iter().find(|item| item.id == *id).unwrap().name.clone();
    let line = |item: &Item| match &item.parent {
        Some(parent) => format!("{}/{}", name(parent), item.name),
        None => item.name.clone(),
    };
    items.iter().map(line).collect()
}

const TREE: [(&str, Option<usize>, ItemKind, &str); 6] = [
    ("a", None, F, "folder"),
    ("b", Some(0), R, "first"),
    ("c", Some(1), ItemKind::Response, "answer"),
    ("d", Some(0), F, "inner"),
    ("e", Some(3), R, "deep"),
    ("", None, R, "last"),
];

const LINES: [&str; 6] =
    ["folder", "folder/first", "first/answer", "folder/inner", "inner/deep", "last"];

async fn a_collection_comes_back_in_its_order(mut rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.collection(&core, draft(&TREE)).await;
    rig.reopen().await;
    let collection = rig.store.collection(&element.id).await.unwrap().unwrap();
    assert_eq!(collection.element, element);
    assert_eq!(collection.head.fill(), r#"{"info":{"name":"Payments"},"item":[]}"#);
    assert_eq!(outline(&collection.items), LINES);
    assert_eq!(collection.items[1].document.fill(), r#"{"name":"first","n":1.0}"#);
    assert_eq!(collection.items[0].id, uuid("a"));
    assert!(uuid::Uuid::parse_str(&collection.items[5].id).is_ok());

    let (found, head, top) = rig.store.collection_head(&element.id).await.unwrap().unwrap();
    assert_eq!((found, head), (element.clone(), collection.head));
    let last = collection.items[5].id.clone();
    assert_eq!(top, [(uuid("a"), F), (last, R)]);

    assert_eq!(rig.store.collection("nope").await.unwrap(), None);
    assert_eq!(rig.store.collection_head("nope").await.unwrap(), None);
    assert_eq!(rig.store.document(ElementKind::Environment, &element.id).await.unwrap(), None);
}

async fn ids_in_use_elsewhere_are_replaced_on_creation_and_refused_on_put(rig: Rig) {
    let core = rig.workspace("Core").await;
    let first = rig.collection(&core, draft(&TREE)).await;
    let second = rig.collection(&core, draft(&TREE)).await;
    let (ours, theirs) = (items(&rig, &first.id).await, items(&rig, &second.id).await);
    assert_eq!(outline(&theirs), LINES);
    assert!(theirs.iter().all(|item| ours.iter().all(|other| other.id != item.id)));

    let put = draft(&[("b", None, R, "stolen")]);
    let refused = rig.store.replace_collection(&rig.stamp(), &second.id, &seen(&second), put).await;
    assert_eq!(refused, Err(StoreError::Exists { id: uuid("b") }));
    assert_eq!(items(&rig, &second.id).await, theirs);

    // An id that nobody has is kept; said twice, it is kept once.
    let put = draft(&[("x", None, R, "one"), ("x", None, R, "two")]);
    rig.store.replace_collection(&rig.stamp(), &second.id, &seen(&second), put).await.unwrap();
    let now = items(&rig, &second.id).await;
    assert_eq!(outline(&now), ["one", "two"]);
    assert_eq!(now[0].id, uuid("x"));
    assert_ne!(now[1].id, now[0].id);
}

async fn a_put_writes_only_what_changed(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.collection(&core, draft(&TREE)).await;
    let before = items(&rig, &element.id).await;
    let mut lines = TREE;
    let last = before[5].id.clone();
    lines[4].3 = "changed";
    let mut put = draft(&lines);
    put.items[5].id = Some(last);
    let stamp = rig.stamp_of(OTHER);
    let (after, replaced) =
        rig.store.replace_collection(&stamp, &element.id, &seen(&element), put).await.unwrap();
    assert_eq!(replaced, Replaced { removed: 0, total: 6 });
    assert_eq!((after.version, after.updated_by, after.owner), (2, OTHER, OWNER));

    let now = items(&rig, &element.id).await;
    for (item, old) in now.iter().zip(&before) {
        if item.name == "changed" {
            assert_eq!((item.version, item.updated_at), (2, stamp.at));
            assert_eq!((&item.id, item.created_at), (&old.id, old.created_at));
        } else {
            assert_eq!(item, old);
        }
    }
    assert_eq!(rig.store.revisions(&before[0].id).await.unwrap().len(), 1);
    assert_eq!(rig.store.revisions(&before[4].id).await.unwrap().len(), 2);
    assert_eq!(rig.store.revisions(&element.id).await.unwrap().len(), 1, "the head is the same");
}

async fn a_put_moves_deletes_and_adds(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.collection(&core, draft(&TREE)).await;
    // The inner folder is first now, the answer and the last request are gone, one is new.
    let put = draft(&[
        ("d", None, F, "inner"),
        ("e", Some(0), R, "deep"),
        ("z", Some(0), R, "new"),
        ("a", None, F, "folder"),
        ("b", Some(3), R, "first"),
    ]);
    let (after, replaced) = rig
        .store
        .replace_collection(&rig.stamp(), &element.id, &seen(&element), put)
        .await
        .unwrap();
    assert_eq!(replaced, Replaced { removed: 2, total: 6 });
    let now = items(&rig, &element.id).await;
    assert_eq!(outline(&now), ["inner", "inner/deep", "inner/new", "folder", "folder/first"]);
    let version = |name: &str| now.iter().find(|item| item.name == name).unwrap().version;
    assert_eq!(["inner", "new"].map(version), [2, 2]);
    assert_eq!(["deep", "folder", "first"].map(version), [1, 1, 1], "they did not move");

    let answer = rig.store.revisions(&uuid("c")).await.unwrap();
    assert_eq!(answer.iter().map(|state| state.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(answer[1].document, None);

    let empty = draft(&[]);
    let (_, replaced) = rig
        .store
        .replace_collection(&rig.stamp(), &element.id, &seen(&after), empty)
        .await
        .unwrap();
    assert_eq!(replaced, Replaced { removed: 5, total: 5 });
    assert!(items(&rig, &element.id).await.is_empty());
}

async fn one_item_is_changed_alone(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.collection(&core, draft(&TREE)).await;
    let before = items(&rig, &element.id).await;
    let stamp = rig.stamp_of(OTHER);
    let text = r#"{"name":"renamed","big":12345678901234567890}"#;
    let put = async |id: &str, expect: &Expect| {
        let change = ItemChange {
            id: id.to_owned(),
            version: None,
            name: "renamed".to_owned(),
            document: Document::extract(text),
        };
        rig.store.put_item(&stamp, &element.id, expect, change).await
    };
    let item = put(&uuid("b"), &seen(&element)).await.unwrap();
    assert_eq!((item.name.as_str(), item.document.fill().as_str()), ("renamed", text));
    assert_eq!((item.parent.as_deref(), item.version), (Some(&*uuid("a")), 2));
    assert_eq!(rig.store.item(&element.id, &uuid("b")).await.unwrap(), Some(item));

    let now = rig.store.collection(&element.id).await.unwrap().unwrap();
    assert_eq!((now.element.version, now.element.updated_by), (2, OTHER));
    for (item, old) in now.items.iter().zip(&before) {
        assert_eq!(item == old, item.id != uuid("b"));
    }
    assert_eq!(put(&uuid("b"), &seen(&element)).await, Err(StoreError::Conflict));
    let expect = seen(&now.element);
    assert_eq!(put(&uuid("y"), &expect).await, Err(StoreError::NotFound));
    let other = rig.collection(&core, draft(&[])).await;
    assert_eq!(rig.store.item(&other.id, &uuid("b")).await.unwrap(), None);
}

fn new_item(id: &str, parent: Option<&str>, kind: ItemKind) -> NewItem {
    NewItem {
        id: (!id.is_empty()).then(|| uuid(id)),
        parent: parent.map(uuid),
        kind,
        name: "new".to_owned(),
        document: Document::extract(
            r#"{"name":"new","variable":[{"key":"k","value":"s","type":"secret"}]}"#,
        ),
    }
}

async fn items_come_and_go_one_by_one(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.collection(&core, draft(&TREE)).await;
    let before = items(&rig, &element.id).await;
    let new = new_item("", Some("a"), R);
    let (text, stamp) = (new.document.fill(), rig.stamp_of(OTHER));
    let (changed, item) =
        rig.store.create_item(&stamp, &element.id, &seen(&element), new).await.unwrap();
    assert_eq!((changed.version, item.version, item.document.fill()), (2, 2, text));
    let children = rig.store.children(&element.id, Some(&uuid("a"))).await.unwrap();
    assert_eq!(children.last().map(|line| &line.id), Some(&item.id), "it comes last");

    let (changed, gone) =
        rig.store.delete_item(&rig.stamp(), &element.id, &item.id, &seen(&changed)).await.unwrap();
    assert_eq!((changed.version, gone), (3, 1));
    assert_eq!(items(&rig, &element.id).await, before);
    let states = rig.store.revisions(&item.id).await.unwrap();
    assert_eq!(states.len(), 2, "the state and the end");

    let (_, gone) = rig
        .store
        .delete_item(&rig.stamp(), &element.id, &uuid("a"), &seen(&changed))
        .await
        .unwrap();
    let left = items(&rig, &element.id).await;
    assert_eq!(left.len() as u64, before.len() as u64 - gone);
    assert!(gone > 1 && left.iter().all(|item| item.parent.as_ref() != Some(&uuid("a"))));
}

async fn an_item_goes_only_where_it_may_lie(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.collection(&core, draft(&TREE)).await;
    let other = rig.collection(&core, draft(&[("z", None, F, "z")])).await;
    let (folder, request) = (Some("a"), Some("b"));
    for (new, expected) in [
        (new_item("", Some("y"), R), StoreError::NotFound),
        (new_item("", request, F), StoreError::NotFound),
        (new_item("", request, R), StoreError::NotFound),
        (new_item("", folder, ItemKind::Response), StoreError::NotFound),
        (new_item("", None, ItemKind::Response), StoreError::NotFound),
        (new_item("", Some("z"), R), StoreError::NotFound),
        (new_item("z", None, R), StoreError::Exists { id: uuid("z") }),
    ] {
        let expect = seen(&element);
        let refused = rig.store.create_item(&rig.stamp(), &element.id, &expect, new).await;
        assert_eq!(refused.unwrap_err(), expected);
    }
    let expect = Expect { version: Some(7), ..seen(&element) };
    let stale =
        rig.store.create_item(&rig.stamp(), &element.id, &expect, new_item("", None, F)).await;
    assert_eq!(stale.unwrap_err(), StoreError::Conflict);
    let foreign = rig.store.delete_item(&rig.stamp(), &other.id, &uuid("a"), &seen(&other)).await;
    assert_eq!(foreign.unwrap_err(), StoreError::NotFound);
}

async fn a_patched_head_leaves_the_items(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.collection(&core, draft(&TREE)).await;
    let before = items(&rig, &element.id).await;
    let text =
        r#"{"info":{"name":"New"},"variable":[{"key":"k","value":7,"type":"secret"}],"item":[]}"#;
    let (stamp, head) = (rig.stamp(), Document::extract(text));
    let patched = rig
        .store
        .patch_collection(&stamp, &element.id, &seen(&element), "New", head)
        .await
        .unwrap();
    assert_eq!((patched.name.as_str(), patched.version), ("New", 2));
    let now = rig.store.collection(&element.id).await.unwrap().unwrap();
    assert_eq!((now.head.fill().as_str(), now.items), (text, before));
    assert_eq!(rig.store.revisions(&element.id).await.unwrap().len(), 2);
}

async fn items_keep_their_states_and_secrets(rig: Rig) {
    let core = rig.workspace("Core").await;
    let text = |value: &str| {
        format!(r#"{{"name":"r","variable":[{{"key":"k","value":"{value}","type":"secret"}}]}}"#)
    };
    let with = |value: &str| {
        let mut draft = draft(&[("a", None, R, "r"), ("b", None, R, "s")]);
        draft.items[0].document = Document::extract(&text(value));
        assert_eq!(draft.items[0].document.secrets.len(), 1);
        draft
    };
    let element = rig.collection(&core, with("one")).await;
    let fill = async || items(&rig, &element.id).await[0].document.fill();
    assert_eq!(fill().await, text("one"));

    let mut expect = seen(&element);
    for (value, states) in [("one", 1), ("two", 2)] {
        let put =
            rig.store.replace_collection(&rig.stamp(), &element.id, &expect, with(value)).await;
        expect = seen(&put.unwrap().0);
        assert_eq!(fill().await, text(value));
        assert_eq!(rig.store.revisions(&uuid("a")).await.unwrap().len(), states);
    }
    let change = ItemChange {
        id: uuid("a"),
        version: None,
        name: "r".to_owned(),
        document: Document::extract(&text("three")),
    };
    rig.store.put_item(&rig.stamp(), &element.id, &expect, change).await.unwrap();
    let states = rig.store.revisions(&uuid("a")).await.unwrap();
    let texts: Vec<String> =
        states.iter().map(|state| state.document.as_ref().unwrap().fill()).collect();
    assert_eq!(texts, ["one", "two", "three"].map(text));
}

async fn a_deleted_collection_takes_its_items_along(rig: Rig) {
    let core = rig.workspace("Core").await;
    let element = rig.collection(&core, draft(&TREE)).await;
    let (stamp, kind) = (rig.stamp(), ElementKind::Collection);
    rig.store.delete_element(&stamp, kind, &element.id, &seen(&element)).await.unwrap();
    assert_eq!(rig.store.item(&element.id, &uuid("b")).await.unwrap(), None);
    assert_eq!(rig.store.revisions(&uuid("b")).await.unwrap().len(), 1);

    // Its ids are free again, and the histories stay apart in time.
    let again = rig.collection(&core, draft(&TREE)).await;
    assert_eq!(items(&rig, &again.id).await[1].id, uuid("b"));
    assert_eq!(rig.store.revisions(&uuid("b")).await.unwrap().len(), 2);
}

async fn ten_thousand_items_are_written_read_and_replaced(rig: Rig) {
    let core = rig.workspace("Core").await;
    let text = |change: &str| {
        let requests: Vec<String> = (0..10_000)
            .map(|n| {
                let tail = if n == 5000 { change } else { "" };
                format!(
                    r#"{{"id":"00000000-0000-4000-9000-{n:012}","name":"r{n}","request":{{"method":"GET","url":"http://x/{n}{tail}"}}}}"#
                )
            })
            .collect();
        format!(
            r#"{{"info":{{"name":"Big","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}},"item":[{}]}}"#,
            requests.join(",")
        )
    };
    let element = rig.collection(&core, parse(&text("")).unwrap()).await;
    let before = rig.store.collection(&element.id).await.unwrap().unwrap();
    assert_eq!(before.items.len(), 10_000);
    assert!(render(&before).contains("http://x/9999"));

    let put = parse(&text("/changed")).unwrap();
    let (_, replaced) = rig
        .store
        .replace_collection(&rig.stamp(), &element.id, &seen(&element), put)
        .await
        .unwrap();
    assert_eq!(replaced, Replaced { removed: 0, total: 10_000 });
    let after = items(&rig, &element.id).await;
    let changed: Vec<usize> = (0..10_000).filter(|n| after[*n] != before.items[*n]).collect();
    assert_eq!(changed, [5000]);
}
