//! Forks, pulls and merges.

use model::collection::{Item, ItemKind, parse};
use model::secret::Document;
use model::{Element, ElementKind};
use store::{
    After, ElementQuery, Expect, Forks, ItemChange, Merge, MergeInto, Merged, NewElement, NewItem,
    NewPullRequest, PullRequest, PullStatus, StoreError,
};

use crate::on_both_engines;
use crate::rig::{OTHER, OWNER, Rig, everything, seen};

on_both_engines!(
    a_fork_is_a_copy_that_knows_its_parent,
    changes_travel_both_ways,
    clashes_change_nothing,
    what_was_deleted_stays_deleted,
    items_that_come_back_are_the_same_again,
    what_moves_elsewhere_is_found_there,
    environments_merge_by_variable,
    pull_requests_are_merged_with_their_fork,
);

const SHOP: &str = r#"{"info":{"name":"Shop","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
    "item":[{"name":"F","item":[{"name":"A","request":{"method":"GET","url":"a"},"response":[{"name":"ok"}]},
      {"name":"B","request":{"url":"b"},"variable":[{"key":"k","value":"hush","type":"secret"}]}]},
      {"name":"D","request":{"url":"d"}}],"variable":[{"key":"v","value":"1"}]}"#;

async fn shop(rig: &Rig) -> (Element, Element) {
    let core = rig.workspace("Core").await;
    let parent = rig.collection(&core, parse(SHOP).unwrap()).await;
    let fork = fork(rig, &parent).await;
    (parent, fork)
}

async fn fork(rig: &Rig, parent: &Element) -> Element {
    let new =
        NewElement { workspace: parent.workspace.clone(), name: "unused".to_owned(), guard: None };
    rig.store.fork(&rig.stamp(), parent.kind, &parent.id, &new, "mine").await.unwrap()
}

async fn items(rig: &Rig, of: &Element) -> Vec<Item> {
    rig.store.collection(&of.id).await.unwrap().unwrap().items
}

/// Names and texts of all items, in order.
async fn shown(rig: &Rig, of: &Element) -> Vec<(String, String)> {
    let items = items(rig, of).await;
    items.into_iter().map(|item| (item.name, item.document.fill())).collect()
}

async fn names(rig: &Rig, of: &Element) -> String {
    shown(rig, of).await.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" ")
}

async fn item(rig: &Rig, of: &Element, name: &str) -> Item {
    items(rig, of).await.into_iter().find(|item| item.name == name).unwrap()
}

fn any(of: &Element) -> Expect {
    Expect { version: None, ..seen(of) }
}

async fn put(rig: &Rig, of: &Element, name: &str, text: &str) {
    let change = ItemChange {
        id: item(rig, of, name).await.id,
        version: None,
        name: name.to_owned(),
        document: Document::extract(text),
    };
    rig.store.put_item(&rig.stamp(), &of.id, &any(of), change).await.unwrap();
}

async fn add(rig: &Rig, of: &Element, name: &str, parent: Option<&str>) {
    let parent = match parent {
        Some(parent) => Some(item(rig, of, parent).await.id),
        None => None,
    };
    let document = Document::plain(format!(r#"{{"name":"{name}","request":{{"url":"{name}"}}}}"#));
    let new =
        NewItem { id: None, parent, kind: ItemKind::Request, name: name.to_owned(), document };
    rig.store.create_item(&rig.stamp(), &of.id, &any(of), new).await.unwrap();
}

async fn delete(rig: &Rig, of: &Element, name: &str) {
    let id = item(rig, of, name).await.id;
    rig.store.delete_item(&rig.stamp(), &of.id, &id, &any(of)).await.unwrap();
}

async fn merge(
    rig: &Rig,
    fork: &Element,
    parent: &Element,
    into: MergeInto,
    after: After,
) -> Merged {
    let merge = Merge {
        kind: parent.kind,
        fork: (fork.id.clone(), any(fork)),
        parent: (parent.id.clone(), any(parent)),
        into,
        after,
        pull: None,
    };
    rig.store.merge(&rig.stamp(), &merge).await.unwrap()
}

async fn pull(rig: &Rig, fork: &Element, parent: &Element) {
    let merged = merge(rig, fork, parent, MergeInto::Fork, After::Keep).await;
    assert_eq!(merged, Merged::Done);
}

async fn ahead(rig: &Rig, fork: &Element) -> Option<bool> {
    rig.store.parent_ahead(fork.kind, &fork.id).await.unwrap()
}

async fn a_fork_is_a_copy_that_knows_its_parent(rig: Rig) {
    let (parent, fork) = shop(&rig).await;
    assert_eq!((fork.name.as_str(), fork.owner), ("Shop", OWNER));
    let origin = fork.fork.clone().unwrap();
    assert_eq!((origin.label.as_str(), origin.from), ("mine", parent.uid().to_string()));
    assert_eq!(shown(&rig, &parent).await, shown(&rig, &fork).await);
    let ids = |items: Vec<Item>| items.into_iter().map(|item| item.id).collect::<Vec<_>>();
    let (before, copied) = (ids(items(&rig, &parent).await), ids(items(&rig, &fork).await));
    assert!(before.iter().all(|id| !copied.contains(id)));
    let read = rig.store.collection(&fork.id).await.unwrap().unwrap().element;
    assert_eq!(read, fork);
    assert_eq!(rig.store.parent_of(&fork.id).await.unwrap(), Some(parent.id.clone()));
    assert_eq!(rig.store.parent_of(&parent.id).await.unwrap(), None);
    assert_eq!((ahead(&rig, &fork).await, ahead(&rig, &parent).await), (Some(false), None));
    let listed = |forks: Forks, user| {
        let query = ElementQuery { forks: Some(forks), ..ElementQuery::default() };
        let visible = everything(user);
        let store = rig.store.clone();
        async move { store.elements(ElementKind::Collection, &visible, &query).await.unwrap().items }
    };
    assert_eq!(listed(Forks::Of(parent.id.clone()), OWNER).await, std::slice::from_ref(&fork));
    assert_eq!(listed(Forks::Any, OWNER).await, std::slice::from_ref(&fork));
    assert!(listed(Forks::Of(fork.id.clone()), OWNER).await.is_empty());
    assert!(listed(Forks::Any, OTHER).await.len() == 1, "the workspace is the team's");
}

async fn changes_travel_both_ways(rig: Rig) {
    let (parent, fork) = shop(&rig).await;
    put(&rig, &parent, "A", r#"{"name":"A","request":{"method":"POST","url":"a"}}"#).await;
    add(&rig, &parent, "P", Some("F")).await;
    put(&rig, &fork, "A", r#"{"name":"A","request":{"method":"GET","url":"a2"}}"#).await;
    add(&rig, &fork, "N", None).await;
    assert_eq!(ahead(&rig, &fork).await, Some(true));
    pull(&rig, &fork, &parent).await;
    assert_eq!(ahead(&rig, &fork).await, Some(false));
    assert_eq!(names(&rig, &fork).await, "F A ok B P D N");
    let both = r#"{"name":"A","request":{"method":"POST","url":"a2"}}"#;
    assert_eq!(item(&rig, &fork, "A").await.document.body, both);
    assert_eq!(names(&rig, &parent).await, "F A ok B P D", "a pull leaves the parent alone");

    let merged = merge(&rig, &fork, &parent, MergeInto::Parent, After::Keep).await;
    assert_eq!(merged, Merged::Done);
    assert_eq!(shown(&rig, &parent).await, shown(&rig, &fork).await);
    // The example and the secret came along, and still are the parent's own.
    let secret = item(&rig, &parent, "B").await.document;
    assert_eq!(secret.secrets.len(), 1);
    let before = rig.store.collection(&parent.id).await.unwrap().unwrap().element.version;
    merge(&rig, &fork, &parent, MergeInto::Parent, After::Keep).await;
    let after = rig.store.collection(&parent.id).await.unwrap().unwrap().element.version;
    assert_eq!(before, after, "nothing to merge is nothing to write");

    // After a merge that left the fork alone, what the parent changed meanwhile is not undone.
    put(&rig, &parent, "D", r#"{"name":"D","request":{"url":"d2"}}"#).await;
    put(&rig, &fork, "N", r#"{"name":"N","request":{"url":"n2"}}"#).await;
    merge(&rig, &fork, &parent, MergeInto::Parent, After::Keep).await;
    put(&rig, &fork, "N", r#"{"name":"N","request":{"url":"n3"}}"#).await;
    assert_eq!(ahead(&rig, &fork).await, Some(true));
    merge(&rig, &fork, &parent, MergeInto::Parent, After::Update).await;
    assert!(item(&rig, &parent, "D").await.document.body.contains("d2"));
    assert!(item(&rig, &parent, "N").await.document.body.contains("n3"));
    assert_eq!(shown(&rig, &parent).await, shown(&rig, &fork).await);
    assert_eq!(ahead(&rig, &fork).await, Some(false));

    merge(&rig, &fork, &parent, MergeInto::Parent, After::Delete).await;
    assert!(rig.store.collection(&fork.id).await.unwrap().is_none());
    assert_eq!(rig.store.parent_of(&fork.id).await.unwrap(), None);
}

async fn clashes_change_nothing(rig: Rig) {
    let (parent, fork) = shop(&rig).await;
    put(&rig, &parent, "A", r#"{"name":"A","request":{"method":"GET","url":"p"}}"#).await;
    put(&rig, &fork, "A", r#"{"name":"A","request":{"method":"GET","url":"f"}}"#).await;
    delete(&rig, &parent, "D").await;
    put(&rig, &fork, "D", r#"{"name":"D","request":{"url":"f"}}"#).await;
    add(&rig, &fork, "N", None).await;
    let before = (shown(&rig, &parent).await, shown(&rig, &fork).await);
    for into in [MergeInto::Fork, MergeInto::Parent] {
        let Merged::Clashes(clashes) = merge(&rig, &fork, &parent, into, After::Update).await
        else {
            panic!("a merge of what clashes");
        };
        let said: Vec<String> = clashes.iter().map(ToString::to_string).collect();
        let expected = [
            "one side changed the request \"D\", the other deleted it",
            "both sides changed `request.url` of the request \"F / A\"",
        ];
        assert_eq!(said, expected);
        assert_eq!((shown(&rig, &parent).await, shown(&rig, &fork).await), before);
    }
    // Once both say the same, they can be merged.
    put(&rig, &fork, "A", r#"{"name":"A","request":{"method":"GET","url":"p"}}"#).await;
    delete(&rig, &fork, "D").await;
    pull(&rig, &fork, &parent).await;
    assert_eq!(names(&rig, &fork).await, "F A ok B N");
    let other = rig.collection(&rig.workspace("Else").await, parse(SHOP).unwrap()).await;
    let merged = merge(&rig, &fork, &other, MergeInto::Parent, After::Keep).await;
    assert_eq!(merged, Merged::Unrelated);
}

async fn what_was_deleted_stays_deleted(rig: Rig) {
    let (parent, fork) = shop(&rig).await;
    delete(&rig, &fork, "F").await;
    put(&rig, &parent, "D", r#"{"name":"D","request":{"url":"d2"}}"#).await;
    pull(&rig, &fork, &parent).await;
    assert_eq!(names(&rig, &fork).await, "D");
    merge(&rig, &fork, &parent, MergeInto::Parent, After::Keep).await;
    assert_eq!(names(&rig, &parent).await, "D");
    delete(&rig, &parent, "D").await;
    add(&rig, &fork, "N", None).await;
    pull(&rig, &fork, &parent).await;
    assert_eq!(names(&rig, &fork).await, "N");
}

async fn items_that_come_back_are_the_same_again(rig: Rig) {
    let (parent, fork) = shop(&rig).await;
    let whole = rig.store.collection(&parent.id).await.unwrap().unwrap();
    let text = model::collection::render(&whole);
    delete(&rig, &parent, "D").await;
    pull(&rig, &fork, &parent).await;
    assert_eq!(names(&rig, &fork).await, "F A ok B");
    let id = item(&rig, &parent, "A").await.id;
    rig.store
        .replace_collection(&rig.stamp(), &parent.id, &any(&parent), parse(&text).unwrap())
        .await
        .unwrap();
    assert_eq!(item(&rig, &parent, "A").await.id, id);
    pull(&rig, &fork, &parent).await;
    assert_eq!(names(&rig, &fork).await, "F A ok B D");
    put(&rig, &fork, "D", r#"{"name":"D","request":{"url":"d3"}}"#).await;
    let d = item(&rig, &parent, "D").await.id;
    merge(&rig, &fork, &parent, MergeInto::Parent, After::Keep).await;
    let now = item(&rig, &parent, "D").await;
    assert_eq!(now.id, d);
    assert!(now.document.body.contains("d3"));
}

/// The index by words is what it would be if it were filled anew.
async fn indexed(rig: &Rig) {
    let kept = rig.store.search_index().await.unwrap();
    rig.store.rebuild_search().await.unwrap();
    assert_eq!(kept, rig.store.search_index().await.unwrap());
}

async fn what_moves_elsewhere_is_found_there(rig: Rig) {
    let (parent, fork) = shop(&rig).await;
    let elsewhere = rig.workspace("Elsewhere").await;
    let to = NewElement { workspace: elsewhere.id.clone(), name: "unused".to_owned(), guard: None };
    let kind = ElementKind::Collection;
    let moved =
        rig.store.move_element(&rig.stamp(), kind, &fork.id, &any(&fork), &to).await.unwrap();
    assert_eq!((&moved.workspace, moved.version), (&elsewhere.id, fork.version + 1));
    indexed(&rig).await;
    let again = rig.store.move_element(&rig.stamp(), kind, &fork.id, &any(&fork), &to).await;
    assert_eq!(again, Err(StoreError::Conflict), "it does not lie there any more");
    let listed = |workspace: &str| {
        let query =
            ElementQuery { workspace: Some(workspace.to_owned()), ..ElementQuery::default() };
        let (store, visible) = (rig.store.clone(), everything(OWNER));
        async move {
            let listing = store.elements(kind, &visible, &query).await.unwrap();
            (listing.total, listing.items.into_iter().map(|one| one.id).collect::<Vec<_>>())
        }
    };
    assert_eq!(listed(&parent.workspace).await, (1, vec![parent.id.clone()]));
    assert_eq!(listed(&elsewhere.id).await, (1, vec![fork.id.clone()]));
    // It is a fork of the same parent there too.
    add(&rig, &moved, "N", None).await;
    let merged = merge(&rig, &moved, &parent, MergeInto::Parent, After::Update).await;
    assert_eq!((merged, names(&rig, &parent).await), (Merged::Done, "F A ok B D N".to_owned()));
    indexed(&rig).await;
}

async fn environments_merge_by_variable(rig: Rig) {
    let core = rig.workspace("Core").await;
    let text = |a: &str, s: &str, more: &str| {
        format!(
            r#"{{"name":"env","values":[{{"key":"a","value":"{a}"}},{{"key":"s","value":"{s}","type":"secret"}}{more}]}}"#
        )
    };
    let parent = rig.environment(&core, &text("1", "hush", "")).await;
    let fork = fork(&rig, &parent).await;
    let put = |of: &Element, text: String| {
        let (store, stamp, of) = (rig.store.clone(), rig.stamp(), of.clone());
        async move {
            let document = Document::extract(&text);
            let kind = ElementKind::Environment;
            store.replace_document(&stamp, kind, &of.id, &any(&of), "env", document).await.unwrap();
        }
    };
    put(&parent, text("2", "hush", "")).await;
    put(&fork, text("1", "loud", r#",{"key":"n","value":"3"}"#)).await;
    pull(&rig, &fork, &parent).await;
    let read = |of: &Element| {
        let (store, id) = (rig.store.clone(), of.id.clone());
        async move { store.document(ElementKind::Environment, &id).await.unwrap().unwrap().1.fill() }
    };
    assert_eq!(read(&fork).await, text("2", "loud", r#",{"key":"n","value":"3"}"#));
    merge(&rig, &fork, &parent, MergeInto::Parent, After::Delete).await;
    assert_eq!(read(&parent).await, text("2", "loud", r#",{"key":"n","value":"3"}"#));
}

async fn pull_requests_are_merged_with_their_fork(rig: Rig) {
    let (parent, fork) = shop(&rig).await;
    let new = NewPullRequest {
        source: fork.id.clone(),
        source_owner: fork.owner,
        destination: parent.id.clone(),
        title: "Please".to_owned(),
        description: String::new(),
        reviewers: vec![OTHER.to_string()],
    };
    let read = rig.store.create_pull_request(&rig.stamp(), &new).await.unwrap();
    let again = rig.store.create_pull_request(&rig.stamp(), &new).await;
    assert_eq!(again, Err(StoreError::Exists { id: read.id.clone() }));
    for of in [&parent, &fork] {
        assert_eq!(rig.store.pull_requests(&of.id).await.unwrap(), std::slice::from_ref(&read));
    }
    add(&rig, &fork, "N", None).await;
    let merge = |after: After, read: &PullRequest| Merge {
        kind: ElementKind::Collection,
        fork: (fork.id.clone(), any(&fork)),
        parent: (parent.id.clone(), any(&parent)),
        into: MergeInto::Parent,
        after,
        pull: Some((read.clone(), PullRequest { status: PullStatus::Merged, ..read.clone() })),
    };
    let done = rig.store.merge(&rig.stamp(), &merge(After::Keep, &read)).await.unwrap();
    assert_eq!(done, Merged::Done);
    let now = rig.store.pull_request(&read.id).await.unwrap().unwrap();
    assert_eq!(now.status, PullStatus::Merged);
    // What was read is not so any more, so neither the request nor the collection changes.
    add(&rig, &fork, "M", None).await;
    let late = rig.store.merge(&rig.stamp(), &merge(After::Keep, &read)).await;
    assert_eq!(late, Err(StoreError::Conflict));
    assert!(!names(&rig, &parent).await.contains('M'));
    rig.store
        .delete_element(&rig.stamp(), ElementKind::Collection, &parent.id, &any(&parent))
        .await
        .unwrap();
    assert_eq!(rig.store.pull_request(&read.id).await.unwrap(), None);
    assert_eq!(
        rig.store.parent_ahead(ElementKind::Collection, &fork.id).await,
        Err(StoreError::NotFound)
    );
}
