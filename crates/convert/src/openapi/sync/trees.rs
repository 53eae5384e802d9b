//! Collections as trees whose items have common keys.

use std::collections::{HashMap, HashSet};

use model::collection::{Collection, Draft, ItemKind, parse};
use model::json::{member, quote, with_members};
use model::merge::{Node, Tree};
use model::secret::Document;
use serde_json::Value;

use crate::{
    Fault,
    openapi::operation::with_query,
    to_openapi::url::{joined, template},
};

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
        let of = |tree: &'a Tree, kind| tree.nodes.iter().filter(move |node| node.kind == kind);
        let (request, folder) = (ItemKind::Request, ItemKind::Folder);
        let named = |node: &&Node| (operation(node), node.name.clone());
        self.pair(of(self.base, request), of(self.other, request), named);
        self.pair(of(self.base, request), of(self.other, request), |node| operation(node));
        let (ours, theirs) = (paths(self.base), paths(self.other));
        let path = |of: &HashMap<&str, String>, node: &Node| of.get(node.key.as_str()).cloned();
        let known: Vec<(&Node, Option<String>)> =
            of(self.base, folder).map(|node| (node, path(&ours, node))).collect();
        for node in of(self.other, folder) {
            let wanted = path(&theirs, node);
            let found = known.iter().find(|(base, path)| *path == wanted && self.free(base));
            if let Some((base, _)) = found {
                self.add(node, base);
            }
        }
        self.by_content();
        self.examples();
        self.pairs
    }

    fn free(&self, base: &Node) -> bool {
        !self.taken.contains(&base.key)
    }

    fn add(&mut self, other: &Node, base: &Node) {
        self.taken.insert(base.key.clone());
        self.pairs.insert(other.key.clone(), base.key.clone());
    }

    /// Pairs what says the same of itself, in order.
    fn pair<K: std::hash::Hash + Eq>(
        &mut self,
        base: impl Iterator<Item = &'a Node>,
        other: impl Iterator<Item = &'a Node>,
        says: impl Fn(&&'a Node) -> K,
    ) {
        let mut known: HashMap<K, Vec<&Node>> = HashMap::new();
        for node in base.filter(|node| !self.taken.contains(&node.key)) {
            known.entry(says(&node)).or_default().push(node);
        }
        for node in other.filter(|node| !self.pairs.contains_key(&node.key)).collect::<Vec<_>>() {
            let Some(same) = known.get_mut(&says(&node)).filter(|same| !same.is_empty()) else {
                continue;
            };
            let base = same.remove(0);
            self.add(node, base);
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
            let named = |node: &&Node| (status(node), node.name.clone());
            self.pair(base.iter().copied(), other.iter().copied(), named);
            self.pair(base.iter().copied(), other.iter().copied(), |node| status(node));
        }
    }
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

/// Where an address was put together from two, its text is made anew of its parts.
pub(super) fn fresh_urls(tree: &mut Tree, before: &Tree) {
    let known: HashMap<&str, &Node> =
        before.nodes.iter().map(|node| (node.key.as_str(), node)).collect();
    for node in tree.nodes.iter_mut().filter(|node| node.kind == ItemKind::Request) {
        let Some(was) = known.get(node.key.as_str()) else { continue };
        let text = node.document.text().into_owned();
        let Some(request) = member(&text, "request").filter(|one| one.starts_with('{')) else {
            continue;
        };
        let Some(url) = member(request, "url").filter(|one| one.starts_with('{')) else { continue };
        let old = was.document.text();
        let old = member(&old, "request").and_then(|request| member(request, "url"));
        if old == Some(url) || member(url, "raw").is_none() {
            continue;
        }
        let Ok(Value::Object(parts)) = serde_json::from_str(url) else { continue };
        let query = parts.get("query").and_then(Value::as_array).map(Vec::as_slice);
        let raw = quote(&with_query(joined(&parts), query.unwrap_or_default()));
        let fresh = with_members(url, &[("raw", Some(raw))])
            .and_then(|url| with_members(request, &[("url", Some(url))]))
            .and_then(|request| with_members(&text, &[("request", Some(request))]));
        if let Some(fresh) = fresh {
            node.document = Document::extract(&fresh);
        }
    }
}
