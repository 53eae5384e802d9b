//! What things were before.

use model::UserId;
use model::secret::Document;

use crate::Store;
use crate::db::{Tx, params};
use crate::error::Result;
use crate::keyfile::Keys;
use crate::sealed::unseal_one;

/// One state of an element, item or workspace, or its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The version of the element at which the state began.
    pub number: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who made it.
    pub user: UserId,
    /// The intent record that announced it.
    pub record: String,
    /// The name then.
    pub name: String,
    /// The text then; `None` when this is the end.
    pub document: Option<Document>,
}

/// All states of `$1`: the past ones, and the present one from the table it lives in.
const STATES: &str = "SELECT number, at, by_user, record, name, body, slots FROM revisions WHERE of_id = $1 UNION \
     ALL SELECT version, updated_at, updated_by, record, name, body, slots FROM items WHERE id = \
     $1 UNION ALL SELECT d.version, d.updated_at, d.updated_by, d.record, COALESCE(e.name, ''), \
     d.body, d.slots FROM documents d LEFT JOIN elements e ON e.id = d.element WHERE d.element = \
     $1 ORDER BY 2, 1";

impl Store {
    /// Reads all states of an element, an item, a workspace (its past ones, as JSON of its fields)
    /// or, as `globals:<workspace>`, of global variables; oldest first.
    pub async fn revisions(&self, of: &str) -> Result<Vec<Revision>> {
        let (of, keys) = (of.to_owned(), self.keys.clone());
        self.db
            .read_big(move |tx| {
                let (of, keys) = (of.clone(), keys.clone());
                Box::pin(async move { read(tx, &keys, &of).await })
            })
            .await
    }
}

async fn read(tx: &mut Tx<'_>, keys: &Keys, of: &str) -> Result<Vec<Revision>> {
    let mut states = Vec::new();
    for mut row in tx.query(STATES, params![of]).await? {
        let (number, at, user) = (row.int()?, row.int()?, UserId(row.int()?));
        let (record, name, body, slots) =
            (row.text()?, row.text()?, row.maybe_text()?, row.text()?);
        let document = match body {
            Some(body) => Some(unseal_one(tx, keys, body, slots).await?),
            None => None,
        };
        states.push(Revision { number, at, user, record, name, document });
    }
    Ok(states)
}
