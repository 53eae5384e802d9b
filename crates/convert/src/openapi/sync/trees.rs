//! Collections as trees whose items have common keys.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

use model::collection::{Collection, Draft, ItemKind, parse};
use model::json::member;
use model::merge::{Node, Tree};
use serde_json::Value;

use crate::{Fault, to_openapi::url::template};

/// A tree under common keys.
pub(super) struct Keyed {
    pub tree: Tree,
    /// Ids of items by key, of those that are stored.
    pub ids: HashMap<String, String>,
}

/// The tree of a generated collection; keys are places in it.
pub(super) fn drafted(text: &str) -> Result<Tree, Fault> {
    let draft = parse(text).map_err(|_| Fault::NoCollection)?;
    Ok(numbered(draft))
}

fn numbered(draft: Draft) -> Tree {
    let node = |(index, item): (usize, model::collection::DraftItem)| Node {
        key: index.to_string(),
        parent: item.parent.map(|parent| parent.to_string()),
        kind: item.kind,
        name: item.name,
        document: item.document,
    };
    let nodes = draft.items.into_iter().enumerate().map(node).collect();
    Tree { name: draft.name, head: draft.head, nodes }
}

/// The tree of a stored collection.
pub(super) fn stored(collection: Collection) -> Keyed {
    let ids: Vec<String> = collection.items.iter().map(|item| item.id.clone()).collect();
    let tree = numbered(Draft::of(collection));
    let ids = tree.nodes.iter().map(|node| node.key.clone()).zip(ids).collect();
    Keyed { tree, ids }
}

/// Gives what is in `base` too its key, and all else one of its own that begins with `prefix`.
pub(super) fn key(base: &Tree, of: &mut Keyed, prefix: &str) {
    let pairs = Match::new(base, &of.tree).pairs();
    let new = |key: &str| pairs.get(key).cloned().unwrap_or_else(|| format!("{prefix} {key}"));
    for node in &mut of.tree.nodes {
        node.key = new(&node.key);
        node.parent = node.parent.as_deref().map(new);
    }
    of.ids = std::mem::take(&mut of.ids).into_iter().map(|(key, id)| (new(&key), id)).collect();
}

/// Which items of another tree are which of the base.
struct Match<'a> {
    base: &'a Tree,
    other: &'a Tree,
    /// Keys of the base by those of the other.
    pairs: HashMap<String, String>,
    taken: HashSet<String>,
}

impl<'a> Match<'a> {
    fn new(base: &'a Tree, other: &'a Tree) -> Self {
        Self { base, other, pairs: HashMap::new(), taken: HashSet::new() }
    }

    fn pairs(mut self) -> HashMap<String, String> {
        let (base, other) = (self.base, self.other);
        let (request, folder) = (ItemKind::Request, ItemKind::Folder);
        let named = |node: &Node| (operation(node), node.name.clone());
        self.pair(says(of(base, request), named), says(of(other, request), named));
        self.pair(says(of(base, request), operation), says(of(other, request), operation));
        let (ours, theirs) = (paths(base), paths(other));
        let path = |of: &HashMap<&str, String>, node: &Node| of.get(node.key.as_str()).cloned();
        self.pair(
            says(of(base, folder), |node| path(&ours, node)),
            says(of(other, folder), |node| path(&theirs, node)),
        );
        self.by_content();
        self.examples();
        self.pairs
    }

    /// Pairs what says the same of itself, in order.
    fn pair<K: Hash + Eq>(&mut self, base: Said<'a, K>, other: Said<'a, K>) {
        let mut known: HashMap<K, VecDeque<&Node>> = HashMap::new();
        for (says, node) in base {
            if !self.taken.contains(&node.key) {
                known.entry(says).or_default().push_back(node);
            }
        }
        for (says, node) in other {
            if self.pairs.contains_key(&node.key) {
                continue;
            }
            let Some(base) = known.get_mut(&says).and_then(VecDeque::pop_front) else { continue };
            self.taken.insert(base.key.clone());
            self.pairs.insert(node.key.clone(), base.key.clone());
        }
    }

    /// A folder that was renamed is known by what lies in it, the innermost first.
    fn by_content(&mut self) {
        let parents: HashMap<&str, Option<&str>> = self
            .base
            .nodes
            .iter()
            .map(|node| (node.key.as_str(), node.parent.as_deref()))
            .collect();
        for node in self.other.nodes.iter().rev() {
            let Some(parent) = node.parent.as_ref().filter(|key| !self.pairs.contains_key(*key))
            else {
                continue;
            };
            let Some(base) = self.pairs.get(&node.key) else { continue };
            let folder = parents.get(base.as_str()).copied().flatten();
            if let Some(folder) = folder.filter(|folder| !self.taken.contains(*folder)) {
                self.taken.insert(folder.to_owned());
                self.pairs.insert(parent.clone(), folder.to_owned());
            }
        }
    }

    fn examples(&mut self) {
        let inside = |tree: &'a Tree| {
            let mut inside: HashMap<&str, Vec<&'a Node>> = HashMap::new();
            for node in tree.nodes.iter().filter(|node| node.kind == ItemKind::Response) {
                inside.entry(node.parent.as_deref().unwrap_or_default()).or_default().push(node);
            }
            inside
        };
        let (base, other) = (inside(self.base), inside(self.other));
        for node in self.other.nodes.iter().filter(|node| node.kind == ItemKind::Request) {
            let Some(request) = self.pairs.get(&node.key).cloned() else { continue };
            let (Some(base), Some(other)) =
                (base.get(request.as_str()), other.get(node.key.as_str()))
            else {
                continue;
            };
            let named = |node: &Node| (status(node), node.name.clone());
            let (base, other) = (|| base.iter().copied(), || other.iter().copied());
            self.pair(says(base(), named), says(other(), named));
            self.pair(says(base(), status), says(other(), status));
        }
    }
}

/// Nodes, each with what it says of itself.
type Said<'a, K> = Vec<(K, &'a Node)>;

fn says<'a, K>(nodes: impl Iterator<Item = &'a Node>, what: impl Fn(&Node) -> K) -> Said<'a, K> {
    nodes.map(|node| (what(node), node)).collect()
}

fn of(tree: &Tree, kind: ItemKind) -> impl Iterator<Item = &Node> {
    tree.nodes.iter().filter(move |node| node.kind == kind)
}

/// The names of folders from the top to each folder.
fn paths(tree: &Tree) -> HashMap<&str, String> {
    let mut paths: HashMap<&str, String> = HashMap::new();
    for node in tree.nodes.iter().filter(|node| node.kind == ItemKind::Folder) {
        let above = node.parent.as_deref().and_then(|key| paths.get(key)).cloned();
        paths.insert(&node.key, format!("{}\n{}", above.unwrap_or_default(), node.name));
    }
    paths
}

/// What a request calls, such as `GET /pets/{}`.
pub(super) fn operation(node: &Node) -> String {
    let request = member(&node.document.body, "request").unwrap_or("null");
    let request: Value = serde_json::from_str(request).unwrap_or_default();
    let url = if request.is_object() { request.get("url") } else { Some(&request) };
    let method = request.get("method").and_then(Value::as_str).unwrap_or("GET");
    format!("{} {}", method.to_uppercase(), template(url))
}

/// The status of an example, as written.
fn status(node: &Node) -> String {
    member(&node.document.body, "code").unwrap_or_default().to_owned()
}
