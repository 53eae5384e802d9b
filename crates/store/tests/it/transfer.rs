//! Items that go elsewhere.

use model::Element;
use model::collection::{Item, ItemKind, parse, render};
use model::secret::Document;
use store::{Expect, NewItem, Spot, StoreError, Transfer};

use crate::on_both_engines;
use crate::rig::{Rig, seen};

on_both_engines!(
    items_move_and_are_copied_with_what_lies_in_them,
    nothing_goes_into_itself_or_where_it_may_not_lie,
    item_view_and_tree_view_agree_after_any_changes,
);

const SHOP: &str = r#"{"info":{"name":"Shop","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
    "item":[{"name":"F","item":[{"name":"A","request":{"url":"a"},"response":[{"name":"ok"}]},{"name":"B","request":{"url":"b"},
      "variable":[{"key":"k","value":"hush","type":"secret"}]},
      {"name":"G","item":[{"name":"C","request":{"url":"c"}}]}]},{"name":"D","request":{"url":"d"}}]}"#;

async fn shop(rig: &Rig) -> Element {
    let core = rig.workspace("Core").await;
    rig.collection(&core, parse(SHOP).unwrap()).await
}

async fn tree(rig: &Rig, element: &Element) -> Vec<Item> {
    rig.store.collection(&element.id).await.unwrap().unwrap().items
}

/// `name` or `parent/name` of all items, in order.
async fn shape(rig: &Rig, element: &Element) -> Vec<String> {
    let items = tree(rig, element).await;
    let name = |id: &str| items.iter().find(|item| item.id == id).unwrap().name.clone();
    items
        .iter()
        .map(|item| match &item.parent {
            Some(parent) => format!("{}/{}", name(parent), item.name),
            None => item.name.clone(),
        })
        .collect()
}

async fn id(rig: &Rig, element: &Element, name: &str) -> String {
    tree(rig, element).await.into_iter().find(|item| item.name == name).unwrap().id
}

fn transfer(
    ids: &[&str],
    kind: ItemKind,
    target: &Element,
    parent: Option<&str>,
    all: &[&Element],
) -> Transfer {
    let expect = |of: &&Element| (of.id.clone(), Expect { version: None, ..seen(of) });
    Transfer {
        ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        kind,
        copy: false,
        collection: target.id.clone(),
        parent: parent.map(str::to_owned),
        spot: Spot::End,
        expect: all.iter().map(expect).collect(),
    }
}

async fn items_move_and_are_copied_with_what_lies_in_them(rig: Rig) {
    let one = shop(&rig).await;
    let (first, second, last) =
        (id(&rig, &one, "A").await, id(&rig, &one, "B").await, id(&rig, &one, "D").await);
    let (outer, inner) = (id(&rig, &one, "F").await, id(&rig, &one, "G").await);
    // Up and down in its own collection.
    let up = Transfer {
        spot: Spot::Before(last.clone()),
        ..transfer(&[&second, &first], ItemKind::Request, &one, None, &[&one])
    };
    assert_eq!(
        rig.store.transfer_items(&rig.stamp(), up).await.unwrap(),
        [second.clone(), first.clone()]
    );
    let expected = ["F", "F/G", "G/C", "B", "A", "A/ok", "D"];
    assert_eq!(shape(&rig, &one).await, expected);
    let start = Transfer {
        spot: Spot::Start,
        ..transfer(&[&last, &first], ItemKind::Request, &one, Some(&inner), &[&one])
    };
    rig.store.transfer_items(&rig.stamp(), start).await.unwrap();
    assert_eq!(shape(&rig, &one).await, ["F", "F/G", "G/D", "G/A", "A/ok", "G/C", "B"]);

    // Into another collection: it keeps its id and its secret.
    let two = shop(&rig).await;
    let out = transfer(&[&second], ItemKind::Request, &two, None, &[&one, &two]);
    assert_eq!(rig.store.transfer_items(&rig.stamp(), out).await.unwrap()[0], second);
    assert!(!shape(&rig, &one).await.contains(&"B".to_owned()));
    let moved = rig.store.item(&two.id, &second).await.unwrap().unwrap();
    assert!(moved.document.fill().contains("hush"));

    // A copy is new from top to bottom.
    let copy =
        Transfer { copy: true, ..transfer(&[&outer], ItemKind::Folder, &two, None, &[&one, &two]) };
    let version = async || rig.store.collection(&one.id).await.unwrap().unwrap().element.version;
    let before = version().await;
    let copied = rig.store.transfer_items(&rig.stamp(), copy).await.unwrap();
    assert_eq!(version().await, before, "what is copied stays as it is");
    assert_ne!(copied, [outer]);
    let ids: Vec<String> = tree(&rig, &one).await.into_iter().map(|item| item.id).collect();
    assert!(tree(&rig, &two).await.iter().all(|item| !ids.contains(&item.id)));
    assert_eq!(rig.store.children(&two.id, Some(&copied[0])).await.unwrap().len(), 1);
}

async fn nothing_goes_into_itself_or_where_it_may_not_lie(rig: Rig) {
    let one = shop(&rig).await;
    let before = shape(&rig, &one).await;
    let (outer, inner, first) =
        (id(&rig, &one, "F").await, id(&rig, &one, "G").await, id(&rig, &one, "A").await);
    let (last, answer) = (id(&rig, &one, "D").await, id(&rig, &one, "ok").await);
    let folder = |parent: &str| transfer(&[&outer], ItemKind::Folder, &one, Some(parent), &[&one]);
    let cases = [
        (folder(&outer), StoreError::Inside),
        (folder(&inner), StoreError::Inside),
        (folder(&first), StoreError::NotFound),
        (folder("nope"), StoreError::NotFound),
        (transfer(&["nope"], ItemKind::Folder, &one, None, &[&one]), StoreError::NotFound),
        (transfer(&[&outer], ItemKind::Request, &one, None, &[&one]), StoreError::NotFound),
        (
            transfer(&[&answer], ItemKind::Response, &one, Some(&outer), &[&one]),
            StoreError::NotFound,
        ),
        (transfer(&[&answer], ItemKind::Response, &one, None, &[&one]), StoreError::NotFound),
        (transfer(&[&last], ItemKind::Request, &one, None, &[]), StoreError::NotFound),
        // The first would do; all or none.
        (
            transfer(&[&last, "nope"], ItemKind::Request, &one, Some(&inner), &[&one]),
            StoreError::NotFound,
        ),
        (
            Transfer {
                spot: Spot::After("nope".to_owned()),
                ..transfer(&[&last], ItemKind::Request, &one, None, &[&one])
            },
            StoreError::NotFound,
        ),
    ];
    for (transfer, expected) in cases {
        let told = format!("{transfer:?}");
        let refused = rig.store.transfer_items(&rig.stamp(), transfer).await;
        assert_eq!(refused.unwrap_err(), expected, "{told}");
    }
    assert_eq!(shape(&rig, &one).await, before);
    let fine = transfer(&[&answer], ItemKind::Response, &one, Some(&last), &[&one]);
    rig.store.transfer_items(&rig.stamp(), fine).await.unwrap();
    assert!(shape(&rig, &one).await.contains(&"D/ok".to_owned()));
}

async fn item_view_and_tree_view_agree_after_any_changes(rig: Rig) {
    let (one, two) = (shop(&rig).await, shop(&rig).await);
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut dice = |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % sides.max(1) as u64).unwrap()
    };
    for round in 0..120 {
        let element = if dice(2) == 0 { &one } else { &two };
        let other = if dice(2) == 0 { &one } else { &two };
        let (items, targets) = (tree(&rig, element).await, tree(&rig, other).await);
        let kind = [ItemKind::Folder, ItemKind::Request, ItemKind::Response][dice(3)];
        let parent =
            (!targets.is_empty() && dice(4) > 0).then(|| targets[dice(targets.len())].id.clone());
        let of_kind: Vec<&Item> = items.iter().filter(|item| item.kind == kind).collect();
        let expect = Expect { version: None, ..seen(other) };
        match dice(5) {
            0 | 1 => {
                let body = format!(r#"{{"name":"N{round}"}}"#);
                let new = NewItem {
                    id: None,
                    parent,
                    kind,
                    name: format!("N{round}"),
                    document: Document::plain(body),
                };
                let _ = rig.store.create_item(&rig.stamp(), &other.id, &expect, new).await;
            }
            2 if items.len() > 6 => {
                let gone = &items[dice(items.len())].id;
                let expect = Expect { version: None, ..seen(element) };
                let _ = rig.store.delete_item(&rig.stamp(), &element.id, gone, &expect).await;
            }
            _ if !of_kind.is_empty() => {
                let id = &of_kind[dice(of_kind.len())].id;
                let spot = [Spot::Start, Spot::End, Spot::After(id.clone())][dice(3)].clone();
                let base = transfer(&[id], kind, other, parent.as_deref(), &[&one, &two]);
                let wanted = Transfer { copy: dice(4) == 0, spot, ..base };
                let _ = rig.store.transfer_items(&rig.stamp(), wanted).await;
            }
            _ => {}
        }
        for element in [&one, &two] {
            agree(&rig, element).await;
        }
    }
    let kept = rig.store.search_index().await.unwrap();
    rig.store.rebuild_search().await.unwrap();
    assert_eq!(kept, rig.store.search_index().await.unwrap());
}

/// What single reads say of a collection is what the whole says, and that is one.
async fn agree(rig: &Rig, element: &Element) {
    let whole = rig.store.collection(&element.id).await.unwrap().unwrap();
    let parents =
        std::iter::once(None).chain(whole.items.iter().map(|item| Some(item.id.as_str())));
    for parent in parents {
        let single = rig.store.children(&element.id, parent).await.unwrap();
        let single: Vec<&str> = single.iter().map(|line| line.id.as_str()).collect();
        let of_whole: Vec<&str> = whole
            .items
            .iter()
            .filter(|item| item.parent.as_deref() == parent)
            .map(|item| item.id.as_str())
            .collect();
        assert_eq!(single, of_whole);
    }
    for item in &whole.items {
        assert_eq!(rig.store.item(&element.id, &item.id).await.unwrap().as_ref(), Some(item));
    }
    serde_json::from_str::<serde_json::Value>(&render(&whole)).unwrap();
}
