//! Documentation of collections that anybody may read.

use std::sync::Arc;

use model::id::new_element_id;
use model::{ElementKind, Stamp, UserId};

use crate::Store;
use crate::db::{Row, Tx, params};
use crate::elements::{Expect, expected};
use crate::error::{Result, StoreError};
use crate::rows::effect;

/// A publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The collection.
    pub collection: String,
    /// The end of its address.
    pub id: String,
    /// How it looks, as JSON.
    pub settings: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Who published it.
    pub user: UserId,
}

const COLUMNS: &str = "collection, id, settings, at, by_user";

impl Store {
    /// Publishes a collection, or changes how its documentation looks: then its address stays.
    pub async fn publish(
        &self,
        stamp: &Stamp,
        collection: &str,
        expect: &Expect,
        settings: &str,
    ) -> Result<Publication> {
        let texts = (collection.to_owned(), settings.to_owned());
        let task = Arc::new((stamp.clone(), texts, expect.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, (collection, settings), expect) = &*task;
                    expected(tx, ElementKind::Collection, collection, expect).await?;
                    let address = new_element_id().replace('-', "");
                    tx.run(
                        "INSERT INTO publications (collection, id, settings, at, by_user, record) \
                         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (collection) DO UPDATE SET \
                         settings = excluded.settings, at = excluded.at, by_user = \
                         excluded.by_user, record = excluded.record",
                        params![
                            collection,
                            &address,
                            settings,
                            stamp.at,
                            stamp.user.0,
                            stamp.record.as_str(),
                        ],
                    )
                    .await?;
                    effect(tx, stamp).await?;
                    let sql = format!("SELECT {COLUMNS} FROM publications WHERE collection = $1");
                    let row = tx.first(&sql, params![collection]).await?;
                    read(row.ok_or(StoreError::NotFound)?)
                })
            })
            .await
    }

    /// Ends a publication; one that is not there is [`StoreError::NotFound`].
    pub async fn unpublish(&self, stamp: &Stamp, collection: &str, expect: &Expect) -> Result<()> {
        let task = Arc::new((stamp.clone(), collection.to_owned(), expect.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, collection, expect) = &*task;
                    expected(tx, ElementKind::Collection, collection, expect).await?;
                    let sql = "DELETE FROM publications WHERE collection = $1";
                    if tx.run(sql, params![collection]).await? == 0 {
                        return Err(StoreError::NotFound);
                    }
                    effect(tx, stamp).await
                })
            })
            .await
    }

    /// The publication with that address.
    pub async fn publication(&self, id: &str) -> Result<Option<Publication>> {
        let sql = format!("SELECT {COLUMNS} FROM publications WHERE id = $1");
        self.db.query(&sql, params![id]).await?.into_iter().next().map(read).transpose()
    }
}

fn read(mut row: Row) -> Result<Publication> {
    Ok(Publication {
        collection: row.text()?,
        id: row.text()?,
        settings: row.text()?,
        at: row.int()?,
        user: UserId(row.int()?),
    })
}

/// Ends the publication of a collection that is deleted.
pub(crate) async fn remove(tx: &mut Tx<'_>, collection: &str) -> Result<()> {
    tx.run("DELETE FROM publications WHERE collection = $1", params![collection]).await.map(drop)
}
