//! Finding by words.

use model::collection::{ItemKind, parse};
use model::secret::Document;
use model::{ElementKind, Visible};
use store::{Expect, ItemChange, NewItem, SearchFilter, SearchQuery, Subject};

use crate::on_both_engines;
use crate::rig::{OTHER, OWNER, Rig, TEAM, member, seen};

on_both_engines!(
    words_are_found_by_parts_and_beginnings,
    the_kept_index_is_what_a_new_one_would_be,
    only_what_is_seen_is_found,
);

const SHOP: &str = r#"{"info":{"name":"Shop","description":"Sells shoes","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
    "variable":[{"key":"token","value":"hidden-value"}],
    "item":[{"name":"Orders","description":"All of them","item":[
        {"name":"getOrderById","request":{"method":"GET","url":"https://user:pw@shop.test/orders/:id?key=secretkey#top","description":"One order"},
         "response":[{"name":"found"}]},
        {"name":"Pay","request":{"method":"POST","url":{"raw":"{{base}}/pay-now"}}}]}]}"#;

fn query(subject: Subject, text: &str) -> SearchQuery {
    SearchQuery { subject, text: text.to_owned(), filters: Vec::new(), offset: 0, limit: 25 }
}

async fn names(rig: &Rig, visible: &Visible, query: &SearchQuery) -> Vec<String> {
    let (found, total) = rig.store.search(visible, query).await.unwrap();
    assert_eq!(found.len() as u64, total);
    found
        .into_iter()
        .map(|one| match (one.item, one.element) {
            (Some((_, name, _)), _) => name,
            (None, Some(element)) => element.name,
            (None, None) => one.workspace.name,
        })
        .collect()
}

fn owner() -> Visible {
    Visible::by_role(member(OWNER))
}

async fn words_are_found_by_parts_and_beginnings(rig: Rig) {
    let core = rig.workspace("Core").await;
    rig.collection(&core, parse(SHOP).unwrap()).await;
    let requests = Subject::Items(ItemKind::Request);
    for (text, expected) in [
        ("order", &["getOrderById"][..]),
        ("ORDERS id", &["getOrderById"]),
        ("getorderbyid", &["getOrderById"]),
        ("getOrderB", &["getOrderById"]),
        ("orderById", &["getOrderById"]),
        ("user", &[]),
        ("pay", &["Pay"]),
        ("post", &["Pay"]),
        ("now pa", &["Pay"]),
        ("orders/:id", &["getOrderById"]),
        ("secretkey", &[]),
        ("nothing", &[]),
        ("\" OR 1=1 --", &[]),
        ("*", &["Pay", "getOrderById"]),
        ("", &["Pay", "getOrderById"]),
    ] {
        assert_eq!(names(&rig, &owner(), &query(requests, text)).await, expected, "{text}");
    }
    let folders = query(Subject::Items(ItemKind::Folder), "all");
    assert_eq!(names(&rig, &owner(), &folders).await, ["Orders"]);
    let collections = query(Subject::Elements(ElementKind::Collection), "shoes");
    assert_eq!(names(&rig, &owner(), &collections).await, ["Shop"]);
    assert_eq!(names(&rig, &owner(), &query(Subject::Workspaces, "cor")).await, ["Core"]);
    let hidden = query(Subject::Elements(ElementKind::Collection), "hidden");
    assert!(names(&rig, &owner(), &hidden).await.is_empty());
    let gets = vec![(SearchFilter::Method, true, vec!["GET".to_owned()])];
    let gets = SearchQuery { filters: gets, ..query(requests, "") };
    assert_eq!(names(&rig, &owner(), &gets).await, ["getOrderById"]);
    let others = vec![(SearchFilter::Creator, false, vec![OWNER.0.to_string()])];
    let others = SearchQuery { filters: others, ..query(requests, "") };
    assert!(names(&rig, &owner(), &others).await.is_empty());
}

async fn the_kept_index_is_what_a_new_one_would_be(rig: Rig) {
    let core = rig.workspace("Core").await;
    let gone = rig.workspace("Gone").await;
    let element = rig.collection(&core, parse(SHOP).unwrap()).await;
    rig.collection(&gone, parse(SHOP).unwrap()).await;
    rig.environment(&core, r#"{"name":"Test","values":[{"key":"k","value":"v"}]}"#).await;
    let folder = rig.store.children(&element.id, None).await.unwrap().remove(0).id;
    let expect = Expect { version: None, ..seen(&element) };
    let new = NewItem {
        id: None,
        parent: Some(folder.clone()),
        kind: ItemKind::Request,
        name: "Late".to_owned(),
        document: Document::plain(
            r#"{"name":"Late","request":{"method":"PUT","url":"http://x/late"}}"#,
        ),
    };
    let (_, item) = rig.store.create_item(&rig.stamp(), &element.id, &expect, new).await.unwrap();
    let change = ItemChange {
        id: item.id.clone(),
        version: None,
        name: "Later".to_owned(),
        document: Document::plain(
            r#"{"name":"Later","request":{"method":"PUT","url":"http://x/later"}}"#,
        ),
    };
    rig.store.put_item(&rig.stamp(), &element.id, &expect, change).await.unwrap();
    same(&rig).await;
    rig.store.delete_item(&rig.stamp(), &element.id, &folder, &expect).await.unwrap();
    same(&rig).await;
    rig.store
        .replace_collection(&rig.stamp(), &element.id, &expect, parse(SHOP).unwrap())
        .await
        .unwrap();
    same(&rig).await;
    rig.store.delete_workspace(&rig.stamp(), &gone.id, None).await.unwrap();
    same(&rig).await;
    let kind = ElementKind::Collection;
    rig.store.delete_element(&rig.stamp(), kind, &element.id, &expect).await.unwrap();
    same(&rig).await;
    let left = rig.store.search_index().await.unwrap();
    assert!(left.iter().all(|line| !line.contains("shop")), "{left:?}");
}

async fn same(rig: &Rig) {
    let kept = rig.store.search_index().await.unwrap();
    rig.store.rebuild_search().await.unwrap();
    assert_eq!(kept, rig.store.search_index().await.unwrap());
}

async fn only_what_is_seen_is_found(rig: Rig) {
    let open = rig.workspace_of(OWNER, "Open", "team", Some(TEAM)).await;
    let closed = rig.workspace_of(OWNER, "Closed", "private", Some(TEAM)).await;
    rig.collection(&open, parse(SHOP).unwrap()).await;
    let hidden = rig.collection(&closed, parse(SHOP).unwrap()).await;
    let requests = query(Subject::Items(ItemKind::Request), "pay");
    let seen_by = |user: model::UserId| Visible::by_role(member(user));
    assert_eq!(names(&rig, &seen_by(OWNER), &requests).await.len(), 2);
    assert_eq!(names(&rig, &seen_by(OTHER), &requests).await.len(), 1);
    let mut but = seen_by(OWNER);
    but.blocked.resources = vec![hidden.id.clone()];
    assert_eq!(names(&rig, &but, &requests).await.len(), 1);
    let mut only = seen_by(OWNER);
    only.allowed = model::Reach { resources: vec![hidden.id], ..model::Reach::default() };
    assert_eq!(names(&rig, &only, &requests).await.len(), 1);
}
