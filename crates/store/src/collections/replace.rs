//! Replacing a collection: only rows that differ are written.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use model::collection::{Draft, DraftItem};
use model::{Element, ElementKind, Stamp};

use super::write::{Common, Place, asked, ids, insert_items, owners, retire, siblings};
use super::{order, read};
use crate::Store;
use crate::db::{Par, Tx, params};
use crate::documents::{Text, change_text, length, same};
use crate::elements::{Expect, expected, touch};
use crate::error::{Result, StoreError};
use crate::keyfile::Keys;
use crate::rows::{effect, item_number, list, row};
use crate::sealed::{Known, Sealer, known};

/// How much of a collection a replacement took away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Items that are gone.
    pub removed: u64,
    /// Items there were before.
    pub total: u64,
}

/// An item as it is now, without its text.
struct Present {
    parent: String,
    kind: i64,
    position: i64,
    name: String,
    slots: String,
    size: i64,
    created_at: i64,
}

impl Store {
    /// Makes a collection what the draft says.
    ///
    /// Items are recognised by their ids; those without one are new, those not in the draft are
    /// deleted. Unchanged items are not touched. The id of another collection's item is refused
    /// as [`StoreError::Exists`].
    pub async fn replace_collection(
        &self,
        stamp: &Stamp,
        id: &str,
        expect: &Expect,
        draft: Draft,
    ) -> Result<(Element, Replaced)> {
        let task =
            Arc::new((stamp.clone(), id.to_owned(), expect.clone(), draft, self.keys.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, id, expect, draft, keys) = &*task;
                    let element = expected(tx, ElementKind::Collection, id, expect).await?;
                    replace(tx, keys, stamp, element, draft).await
                })
            })
            .await
    }
}

pub(crate) async fn replace(
    tx: &mut Tx<'_>,
    keys: &Keys,
    stamp: &Stamp,
    element: Element,
    draft: &Draft,
) -> Result<(Element, Replaced)> {
    let present = present(tx, &element.id).await?;
    let ids = draft_ids(tx, &element.id, draft).await?;
    let mut sealer = Sealer::new(keys, &element.id, element.kind.name());
    let mut places = places(stamp, draft, &ids, &present);
    let changed = changed(tx, &mut sealer, keys, draft, &present, &mut places).await?;
    sealer.flush(tx).await?;

    let keep: HashSet<&str> = ids.iter().map(String::as_str).collect();
    let gone: Vec<&str> =
        present.keys().map(String::as_str).filter(|id| !keep.contains(id)).collect();
    let rewritten = changed.iter().filter_map(|index| ids.get(*index)).map(String::as_str);
    let rewritten = rewritten.filter(|id| present.contains_key(*id));
    let retired: Vec<&str> = rewritten.chain(gone.iter().copied()).collect();
    let version = element.version + 1;
    let common = Common { collection: &element.id, workspace: &element.workspace, stamp, version };
    retire(tx, &retired).await?;
    bury(tx, &common, &present, &gone).await?;
    insert_items(tx, &common, draft, &places, &changed).await?;

    let text = Text { id: &element.id, kind: element.kind.name(), document: &draft.head, version };
    change_text(tx, stamp, keys, &text, element.name != draft.name).await?;
    let grown = "SELECT size FROM elements WHERE id = $1";
    let before = tx.first(grown, params![&element.id]).await?.ok_or(StoreError::NotFound)?.int()?;
    let replaced = Replaced { removed: gone.len() as u64, total: present.len() as u64 };
    let growth = read::size(draft) - before;
    let element = touch(tx, stamp, element, &draft.name, growth, None).await?;
    crate::search::note_element(tx, &element, &crate::search::described(&draft.head.body)).await?;
    effect(tx, stamp).await?;
    Ok((element, replaced))
}

/// The items of a collection by id.
async fn present(tx: &mut Tx<'_>, collection: &str) -> Result<HashMap<String, Present>> {
    let sql = "SELECT id, parent, kind, position, name, slots, size, created_at FROM items WHERE \
               collection = $1";
    let found = tx.query(sql, params![collection]).await?;
    let read = |mut row: crate::db::Row| {
        let id = row.text()?;
        let present = Present {
            parent: row.text()?,
            kind: row.int()?,
            position: row.int()?,
            name: row.text()?,
            slots: row.text()?,
            size: row.int()?,
            created_at: row.int()?,
        };
        Ok((id, present))
    };
    found.into_iter().map(read).collect()
}

/// The ids the draft's items will have.
async fn draft_ids(tx: &mut Tx<'_>, collection: &str, draft: &Draft) -> Result<Vec<String>> {
    let asked: Vec<Option<String>> =
        draft.items.iter().map(|item| asked(item.id.as_ref())).collect();
    let wanted: Vec<&str> = asked.iter().flatten().map(String::as_str).collect();
    let owners = owners(tx, &wanted).await?;
    let foreign = wanted.iter().find(|id| owners.get(**id).is_some_and(|one| one != collection));
    if let Some(id) = foreign {
        return Err(StoreError::Exists { id: (*id).to_owned() });
    }
    Ok(ids(asked, &HashSet::new()))
}

/// Where the draft's items will be; positions move as little as possible.
fn places(
    stamp: &Stamp,
    draft: &Draft,
    ids: &[String],
    present: &HashMap<String, Present>,
) -> Vec<Place> {
    let parent = |item: &DraftItem| item.parent.and_then(|at| ids.get(at)).cloned();
    let mut places: Vec<Place> = draft
        .items
        .iter()
        .zip(ids)
        .map(|(item, id)| Place {
            id: id.clone(),
            parent: parent(item).unwrap_or_default(),
            position: 0,
            slots: String::new(),
            created_at: present.get(id).map_or(stamp.at, |before| before.created_at),
        })
        .collect();
    for group in siblings(draft) {
        let old: Vec<Option<i64>> = group
            .iter()
            .map(|index| {
                let place = places.get(*index)?;
                let before = present.get(&place.id)?;
                (before.parent == place.parent).then_some(before.position)
            })
            .collect();
        for (index, position) in group.iter().zip(order::positions(&old)) {
            if let Some(place) = places.get_mut(*index) {
                place.position = position;
            }
        }
    }
    places
}

/// Which of the draft's items differ from what is stored; fills in their slots.
async fn changed(
    tx: &mut Tx<'_>,
    sealer: &mut Sealer<'_>,
    keys: &Keys,
    draft: &Draft,
    present: &HashMap<String, Present>,
    places: &mut [Place],
) -> Result<Vec<usize>> {
    let mut changed = Vec::new();
    // Those that may be the same; their texts are compared a part at a time.
    let mut doubtful: Vec<usize> = Vec::new();
    for (index, (item, place)) in draft.items.iter().zip(places.iter_mut()).enumerate() {
        let before = present.get(&place.id);
        let secrets = match before {
            Some(before) => known(tx, keys, &before.slots).await?,
            None => Known::new(),
        };
        let alike = before.is_some_and(|before| {
            before.kind == item_number(item.kind)
                && before.size == length(&item.document.body)
                && (&before.parent, before.position, &before.name)
                    == (&place.parent, place.position, &item.name)
                && same(&secrets, &item.document)
        });
        if alike {
            doubtful.push(index);
        } else {
            changed.push(index);
        }
        place.slots = sealer.seal(&item.document.secrets, &secrets)?;
    }
    while !doubtful.is_empty() {
        let part = doubtful.split_off(doubtful.len() - part_of(draft, &doubtful));
        let place = |index: &usize| places.get(*index).map(|place| place.id.as_str());
        let ids: Vec<&str> = part.iter().filter_map(place).collect();
        let sql = "SELECT id, body FROM items WHERE id IN (SELECT value FROM json_each($1))";
        let mut bodies = HashMap::new();
        for mut row in tx.query(sql, &[Par::Text(&list(&ids))]).await? {
            bodies.insert(row.text()?, row.text()?);
        }
        let differs = |index: &usize| {
            let body = place(index).and_then(|id| bodies.get(id));
            body != draft.items.get(*index).map(|item| &item.document.body)
        };
        changed.extend(part.iter().copied().filter(differs));
    }
    changed.sort_unstable();
    Ok(changed)
}

/// How many items at the end of a list to compare at once, so that few texts are in memory.
fn part_of(draft: &Draft, items: &[usize]) -> usize {
    let size = |index: &usize| draft.items.get(*index).map_or(0, |item| item.document.body.len());
    let sums = items.iter().rev().map(size).scan(0_usize, |sum, size| {
        *sum = sum.saturating_add(size);
        Some(*sum)
    });
    sums.take(200).take_while(|sum| *sum < 4 << 20).count().max(1)
}

/// Marks the ends of items among their past states.
async fn bury(
    tx: &mut Tx<'_>,
    common: &Common<'_>,
    present: &HashMap<String, Present>,
    gone: &[&str],
) -> Result<()> {
    const COLUMNS: [&str; 12] = [
        "of_id", "element", "number", "at", "by_user", "record", "kind", "parent", "position",
        "name", "body", "slots",
    ];
    let Common { collection, stamp, version, .. } = common;
    for part in gone.chunks(256) {
        let rows: Vec<Vec<Par<'_>>> = part
            .iter()
            .filter_map(|id| Some((*id, present.get(*id)?)))
            .map(|(id, before)| {
                row![
                    id,
                    *collection,
                    *version,
                    stamp.at,
                    stamp.user.0,
                    stamp.record.as_str(),
                    before.kind,
                    &before.parent,
                    before.position,
                    &before.name,
                    None::<i64>,
                    "",
                ]
            })
            .collect();
        tx.insert_many("revisions", &COLUMNS, &rows).await?;
    }
    Ok(())
}
