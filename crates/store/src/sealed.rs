//! Secret values beside the text they were taken from.
//!
//! A stored text has slots: which secret belongs at which path. Secrets are rows of their own,
//! never changed, so that past states can share them.

use std::collections::BTreeMap;

use model::secret::{Document, Secret, SecretText};
use uuid::Uuid;

use crate::db::{Par, Tx};
use crate::error::{Result, StoreError};
use crate::keyfile::{Keys, SEAL_VERSION};
use crate::rows::{each_part, row};

/// The secrets of a stored text: path to id and value.
pub(crate) type Known = BTreeMap<String, (String, String)>;

/// Encrypts the secrets of one element and collects the new rows.
pub(crate) struct Sealer<'a> {
    keys: &'a Keys,
    element: &'a str,
    kind: &'static str,
    fresh: Vec<(String, Vec<u8>)>,
}

impl<'a> Sealer<'a> {
    /// For the element `element`; `kind` is the word for what it is.
    pub(crate) fn new(keys: &'a Keys, element: &'a str, kind: &'static str) -> Self {
        Self { keys, element, kind, fresh: Vec::new() }
    }

    /// The slots of `secrets`; those that `known` holds unchanged keep their rows.
    pub(crate) fn seal(&mut self, secrets: &[Secret], known: &Known) -> Result<String> {
        if secrets.is_empty() {
            return Ok(String::new());
        }
        let mut slots: Vec<(&str, String)> = Vec::with_capacity(secrets.len());
        for secret in secrets {
            let value = secret.value.expose();
            let id = match known.get(&secret.path) {
                Some((id, before)) if before == value => id.clone(),
                _ => {
                    let id = Uuid::new_v4().to_string();
                    self.fresh.push((id.clone(), self.keys.seal(&id, self.kind, value)?));
                    id
                }
            };
            slots.push((&secret.path, id));
        }
        serde_json::to_string(&slots).map_err(|_| StoreError::odd("slots"))
    }

    /// Writes the rows collected so far.
    pub(crate) async fn flush(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let rows: Vec<Vec<Par<'_>>> = self
            .fresh
            .iter()
            .map(|(id, sealed)| row![id, self.element, self.kind, SEAL_VERSION, sealed.as_slice()])
            .collect();
        let columns = ["id", "element", "kind", "version", "sealed"];
        tx.insert_many("secrets", &columns, &rows).await?;
        self.fresh.clear();
        Ok(())
    }
}

/// A text with its slots, as stored.
pub(crate) struct Stored {
    /// The text without its secrets.
    pub body: String,
    /// Its slots, empty without secrets.
    pub slots: String,
}

/// Reads the secrets of several stored texts at once.
pub(crate) async fn unseal(
    tx: &mut Tx<'_>,
    keys: &Keys,
    stored: Vec<Stored>,
) -> Result<Vec<Document>> {
    let slots: Vec<Vec<(String, String)>> =
        stored.iter().map(|one| parse(&one.slots)).collect::<Result<_>>()?;
    let ids: Vec<&str> = slots.iter().flatten().map(|(_, id)| id.as_str()).collect();
    let values = values(tx, keys, &ids).await?;
    let documents = stored.into_iter().zip(&slots).map(|(one, slots)| {
        let secret = |(path, id): &(String, String)| {
            let value = values.get(id).ok_or_else(|| StoreError::odd("a slot without secret"))?;
            Ok(Secret { path: path.clone(), value: SecretText::new(value.clone()) })
        };
        let secrets = slots.iter().map(secret).collect::<Result<_>>()?;
        Ok(Document { body: one.body, secrets })
    });
    documents.collect()
}

/// Reads the secrets of one stored text.
pub(crate) async fn unseal_one(
    tx: &mut Tx<'_>,
    keys: &Keys,
    body: String,
    slots: String,
) -> Result<Document> {
    if slots.is_empty() {
        return Ok(Document { body, secrets: Vec::new() });
    }
    let mut documents = unseal(tx, keys, vec![Stored { body, slots }]).await?;
    documents.pop().ok_or_else(|| StoreError::odd("no text"))
}

/// What the slots of a stored text hold, so that a new text can keep it.
pub(crate) async fn known(tx: &mut Tx<'_>, keys: &Keys, slots: &str) -> Result<Known> {
    let slots = parse(slots)?;
    let ids: Vec<&str> = slots.iter().map(|(_, id)| id.as_str()).collect();
    let mut values = values(tx, keys, &ids).await?;
    let known = slots.into_iter().filter_map(|(path, id)| {
        let value = values.remove(&id)?;
        Some((path, (id, value)))
    });
    Ok(known.collect())
}

fn parse(slots: &str) -> Result<Vec<(String, String)>> {
    if slots.is_empty() {
        return Ok(Vec::new());
    }
    serde_json::from_str(slots).map_err(|_| StoreError::odd("slots"))
}

async fn values(tx: &mut Tx<'_>, keys: &Keys, ids: &[&str]) -> Result<BTreeMap<String, String>> {
    let sql = "SELECT id, kind, version, sealed FROM secrets WHERE id IN (SELECT value FROM \
               json_each($1))";
    let mut values = BTreeMap::new();
    for mut row in each_part(tx, sql, ids).await? {
        let (id, kind, version, sealed) = (row.text()?, row.text()?, row.int()?, row.blob()?);
        let value = keys.open_seal(&id, &kind, version, &sealed)?;
        values.insert(id, value);
    }
    Ok(values)
}
