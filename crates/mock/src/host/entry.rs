//! Mocks that were called, compiled.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use gate::{Outside, policy::Resource};
use model::{ElementKind, ElementRef, UserId, collection};
use quick_cache::sync::Cache;
use serde_json::Value;
use store::{Store, StoreError};
use tokio::sync::Mutex;

use crate::{Definition, Served};

/// So many compiled mocks are kept.
const KEPT: usize = 1_000;
/// So many are compiled at once.
const LANES: usize = 8;

/// A mock, compiled.
pub(super) struct Entry {
    pub(super) resource: Resource,
    pub(super) served: Served,
    /// Callers need a key.
    pub(super) private: bool,
    /// Uid of its collection.
    pub(super) collection: String,
    parts: Versions,
    /// The store's generation at which the versions were compared last.
    checked: AtomicU64,
}

/// What a mock is made of, and in which state.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Versions {
    mock: i64,
    collection: (String, i64),
    environment: Option<(String, i64)>,
}

/// All mocks of a store.
pub(super) struct Mocks {
    store: Store,
    outside: Outside,
    kept: Cache<String, Arc<Entry>>,
    /// Held while a mock is compiled, so that many callers don't do it at once.
    lanes: Vec<Mutex<()>>,
}

impl Mocks {
    pub(super) fn new(store: Store, outside: Outside) -> Self {
        let lanes = (0..LANES).map(|_| Mutex::default()).collect();
        Self { store, outside, kept: Cache::new(KEPT), lanes }
    }

    /// The mock, as it is now; `None` when it, its collection or its environment is gone.
    pub(super) async fn get(&self, id: &str) -> Result<Option<Arc<Entry>>, StoreError> {
        if let Some(entry) = self.current(id).await? {
            return Ok(Some(entry));
        }
        let lane = id.bytes().fold(0_usize, |sum, byte| sum.wrapping_add(byte.into())) % LANES;
        let _alone = match self.lanes.get(lane) {
            Some(lane) => Some(lane.lock().await),
            None => None,
        };
        if let Some(entry) = self.current(id).await? {
            return Ok(Some(entry));
        }
        // Taken before anything is read: what changes meanwhile is looked at again.
        let generation = self.store.generation();
        let Some(entry) = self.compile(id, generation).await? else {
            self.kept.remove(id);
            return Ok(None);
        };
        let entry = Arc::new(entry);
        self.kept.insert(id.to_owned(), entry.clone());
        Ok(Some(entry))
    }

    /// The compiled mock, if nothing it is made of has changed.
    async fn current(&self, id: &str) -> Result<Option<Arc<Entry>>, StoreError> {
        let Some(entry) = self.kept.get(id) else { return Ok(None) };
        let generation = self.store.generation();
        let checked = entry.checked.load(Ordering::Acquire);
        if generation.is_some_and(|generation| generation == checked) {
            return Ok(Some(entry));
        }
        let version = async |kind, id: &str| {
            let found = self.store.element(kind, id, UserId(0)).await?;
            Ok::<_, StoreError>(found.map(|(element, _)| element.version))
        };
        let parts = &entry.parts;
        let mut same = version(ElementKind::Mock, id).await? == Some(parts.mock);
        let (collection, state) = &parts.collection;
        same = same && version(ElementKind::Collection, collection).await? == Some(*state);
        if let Some((environment, state)) = &parts.environment {
            same = same && version(ElementKind::Environment, environment).await? == Some(*state);
        }
        if !same {
            return Ok(None);
        }
        if let Some(generation) = generation {
            entry.checked.store(generation, Ordering::Release);
        }
        Ok(Some(entry))
    }

    async fn compile(
        &self,
        id: &str,
        generation: Option<u64>,
    ) -> Result<Option<Entry>, StoreError> {
        let Some((element, document)) = self.store.document(ElementKind::Mock, id).await? else {
            return Ok(None);
        };
        let definition = Definition::read(&document.body)
            .map_err(|error| StoreError::Corrupt(format!("mock {id}: {error}")))?;
        let resource = self.outside.resource(catalog::Kind::Mock, id).await?;
        let from = ElementRef::parse(&definition.collection).id;
        let collection = self.store.collection(&from).await?;
        let (Some(resource), Some(collection)) = (resource, collection) else { return Ok(None) };
        let environment = match &definition.environment {
            None => None,
            Some(uid) => {
                let id = ElementRef::parse(uid).id;
                let found = self.store.document(ElementKind::Environment, &id).await?;
                let Some((element, document)) = found else { return Ok(None) };
                Some((element, document))
            }
        };
        let state = environment.as_ref().map(|(it, _)| (it.id.clone(), it.version));
        let parts = Versions {
            mock: element.version,
            collection: (from, collection.element.version),
            environment: state,
        };
        let (private, uid) = (definition.private, definition.collection.clone());
        // A large collection takes a while: never on a thread that serves others.
        let served = tokio::task::spawn_blocking(move || {
            let text = collection::render(&collection);
            let collection: Value = serde_json::from_str(&text).unwrap_or_default();
            let environment = environment
                .map(|(_, document)| serde_json::from_str(&document.text()).unwrap_or_default());
            let outage = definition.outage().cloned();
            Served::new(&collection, environment.as_ref(), definition.config, outage)
        });
        let served =
            served.await.map_err(|_| StoreError::Unavailable("compiling was cut short".into()))?;
        let checked = AtomicU64::new(generation.unwrap_or_default());
        Ok(Some(Entry { resource, served, private, collection: uid, parts, checked }))
    }
}
