//! Rows of items about to be written.

use std::collections::{HashMap, HashSet};

use model::ElementRef;
use model::collection::Draft;
use model::id::new_element_id;

use crate::db::{Par, Tx};
use crate::error::Result;
use crate::rows::{each_part, list, row};
use crate::search;

/// An item as it will be stored, apart from its text, which stays in the draft.
#[derive(Debug)]
pub(super) struct Place {
    pub id: String,
    /// Empty at the top.
    pub parent: String,
    pub position: i64,
    pub slots: String,
    pub created_at: i64,
}

/// The id an item asks for, if it is one that can be used in an address.
pub(super) fn asked(id: Option<&String>) -> Option<String> {
    let id = ElementRef::parse(id?).id;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let fits = (1..=128).contains(&id.len())
        && id.bytes().all(plain)
        && id.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    fits.then_some(id)
}

/// Ids of a draft's items. `taken` tells, of the ids asked for, which can't be had; they and
/// repeated ones are replaced by new ones.
pub(super) fn ids(asked: Vec<Option<String>>, taken: &HashSet<String>) -> Vec<String> {
    let mut used = HashSet::with_capacity(asked.len());
    let id = |asked: Option<String>| match asked {
        Some(id) if !taken.contains(&id) && used.insert(id.clone()) => id,
        _ => new_element_id(),
    };
    asked.into_iter().map(id).collect()
}

/// Which of the ids are items already, and of which collection.
pub(crate) async fn owners(tx: &mut Tx<'_>, ids: &[&str]) -> Result<HashMap<String, String>> {
    let sql = "SELECT id, collection FROM items WHERE id IN (SELECT value FROM json_each($1))";
    let found = each_part(tx, sql, ids).await?;
    found.into_iter().map(|mut row| Ok((row.text()?, row.text()?))).collect()
}

/// Items of a draft by their parent, in order: the first entry holds those at the top, the entry
/// `n + 1` those in item `n`.
pub(super) fn siblings(draft: &Draft) -> Vec<Vec<usize>> {
    let mut groups = vec![Vec::new(); draft.items.len() + 1];
    for (index, item) in draft.items.iter().enumerate() {
        if let Some(group) = groups.get_mut(item.parent.map_or(0, |parent| parent + 1)) {
            group.push(index);
        }
    }
    groups
}

/// What all rows of one change have in common.
pub(super) struct Common<'a> {
    pub collection: &'a str,
    pub workspace: &'a str,
    pub stamp: &'a model::Stamp,
    pub version: i64,
}

/// Inserts the items of a draft that `which` lists, at their places.
pub(super) async fn insert_items(
    tx: &mut Tx<'_>,
    common: &Common<'_>,
    draft: &Draft,
    places: &[Place],
    which: &[usize],
) -> Result<()> {
    const COLUMNS: [&str; 14] = [
        "id",
        "collection",
        "parent",
        "kind",
        "position",
        "name",
        "body",
        "slots",
        "size",
        "created_at",
        "updated_at",
        "updated_by",
        "version",
        "record",
    ];
    let Common { collection, workspace, stamp, version } = common;
    let these = which
        .iter()
        .filter_map(|index| Some((draft.items.get(*index)?, places.get(*index)?)))
        .map(|(item, place)| {
            (place.id.as_str(), item.kind, item.name.as_str(), item.document.body.as_str())
        });
    let place = search::Place { collection, workspace };
    search::note_items(tx, &place, these).await?;
    for part in which.chunks(256) {
        let rows: Vec<Vec<Par<'_>>> = part
            .iter()
            .filter_map(|index| Some((draft.items.get(*index)?, places.get(*index)?)))
            .map(|(item, place)| {
                row![
                    &place.id,
                    *collection,
                    &place.parent,
                    crate::rows::item_number(item.kind),
                    place.position,
                    &item.name,
                    &item.document.body,
                    &place.slots,
                    crate::documents::length(&item.document.body),
                    place.created_at,
                    stamp.at,
                    stamp.user.0,
                    *version,
                    stamp.record.as_str(),
                ]
            })
            .collect();
        tx.insert_many("items", &COLUMNS, &rows).await?;
    }
    Ok(())
}

/// Moves the present states of items to the past and removes the items.
pub(super) async fn retire(tx: &mut Tx<'_>, ids: &[&str]) -> Result<()> {
    let these = "WHERE id IN (SELECT value FROM json_each($1))";
    for part in ids.chunks(1000) {
        let part = list(part);
        let keep = format!("{} {these}", crate::elements::KEEP_ITEMS);
        tx.run(&keep, &[Par::Text(&part)]).await?;
        tx.run(&format!("DELETE FROM items {these}"), &[Par::Text(&part)]).await?;
    }
    search::forget_items(tx, ids).await?;
    Ok(())
}

/// Copies the present state of one item to the past.
pub(super) async fn retire_one(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let keep = format!("{} WHERE id = $1", crate::elements::KEEP_ITEMS);
    tx.run(&keep, &[Par::Text(id)]).await.map(|_| ())
}
