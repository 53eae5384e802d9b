//! Opening and closing.

use std::path::Path;
use std::sync::Arc;

use chrono::Utc;

use crate::db::{Db, Sqlite, params};
use crate::error::{Result, StoreError};
use crate::folder;
use crate::keyfile::Keys;
use crate::looks::Looks;
use crate::migrate::{MIGRATIONS, migrate};

/// Everything that is stored. Cheap to clone; all clones are the same store.
///
/// Its functions answer when what they did is durable. Those that change something take a
/// `Stamp`: who, when, and the intent record that announced it.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Db,
    pub(crate) keys: Arc<Keys>,
    pub(crate) looks: Arc<Looks>,
}

impl Store {
    /// Opens the database in the data folder, making both if they are missing.
    ///
    /// Folder and files are closed to other users. A database of an older version is copied to
    /// `backup-before-<version>-<time>.db` and brought up to date.
    pub async fn open_embedded(dir: &Path) -> Result<Self> {
        folder::prepare(dir)?;
        let sqlite = Sqlite::open(&folder::database(dir)?)?;
        let now = Utc::now().timestamp_millis();
        let copy = sqlite.clone();
        let db = Db::Sqlite(sqlite);
        migrate(&db, MIGRATIONS, now, async |version| {
            copy.copy_to(&folder::snapshot(dir, version, now)?)
        })
        .await?;
        Self::with_keys(db, dir).await
    }

    /// Opens a PostgreSQL database; `dir` holds the key file.
    #[cfg(feature = "postgres")]
    pub async fn open_postgres(url: &str, dir: &Path) -> Result<Self> {
        folder::prepare(dir)?;
        let db = Db::Postgres(crate::db::Postgres::open(url).await?);
        let now = Utc::now().timestamp_millis();
        // A server's backups are its administrator's.
        migrate(&db, MIGRATIONS, now, async |_| Ok(())).await?;
        Self::with_keys(db, dir).await
    }

    async fn with_keys(db: Db, dir: &Path) -> Result<Self> {
        const LOOK: &str = "SELECT value FROM settings WHERE name = 'key'";
        let known = db.query(LOOK, &[]).await?.into_iter().next();
        let known = known.map(|mut row| row.text()).transpose()?;
        let keys = Keys::open(dir, known.is_none())?;
        let mine = keys.fingerprint().to_owned();
        let known = if let Some(known) = known {
            known
        } else {
            let mine = mine.clone();
            let put = "INSERT INTO settings (name, value) VALUES ('key', $1) ON CONFLICT \
                           (name) DO NOTHING";
            db.tx(move |tx| {
                let mine = mine.clone();
                Box::pin(async move {
                    tx.run(put, params![&mine]).await?;
                    tx.first(LOOK, &[]).await?.ok_or(StoreError::NotFound)?.text()
                })
            })
            .await?
        };
        if known != mine {
            return Err(StoreError::Corrupt(format!(
                "the key file `{}` is not the one this database is encrypted with; put the right \
                 one in its place",
                dir.join(crate::keyfile::NAME).display()
            )));
        }
        let store = Self { db, keys: Arc::new(keys), looks: Arc::default() };
        store.refresh_search().await?;
        Ok(store)
    }

    /// Finishes what is under way and closes the files. Later calls fail.
    pub async fn close(&self) {
        self.db.close().await;
    }

    /// The key from which masks of secret values are made; derived from the key file.
    #[must_use]
    pub fn mask_key(&self) -> [u8; 32] {
        self.keys.mask()
    }
}
