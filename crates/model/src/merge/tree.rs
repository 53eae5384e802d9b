//! Collections, merged item by item.

use std::collections::{HashMap, HashSet};

use super::{
    Clash, ClashKind, Sides, Stays, order,
    text::{self, alike},
};
use crate::collection::ItemKind;
use crate::secret::Document;

/// One state of a collection. What is the same item on all sides has the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// The collection's name.
    pub name: String,
    /// Everything but the items.
    pub head: Document,
    /// The items: parents before children, siblings in order.
    pub nodes: Vec<Node>,
}

/// An item of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What tells it from all others.
    pub key: String,
    /// The key of what it lies in; `None` at the top.
    pub parent: Option<String>,
    /// What it is.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
    /// Its text, without its children.
    pub document: Document,
}

/// Merges two states of a collection with the one that both began from.
///
/// The clashes come sorted; every one is named, not only the first.
pub fn trees(sides: Sides<&Tree>) -> Result<Tree, Vec<Clash>> {
    let (tree, clashes) = merged(sides, None);
    if clashes.is_empty() { Ok(tree) } else { Err(clashes) }
}

/// Like [`trees`], but with a result whatever clashes.
#[must_use]
pub fn settled(sides: Sides<&Tree>, stays: Stays) -> (Tree, Vec<Clash>) {
    merged(sides, Some(stays))
}

fn merged(sides: Sides<&Tree>, settle: Option<Stays>) -> (Tree, Vec<Clash>) {
    let mut merge = Merge { sides: sides.map(Side::new), settle, clashes: Vec::new() };
    let name = merge.head_name(sides);
    let documents = sides.map(|tree| &tree.head);
    let head = merge.document(documents, &["item"], || "collection".to_owned());
    let mut kept = merge.nodes();
    merge.check_places(&mut kept);
    merge.clashes.sort();
    merge.clashes.dedup();
    let nodes =
        if settle.is_some() || merge.clashes.is_empty() { merge.ordered(kept) } else { Vec::new() };
    (Tree { name, head, nodes }, merge.clashes)
}

/// One state, with ways to find things in it.
struct Side<'a> {
    nodes: &'a [Node],
    by_key: HashMap<&'a str, &'a Node>,
    /// Keys by parent, the empty one for the top.
    children: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Side<'a> {
    fn new(tree: &'a Tree) -> Self {
        let mut by_key = HashMap::with_capacity(tree.nodes.len());
        let mut children: HashMap<&str, Vec<&str>> = HashMap::new();
        for node in &tree.nodes {
            by_key.insert(node.key.as_str(), node);
            children.entry(node.parent.as_deref().unwrap_or_default()).or_default().push(&node.key);
        }
        Self { nodes: &tree.nodes, by_key, children }
    }

    fn get(&self, key: &str) -> Option<&'a Node> {
        self.by_key.get(key).copied()
    }

    fn children(&self, key: &str) -> &[&'a str] {
        self.children.get(key).map_or(&[], Vec::as_slice)
    }

    /// `request "Users / Get user"`.
    fn place(&self, node: &Node) -> String {
        let mut names = vec![node.name.as_str()];
        let mut at = node;
        while let Some(parent) = at.parent.as_deref().and_then(|key| self.get(key)) {
            names.push(&parent.name);
            if names.len() > 8 {
                break;
            }
            at = parent;
        }
        names.reverse();
        format!("{} \"{}\"", node.kind.name(), names.join(" / "))
    }
}

struct Merge<'a> {
    sides: Sides<Side<'a>>,
    /// There must be a result, with ours of the members where this says so.
    settle: Option<Stays>,
    clashes: Vec<Clash>,
}

impl<'a> Merge<'a> {
    fn head_name(&mut self, sides: Sides<&Tree>) -> String {
        let name = sides.map(|tree| tree.name.as_str()).settled().unwrap_or_else(|| {
            self.clash("collection".to_owned(), ClashKind::Member("name".to_owned()));
            sides.ours.name.as_str()
        });
        name.to_owned()
    }

    fn clash(&mut self, place: String, kind: ClashKind) {
        self.clashes.push(Clash { place, kind });
    }

    fn document(
        &mut self,
        sides: Sides<&Document>,
        keep: &[&str],
        place: impl Fn() -> String,
    ) -> Document {
        let Sides { base, ours, theirs } = sides;
        // Most are the same everywhere; of those nothing is read.
        if ours == theirs || base == theirs {
            return ours.clone();
        }
        let filled = sides.map(|document| document.text());
        let texts_of = Sides { base: &*filled.base, ours: &*filled.ours, theirs: &*filled.theirs };
        let (text, paths) = text::merged(texts_of, keep, self.settle);
        for path in paths {
            self.clash(place(), ClashKind::Member(path));
        }
        Document::extract(&text)
    }

    /// What is left of all items, by key.
    fn nodes(&mut self) -> HashMap<&'a str, Node> {
        let mut kept = HashMap::with_capacity(self.sides.ours.nodes.len());
        let (ours, theirs) = (self.sides.ours.nodes, self.sides.theirs.nodes);
        for node in ours.iter().chain(theirs) {
            if kept.contains_key(node.key.as_str()) {
                continue;
            }
            let key = node.key.as_str();
            let [base, ours, theirs] =
                [&self.sides.base, &self.sides.ours, &self.sides.theirs].map(|side| side.get(key));
            let merged = match (base, ours, theirs) {
                (base, Some(ours), Some(theirs)) => Some(self.both(base, ours, theirs)),
                (None, Some(new), None) | (None, None, Some(new)) => Some(new.clone()),
                (Some(base), Some(left), None) | (Some(base), None, Some(left)) => {
                    let changed = changed(base, left);
                    if changed {
                        let place = self.place(left);
                        self.clash(place, ClashKind::Deleted);
                    }
                    (changed && self.settle.is_some() && ours.is_some()).then(|| left.clone())
                }
                (_, None, None) => None,
            };
            if let Some(merged) = merged {
                kept.insert(key, merged);
            }
        }
        kept
    }

    fn place(&self, node: &Node) -> String {
        let known = |side: &Side<'_>| side.get(&node.key).is_some_and(|one| one == node);
        let side = if known(&self.sides.ours) { &self.sides.ours } else { &self.sides.theirs };
        side.place(node)
    }

    fn both(&mut self, base: Option<&Node>, ours: &Node, theirs: &Node) -> Node {
        // Without a common state ours stands in: then every difference is theirs.
        let sides = Sides { base: base.unwrap_or(ours), ours, theirs };
        if sides.map(|node| node.kind).settled() != Some(ours.kind) {
            let place = self.place(ours);
            self.clash(place, ClashKind::Deleted);
        }
        let parent = sides.map(|node| node.parent.as_deref()).settled().unwrap_or_else(|| {
            let place = self.place(ours);
            self.clash(place, ClashKind::Moved);
            ours.parent.as_deref()
        });
        let name = sides.map(|node| node.name.as_str()).settled().unwrap_or_else(|| {
            let place = self.place(ours);
            self.clash(place, ClashKind::Member("name".to_owned()));
            ours.name.as_str()
        });
        let (parent, name) = (parent.map(str::to_owned), name.to_owned());
        let list: &[&str] = match ours.kind {
            ItemKind::Folder => &["name", "item"],
            ItemKind::Request => &["name", "response"],
            ItemKind::Response => &["name"],
        };
        let place = self.place(ours);
        let mut document = self.document(sides.map(|node| &node.document), list, || place.clone());
        if name != ours.name {
            document = renamed(&document, &name);
        }
        Node { key: ours.key.clone(), parent, kind: ours.kind, name, document }
    }

    /// What is kept must lie in something that is kept, and nothing in itself. Where there must be
    /// a result, all that it lies in is kept too, and what would lie in itself goes to the top.
    fn check_places(&mut self, kept: &mut HashMap<&'a str, Node>) {
        loop {
            let Misplaced { homeless, rounds } = misplaced(kept);
            let lost = homeless.iter().map(|node| (node, ClashKind::Homeless));
            let moved = rounds.iter().flatten().map(|node| (node, ClashKind::Moved));
            for (node, kind) in lost.chain(moved) {
                let place = self.place(node);
                self.clash(place, kind);
            }
            if self.settle.is_none() || (homeless.is_empty() && rounds.is_empty()) {
                return;
            }
            for node in &homeless {
                self.house(node.parent.as_deref(), kept);
            }
            let astray = homeless.iter().filter(|node| {
                node.parent.as_deref().is_some_and(|parent| !kept.contains_key(parent))
            });
            let first = rounds.iter().filter_map(|round| round.iter().min_by_key(|one| &one.key));
            let astray: Vec<&Node> = astray.chain(first).collect();
            for node in astray {
                if let Some(node) = kept.get_mut(node.key.as_str()) {
                    node.parent = None;
                }
            }
        }
    }

    /// Keeps what `key` names, and all that it lies in.
    fn house<'k>(&'k self, mut key: Option<&'k str>, kept: &mut HashMap<&'a str, Node>) {
        while let Some(lost) = key.filter(|key| !kept.contains_key(key)) {
            let Sides { ours, theirs, .. } = &self.sides;
            let Some(lost) = ours.get(lost).or_else(|| theirs.get(lost)) else { return };
            kept.insert(&lost.key, lost.clone());
            key = lost.parent.as_deref();
        }
    }

    /// The items in the order of a document.
    fn ordered(&self, mut kept: HashMap<&'a str, Node>) -> Vec<Node> {
        // Where each one lies may have changed, so siblings are those that say so now.
        let mut inside: HashMap<String, HashSet<&'a str>> = HashMap::new();
        for (key, node) in &kept {
            inside.entry(node.parent.clone().unwrap_or_default()).or_default().insert(key);
        }
        let mut nodes = Vec::with_capacity(kept.len());
        let mut open: Vec<&str> = vec![""];
        while let Some(parent) = open.pop() {
            let mut left = inside.remove(parent).unwrap_or_default();
            let orders = self.sides.each(|side| side.children(parent));
            let mut children = order::woven(orders);
            children.retain(|key| left.remove(key));
            // What was mended lies where it lay on neither side.
            let mut strays: Vec<&str> = left.into_iter().collect();
            strays.sort_unstable();
            children.extend(strays);
            nodes.extend(kept.remove(parent));
            open.extend(children.into_iter().rev());
        }
        nodes
    }
}

/// Items that can't stay where they say they lie.
#[derive(Default)]
struct Misplaced {
    /// They lie in nothing that is kept.
    homeless: Vec<Node>,
    /// Each of a round lies in the next, and the last in the first.
    rounds: Vec<Vec<Node>>,
}

fn misplaced(kept: &HashMap<&str, Node>) -> Misplaced {
    let mut all = Misplaced::default();
    let mut seen: HashSet<&str> = HashSet::with_capacity(kept.len());
    for node in kept.values() {
        let mut path: Vec<&Node> = Vec::new();
        let mut at = node;
        loop {
            if !seen.insert(&at.key) {
                // Only what this very path passed closes a round.
                let start = path.iter().position(|one| one.key == at.key);
                let round = start.and_then(|start| path.get(start..));
                all.rounds.extend(round.map(|round| round.iter().copied().cloned().collect()));
                break;
            }
            path.push(at);
            let Some(parent) = at.parent.as_deref() else { break };
            let Some(parent) = kept.get(parent) else {
                all.homeless.push(at.clone());
                break;
            };
            at = parent;
        }
    }
    all
}

/// Whether an item is not what it was.
fn changed(before: &Node, now: &Node) -> bool {
    before.name != now.name
        || before.parent != now.parent
        || !alike(&before.document.text(), &now.document.text())
}

fn renamed(document: &Document, name: &str) -> Document {
    let text = document.text();
    let named = crate::json::with_members(&text, &[("name", Some(crate::json::quote(name)))]);
    named.map_or_else(|| document.clone(), |text| Document::extract(&text))
}
