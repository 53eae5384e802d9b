//! Lists of elements, whole or by page.
//!
//! A page costs the same wherever it lies and however many elements there are: the workspaces the
//! viewer sees come with their totals, the counts inside a workspace lead to the right thousand,
//! and only there rows are stepped over. Lists with a filter, or reaching for single elements,
//! use plain indexed queries instead.

use model::{Element, ElementKind, UserId, Visible};

use crate::Store;
use crate::conditions::Conditions;
use crate::db::{Par, Tx, params};
use crate::documents::Sized;
use crate::elements::{ALL, BUCKET};
use crate::error::{Result, StoreError};
use crate::reach::{self, Scope};
use crate::rows::{self, ELEMENT, kind_number, limit, list};

/// Which elements to list. Empty fields don't restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ElementQuery {
    /// Only in this workspace; an unknown or invisible one holds nothing.
    pub workspace: Option<String>,
    /// Only with exactly this name.
    pub name: Option<String>,
    /// Only with this text in the description, in any case. Only APIs have one here.
    pub description: Option<String>,
    /// Only created by this user.
    pub created_by: Option<UserId>,
    /// Only these.
    pub ids: Option<Vec<String>>,
    /// Only forks.
    pub forks: Option<Forks>,
    /// Only this part of the list.
    pub page: Option<Page>,
}

/// Which forks to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forks {
    /// Those of one element.
    Of(String),
    /// All.
    Any,
}

/// A part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many elements to skip.
    pub offset: u64,
    /// How many to list at most.
    pub limit: u64,
}

/// Elements, by their workspace's age and then their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The elements of the page.
    pub items: Vec<Element>,
    /// How many there are on all pages.
    pub total: u64,
}

impl Store {
    /// Lists the elements of a kind that the caller sees.
    pub async fn elements(
        &self,
        kind: ElementKind,
        visible: &Visible,
        query: &ElementQuery,
    ) -> Result<Listing> {
        let (visible, query) = (visible.clone(), query.clone());
        self.sized(move |tx, most| {
            let (visible, query) = (visible.clone(), query.clone());
            Box::pin(async move { list_elements(tx, kind, &visible, &query, most).await })
        })
        .await
    }
}

/// Bytes of a row, roughly: so long lists are not read on a thread that serves others.
const ROW: i64 = 128;

async fn list_elements(
    tx: &mut Tx<'_>,
    kind: ElementKind,
    visible: &Visible,
    query: &ElementQuery,
    most: i64,
) -> Result<Sized<Listing>> {
    let scope = reach::scope(tx, kind, visible, query.workspace.as_deref()).await?;
    let filtered = query.name.is_some()
        || query.description.is_some()
        || query.created_by.is_some()
        || query.ids.is_some()
        || query.forks.is_some();
    let searching = filtered || scope.single;
    let total: i64 = scope.whole.iter().map(|(_, total)| *total).sum();
    let rows = match query.page {
        Some(page) if !searching => total.min(limit(Some(page.limit))),
        _ => total,
    };
    if rows.saturating_mul(ROW) > most {
        return Ok(Sized::Big);
    }
    let listing = if searching {
        searched(tx, kind, &scope, query).await?
    } else {
        walked(tx, kind, &scope, query.page).await?
    };
    Ok(Sized::Fits(listing))
}

/// The page from whole workspaces, by their counts.
async fn walked(
    tx: &mut Tx<'_>,
    kind: ElementKind,
    scope: &Scope,
    page: Option<Page>,
) -> Result<Listing> {
    let total = scope.whole.iter().map(|(_, total)| *total).sum::<i64>().max(0);
    let mut offset = limit(Some(page.map_or(0, |page| page.offset)));
    let mut left = limit(page.map(|page| page.limit));
    let mut items = Vec::new();
    for (workspace, total) in &scope.whole {
        if left == 0 {
            break;
        }
        if offset >= *total {
            offset -= total;
            continue;
        }
        let (from, skip) = seek(tx, kind, workspace, offset).await?;
        let sql = format!(
            "SELECT {ELEMENT} FROM elements e WHERE e.workspace = $1 AND e.kind = $2 AND e.ord >= \
             $3 ORDER BY e.ord LIMIT $4 OFFSET $5"
        );
        let found = tx.query(&sql, params![workspace, kind_number(kind), from, left, skip]).await?;
        left -= i64::try_from(found.len()).unwrap_or(left);
        offset = 0;
        for mut row in found {
            items.push(rows::element(&mut row)?);
        }
    }
    Ok(Listing { items, total: total.unsigned_abs() })
}

/// The `ord` from which to read, and how many elements to skip from there.
async fn seek(
    tx: &mut Tx<'_>,
    kind: ElementKind,
    workspace: &str,
    offset: i64,
) -> Result<(i64, i64)> {
    if offset < BUCKET {
        return Ok((0, offset));
    }
    let sql = "SELECT bucket, n FROM element_counts WHERE workspace = $1 AND kind = $2 AND bucket \
               > $3 ORDER BY bucket";
    let mut left = offset;
    for mut row in tx.query(sql, params![workspace, kind_number(kind), ALL]).await? {
        let (bucket, count) = (row.int()?, row.int()?);
        if left < count {
            return Ok((bucket * BUCKET, left));
        }
        left -= count;
    }
    // The counts say more than there are; the page is simply empty then.
    Ok((i64::MAX, 0))
}

/// The page by conditions on each element.
async fn searched(
    tx: &mut Tx<'_>,
    kind: ElementKind,
    scope: &Scope,
    query: &ElementQuery,
) -> Result<Listing> {
    let whole = list(&scope.whole.iter().map(|(id, _)| id).collect::<Vec<_>>());
    let (partly, allowed, blocked) =
        (list(&scope.partly), list(&scope.allowed), list(&scope.blocked));
    let described = query.description.as_ref().map(|text| like(&text.to_lowercase()));

    let mut sql = Conditions::new(&[Par::from(kind_number(kind))]);
    let in_whole = "e.workspace IN (SELECT value FROM json_each($))";
    if scope.allowed.is_empty() {
        sql.and(in_whole, [Par::from(&whole)]);
    } else {
        let single = "(e.workspace IN (SELECT value FROM json_each($)) AND e.id IN (SELECT value \
                      FROM json_each($)))";
        let either = format!("({in_whole} OR {single})");
        sql.and(&either, [Par::from(&whole), Par::from(&partly), Par::from(&allowed)]);
    }
    if !scope.blocked.is_empty() {
        sql.and("e.id NOT IN (SELECT value FROM json_each($))", [Par::from(&blocked)]);
    }
    if let Some(name) = &query.name {
        sql.and("e.name = $", [Par::from(name)]);
    }
    if let Some(user) = query.created_by {
        sql.and("e.owner = $", [Par::from(user.0)]);
    }
    let ids = query.ids.as_ref().map(|ids| list(ids));
    if let Some(ids) = &ids {
        sql.and("e.id IN (SELECT value FROM json_each($))", [Par::from(ids)]);
    }
    match &query.forks {
        Some(Forks::Of(parent)) => {
            let forks = "e.id IN (SELECT fork FROM forks WHERE parent = $)";
            sql.and(forks, [Par::from(parent)]);
        }
        Some(Forks::Any) => sql.and("e.fork <> ''", []),
        None => {}
    }
    if let Some(pattern) = &described {
        sql.and("e.about LIKE $ ESCAPE '!'", [Par::from(pattern)]);
    }
    page_of(tx, sql, query.page).await
}

async fn page_of(
    tx: &mut Tx<'_>,
    mut conditions: Conditions<'_>,
    page: Option<Page>,
) -> Result<Listing> {
    const FROM: &str = "FROM elements e JOIN workspaces w ON w.id = e.workspace WHERE e.kind = $1";
    let (text, params) = conditions.clone().done();
    let count = tx.first(&format!("SELECT COUNT(*) {FROM}{text}"), &params).await?;
    let total = count.ok_or_else(|| StoreError::odd("no count"))?.int()?;
    let most = limit(page.map(|page| page.limit));
    let skip = limit(Some(page.map_or(0, |page| page.offset)));
    let order = " ORDER BY w.created_at, w.id, e.ord LIMIT $ OFFSET $";
    conditions.add(order, [most.into(), skip.into()]);
    let (text, params) = conditions.done();
    let found = tx.query(&format!("SELECT {ELEMENT} {FROM}{text}"), &params).await?;
    let items = found.into_iter().map(|mut row| rows::element(&mut row)).collect::<Result<_>>()?;
    Ok(Listing { items, total: total.unsigned_abs() })
}

/// A pattern that finds `text` anywhere, its own wildcards taken literally.
pub(crate) fn like(text: &str) -> String {
    let literal = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{literal}%")
}
