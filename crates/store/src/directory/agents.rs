//! Agents.

use model::id::AgentId;
use model::{Stamp, UserId};

use super::Agent;
use crate::Store;
use crate::db::params;
use crate::error::{Result, StoreError};
use crate::rows::effect;

/// An agent to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgent {
    /// Its name.
    pub name: String,
    /// The user for whom it acts.
    pub owner: UserId,
    /// When it ends, in milliseconds since 1970.
    pub not_after: Option<i64>,
}

impl Store {
    /// Adds an agent, in state `active`, with no right at all.
    pub async fn add_agent(&self, stamp: &Stamp, new: NewAgent) -> Result<Agent> {
        let agent = Agent {
            id: AgentId::random(),
            name: new.name,
            owner: new.owner,
            state: "active".to_owned(),
            not_after: new.not_after,
            created_at: stamp.at,
        };
        let stamp = stamp.clone();
        self.db
            .tx(move |tx| {
                let (stamp, agent) = (stamp.clone(), agent.clone());
                Box::pin(async move {
                    let owner = "SELECT id FROM users WHERE id = $1 AND active = 1";
                    let owner = tx.first(owner, params![agent.owner.0]).await?;
                    owner.ok_or(StoreError::NotFound)?;
                    tx.run(
                        "INSERT INTO agents (id, name, owner, state, not_after, created_at, \
                         created_by, record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                        params![
                            agent.id.as_str(),
                            &agent.name,
                            agent.owner.0,
                            &agent.state,
                            agent.not_after,
                            stamp.at,
                            stamp.user.0,
                            stamp.record.as_str(),
                        ],
                    )
                    .await?;
                    effect(tx, &stamp).await?;
                    Ok(agent)
                })
            })
            .await
    }

    /// Puts an agent into a state. One that was killed stays so: `Conflict`.
    pub async fn set_agent_state(&self, stamp: &Stamp, agent: &AgentId, state: &str) -> Result<()> {
        let (stamp, agent, state) = (stamp.clone(), agent.clone(), state.to_owned());
        self.db
            .tx(move |tx| {
                let (stamp, agent, state) = (stamp.clone(), agent.clone(), state.clone());
                Box::pin(async move {
                    // Killing again goes through: what follows a kill may have been cut off.
                    let sql = "UPDATE agents SET state = $1, record = $2 WHERE id = $3 AND \
                               (state <> 'killed' OR state = $1)";
                    let values = params![&state, stamp.record.as_str(), agent.as_str()];
                    if tx.run(sql, values).await? == 0 {
                        let any = "SELECT id FROM agents WHERE id = $1";
                        let found = tx.first(any, params![agent.as_str()]).await?;
                        return Err(found.map_or(StoreError::NotFound, |_| StoreError::Conflict));
                    }
                    effect(tx, &stamp).await
                })
            })
            .await
    }

    /// Deletes an agent and its grants, and revokes its keys.
    pub async fn delete_agent(&self, stamp: &Stamp, agent: &AgentId) -> Result<()> {
        let (stamp, agent) = (stamp.clone(), agent.clone());
        self.db
            .tx(move |tx| {
                let (stamp, agent) = (stamp.clone(), agent.clone());
                Box::pin(async move {
                    let id = agent.as_str();
                    if tx.run("DELETE FROM agents WHERE id = $1", params![id]).await? == 0 {
                        return Err(StoreError::NotFound);
                    }
                    tx.run("DELETE FROM grants WHERE agent = $1", params![id]).await?;
                    tx.run(
                        "UPDATE keys SET revoked_at = $1, record = $2 WHERE agent = $3 AND \
                         revoked_at IS NULL",
                        params![stamp.at, stamp.record.as_str(), id],
                    )
                    .await?;
                    effect(tx, &stamp).await
                })
            })
            .await
    }
}
