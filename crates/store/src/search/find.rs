//! Finding by words.

use std::collections::HashSet;
use std::sync::Arc;

use model::collection::ItemKind;
use model::secret::Document;
use model::{Element, ElementKind, Visible, Workspace};

use super::{ITEMS, asked, kind_word, place_word, words};
use crate::Store;
use crate::conditions::Conditions;
use crate::db::{Matching, Par, Tx, Wanted};
use crate::error::Result;
use crate::reach::{self, Scope};
use crate::rows::{self, ELEMENT, WORKSPACE, item_number, kind_number, list};

/// How many are looked at; those beyond are older.
const MOST: usize = 1_000;
/// How many of those with all words in their name, and of those with just that name.
const SOME: usize = 500;
const FEW: usize = 100;
/// Workspaces that the index itself is asked for; of more the rows are looked at.
const PLACES: usize = 40;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Workspaces.
    Workspaces,
    /// Elements of a kind.
    Elements(ElementKind),
    /// Items of collections of a kind.
    Items(ItemKind),
}

impl Subject {
    fn number(self) -> i64 {
        match self {
            Self::Workspaces => 0,
            Self::Elements(kind) => kind_number(kind),
            Self::Items(kind) => ITEMS + item_number(kind),
        }
    }

    fn kind(self) -> ElementKind {
        match self {
            Self::Elements(kind) => kind,
            Self::Workspaces | Self::Items(_) => ElementKind::Collection,
        }
    }
}

/// A search. Empty lists of conditions don't restrict.
#[derive(Clone, Debug)]
pub struct SearchQuery {
    /// What is looked for.
    pub subject: Subject,
    /// All words must be there, the last one may be the beginning of one; empty for everything.
    pub text: String,
    /// Column, whether its value must be among these or must not, and the values.
    pub filters: Vec<(SearchFilter, bool, Vec<String>)>,
    /// How many to skip.
    pub offset: u64,
    /// How many to answer at most.
    pub limit: u64,
}

/// What a search can be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFilter {
    /// Id of the workspace.
    Workspace,
    /// Id of the element, or of the collection of an item.
    Element,
    /// Id of the thing itself.
    Id,
    /// Number of who created it.
    Creator,
    /// Number of the team.
    Team,
    /// Method of a request, in capitals.
    Method,
    /// A tag of the element.
    Tag,
    /// The workspace's: `internal`, `public` or `partner`.
    Visibility,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its workspace.
    pub workspace: Workspace,
    /// The element, or the collection of an item; `None` for a workspace.
    pub element: Option<Element>,
    /// Id, name and text of an item.
    pub item: Option<(String, String, Document)>,
}

impl Store {
    /// Searches what the caller sees, best first. Answers a page, and how many there are, counted
    /// up to a thousand.
    pub async fn search(
        &self,
        visible: &Visible,
        query: &SearchQuery,
    ) -> Result<(Vec<Found>, u64)> {
        let task = Arc::new((visible.clone(), query.clone()));
        self.db
            .read_big(move |tx| {
                let task = task.clone();
                Box::pin(async move { search(tx, &task.0, &task.1).await })
            })
            .await
    }
}

async fn search(
    tx: &mut Tx<'_>,
    visible: &Visible,
    query: &SearchQuery,
) -> Result<(Vec<Found>, u64)> {
    let scope = reach::scope(tx, query.subject.kind(), visible, None).await?;
    if scope.whole.is_empty() && scope.partly.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let found = candidates(tx, &scope, query).await?;
    let total = found.len() as u64;
    let skip = usize::try_from(query.offset).unwrap_or(usize::MAX);
    let take = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let mut page = Vec::new();
    for id in found.into_iter().skip(skip).take(take) {
        page.extend(read(tx, visible, query.subject, &id).await?);
    }
    Ok((page, total))
}

/// Ids of what fits, best first: what is called so, then what has all words in its name, then the
/// rest; of each the newest.
async fn candidates(tx: &mut Tx<'_>, scope: &Scope, query: &SearchQuery) -> Result<Vec<String>> {
    let whole_name = words(&query.text);
    let asked = asked(&query.text);
    let asked: Vec<&str> = asked.split_whitespace().take(20).collect();
    let mut found: Vec<String> = Vec::new();
    if !asked.is_empty() {
        for id in select(tx, scope, query, &Part::Called(&whole_name)).await? {
            found.push(id);
        }
        for id in select(tx, scope, query, &Part::Words(&asked, true)).await? {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    let known: HashSet<String> = found.iter().cloned().collect();
    let rest = select(tx, scope, query, &Part::Words(&asked, false)).await?;
    found.extend(rest.into_iter().filter(|id| !known.contains(id)));
    found.truncate(MOST);
    Ok(found)
}

/// A part of what is found.
enum Part<'a> {
    /// What has exactly this name.
    Called(&'a str),
    /// What has all these words, in its name or anywhere.
    Words(&'a [&'a str], bool),
}

async fn select(
    tx: &mut Tx<'_>,
    scope: &Scope,
    query: &SearchQuery,
    part: &Part<'_>,
) -> Result<Vec<String>> {
    let places: Vec<String> = scope
        .whole
        .iter()
        .map(|(id, _)| id)
        .chain(&scope.partly)
        .map(|id| place_word(id))
        .collect();
    let places = if places.len() <= PLACES { places } else { Vec::new() };
    let what = query.subject.number();
    let kind = kind_word(what);
    let (matching, most) = match part {
        Part::Called(_) => {
            let condition = "d.names = $1";
            (Matching { from: "search_docs d", condition, text: None, newest: "d.n" }, FEW)
        }
        Part::Words(words, in_names) => {
            let wanted = Wanted { words, in_names: *in_names, kind: &kind, places: &places };
            (tx.matching(&wanted), if *in_names { SOME } else { MOST })
        }
    };
    let whole = list(&scope.whole.iter().map(|(id, _)| id).collect::<Vec<_>>());
    let (partly, allowed, blocked) =
        (list(&scope.partly), list(&scope.allowed), list(&scope.blocked));
    let text = match (part, &matching.text) {
        (Part::Called(name), _) => Some(*name),
        (_, text) => text.as_deref(),
    };
    let mut sql = Conditions::new(&text.map(Par::from).into_iter().collect::<Vec<_>>());
    // NOTE: the plus keeps the embedded engine with the index by words, which knows the kind, too.
    let column = if matches!(part, Part::Called(_)) { "d.what" } else { "+d.what" };
    sql.add(&format!(" AND {column} = $"), [Par::from(what)]);
    if scope.allowed.is_empty() {
        sql.and("+d.workspace IN (SELECT value FROM json_each($))", [Par::from(&whole)]);
    } else {
        sql.and(
            "(+d.workspace IN (SELECT value FROM json_each($)) OR (+d.workspace IN (SELECT value FROM \
             json_each($)) AND +d.element IN (SELECT value FROM json_each($))))",
            [Par::from(&whole), Par::from(&partly), Par::from(&allowed)],
        );
    }
    if !scope.blocked.is_empty() {
        sql.and("+d.element NOT IN (SELECT value FROM json_each($))", [Par::from(&blocked)]);
    }
    let values: Vec<String> = query.filters.iter().map(|(_, _, values)| list(values)).collect();
    for ((filter, among, _), values) in query.filters.iter().zip(&values) {
        let not = if *among { "" } else { "NOT " };
        let condition = format!("{not}({})", self::column(*filter));
        sql.and(&condition, [Par::from(values)]);
    }
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    sql.add(&format!(" ORDER BY {} DESC LIMIT $", matching.newest), [most.into()]);
    let (text, params) = sql.done();
    // PostgreSQL has no unary plus on text.
    let text = if tx.embedded() { text } else { text.replace("+d.", "d.") };
    let sql = format!("SELECT d.of_id FROM {} WHERE {}{text}", matching.from, matching.condition);
    let rows = tx.query(&sql, &params).await?;
    rows.into_iter().map(|mut row| row.text()).collect()
}

/// The condition that a value is among the list `$`.
fn column(filter: SearchFilter) -> &'static str {
    match filter {
        SearchFilter::Workspace => "d.workspace IN (SELECT value FROM json_each($))",
        SearchFilter::Element => "d.element IN (SELECT value FROM json_each($))",
        SearchFilter::Id => "d.of_id IN (SELECT value FROM json_each($))",
        SearchFilter::Method => "d.method IN (SELECT value FROM json_each($))",
        SearchFilter::Creator => {
            "COALESCE((SELECT CAST(e.owner AS TEXT) FROM elements e WHERE e.id = d.element), (SELECT \
             CAST(w.owner AS TEXT) FROM workspaces w WHERE w.id = d.element)) IN (SELECT value FROM \
             json_each($))"
        }
        SearchFilter::Team => {
            "(SELECT COALESCE(CAST(w.team AS TEXT), '') FROM workspaces w WHERE w.id = d.workspace) \
             IN (SELECT value FROM json_each($))"
        }
        SearchFilter::Tag => {
            "EXISTS (SELECT 1 FROM tags t WHERE t.of_id = d.element AND t.slug IN (SELECT value FROM \
             json_each($)))"
        }
        SearchFilter::Visibility => {
            "(SELECT CASE WHEN w.visibility IN ('public', 'partner') THEN w.visibility ELSE \
             'internal' END FROM workspaces w WHERE w.id = d.workspace) IN (SELECT value FROM \
             json_each($))"
        }
    }
}

async fn read(
    tx: &mut Tx<'_>,
    visible: &Visible,
    subject: Subject,
    id: &str,
) -> Result<Option<Found>> {
    let viewer = visible.viewer.user;
    let from = "LEFT JOIN workspace_roles r ON r.workspace = w.id AND r.user_id = $1";
    let sql = match subject {
        Subject::Workspaces => {
            format!("SELECT {WORKSPACE} FROM workspaces w {from} WHERE w.id = $2")
        }
        Subject::Elements(_) => format!(
            "SELECT {WORKSPACE}, {ELEMENT} FROM elements e JOIN workspaces w ON w.id = e.workspace \
             {from} WHERE e.id = $2"
        ),
        Subject::Items(_) => format!(
            "SELECT {WORKSPACE}, {ELEMENT}, i.id, i.name, i.body FROM items i JOIN elements e ON \
             e.id = i.collection JOIN workspaces w ON w.id = e.workspace {from} WHERE i.id = $2"
        ),
    };
    let found = tx.query(&sql, &[viewer.into(), id.into()]).await?;
    let Some(mut row) = found.into_iter().next() else { return Ok(None) };
    let workspace = rows::workspace(&mut row)?;
    let element = match subject {
        Subject::Workspaces => None,
        _ => Some(rows::element(&mut row)?),
    };
    let item = match subject {
        // Secret values stay where they are: the text without them is enough to be recognised.
        Subject::Items(_) => Some((row.text()?, row.text()?, Document::plain(row.text()?))),
        _ => None,
    };
    Ok(Some(Found { workspace, element, item }))
}
