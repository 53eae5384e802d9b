//! Keys: what tells that a caller holds one.

use model::id::{AgentId, KeyId};
use model::key::KeyKind;
use model::{Stamp, UserId};

use super::KeyRow;
use crate::Store;
use crate::db::params;
use crate::error::{Result, StoreError};
use crate::rows::effect;

/// A key to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// Its id.
    pub id: KeyId,
    /// Whose kind of key it is.
    pub kind: KeyKind,
    /// The part of the key that tells it from others; unique.
    pub public: String,
    /// SHA-256 of the whole key.
    pub hash: [u8; 32],
    /// The key's last four characters.
    pub last4: String,
    /// The user it acts as.
    pub user: Option<UserId>,
    /// The agent it acts as.
    pub agent: Option<AgentId>,
    /// The collection it reads.
    pub collection: Option<String>,
    /// What it is for, in its maker's words.
    pub label: String,
    /// When it ends, in milliseconds since 1970.
    pub not_after: Option<i64>,
}

impl Store {
    /// Adds a key.
    pub async fn add_key(&self, stamp: &Stamp, new: NewKey) -> Result<KeyRow> {
        let row = KeyRow {
            id: new.id,
            kind: new.kind,
            public: new.public,
            hash: new.hash,
            last4: new.last4,
            user: new.user,
            agent: new.agent,
            collection: new.collection,
            label: new.label,
            not_after: new.not_after,
            created_at: stamp.at,
            revoked: false,
            last_used: None,
        };
        let stamp = stamp.clone();
        self.db
            .tx(move |tx| {
                let (stamp, row) = (stamp.clone(), row.clone());
                Box::pin(async move {
                    tx.run(
                        "INSERT INTO keys (id, kind, public, hash, last4, user_id, agent, \
                         collection, label, not_after, created_at, created_by, record) VALUES \
                         ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                        params![
                            row.id.as_str(),
                            row.kind.name(),
                            &row.public,
                            row.hash.as_slice(),
                            &row.last4,
                            row.user.map(|user| user.0),
                            row.agent.as_ref().map(AgentId::as_str),
                            row.collection.as_deref(),
                            &row.label,
                            row.not_after,
                            stamp.at,
                            stamp.user.0,
                            stamp.record.as_str(),
                        ],
                    )
                    .await?;
                    effect(tx, &stamp).await?;
                    Ok(row)
                })
            })
            .await
    }

    /// Revokes a key for good; one already revoked stays so.
    pub async fn revoke_key(&self, stamp: &Stamp, key: &KeyId) -> Result<()> {
        let (stamp, key) = (stamp.clone(), key.clone());
        self.db
            .tx(move |tx| {
                let (stamp, key) = (stamp.clone(), key.clone());
                Box::pin(async move {
                    let sql = "UPDATE keys SET revoked_at = COALESCE(revoked_at, $1), record = $2 \
                               WHERE id = $3";
                    let values = params![stamp.at, stamp.record.as_str(), key.as_str()];
                    if tx.run(sql, values).await? == 0 {
                        return Err(StoreError::NotFound);
                    }
                    effect(tx, &stamp).await
                })
            })
            .await
    }

    /// Notes when keys were last used; an earlier time than the one known changes nothing.
    pub async fn touch_keys(&self, used: &[(KeyId, i64)]) -> Result<()> {
        if used.is_empty() {
            return Ok(());
        }
        let used = used.to_vec();
        self.db
            .tx(move |tx| {
                let used = used.clone();
                Box::pin(async move {
                    let sql = "UPDATE keys SET last_used = $1 WHERE id = $2 AND \
                               COALESCE(last_used, 0) < $1";
                    for (key, at) in &used {
                        tx.run(sql, params![*at, key.as_str()]).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
