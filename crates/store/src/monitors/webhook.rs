//! Addresses that start monitors.

use crate::Store;
use crate::db::params;
use crate::error::Result;

impl Store {
    /// The monitor that the webhook with this secret starts.
    pub async fn webhook(&self, hash: &[u8; 32]) -> Result<Option<String>> {
        let sql = "SELECT monitor FROM webhooks WHERE hash = $1";
        let found = self.db.query(sql, params![hash.as_slice()]).await?;
        found.into_iter().next().map(|mut row| row.text()).transpose()
    }

    /// Notes the key of a webhook call. False when there was one with this key before.
    pub async fn note_webhook_key(&self, monitor: &str, hash: &[u8; 32], at: i64) -> Result<bool> {
        let (monitor, hash) = (monitor.to_owned(), *hash);
        self.db
            .tx(move |tx| {
                let monitor = monitor.clone();
                Box::pin(async move {
                    let sql = "INSERT INTO webhook_keys (monitor, hash, at) VALUES ($1, $2, $3) ON \
                               CONFLICT (monitor, hash) DO NOTHING";
                    Ok(tx.run(sql, params![&monitor, hash.as_slice(), at]).await? == 1)
                })
            })
            .await
    }
}
