//! Answers that elements of every kind share.

use gate::{Fault, Reply};
use model::{Element, ElementKind, ElementRef, time::iso};
use serde::Serialize;

use crate::{ApiError, Outcome};

/// A line of a list of collections or environments.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ElementRow {
    id: String,
    name: String,
    owner: String,
    created_at: String,
    updated_at: String,
    uid: String,
    is_public: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    fork: Option<ForkOf>,
}

/// What a fork says of itself.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ForkOf {
    label: String,
    created_at: String,
    from: String,
}

impl ForkOf {
    /// Of an element, if it is a fork.
    pub(crate) fn of(element: &Element) -> Option<Self> {
        let fork = element.fork.as_ref()?;
        let (label, from) = (fork.label.clone(), fork.from.clone());
        Some(Self { label, created_at: iso(element.created_at), from })
    }
}

impl ElementRow {
    /// The line of an element; `public` holds the ids of public workspaces.
    pub(crate) fn new(element: &Element, public: &[String]) -> Self {
        Self {
            id: element.id.clone(),
            name: element.name.clone(),
            owner: element.owner.to_string(),
            created_at: iso(element.created_at),
            updated_at: iso(element.updated_at),
            uid: element.uid().to_string(),
            is_public: public.contains(&element.workspace),
            // Environments have none in their lists.
            fork: ForkOf::of(element).filter(|_| element.kind == ElementKind::Collection),
        }
    }
}

/// An element as workspaces embed it and changes answer it.
#[derive(Serialize)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) uid: String,
}

impl From<&Element> for Named {
    fn from(element: &Element) -> Self {
        let uid = element.uid().to_string();
        Self { id: element.id.clone(), name: element.name.clone(), uid }
    }
}

/// `{envelope: {id, name, uid}}`.
pub(crate) fn named(envelope: &str, element: &Element) -> Outcome {
    json(&serde_json::json!({ envelope: Named::from(element) }))
}

/// `{envelope: {id, uid}}` of what is gone.
pub(crate) fn gone(envelope: &str, id: &str, uid: &str) -> Outcome {
    json(&serde_json::json!({ envelope: { "id": id, "uid": uid } }))
}

/// 200 with a value as JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> Outcome {
    Ok(Reply::json(write(value)?))
}

/// A value as JSON text.
pub(crate) fn write<T: Serialize>(value: &T) -> Result<String, ApiError> {
    serde_json::to_string(value).map_err(|error| {
        tracing::error!(%error, "an answer could not be written");
        Fault::internal().into()
    })
}

/// The id by which a filter names something. A uid never names a workspace.
pub(crate) fn workspace_id(given: &str) -> String {
    let named = ElementRef::parse(given);
    if named.owner.is_some() { given.to_owned() } else { named.id }
}
