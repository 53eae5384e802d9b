//! Elements that are one text: environments and APIs.

use std::sync::Arc;

use futures::future::BoxFuture;
use model::secret::Document;
use model::{Element, ElementKind, Stamp};

use crate::Store;
use crate::db::{Tx, params};
use crate::elements::{self, Expect, NewElement, expected, keep_document, touch};
use crate::error::{Result, StoreError};
use crate::keyfile::Keys;
use crate::rows::{self, ELEMENT, effect, kind_number};
use crate::sealed::{Known, Sealer, known, unseal_one};

/// Texts up to this many bytes are read on the calling thread.
const SMALL: i64 = 256 << 10;

impl Store {
    /// Adds an environment or API at the end of its workspace.
    pub async fn create_document(
        &self,
        stamp: &Stamp,
        kind: ElementKind,
        new: &NewElement,
        document: Document,
    ) -> Result<Element> {
        let task = Arc::new((stamp.clone(), new.clone(), document, self.keys.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, new, document, keys) = &*task;
                    insert_document(tx, keys, stamp, kind, new, document).await
                })
            })
            .await
    }

    /// Reads an environment or API.
    pub async fn document(
        &self,
        kind: ElementKind,
        id: &str,
    ) -> Result<Option<(Element, Document)>> {
        let (id, keys) = (id.to_owned(), self.keys.clone());
        self.sized(move |tx, most| {
            let (id, keys) = (id.clone(), keys.clone());
            Box::pin(async move { read_document(tx, &keys, kind, &id, most).await })
        })
        .await
    }

    /// Reads something on the calling thread if it is small, else on one for long work. `read` is
    /// told up to which size it may go on.
    pub(crate) async fn sized<T, F>(&self, read: F) -> Result<T>
    where
        F: for<'c> Fn(&'c mut Tx<'_>, i64) -> BoxFuture<'c, Result<Sized<T>>>
            + Send
            + Sync
            + 'static,
        T: Send + 'static,
    {
        if let Sized::Fits(found) = self.db.read(|tx| read(tx, SMALL)).await? {
            return Ok(found);
        }
        match self.db.read_big(move |tx| read(tx, i64::MAX)).await? {
            Sized::Fits(found) => Ok(found),
            Sized::Big => Err(StoreError::odd("size")),
        }
    }

    /// Replaces the text and name of an environment or API.
    pub async fn replace_document(
        &self,
        stamp: &Stamp,
        kind: ElementKind,
        id: &str,
        expect: &Expect,
        name: &str,
        document: Document,
    ) -> Result<Element> {
        let head = Head { id: id.to_owned(), name: name.to_owned(), expect: expect.clone() };
        replace_head(self, stamp, kind, head, document).await
    }
}

/// What was read, unless it is too large for the calling thread.
pub(crate) enum Sized<T> {
    /// It was small enough.
    Fits(T),
    /// Read it on a thread for long work.
    Big,
}

/// Which element's text to replace.
pub(crate) struct Head {
    /// The element.
    pub id: String,
    /// Its new name.
    pub name: String,
    /// What the caller saw.
    pub expect: Expect,
}

/// Replaces an element's own text and name; a collection's items stay.
pub(crate) async fn replace_head(
    store: &Store,
    stamp: &Stamp,
    kind: ElementKind,
    head: Head,
    document: Document,
) -> Result<Element> {
    let task = Arc::new((stamp.clone(), head, document, store.keys.clone()));
    store
        .db
        .tx(move |tx| {
            let task = task.clone();
            Box::pin(async move {
                let (stamp, head, document, keys) = &*task;
                change_document(tx, keys, stamp, kind, head, document).await
            })
        })
        .await
}

/// Adds an element that is one text.
pub(crate) async fn insert_document(
    tx: &mut Tx<'_>,
    keys: &Keys,
    stamp: &Stamp,
    kind: ElementKind,
    new: &NewElement,
    document: &Document,
) -> Result<Element> {
    let about = about(kind, &document.body).unwrap_or_default();
    let size = length(&document.body);
    let element = elements::insert(tx, stamp, kind, new, size, &about).await?;
    let text = Text { id: &element.id, kind: kind.name(), document, version: 1 };
    put_text(tx, stamp, keys, &text, &Known::new(), false).await?;
    crate::search::note_element(tx, &element, &crate::search::described(&document.body)).await?;
    effect(tx, stamp).await?;
    Ok(element)
}

/// Replaces the text and name of an element.
pub(crate) async fn change_document(
    tx: &mut Tx<'_>,
    keys: &Keys,
    stamp: &Stamp,
    kind: ElementKind,
    head: &Head,
    document: &Document,
) -> Result<Element> {
    let element = expected(tx, kind, &head.id, &head.expect).await?;
    let version = element.version + 1;
    let text = Text { id: &head.id, kind: kind.name(), document, version };
    let growth = change_text(tx, stamp, keys, &text, element.name != head.name).await?;
    let about = about(kind, &document.body);
    let changed = touch(tx, stamp, element, &head.name, growth, about.as_deref()).await?;
    crate::search::note_element(tx, &changed, &crate::search::described(&document.body)).await?;
    effect(tx, stamp).await?;
    Ok(changed)
}

/// A text to be written.
pub(crate) struct Text<'a> {
    /// Whose it is.
    pub id: &'a str,
    /// The word for what it is; its secrets are bound to it.
    pub kind: &'static str,
    /// The text.
    pub document: &'a Document,
    /// The version of its element that this change makes.
    pub version: i64,
}

/// Writes a text over the present one, which moves to the past states. Answers by how much it
/// grew. An unchanged text is left alone, unless `even_unchanged` says that the name changed.
pub(crate) async fn change_text(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    keys: &Keys,
    text: &Text<'_>,
    even_unchanged: bool,
) -> Result<i64> {
    let sql = "SELECT body, slots FROM documents WHERE element = $1";
    let mut row = tx.first(sql, params![text.id]).await?.ok_or(StoreError::NotFound)?;
    let (body, slots) = (row.text()?, row.text()?);
    let before = known(tx, keys, &slots).await?;
    let growth = length(&text.document.body) - length(&body);
    if !even_unchanged && body == text.document.body && same(&before, text.document) {
        return Ok(0);
    }
    drop(body);
    keep_document(tx, text.id).await?;
    put_text(tx, stamp, keys, text, &before, true).await?;
    Ok(growth)
}

/// Whether `document` has exactly the secrets already stored.
pub(crate) fn same(before: &Known, document: &Document) -> bool {
    let kept = |path: &str, value: &str| before.get(path).is_some_and(|(_, old)| old == value);
    before.len() == document.secrets.len()
        && document.secrets.iter().all(|secret| kept(&secret.path, secret.value.expose()))
}

/// Writes a text, new or over an old one.
pub(crate) async fn put_text(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    keys: &Keys,
    text: &Text<'_>,
    before: &Known,
    over: bool,
) -> Result<()> {
    let mut sealer = Sealer::new(keys, text.id, text.kind);
    let slots = sealer.seal(&text.document.secrets, before)?;
    sealer.flush(tx).await?;
    let sql = if over {
        "UPDATE documents SET body = $1, slots = $2, updated_at = $3, updated_by = $4, version = \
         $5, record = $6 WHERE element = $7"
    } else {
        "INSERT INTO documents (body, slots, updated_at, updated_by, version, record, element) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    };
    let (body, record) = (&text.document.body, stamp.record.as_str());
    let values = params![body, &slots, stamp.at, stamp.user.0, text.version, record, text.id];
    tx.run(sql, values).await.map(|_| ())
}

async fn read_document(
    tx: &mut Tx<'_>,
    keys: &Keys,
    kind: ElementKind,
    id: &str,
    most: i64,
) -> Result<Sized<Option<(Element, Document)>>> {
    let sql = format!("SELECT {ELEMENT}, e.size FROM elements e WHERE e.id = $1 AND e.kind = $2");
    let Some(mut row) = tx.first(&sql, params![id, kind_number(kind)]).await? else {
        return Ok(Sized::Fits(None));
    };
    let element = rows::element(&mut row)?;
    if row.int()? > most {
        return Ok(Sized::Big);
    }
    let document = read_text(tx, keys, id).await?.ok_or_else(|| StoreError::odd("no text"))?;
    Ok(Sized::Fits(Some((element, document))))
}

/// Reads a text with its secrets.
pub(crate) async fn read_text(tx: &mut Tx<'_>, keys: &Keys, id: &str) -> Result<Option<Document>> {
    let sql = "SELECT body, slots FROM documents WHERE element = $1";
    let Some(mut row) = tx.first(sql, params![id]).await? else { return Ok(None) };
    let (body, slots) = (row.text()?, row.text()?);
    unseal_one(tx, keys, body, slots).await.map(Some)
}

/// Bytes of a text as the database counts.
pub(crate) fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

/// What a search by description looks at: only APIs are searched so.
fn about(kind: ElementKind, body: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Described {
        description: Option<String>,
    }
    let found: Option<Described> =
        (kind == ElementKind::Api).then(|| serde_json::from_str(body).ok()).flatten();
    let text = found.and_then(|found| found.description).unwrap_or_default();
    (kind == ElementKind::Api).then(|| text.to_lowercase())
}
