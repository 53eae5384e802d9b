//! Merging a fork and its parent, in either direction.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use model::collection::{Draft, DraftItem};
use model::id::new_element_id;
use model::merge::{Clash, Sides, Tree, trees};
use model::{Element, ElementKind, Stamp};

use super::state::{self, Pairs};
use super::{element, pair, unpair};
use crate::collections::replace;
use crate::collections::write::owners;
use crate::db::{Tx, params};
use crate::documents::{Head, change_document};
use crate::elements::{self, Expect, expected};
use crate::error::{Result, StoreError};
use crate::keyfile::Keys;
use crate::rows::effect;
use crate::{PullRequest, Store, pull_requests};

/// Which side takes over the other's changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Into {
    /// The parent: a merge.
    Parent,
    /// The fork: a pull.
    Fork,
}

/// What becomes of the fork after its parent took over its changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It stays as it is.
    Keep,
    /// It becomes what its parent is now.
    Update,
    /// It is deleted.
    Delete,
}

/// A merge of a fork and its parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// What both are.
    pub kind: ElementKind,
    /// The fork, and what the caller saw of it.
    pub fork: (String, Expect),
    /// Its parent, and what the caller saw of it.
    pub parent: (String, Expect),
    /// Who takes over.
    pub into: Into,
    /// What becomes of the fork; counts only in a merge into the parent.
    pub after: After,
    /// The pull request that is merged: as it was read, and as it will be.
    pub pull: Option<(PullRequest, PullRequest)>,
}

/// How a merge went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// It is done.
    Done,
    /// Both changed the same things; nothing was changed.
    Clashes(Vec<Clash>),
    /// The one is no fork of the other.
    Unrelated,
}

/// What both sides had in common last.
struct Base {
    element: String,
    version: i64,
}

impl Store {
    /// Merges a fork into its parent or the other way round, in one transaction.
    pub async fn merge(&self, stamp: &Stamp, merge: &Merge) -> Result<Merged> {
        let task = Arc::new((stamp.clone(), merge.clone(), self.keys.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, merge, keys) = &*task;
                    Work::begin(tx, keys, stamp, merge).await
                })
            })
            .await
    }

    /// Whether the parent of a fork has changes that the fork has not taken over. `None` when it is
    /// no fork; a parent that is gone is [`StoreError::NotFound`].
    pub async fn parent_ahead(&self, kind: ElementKind, fork: &str) -> Result<Option<bool>> {
        let (fork, keys) = (fork.to_owned(), self.keys.clone());
        self.db
            .read_big(move |tx| {
                let (fork, keys) = (fork.clone(), keys.clone());
                Box::pin(async move {
                    let Some((parent, base)) = base(tx, &fork).await? else { return Ok(None) };
                    let parent = element(tx, kind, &parent).await?;
                    if base.element == parent.id && base.version == parent.version {
                        return Ok(Some(false));
                    }
                    let fork = element(tx, kind, &fork).await?;
                    let pairs = Pairs::read(tx, &fork.id).await?;
                    let before = read_base(tx, &keys, &fork, &parent, &base, &pairs).await?;
                    let now = state::at(tx, &keys, &parent, parent.version).await?;
                    let sides = Sides { base: &before, ours: &before, theirs: &now };
                    Ok(Some(trees(sides).as_ref() != Ok(&before)))
                })
            })
            .await
    }
}

async fn base(tx: &mut Tx<'_>, fork: &str) -> Result<Option<(String, Base)>> {
    let sql = "SELECT parent, base, version FROM forks WHERE fork = $1";
    let Some(mut row) = tx.first(sql, params![fork]).await? else { return Ok(None) };
    let parent = row.text()?;
    Ok(Some((parent, Base { element: row.text()?, version: row.int()? })))
}

async fn read_base(
    tx: &mut Tx<'_>,
    keys: &Keys,
    fork: &Element,
    parent: &Element,
    base: &Base,
    pairs: &Pairs,
) -> Result<Tree> {
    if base.element == fork.id {
        return Ok(pairs.keyed(state::at(tx, keys, fork, base.version).await?));
    }
    state::at(tx, keys, parent, base.version).await
}

struct Work<'a> {
    keys: &'a Keys,
    stamp: &'a Stamp,
    pairs: Pairs,
    /// Keys of the items of the parent and of the fork.
    own: (HashSet<String>, HashSet<String>),
    /// Pairs to be stored.
    fresh: Vec<(String, String)>,
}

impl<'a> Work<'a> {
    async fn begin(
        tx: &mut Tx<'_>,
        keys: &'a Keys,
        stamp: &'a Stamp,
        merge: &Merge,
    ) -> Result<Merged> {
        let Merge { kind, fork: (fork, seen_fork), parent: (parent, seen_parent), .. } = merge;
        let fork = expected(tx, *kind, fork, seen_fork).await?;
        let parent = expected(tx, *kind, parent, seen_parent).await?;
        let base = match base(tx, &fork.id).await? {
            Some((of, base)) if of == parent.id => base,
            _ => return Ok(Merged::Unrelated),
        };
        let pairs = Pairs::read(tx, &fork.id).await?;
        let own = Default::default();
        let mut work = Self { keys, stamp, pairs, own, fresh: Vec::new() };
        work.merge(tx, merge, fork, parent, &base).await
    }

    async fn merge(
        &mut self,
        tx: &mut Tx<'_>,
        merge: &Merge,
        fork: Element,
        parent: Element,
        base: &Base,
    ) -> Result<Merged> {
        let before = read_base(tx, self.keys, &fork, &parent, base, &self.pairs).await?;
        let forked = state::at(tx, self.keys, &fork, fork.version).await?;
        let forked = self.pairs.keyed(forked);
        let origin = state::at(tx, self.keys, &parent, parent.version).await?;
        let own = |tree: &Tree| tree.nodes.iter().map(|node| node.key.clone()).collect();
        self.own = (own(&origin), own(&forked));
        let (ours, theirs) = match merge.into {
            Into::Parent => (&origin, &forked),
            Into::Fork => (&forked, &origin),
        };
        let merged = match trees(Sides { base: &before, ours, theirs }) {
            Ok(merged) => merged,
            Err(clashes) => return Ok(Merged::Clashes(clashes)),
        };
        drop(before);
        let changed = merged != *ours;
        let (fork_id, parent_id) = (fork.id.clone(), parent.id.clone());
        let parent_version = parent.version + i64::from(changed && merge.into == Into::Parent);
        let mut common = (&parent_id, parent_version);
        match (merge.into, merge.after) {
            (Into::Fork, _) => {
                if changed {
                    self.write(tx, fork, merged, Into::Fork).await?;
                }
            }
            (Into::Parent, after) => {
                let version = fork.version;
                let differs = merged != forked;
                let copy = (after == After::Update && differs).then(|| merged.clone());
                if changed {
                    self.write(tx, parent, merged, Into::Parent).await?;
                }
                match after {
                    After::Delete => elements::remove(tx, self.stamp, &fork).await?,
                    After::Keep => common = (&fork_id, version),
                    After::Update => {
                        if let Some(copy) = copy {
                            self.write(tx, fork, copy, Into::Fork).await?;
                        }
                    }
                }
            }
        }
        if !(merge.into == Into::Parent && merge.after == After::Delete) {
            unpair(tx, &fork_id, &self.fresh).await?;
            pair(tx, &fork_id, &self.fresh).await?;
            let sql = "UPDATE forks SET base = $1, version = $2, record = $3 WHERE fork = $4";
            let record = self.stamp.record.as_str();
            tx.run(sql, params![common.0, common.1, record, &fork_id]).await?;
        }
        if let Some((read, now)) = &merge.pull {
            pull_requests::put(tx, self.stamp, read, now).await?;
        }
        effect(tx, self.stamp).await?;
        Ok(Merged::Done)
    }

    /// Makes one side what the tree says; items that are new there get ids and are paired.
    async fn write(
        &mut self,
        tx: &mut Tx<'_>,
        element: Element,
        tree: Tree,
        side: Into,
    ) -> Result<()> {
        let seen = Expect { workspace: element.workspace.clone(), version: None, guard: None };
        if element.kind != ElementKind::Collection {
            let head = Head { id: element.id, name: tree.name, expect: seen };
            let kind = element.kind;
            return change_document(tx, self.keys, self.stamp, kind, &head, &tree.head)
                .await
                .map(drop);
        }
        let taken = self.taken(tx, &element.id, side).await?;
        let mut places: HashMap<String, usize> = HashMap::with_capacity(tree.nodes.len());
        let mut items = Vec::with_capacity(tree.nodes.len());
        for node in tree.nodes {
            let id = self.id(&node.key, side, &taken);
            let parent = node.parent.as_ref().and_then(|key| places.get(key)).copied();
            if parent.is_none() && node.parent.is_some() {
                return Err(StoreError::odd("an item without its parent"));
            }
            places.insert(node.key, items.len());
            items.push(DraftItem {
                id: Some(id),
                parent,
                kind: node.kind,
                name: node.name,
                document: node.document,
            });
        }
        let draft = Draft {
            name: tree.name,
            given_id: None,
            given_uid_owner: None,
            head: tree.head,
            items,
        };
        replace::replace(tx, self.keys, self.stamp, element, &draft).await.map(drop)
    }

    /// Ids of paired items that can't be had on that side: other collections have them now.
    async fn taken(
        &self,
        tx: &mut Tx<'_>,
        collection: &str,
        side: Into,
    ) -> Result<HashSet<String>> {
        let pairs = match side {
            Into::Parent => &self.pairs.items,
            Into::Fork => &self.pairs.origins,
        };
        let ids: Vec<&str> = pairs.keys().map(String::as_str).collect();
        let owners = owners(tx, &ids).await?;
        Ok(owners.into_iter().filter(|(_, of)| of != collection).map(|(id, _)| id).collect())
    }

    /// The id of an item on one side.
    fn id(&mut self, key: &str, side: Into, taken: &HashSet<String>) -> String {
        let paired = self.pairs.items.get(key);
        let item = paired.map_or(key, String::as_str);
        let (own, here) = match side {
            Into::Parent => (&self.own.0, key),
            Into::Fork => (&self.own.1, item),
        };
        if (paired.is_some() || own.contains(key)) && !taken.contains(here) {
            return here.to_owned();
        }
        let new = new_element_id();
        let (item, origin) = match side {
            Into::Parent => (item.to_owned(), new.clone()),
            Into::Fork => (new.clone(), key.to_owned()),
        };
        self.pairs.add(item.clone(), origin.clone());
        self.fresh.push((item, origin));
        new
    }
}
