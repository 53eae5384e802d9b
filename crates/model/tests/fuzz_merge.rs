//! Merges of collections that two sides changed at random.
//!
//! An oracle says, aspect by aspect, what each item must be afterwards, or that the sides can't be
//! put together; a merge must say the same, and the same every time.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use fuzzkit::fuzz;
use model::collection::ItemKind;
use model::merge::{Node, Sides, Tree, settled, texts, trees};
use model::secret::Document;
use proptest::{collection::vec, prelude::*, sample::Index};

/// An item in the plainest form: parent, name and two members of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Plain {
    parent: Option<String>,
    name: String,
    x: u8,
    y: u8,
}

/// Items in the order of a document.
type Items = Vec<(String, Plain)>;

#[derive(Clone, Debug)]
enum Change {
    Edit(Index, bool, u8),
    Rename(Index, u8),
    Delete(Index),
    Add(Index, bool),
    Move(Index, Index),
    Last(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<Index>;
    prop_oneof![
        4 => (index(), any::<bool>(), 0..4_u8).prop_map(|(at, x, to)| Change::Edit(at, x, to)),
        2 => (index(), 0..4_u8).prop_map(|(at, to)| Change::Rename(at, to)),
        2 => index().prop_map(Change::Delete),
        3 => (index(), any::<bool>()).prop_map(|(at, folder)| Change::Add(at, folder)),
        3 => (index(), index()).prop_map(|(at, to)| Change::Move(at, to)),
        1 => index().prop_map(Change::Last),
    ]
}

fn folder(key: &str) -> bool {
    key.starts_with('f')
}

/// Whether `key` is `inside`, or lies in it.
fn within(items: &Items, key: &str, inside: &str) -> bool {
    let mut at = Some(key.to_owned());
    while let Some(key) = at {
        if key == inside {
            return true;
        }
        at = items.iter().find(|(one, _)| *one == key).and_then(|(_, item)| item.parent.clone());
    }
    false
}

fn apply(items: &mut Items, changes: &[Change], side: &str) {
    for (number, change) in changes.iter().enumerate() {
        let at = |index: &Index| (!items.is_empty()).then(|| index.index(items.len()));
        match change {
            Change::Edit(index, x, to) => {
                let Some((_, item)) = at(index).and_then(|at| items.get_mut(at)) else { continue };
                *(if *x { &mut item.x } else { &mut item.y }) = *to;
            }
            Change::Rename(index, to) => {
                let Some((_, item)) = at(index).and_then(|at| items.get_mut(at)) else { continue };
                item.name = format!("n{to}");
            }
            Change::Delete(index) => {
                let Some(key) = at(index).map(|at| items[at].0.clone()) else { continue };
                let before = items.clone();
                items.retain(|(one, _)| !within(&before, one, &key));
            }
            Change::Add(index, into) => {
                let parent = at(index).map(|at| items[at].0.clone()).filter(|key| folder(key));
                let kind = if *into { "f" } else { "r" };
                let item = Plain { parent, name: "n0".to_owned(), x: 0, y: 0 };
                items.push((format!("{kind}{side}{number}"), item));
            }
            Change::Move(index, to) => {
                let (Some(from), Some(to)) = (at(index), at(to)) else { continue };
                let (key, to) = (items[from].0.clone(), items[to].0.clone());
                if within(items, &to, &key) {
                    continue;
                }
                items[from].1.parent = folder(&to).then_some(to);
            }
            Change::Last(index) => {
                let Some(at) = at(index) else { continue };
                let item = items.remove(at);
                items.push(item);
            }
        }
    }
}

fn tree(items: &Items) -> Tree {
    let mut nodes = Vec::new();
    add(items, None, &mut nodes);
    Tree { name: "C".to_owned(), head: Document::plain("{}"), nodes }
}

fn add(items: &Items, parent: Option<&str>, nodes: &mut Vec<Node>) {
    for (key, item) in items.iter().filter(|(_, item)| item.parent.as_deref() == parent) {
        let Plain { name, x, y, .. } = item;
        nodes.push(Node {
            key: key.clone(),
            parent: item.parent.clone(),
            kind: if folder(key) { ItemKind::Folder } else { ItemKind::Request },
            name: name.clone(),
            document: Document::plain(format!(r#"{{"name":"{name}","x":{x},"y":{y}}}"#)),
        });
        add(items, Some(key), nodes);
    }
}

fn plain(tree: &Tree) -> BTreeMap<String, Plain> {
    let number = |node: &Node, name: &str| {
        model::json::member(&node.document.body, name).unwrap().parse().unwrap()
    };
    let item = |node: &Node| Plain {
        parent: node.parent.clone(),
        name: node.name.clone(),
        x: number(node, "x"),
        y: number(node, "y"),
    };
    tree.nodes.iter().map(|node| (node.key.clone(), item(node))).collect()
}

/// What both sides make of the base, or `None` where they can't be put together.
fn expected(sides: &Sides<BTreeMap<String, Plain>>) -> Option<BTreeMap<String, Plain>> {
    fn pick<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> Option<T> {
        if ours == theirs || base == theirs {
            return Some(ours.clone());
        }
        (base == ours).then(|| theirs.clone())
    }
    let keys: BTreeSet<&String> = sides.ours.keys().chain(sides.theirs.keys()).collect();
    let mut merged = BTreeMap::new();
    for key in keys {
        let item = match (sides.base.get(key), sides.ours.get(key), sides.theirs.get(key)) {
            (Some(base), Some(ours), Some(theirs)) => Plain {
                parent: pick(&base.parent, &ours.parent, &theirs.parent)?,
                name: pick(&base.name, &ours.name, &theirs.name)?,
                x: pick(&base.x, &ours.x, &theirs.x)?,
                y: pick(&base.y, &ours.y, &theirs.y)?,
            },
            (Some(base), Some(left), None) | (Some(base), None, Some(left)) => {
                if base != left {
                    return None;
                }
                continue;
            }
            (_, Some(new), _) | (_, _, Some(new)) => new.clone(),
            (_, None, None) => continue,
        };
        merged.insert(key.clone(), item);
    }
    let sound = |key: &String| {
        let mut at = Some(key);
        for _ in 0..=merged.len() {
            let Some(key) = at else { return true };
            let Some(item) = merged.get(key) else { return false };
            at = item.parent.as_ref();
        }
        false
    };
    merged.keys().all(sound).then(|| merged.clone())
}

#[test]
fn fuzz_trees() {
    let inputs = (vec(change(), 0..12), vec(change(), 0..8), vec(change(), 0..8));
    fuzz("merge of trees", &inputs, |(first, left, right)| {
        let mut base = Items::new();
        apply(&mut base, &first, "b");
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        apply(&mut ours, &left, "o");
        apply(&mut theirs, &right, "t");
        let (base, ours, theirs) = (tree(&base), tree(&ours), tree(&theirs));
        let sides = Sides { base: &base, ours: &ours, theirs: &theirs };
        let merged = trees(sides);
        prop_assert_eq!(&merged, &trees(sides));
        let known = Sides { base: plain(&base), ours: plain(&ours), theirs: plain(&theirs) };
        prop_assert_eq!(merged.as_ref().ok().map(plain), expected(&known));
        let swapped = trees(Sides { base: &base, ours: &theirs, theirs: &ours });
        prop_assert_eq!(merged.as_ref().ok().map(plain), swapped.as_ref().ok().map(plain));
        prop_assert_eq!(trees(Sides { theirs: &base, ..sides }), Ok(ours.clone()));
        let (whole, clashes) = settled(sides, |_| false);
        prop_assert_eq!(
            &(&whole, &clashes),
            &(&settled(sides, |_| false).0, &settled(sides, |_| false).1)
        );
        prop_assert_eq!(merged.is_err(), !clashes.is_empty());
        let left = plain(&whole);
        for (key, item) in &known.ours {
            let gone = known.base.get(key).is_some_and(|base| base == item)
                && !known.theirs.contains_key(key);
            prop_assert!(gone || left.contains_key(key), "{} is lost", key);
        }
        for key in known.theirs.keys().filter(|key| !known.base.contains_key(*key)) {
            prop_assert!(left.contains_key(key), "{} is lost", key);
        }
        for merged in merged.into_iter().chain([whole]) {
            let mut seen = BTreeSet::new();
            for node in &merged.nodes {
                prop_assert!(node.parent.as_ref().is_none_or(|parent| seen.contains(parent)));
                prop_assert!(seen.insert(node.key.clone()));
            }
        }
        Ok(())
    });
}

#[test]
fn fuzz_texts() {
    let leaf = prop_oneof!["[01]", "\"[ab]\"", Just("null".to_owned())];
    let value = leaf.prop_recursive(3, 12, 3, |inner| {
        let name = || prop_oneof!["[abc]", Just("url".to_owned()), Just("key".to_owned())];
        let member =
            (name(), inner.clone()).prop_map(|(name, value)| format!("\"{name}\":{value}"));
        prop_oneof![
            vec(inner, 0..3).prop_map(|list| format!("[{}]", list.join(","))),
            vec(member, 0..3).prop_map(|list| format!("{{{}}}", list.join(", "))),
        ]
    });
    let anything = prop_oneof![3 => value, 1 => "[{}\\[\\]\":,a0 ]{0,12}"];
    fuzz(
        "merge of texts",
        &[anything.clone(), anything.clone(), anything],
        |[base, ours, theirs]| {
            let sides = Sides { base: &*base, ours: &*ours, theirs: &*theirs };
            let merged = texts(sides, &[]);
            prop_assert_eq!(&merged, &texts(sides, &[]));
            let whole = [&base, &ours, &theirs]
                .iter()
                .all(|text| serde_json::from_str::<serde_json::Value>(text).is_ok());
            if let (true, Ok(merged)) = (whole, merged) {
                prop_assert!(
                    serde_json::from_str::<serde_json::Value>(&merged).is_ok(),
                    "{merged}"
                );
            }
            Ok(())
        },
    );
}
