//! What the gate knows of resources.

use std::sync::Arc;

use catalog::Kind;
use futures::future::BoxFuture;
use model::{ElementKind, ElementRef, UserId};
use policy::Resource;
use store::{Store, StoreError};

/// The gate's one source of facts about resources: their workspace, owner and name.
///
/// In front of its own store these are reads of the store; in front of a remote service they
/// would be a cache of it. A fact that can't be had is an error, never a guess.
pub trait Facts: Send + Sync + 'static {
    /// True for kinds whose resources it knows; calls on others are judged as a whole.
    fn knows(&self, kind: Kind) -> bool;

    /// The resource that `reference` (an id or uid) names, as `viewer` sees it. `None` when there
    /// is none, or when a uid names the wrong owner.
    fn resource<'a>(
        &'a self,
        kind: Kind,
        reference: &'a str,
        viewer: UserId,
    ) -> BoxFuture<'a, Result<Option<Resource>, StoreError>>;

    /// The workspace that a creation goes to when a person names none: its oldest personal one.
    fn home(&self, viewer: UserId) -> BoxFuture<'_, Result<Option<Resource>, StoreError>>;
}

/// Facts read from the store.
#[derive(Clone)]
pub struct StoreFacts(pub Store);

impl Facts for StoreFacts {
    fn knows(&self, kind: Kind) -> bool {
        !matches!(kind, Kind::Spec | Kind::Other)
    }

    fn resource<'a>(
        &'a self,
        kind: Kind,
        reference: &'a str,
        viewer: UserId,
    ) -> BoxFuture<'a, Result<Option<Resource>, StoreError>> {
        Box::pin(async move {
            let named = ElementRef::parse(reference);
            let stored = match kind {
                Kind::Collection => ElementKind::Collection,
                Kind::Environment => ElementKind::Environment,
                Kind::Api => ElementKind::Api,
                Kind::Mock => ElementKind::Mock,
                Kind::Monitor => ElementKind::Monitor,
                Kind::Workspace => {
                    let workspace = self.0.workspace(&named.id, viewer).await?;
                    // Workspaces have no uid.
                    return Ok(workspace.filter(|_| named.owner.is_none()).map(of_workspace));
                }
                // Kinds that this store does not hold yet: there is no such resource.
                Kind::Spec | Kind::Other => return Ok(None),
            };
            let Some((element, workspace)) = self.0.element(stored, &named.id, viewer).await?
            else {
                return Ok(None);
            };
            if named.owner.is_some_and(|owner| owner != element.owner) {
                return Ok(None);
            }
            Ok(Some(Resource {
                kind,
                uid: element.uid().to_string(),
                id: element.id,
                name: element.name,
                workspace: Some(Arc::new(workspace)),
            }))
        })
    }

    fn home(&self, viewer: UserId) -> BoxFuture<'_, Result<Option<Resource>, StoreError>> {
        Box::pin(async move { Ok(self.0.personal_workspace(viewer).await?.map(of_workspace)) })
    }
}

fn of_workspace(workspace: model::Workspace) -> Resource {
    Resource {
        kind: Kind::Workspace,
        id: workspace.id.clone(),
        uid: workspace.id.clone(),
        name: workspace.name.clone(),
        workspace: Some(Arc::new(workspace)),
    }
}
