//! What a principal holds, compiled for quick decisions.

use std::{collections::BTreeMap, sync::Arc};

use catalog::Area;
use model::Viewer;

use crate::{Effect, Grant};

/// What a principal may do: its role as a viewer and, for an agent, its grants and blocks.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    /// The user whose role bounds everything; an agent's owner.
    pub viewer: Viewer,
    /// `None` for a user: only its role bounds it.
    pub(crate) grants: Option<BTreeMap<Area, Vec<Arc<Grant>>>>,
}

impl Rights {
    /// A user: exactly its role.
    #[must_use]
    pub fn user(viewer: Viewer) -> Self {
        Self { viewer, grants: None }
    }

    /// An agent: its grants and blocks, inside its owner's role.
    #[must_use]
    pub fn agent(owner: Viewer, grants: Vec<Arc<Grant>>) -> Self {
        let mut by_area = BTreeMap::<Area, Vec<Arc<Grant>>>::new();
        for grant in grants {
            by_area.entry(grant.right.area()).or_default().push(grant);
        }
        Self { viewer: owner, grants: Some(by_area) }
    }

    /// True for an agent.
    #[must_use]
    pub fn is_agent(&self) -> bool {
        self.grants.is_some()
    }

    /// Rules of an area that hold at `now`.
    pub(crate) fn live(&self, area: Area, now: i64) -> impl Iterator<Item = &Arc<Grant>> {
        self.grants
            .iter()
            .filter_map(move |by_area| by_area.get(&area))
            .flatten()
            .filter(move |grant| grant.live(now))
    }

    /// Blocks of every area that hold at `now`.
    pub fn blocks(&self, now: i64) -> impl Iterator<Item = &Arc<Grant>> {
        self.grants
            .iter()
            .flat_map(BTreeMap::values)
            .flatten()
            .filter(move |grant| grant.effect == Effect::Block && grant.live(now))
    }

    /// Every rule, whether it holds now or not.
    pub fn rules(&self) -> impl Iterator<Item = &Arc<Grant>> {
        self.grants.iter().flat_map(BTreeMap::values).flatten()
    }
}
