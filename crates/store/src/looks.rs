//! Elements looked up lately, kept while nothing has changed.

use model::{Element, ElementKind, UserId, Workspace};
use quick_cache::sync::Cache;

/// How many are kept; each takes about half a kilobyte.
const KEPT: usize = 8192;

type Key = (ElementKind, String, UserId);
type Found = Option<(Element, Workspace)>;

/// Elements and their workspaces as one viewer sees them, by the generation of the data they were
/// read from. That there is none is kept too, so that absent costs what hidden costs.
///
/// A generation that is past is never answered, so this knows exactly what the database knows. An
/// engine that others may write to has no generations, and nothing is kept.
pub(crate) struct Looks(Cache<Key, (u64, Found)>);

impl Default for Looks {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

impl Looks {
    pub(crate) fn get(
        &self,
        kind: ElementKind,
        id: &str,
        viewer: UserId,
        generation: Option<u64>,
    ) -> Option<Found> {
        let generation = generation?;
        let (read_at, found) = self.0.get(&(kind, id.to_owned(), viewer))?;
        (read_at == generation).then_some(found)
    }

    pub(crate) fn keep(
        &self,
        kind: ElementKind,
        id: &str,
        viewer: UserId,
        generation: Option<u64>,
        found: &Found,
    ) {
        if let Some(generation) = generation {
            self.0.insert((kind, id.to_owned(), viewer), (generation, found.clone()));
        }
    }
}
