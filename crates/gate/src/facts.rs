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

    /// What `resource` refers to under that name: a mock's or monitor's `collection` or
    /// `environment`, a fork's `parent`, as an id or uid.
    fn held<'a>(
        &'a self,
        resource: &'a Resource,
        member: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>, StoreError>>;

    /// The workspace that a creation goes to when a person names none: its oldest personal one.
    fn home(&self, viewer: UserId) -> BoxFuture<'_, Result<Option<Resource>, StoreError>>;
}

/// Facts read from the store.
#[derive(Clone)]
pub struct StoreFacts(pub Store);

impl Facts for StoreFacts {
    fn knows(&self, kind: Kind) -> bool {
        // Of the others nothing is served yet, so nothing is looked for.
        let placed =
            [Kind::Workspace, Kind::Thread, Kind::Item, Kind::PullRequest, Kind::PullSource];
        placed.contains(&kind) || stored(kind).is_some()
    }

    fn resource<'a>(
        &'a self,
        kind: Kind,
        reference: &'a str,
        viewer: UserId,
    ) -> BoxFuture<'a, Result<Option<Resource>, StoreError>> {
        Box::pin(async move {
            let named = ElementRef::parse(reference);
            if kind == Kind::Workspace {
                let workspace = self.0.workspace(&named.id, viewer).await?;
                // Workspaces have no uid.
                return Ok(workspace.filter(|_| named.owner.is_none()).map(of_workspace));
            }
            if kind == Kind::Thread {
                return self.thread(reference, viewer).await;
            }
            if matches!(kind, Kind::PullRequest | Kind::PullSource) {
                let Some(pull) = self.0.pull_request(reference).await? else { return Ok(None) };
                let side = if kind == Kind::PullSource { &pull.source } else { &pull.destination };
                return self.resource(Kind::Collection, side, viewer).await;
            }
            if kind == Kind::Item {
                let Some(collection) = self.0.collection_of_item(&named.id).await? else {
                    return Ok(None);
                };
                let found = self.resource(Kind::Collection, &collection, viewer).await?;
                let owner = |of: &Resource| ElementRef::parse(&of.uid).owner;
                return Ok(found.filter(|of| named.owner.is_none() || named.owner == owner(of)));
            }
            // Of a kind that this store does not hold, there is no such resource.
            let Some(stored) = stored(kind) else { return Ok(None) };
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

    fn held<'a>(
        &'a self,
        resource: &'a Resource,
        member: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>, StoreError>> {
        Box::pin(async move {
            let kind = match resource.kind {
                Kind::Mock => ElementKind::Mock,
                Kind::Monitor => ElementKind::Monitor,
                Kind::Collection | Kind::Environment if member == "parent" => {
                    return self.0.parent_of(&resource.id).await;
                }
                _ => return Ok(None),
            };
            let Some((_, document)) = self.0.document(kind, &resource.id).await? else {
                return Ok(None);
            };
            let document: serde_json::Value =
                serde_json::from_str(&document.body).unwrap_or_default();
            Ok(document.get(member).and_then(serde_json::Value::as_str).map(str::to_owned))
        })
    }

    fn home(&self, viewer: UserId) -> BoxFuture<'_, Result<Option<Resource>, StoreError>> {
        Box::pin(async move { Ok(self.0.personal_workspace(viewer).await?.map(of_workspace)) })
    }
}

impl StoreFacts {
    /// A thread is judged as what it is about.
    async fn thread(
        &self,
        reference: &str,
        viewer: UserId,
    ) -> Result<Option<Resource>, StoreError> {
        let Ok(thread) = reference.parse() else { return Ok(None) };
        let Some(place) = self.0.comment_thread(thread).await? else { return Ok(None) };
        let kind = match place.kind {
            ElementKind::Collection => Kind::Collection,
            ElementKind::Api => Kind::Api,
            _ => return Ok(None),
        };
        self.resource(kind, &place.element, viewer).await
    }
}

fn stored(kind: Kind) -> Option<ElementKind> {
    Some(match kind {
        Kind::Collection => ElementKind::Collection,
        Kind::Environment => ElementKind::Environment,
        Kind::Api => ElementKind::Api,
        Kind::Mock => ElementKind::Mock,
        Kind::Monitor => ElementKind::Monitor,
        Kind::Spec => ElementKind::Spec,
        Kind::Workspace
        | Kind::Thread
        | Kind::Item
        | Kind::PullRequest
        | Kind::PullSource
        | Kind::Other => return None,
    })
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
