//! Which collections and specs were made of one another.

use std::sync::Arc;

use model::{Stamp, UserId};

use crate::Store;
use crate::db::{Row, params};
use crate::error::Result;
use crate::rows::effect;

/// What was made of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// The collection.
    Collection,
    /// The spec.
    Spec,
}

/// A collection and a spec that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecLink {
    /// The spec.
    pub spec: String,
    /// The collection.
    pub collection: String,
    /// What was made of the other.
    pub made: Made,
    /// How, as JSON.
    pub options: String,
    /// How they are kept in step, as JSON.
    pub sync: String,
    /// The versions of both at which they agreed last.
    pub agreed: (i64, i64),
    /// Whether neither was changed since they agreed.
    pub in_step: bool,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Who made it.
    pub created_by: UserId,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// Who brought them in step last.
    pub updated_by: UserId,
    /// Name of the collection.
    pub collection_name: String,
    /// Owner of the collection.
    pub collection_owner: UserId,
    /// Name of the spec.
    pub spec_name: String,
}

/// A link to be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The spec.
    pub spec: String,
    /// The collection.
    pub collection: String,
    /// What was made of the other.
    pub made: Made,
    /// How, as JSON; stays as it is where they are linked already.
    pub options: String,
    /// The versions at which they agree, if not those they have now.
    pub agreed: Option<(i64, i64)>,
}

impl Store {
    /// Notes that a spec and a collection agree.
    pub async fn link_spec(&self, stamp: &Stamp, link: NewLink) -> Result<()> {
        let task = Arc::new((stamp.clone(), link));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, link) = &*task;
                    let made = i64::from(link.made == Made::Spec);
                    let (spec_version, collection_version) = link.agreed.unzip();
                    tx.run(
                        "INSERT INTO spec_links (spec, collection, made, options, sync, \
                         spec_version, collection_version, created_at, created_by, updated_at, \
                         updated_by, record) SELECT s.id, c.id, CAST($1 AS BIGINT), CAST($2 AS \
                         TEXT), '{}', COALESCE(CAST($3 AS BIGINT), s.version), \
                         COALESCE(CAST($4 AS BIGINT), c.version), CAST($5 AS BIGINT), CAST($6 AS \
                         BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS TEXT) FROM \
                         elements s, elements c WHERE s.id = $10 AND c.id = $11 ON CONFLICT \
                         (spec, collection) DO UPDATE SET spec_version = excluded.spec_version, \
                         collection_version = excluded.collection_version, updated_at = \
                         excluded.updated_at, updated_by = excluded.updated_by, record = \
                         excluded.record",
                        params![
                            made,
                            &link.options,
                            spec_version,
                            collection_version,
                            stamp.at,
                            stamp.user.0,
                            stamp.at,
                            stamp.user.0,
                            stamp.record.as_str(),
                            &link.spec,
                            &link.collection,
                        ],
                    )
                    .await?;
                    effect(tx, stamp).await
                })
            })
            .await
    }

    /// The links of a spec, oldest first.
    pub async fn spec_links(&self, spec: &str) -> Result<Vec<SpecLink>> {
        self.links("l.spec = $1", spec).await
    }

    /// The links of a collection, oldest first.
    pub async fn collection_links(&self, collection: &str) -> Result<Vec<SpecLink>> {
        self.links("l.collection = $1", collection).await
    }

    async fn links(&self, whose: &str, id: &str) -> Result<Vec<SpecLink>> {
        let sql = format!(
            "SELECT l.spec, l.collection, l.made, l.options, l.sync, l.spec_version, \
             l.collection_version, CASE WHEN s.version = l.spec_version AND c.version = \
             l.collection_version THEN 1 ELSE 0 END, l.created_at, l.created_by, \
             l.updated_at, l.updated_by, c.name, c.owner, s.name FROM spec_links l \
             JOIN elements s ON s.id = l.spec JOIN elements c ON c.id = l.collection WHERE {whose} \
             ORDER BY l.created_at, l.spec, l.collection"
        );
        self.db.query(&sql, params![id]).await?.into_iter().map(link).collect()
    }

    /// Sets how a spec and a collection are kept in step, as JSON; false when they are not linked.
    pub async fn put_sync(
        &self,
        stamp: &Stamp,
        spec: &str,
        collection: &str,
        sync: &str,
    ) -> Result<bool> {
        let task =
            Arc::new((stamp.clone(), spec.to_owned(), collection.to_owned(), sync.to_owned()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, spec, collection, sync) = &*task;
                    let sql = "UPDATE spec_links SET sync = $1, record = $2 WHERE spec = $3 AND \
                               collection = $4";
                    let values = params![sync, stamp.record.as_str(), spec, collection];
                    let changed = tx.run(sql, values).await?;
                    effect(tx, stamp).await?;
                    Ok(changed > 0)
                })
            })
            .await
    }
}

fn link(mut row: Row) -> Result<SpecLink> {
    Ok(SpecLink {
        spec: row.text()?,
        collection: row.text()?,
        made: if row.int()? == 1 { Made::Spec } else { Made::Collection },
        options: row.text()?,
        sync: row.text()?,
        agreed: (row.int()?, row.int()?),
        in_step: row.int()? == 1,
        created_at: row.int()?,
        created_by: UserId(row.int()?),
        updated_at: row.int()?,
        updated_by: UserId(row.int()?),
        collection_name: row.text()?,
        collection_owner: UserId(row.int()?),
        spec_name: row.text()?,
    })
}
