//! Pull requests: asking that a fork be merged into its parent.

use std::sync::Arc;

use model::id::new_element_id;
use model::{Stamp, UserId};
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::db::{Row, Tx, params};
use crate::error::{Result, StoreError};
use crate::rows::effect;

/// How far a pull request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullStatus {
    /// Waiting for reviews.
    Open,
    /// A reviewer approved it.
    Approved,
    /// It was turned down.
    Declined,
    /// It was merged.
    Merged,
}

impl PullStatus {
    /// The word of the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Merged => "merged",
        }
    }

    fn of(word: &str) -> Result<Self> {
        [Self::Open, Self::Approved, Self::Declined, Self::Merged]
            .into_iter()
            .find(|status| status.name() == word)
            .ok_or_else(|| StoreError::odd("status of a pull request"))
    }

    /// Whether it still can be changed and merged.
    #[must_use]
    pub fn pending(self) -> bool {
        matches!(self, Self::Open | Self::Approved)
    }
}

/// Somebody who was asked to review, and what it said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// The user's id.
    pub id: String,
    /// `open`, `approved` or `declined`.
    pub status: String,
}

/// A pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullRequest {
    /// Its id.
    pub id: String,
    /// The id of the fork.
    pub source: String,
    /// Who created the fork: part of its uid.
    pub source_owner: UserId,
    /// The id of its parent.
    pub destination: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub description: String,
    /// How far it is.
    pub status: PullStatus,
    /// What the last review said.
    pub comment: String,
    /// Who reviews it.
    pub reviewers: Vec<Reviewer>,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Who asked.
    pub created_by: UserId,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// Who changed it last.
    pub updated_by: UserId,
}

/// A pull request to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPullRequest {
    /// The id of the fork.
    pub source: String,
    /// Who created the fork: part of its uid.
    pub source_owner: UserId,
    /// The id of its parent.
    pub destination: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub description: String,
    /// Who is to review it.
    pub reviewers: Vec<String>,
}

const COLUMNS: &str = "id, source, source_owner, destination, title, description, status, comment, reviewers, created_at, created_by, \
     updated_at, updated_by";

impl Store {
    /// Makes a pull request. One that is pending between the same two is [`StoreError::Exists`].
    pub async fn create_pull_request(
        &self,
        stamp: &Stamp,
        new: &NewPullRequest,
    ) -> Result<PullRequest> {
        let task = Arc::new((stamp.clone(), new.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move { create(tx, &task.0, &task.1).await })
            })
            .await
    }

    /// Reads a pull request.
    pub async fn pull_request(&self, id: &str) -> Result<Option<PullRequest>> {
        let sql = format!("SELECT {COLUMNS} FROM pull_requests WHERE id = $1");
        let rows = self.db.query(&sql, params![id]).await?;
        rows.into_iter().next().map(read).transpose()
    }

    /// Lists pull requests from or into a collection, oldest first.
    pub async fn pull_requests(&self, collection: &str) -> Result<Vec<PullRequest>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM pull_requests WHERE destination = $1 OR source = $1 ORDER BY \
             created_at, id"
        );
        let rows = self.db.query(&sql, params![collection]).await?;
        rows.into_iter().map(read).collect()
    }

    /// Replaces what a pull request says, if it still has that state and was not changed since it
    /// was read; else it is [`StoreError::Conflict`].
    pub async fn put_pull_request(
        &self,
        stamp: &Stamp,
        read: &PullRequest,
        now: &PullRequest,
    ) -> Result<()> {
        let task = Arc::new((stamp.clone(), read.clone(), now.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move { put(tx, &task.0, &task.1, &task.2).await })
            })
            .await
    }
}

fn read(mut row: Row) -> Result<PullRequest> {
    let pull = PullRequest {
        id: row.text()?,
        source: row.text()?,
        source_owner: UserId(row.int()?),
        destination: row.text()?,
        title: row.text()?,
        description: row.text()?,
        status: PullStatus::of(&row.text()?)?,
        comment: row.text()?,
        reviewers: serde_json::from_str(&row.text()?).map_err(|_| StoreError::odd("reviewers"))?,
        created_at: row.int()?,
        created_by: UserId(row.int()?),
        updated_at: row.int()?,
        updated_by: UserId(row.int()?),
    };
    Ok(pull)
}

async fn create(tx: &mut Tx<'_>, stamp: &Stamp, new: &NewPullRequest) -> Result<PullRequest> {
    let NewPullRequest { source, source_owner, destination, title, description, reviewers } = new;
    let pending = "SELECT id FROM pull_requests WHERE source = $1 AND destination = $2 AND status \
                   IN ('open', 'approved')";
    if let Some(mut row) = tx.first(pending, params![source, destination]).await? {
        return Err(StoreError::Exists { id: row.text()? });
    }
    let asked = |id: &String| Reviewer { id: id.clone(), status: "open".to_owned() };
    let pull = PullRequest {
        id: new_element_id(),
        source: source.clone(),
        source_owner: *source_owner,
        destination: destination.clone(),
        title: title.clone(),
        description: description.clone(),
        status: PullStatus::Open,
        comment: String::new(),
        reviewers: reviewers.iter().map(asked).collect(),
        created_at: stamp.at,
        created_by: stamp.user,
        updated_at: stamp.at,
        updated_by: stamp.user,
    };
    let sql = format!(
        "INSERT INTO pull_requests ({COLUMNS}, record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
         $10, $11, $12, $13, $14)"
    );
    let reviewers = reviewers_of(&pull)?;
    let values = params![
        &pull.id,
        source,
        source_owner.0,
        destination,
        title,
        description,
        pull.status.name(),
        &pull.comment,
        &reviewers,
        stamp.at,
        stamp.user.0,
        stamp.at,
        stamp.user.0,
        stamp.record.as_str(),
    ];
    tx.run(&sql, values).await?;
    effect(tx, stamp).await?;
    Ok(pull)
}

/// Writes a pull request over the one that was read.
pub(crate) async fn put(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    read: &PullRequest,
    now: &PullRequest,
) -> Result<()> {
    let reviewers = reviewers_of(now)?;
    let changed = tx
        .run(
            "UPDATE pull_requests SET title = $1, description = $2, status = $3, comment = $4, \
             reviewers = $5, updated_at = $6, updated_by = $7, record = $8 WHERE id = $9 AND \
             status = $10 AND updated_at = $11",
            params![
                &now.title,
                &now.description,
                now.status.name(),
                &now.comment,
                &reviewers,
                stamp.at,
                stamp.user.0,
                stamp.record.as_str(),
                &read.id,
                read.status.name(),
                read.updated_at,
            ],
        )
        .await?;
    if changed == 0 {
        return Err(StoreError::Conflict);
    }
    effect(tx, stamp).await
}

fn reviewers_of(pull: &PullRequest) -> Result<String> {
    serde_json::to_string(&pull.reviewers).map_err(|_| StoreError::odd("reviewers"))
}

/// Removes pull requests into an element. Those from it stay, and say that it is gone.
pub(crate) async fn remove(tx: &mut Tx<'_>, element: &str) -> Result<()> {
    let sql = "DELETE FROM pull_requests WHERE destination = $1";
    tx.run(sql, params![element]).await.map(drop)
}
