//! Bringing a collection in step with a description that changed.
//!
//! What the description was gives the collection that would have been made then, what it is now
//! the one that would be made today. The difference between the two is put to the collection as
//! it is, by the rules of `model::merge`, so that what people changed there stays.

mod addresses;
mod people;
mod told;
mod trees;

use std::collections::{HashMap, HashSet};

use model::collection::{Collection, Draft, DraftItem, ItemKind};
use model::merge::{Node, Sides, Tree, settled};
use serde::{Deserialize, Serialize};

use self::trees::{Keyed, drafted, stored};
use super::{Options, to_collection};
use crate::{Fault, spec::Files};

/// How a collection is kept in step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Step {
    /// Saved examples follow the description too.
    pub sync_examples: bool,
    /// Requests whose operation is gone are deleted.
    pub delete_orphaned_requests: bool,
}

impl Default for Step {
    fn default() -> Self {
        Self { sync_examples: true, delete_orphaned_requests: true }
    }
}

/// A collection in step with its description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synced {
    /// The collection. Items that were there have their ids, new ones none.
    pub draft: Draft,
    /// What could not come along, and where people's changes and the description's met.
    pub notes: Vec<String>,
    /// What changed, a sentence for each item.
    pub changes: Vec<String>,
}

/// Brings `now`, which was made of `before`, in step with `after`.
///
/// Requests are told by method and path, folders by name or by what lies in them, examples by
/// status and name. Scripts, values, credentials, descriptions, own items, names and places that
/// people gave stay. Of all else that both changed the description counts; either is noted. What
/// people deleted stays deleted. Doing it twice changes nothing more.
pub fn sync(
    now: Collection,
    before: &Files,
    after: &Files,
    options: &Options,
    step: Step,
) -> Result<Synced, Fault> {
    let made = to_collection(after, options)?;
    let mut base = drafted(&to_collection(before, options)?.document)?;
    let mut theirs = Keyed { tree: drafted(&made.document)?, ids: HashMap::new() };
    let mut ours = stored(now);
    let mut notes = made.notes;
    trees::key(&base, &mut theirs, "new");
    trees::key(&base, &mut ours, "own");
    leave_out(&base, &ours, &mut theirs, &mut notes);
    keep(&base, &mut theirs, step);
    let now = ours.tree.clone();
    addresses::align(&mut base, &mut ours.tree, &theirs.tree);
    let sides = Sides { base: &base, ours: &ours.tree, theirs: &theirs.tree };
    let (mut merged, clashes) = settled(sides, people::stays);
    let clashes = clashes.iter().filter(|clash| !addresses::made_anew(clash));
    notes.extend(clashes.map(ToString::to_string));
    addresses::fresh(&mut merged, &now);
    let changes = told::changes(&now, &merged);
    Ok(Synced { draft: draft(merged, &ours.ids), notes, changes })
}

/// Operations that people have requests for already make no second one.
fn leave_out(base: &Tree, ours: &Keyed, theirs: &mut Keyed, notes: &mut Vec<String>) {
    let known: HashSet<&str> = base.nodes.iter().map(|node| node.key.as_str()).collect();
    let own = |node: &&Node| node.kind == ItemKind::Request && !known.contains(node.key.as_str());
    let there: HashSet<String> = ours.tree.nodes.iter().filter(own).map(trees::operation).collect();
    let mut gone: HashSet<String> = HashSet::new();
    for node in theirs.tree.nodes.iter().filter(own) {
        let operation = trees::operation(node);
        if there.contains(&operation) {
            notes.push(format!("`{operation}` is not added: there is a request for it already"));
            gone.insert(node.key.clone());
        }
    }
    theirs.tree.nodes.retain(|node| {
        let inside = node.parent.as_ref().is_some_and(|parent| gone.contains(parent));
        !gone.contains(&node.key) && !inside
    });
}

/// What the options say is not to go: then it is still part of what the description gives.
fn keep(base: &Tree, theirs: &mut Keyed, step: Step) {
    let known: HashMap<&str, &Node> =
        base.nodes.iter().map(|node| (node.key.as_str(), node)).collect();
    if !step.sync_examples {
        theirs.tree.nodes.retain(|node| {
            let parent = node.parent.as_deref().unwrap_or_default();
            node.kind != ItemKind::Response || !known.contains_key(parent)
        });
    }
    if !step.delete_orphaned_requests {
        let present = keys(&theirs.tree);
        let mut wanted: HashSet<&str> = HashSet::new();
        for node in base.nodes.iter().filter(|node| node.kind == ItemKind::Request) {
            let mut at = Some(node);
            while let Some(node) = at.filter(|node| !present.contains(&node.key)) {
                wanted.insert(&node.key);
                at = node.parent.as_deref().and_then(|key| known.get(key).copied());
            }
        }
        let orphan = |key: &Option<String>| key.as_deref().is_some_and(|key| wanted.contains(key));
        let kept = base.nodes.iter().filter(|node| {
            wanted.contains(node.key.as_str())
                || (node.kind == ItemKind::Response && orphan(&node.parent))
        });
        theirs.tree.nodes.extend(kept.cloned());
    }
    if !step.sync_examples {
        let present = keys(&theirs.tree);
        let examples = base.nodes.iter().filter(|node| node.kind == ItemKind::Response);
        let kept = examples
            .filter(|node| !present.contains(&node.key))
            .filter(|node| node.parent.as_ref().is_some_and(|parent| present.contains(parent)));
        theirs.tree.nodes.extend(kept.cloned());
    }
}

fn keys(tree: &Tree) -> HashSet<String> {
    tree.nodes.iter().map(|node| node.key.clone()).collect()
}

fn draft(tree: Tree, ids: &HashMap<String, String>) -> Draft {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut items = Vec::with_capacity(tree.nodes.len());
    for node in tree.nodes {
        let parent = node.parent.as_ref().and_then(|key| places.get(key)).copied();
        places.insert(node.key.clone(), items.len());
        items.push(DraftItem {
            id: ids.get(&node.key).cloned(),
            parent,
            kind: node.kind,
            name: node.name,
            document: node.document,
        });
    }
    Draft { name: tree.name, given_id: None, given_uid_owner: None, head: tree.head, items }
}
