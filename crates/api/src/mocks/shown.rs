//! Mocks as they are answered.

use mock::{Config, Definition};
use model::{Element, ElementKind, ElementRef, UserId, time::iso};
use serde::Serialize;
use store::StoreError;

use crate::Context;

/// A mock as creations and changes answer it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Made {
    id: String,
    owner: String,
    uid: String,
    collection: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
    mock_url: String,
    name: String,
    config: Config,
    created_at: String,
    updated_at: String,
}

/// A mock as it is listed and read.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Seen {
    #[serde(flatten)]
    made: Made,
    is_public: bool,
    deactivated: bool,
}

/// `{"mock": …}`
#[derive(Serialize)]
pub(super) struct Envelope<T> {
    pub(super) mock: T,
}

impl Made {
    pub(super) fn new(ctx: &Context, element: &Element, definition: Definition) -> Self {
        Self {
            id: element.id.clone(),
            owner: element.owner.to_string(),
            uid: element.uid().to_string(),
            collection: definition.collection,
            environment: definition.environment,
            mock_url: ctx.about.mock_url(&element.id),
            name: element.name.clone(),
            config: definition.config,
            created_at: iso(element.created_at),
            updated_at: iso(element.updated_at),
        }
    }
}

impl Seen {
    pub(super) async fn new(
        ctx: &Context,
        element: &Element,
        definition: Definition,
    ) -> Result<Self, StoreError> {
        let deactivated = deactivated(ctx, &definition).await?;
        let is_public = !definition.private;
        Ok(Self { made: Made::new(ctx, element, definition), is_public, deactivated })
    }

    /// True when its collection and environment are still there.
    pub(super) fn is_active(&self) -> bool {
        !self.deactivated
    }
}

/// True when the collection or environment of a mock is gone.
async fn deactivated(ctx: &Context, definition: &Definition) -> Result<bool, StoreError> {
    let parts = [
        (ElementKind::Collection, Some(&definition.collection)),
        (ElementKind::Environment, definition.environment.as_ref()),
    ];
    for (kind, uid) in parts {
        let Some(uid) = uid else { continue };
        let id = ElementRef::parse(uid).id;
        if ctx.store.element(kind, &id, UserId(0)).await?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}
