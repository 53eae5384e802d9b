//! The index by words: what is in it, and how it is kept.
//!
//! Each workspace, element, folder and request has a row of plain words in `search_docs`, written
//! in the transaction of the change that made it. Values of variables, and secrets, never get there.

mod find;
mod words;

pub use find::{Found, SearchFilter, SearchQuery, Subject};
pub(crate) use words::{asked, words};

use model::collection::ItemKind;
use model::json::{member, unquote};
use model::{Element, Workspace};

use crate::Store;
use crate::db::{Par, Tx, params};
use crate::error::Result;
use crate::rows::{item_number, kind_number, list, row};

/// What the rows of this version hold; another version fills the index anew.
const VERSION: &str = "1";
/// Added to the kind of an item.
const ITEMS: i64 = 10;

/// What is found of something.
struct Doc {
    of_id: String,
    element: String,
    workspace: String,
    what: i64,
    method: String,
    names: String,
    urls: String,
    about: String,
}

impl Doc {
    fn of_workspace(id: &str, name: &str, about: &str) -> Self {
        Self {
            of_id: id.to_owned(),
            element: id.to_owned(),
            workspace: id.to_owned(),
            what: 0,
            method: String::new(),
            names: words(name),
            urls: String::new(),
            about: words(about),
        }
    }

    fn of_element(element: &Element, about: &str) -> Self {
        Self {
            of_id: element.id.clone(),
            element: element.id.clone(),
            workspace: element.workspace.clone(),
            what: kind_number(element.kind),
            method: String::new(),
            names: words(&element.name),
            urls: String::new(),
            about: words(about),
        }
    }

    /// `None` for responses, which are not searched.
    fn of_item(
        place: &Place<'_>,
        id: &str,
        kind: ItemKind,
        name: &str,
        body: &str,
    ) -> Option<Self> {
        if kind == ItemKind::Response {
            return None;
        }
        let request = member(body, "request");
        let told = if kind == ItemKind::Folder { Some(body) } else { request };
        let about = told.and_then(|told| member(told, "description")).unwrap_or("null");
        let about =
            if about.starts_with('{') { member(about, "content").unwrap_or("null") } else { about };
        let (method, url) = request.map(address).unwrap_or_default();
        Some(Self {
            of_id: id.to_owned(),
            element: place.collection.to_owned(),
            workspace: place.workspace.to_owned(),
            what: ITEMS + item_number(kind),
            names: words(name),
            urls: words(&format!("{method} {url}")),
            method,
            about: words(&text(about).unwrap_or_default()),
        })
    }
}

/// The text of a JSON string.
fn text(raw: &str) -> Option<String> {
    raw.starts_with('"').then(|| unquote(raw).into_owned())
}

/// Method and address of a request as it is stored, without what may be secret: a login, and what
/// stands behind `?` and `#`.
#[must_use]
pub fn address(request: &str) -> (String, String) {
    let url =
        if request.starts_with('"') { request } else { member(request, "url").unwrap_or("null") };
    let raw = if url.starts_with('{') { member(url, "raw").unwrap_or("null") } else { url };
    let parts = |name: &str, between: &str| match member(url, name) {
        Some(list) if list.starts_with('[') => {
            serde_json::from_str::<Vec<String>>(list).unwrap_or_default().join(between)
        }
        Some(one) => text(one).unwrap_or_default(),
        None => String::new(),
    };
    let url = text(raw).unwrap_or_else(|| {
        let known = url.starts_with('{');
        if known { format!("{}/{}", parts("host", "."), parts("path", "/")) } else { String::new() }
    });
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let url = match url.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) =
                rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
            let host = host.rsplit('@').next().unwrap_or_default();
            let path = path.map(|path| format!("/{path}")).unwrap_or_default();
            format!("{scheme}://{host}{path}")
        }
        None => url.to_owned(),
    };
    let method = member(request, "method").and_then(text).filter(|method| !method.is_empty());
    (method.unwrap_or_else(|| "GET".to_owned()).to_uppercase(), url)
}

/// Where an item lies.
pub(crate) struct Place<'a> {
    pub collection: &'a str,
    pub workspace: &'a str,
}

/// The word that stands for a workspace.
fn place_word(workspace: &str) -> String {
    format!("w{}", workspace.replace(|one: char| !one.is_ascii_alphanumeric(), ""))
}

/// The word that stands for a kind.
fn kind_word(what: i64) -> String {
    format!("k{what}")
}

/// The words by which the index itself tells kinds and workspaces apart.
fn place_words(doc: &Doc) -> String {
    format!("{} {}", kind_word(doc.what), place_word(&doc.workspace))
}

const COLUMNS: [&str; 9] =
    ["of_id", "element", "workspace", "what", "method", "names", "urls", "about", "place"];

async fn put(tx: &mut Tx<'_>, docs: &[Doc]) -> Result<()> {
    for part in docs.chunks(256) {
        let places: Vec<String> = part.iter().map(place_words).collect();
        let rows: Vec<Vec<Par<'_>>> = part
            .iter()
            .zip(&places)
            .map(|(doc, place)| {
                row![
                    &doc.of_id,
                    &doc.element,
                    &doc.workspace,
                    doc.what,
                    &doc.method,
                    &doc.names,
                    &doc.urls,
                    &doc.about,
                    place,
                ]
            })
            .collect();
        tx.insert_many("search_docs", &COLUMNS, &rows).await?;
    }
    Ok(())
}

async fn replace(tx: &mut Tx<'_>, doc: &Doc) -> Result<()> {
    tx.run(
        "INSERT INTO search_docs (of_id, element, workspace, what, method, names, urls, about, \
         place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (of_id) DO UPDATE SET \
         element = excluded.element, workspace = excluded.workspace, method = excluded.method, \
         names = excluded.names, urls = excluded.urls, about = excluded.about, place = \
         excluded.place",
        params![
            &doc.of_id,
            &doc.element,
            &doc.workspace,
            doc.what,
            &doc.method,
            &doc.names,
            &doc.urls,
            &doc.about,
            &place_words(doc),
        ],
    )
    .await
    .map(drop)
}

/// Notes a workspace, new or changed.
pub(crate) async fn note_workspace(tx: &mut Tx<'_>, workspace: &Workspace) -> Result<()> {
    let about = format!("{} {}", workspace.about, workspace.description);
    replace(tx, &Doc::of_workspace(&workspace.id, &workspace.name, &about)).await
}

/// Notes an element, new or renamed; `about` is its description.
pub(crate) async fn note_element(tx: &mut Tx<'_>, element: &Element, about: &str) -> Result<()> {
    replace(tx, &Doc::of_element(element, about)).await
}

/// Notes one item, new or changed.
pub(crate) async fn note_item(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    (id, kind): (&str, ItemKind),
    name: &str,
    body: &str,
) -> Result<()> {
    match Doc::of_item(place, id, kind, name, body) {
        Some(doc) => replace(tx, &doc).await,
        None => Ok(()),
    }
}

/// Notes many items that are not there yet.
pub(crate) async fn note_items<'a>(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    items: impl Iterator<Item = (&'a str, ItemKind, &'a str, &'a str)>,
) -> Result<()> {
    let docs: Vec<Doc> = items
        .filter_map(|(id, kind, name, body)| Doc::of_item(place, id, kind, name, body))
        .collect();
    put(tx, &docs).await
}

/// Notes that an element, with all that is in it, lies in another workspace now.
pub(crate) async fn moved(tx: &mut Tx<'_>, element: &Element) -> Result<()> {
    // What an index row says of its place is the kind, a blank and the workspace.
    let sql = "UPDATE search_docs SET workspace = $1, place = 'k' || CAST(what AS TEXT) || ' ' || \
               CAST($2 AS TEXT) WHERE element = $3";
    let word = place_word(&element.workspace);
    tx.run(sql, params![&element.workspace, &word, &element.id]).await.map(drop)
}

/// Takes items out.
pub(crate) async fn forget_items(tx: &mut Tx<'_>, ids: &[&str]) -> Result<()> {
    for part in ids.chunks(1000) {
        let sql = "DELETE FROM search_docs WHERE of_id IN (SELECT value FROM json_each($1))";
        tx.run(sql, params![&list(part)]).await?;
    }
    Ok(())
}

/// Takes an element with its items, or a workspace, out.
pub(crate) async fn forget(tx: &mut Tx<'_>, element: &str) -> Result<()> {
    tx.run("DELETE FROM search_docs WHERE element = $1", params![element]).await.map(drop)
}

impl Store {
    /// Fills the index when it is not of this version: after an update of the program.
    pub(crate) async fn refresh_search(&self) -> Result<()> {
        const LOOK: &str = "SELECT value FROM settings WHERE name = 'search'";
        let known = self.db.query(LOOK, &[]).await?.into_iter().next();
        if known.map(|mut row| row.text()).transpose()?.as_deref() == Some(VERSION) {
            return Ok(());
        }
        self.rebuild_search().await
    }

    /// What is in the index, in order: to compare it with one that was filled anew.
    #[doc(hidden)]
    pub async fn search_index(&self) -> Result<Vec<String>> {
        let sql = "SELECT of_id || '|' || element || '|' || workspace || '|' || CAST(what AS TEXT) \
                   || '|' || method || '|' || names || '|' || urls || '|' || about FROM \
                   search_docs ORDER BY of_id";
        self.db.query(sql, &[]).await?.into_iter().map(|mut row| row.text()).collect()
    }

    /// Fills the index anew from all that is stored.
    pub async fn rebuild_search(&self) -> Result<()> {
        self.db.tx(move |tx| Box::pin(async move { rebuild(tx).await })).await
    }
}

async fn rebuild(tx: &mut Tx<'_>) -> Result<()> {
    tx.run("DELETE FROM search_docs", &[]).await?;
    let mut docs = Vec::new();
    let sql = "SELECT id, name, about, description FROM workspaces";
    for mut row in tx.query(sql, &[]).await? {
        let (id, name) = (row.text()?, row.text()?);
        let about = format!("{} {}", row.text()?, row.text()?);
        docs.push(Doc::of_workspace(&id, &name, &about));
    }
    let sql = format!(
        "SELECT {}, COALESCE(d.body, '{{}}') FROM elements e LEFT JOIN documents d ON d.element = \
         e.id",
        crate::rows::ELEMENT
    );
    for mut row in tx.query(&sql, &[]).await? {
        let element = crate::rows::element(&mut row)?;
        docs.push(Doc::of_element(&element, &described(&row.text()?)));
    }
    put(tx, &docs).await?;
    let mut after = String::new();
    loop {
        let sql = "SELECT i.id, i.collection, e.workspace, i.kind, i.name, i.body FROM items i JOIN \
                   elements e ON e.id = i.collection WHERE i.id > $1 ORDER BY i.id LIMIT 1000";
        let rows = tx.query(sql, params![&after]).await?;
        let mut docs = Vec::new();
        let full = rows.len() == 1000;
        for mut row in rows {
            after = row.text()?;
            let (collection, workspace) = (row.text()?, row.text()?);
            let (kind, name) = (crate::rows::item_kind(row.int()?)?, row.text()?);
            let place = Place { collection: &collection, workspace: &workspace };
            docs.extend(Doc::of_item(&place, &after, kind, &name, &row.text()?));
        }
        put(tx, &docs).await?;
        if !full {
            break;
        }
    }
    let sql = "INSERT INTO settings (name, value) VALUES ('search', $1) ON CONFLICT (name) DO \
               UPDATE SET value = excluded.value";
    tx.run(sql, params![VERSION]).await.map(drop)
}

/// The description in the text of an element.
pub(crate) fn described(body: &str) -> String {
    let place = member(body, "info").unwrap_or(body);
    let told = member(place, "description").unwrap_or("null");
    let told = if told.starts_with('{') { member(told, "content").unwrap_or("null") } else { told };
    if told.starts_with('"') { unquote(told).into_owned() } else { String::new() }
}
