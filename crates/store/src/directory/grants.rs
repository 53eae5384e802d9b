//! Grants and blocks.

use model::Stamp;
use model::id::{AgentId, GrantId};

use super::GrantRow;
use crate::Store;
use crate::db::params;
use crate::error::{Result, StoreError};
use crate::rows::effect;

/// A grant or block to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGrant {
    /// Its id.
    pub id: GrantId,
    /// The agent it is for; all agents when empty.
    pub agent: Option<AgentId>,
    /// What it says.
    pub body: String,
}

impl Store {
    /// Adds a grant or block; its agent must exist.
    pub async fn add_grant(&self, stamp: &Stamp, new: NewGrant) -> Result<GrantRow> {
        let row = GrantRow {
            id: new.id,
            agent: new.agent,
            body: new.body,
            created_at: stamp.at,
            created_by: stamp.user,
        };
        let stamp = stamp.clone();
        self.db
            .tx(move |tx| {
                let (stamp, row) = (stamp.clone(), row.clone());
                Box::pin(async move {
                    let agent = row.agent.as_ref().map(AgentId::as_str);
                    if let Some(agent) = agent {
                        let known = "SELECT id FROM agents WHERE id = $1";
                        tx.first(known, params![agent]).await?.ok_or(StoreError::NotFound)?;
                    }
                    tx.run(
                        "INSERT INTO grants (id, agent, body, created_at, created_by, record) \
                         VALUES ($1, $2, $3, $4, $5, $6)",
                        params![
                            row.id.as_str(),
                            agent,
                            &row.body,
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

    /// Removes a grant or block.
    pub async fn remove_grant(&self, stamp: &Stamp, grant: &GrantId) -> Result<()> {
        let (stamp, grant) = (stamp.clone(), grant.clone());
        self.db
            .tx(move |tx| {
                let (stamp, grant) = (stamp.clone(), grant.clone());
                Box::pin(async move {
                    let sql = "DELETE FROM grants WHERE id = $1";
                    if tx.run(sql, params![grant.as_str()]).await? == 0 {
                        return Err(StoreError::NotFound);
                    }
                    effect(tx, &stamp).await
                })
            })
            .await
    }
}
