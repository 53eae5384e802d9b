//! What recovery and counting need: effects of changes, and usage counters.

use model::RecordId;

use crate::Store;
use crate::db::{Tx, params};
use crate::error::{Result, StoreError};

/// Counters, and the last record they include.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The sequence number of the last record counted; 0 when none is.
    pub upto_seq: u64,
    /// The counters, by user, month and name.
    pub counts: Vec<UsageCount>,
}

/// How often a user did something in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageCount {
    /// The user's number.
    pub user: i64,
    /// The month, such as `2026-01`.
    pub month: String,
    /// What was counted.
    pub name: String,
    /// How often.
    pub value: i64,
}

impl Store {
    /// Tells whether the change that this intent record announced was made.
    pub async fn has_effect(&self, record: &RecordId) -> Result<bool> {
        let sql = "SELECT at FROM effects WHERE record = $1";
        Ok(!self.db.query(sql, params![record.as_str()]).await?.is_empty())
    }

    /// Reads the usage counters.
    pub async fn usage(&self) -> Result<Usage> {
        self.db
            .read(move |tx| {
                Box::pin(async move {
                    let sql = "SELECT user_id, month, name, value FROM usage_counts ORDER BY \
                               user_id, month, name";
                    let count = |mut row: crate::db::Row| {
                        let (user, month) = (row.int()?, row.text()?);
                        Ok(UsageCount { user, month, name: row.text()?, value: row.int()? })
                    };
                    let counts = tx.query(sql, &[]).await?;
                    let counts = counts.into_iter().map(count).collect::<Result<_>>()?;
                    Ok(Usage { upto_seq: upto(tx).await?, counts })
                })
            })
            .await
    }

    /// Adds to the usage counters what the records up to `upto_seq` say: user, month, name, and by
    /// how much. Records already counted are not counted again.
    pub async fn save_usage(
        &self,
        upto_seq: u64,
        counts: &[(i64, String, String, i64)],
    ) -> Result<()> {
        let counts = counts.to_vec();
        self.db
            .tx(move |tx| {
                let counts = counts.clone();
                Box::pin(async move {
                    if upto(tx).await? >= upto_seq {
                        return Ok(());
                    }
                    for (user, month, name, value) in &counts {
                        tx.run(
                            "INSERT INTO usage_counts (user_id, month, name, value) VALUES ($1, \
                             $2, $3, $4) ON CONFLICT (user_id, month, name) DO UPDATE SET value = \
                             usage_counts.value + excluded.value",
                            params![*user, month, name, *value],
                        )
                        .await?;
                    }
                    tx.run(
                        "INSERT INTO settings (name, value) VALUES ('usage', $1) ON CONFLICT \
                         (name) DO UPDATE SET value = excluded.value",
                        params![&upto_seq.to_string()],
                    )
                    .await?;
                    Ok(())
                })
            })
            .await
    }
}

async fn upto(tx: &mut Tx<'_>) -> Result<u64> {
    let found = tx.first("SELECT value FROM settings WHERE name = 'usage'", &[]).await?;
    let Some(mut row) = found else { return Ok(0) };
    row.text()?.parse().map_err(|_| StoreError::odd("number of a record"))
}
