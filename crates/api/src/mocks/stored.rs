//! Reading and changing what is stored of a mock.

use catalog::Operation;
use gate::Fault;
use mock::{Config, Definition};
use model::{Element, ElementKind, secret::Document};
use serde_json::Value;
use store::{Expect, StoreError};

use crate::{ApiError, Call, Context};

/// The mock that the path names.
pub(super) async fn read<O: Operation>(
    ctx: &Context,
    call: &Call<O>,
) -> Result<(Element, Definition), ApiError> {
    let found = ctx.store.document(ElementKind::Mock, &call.target()?.id).await?;
    let (element, document) = found.ok_or(StoreError::NotFound)?;
    let definition = Definition::read(&document.body).map_err(|error| {
        tracing::error!(%error, mock = element.id, "a stored mock can't be read");
        Fault::internal()
    })?;
    Ok((element, definition))
}

/// The text to store.
pub(super) fn document(definition: &Definition) -> Result<Document, ApiError> {
    let text = definition.write().map_err(|error| {
        tracing::error!(%error, "a mock could not be written");
        Fault::internal()
    })?;
    Ok(Document::plain(text))
}

/// Stores a mock that was read and changed. A change in between is not overwritten.
pub(super) async fn change<O: Operation>(
    ctx: &Context,
    call: &Call<O>,
    element: &Element,
    name: &str,
    definition: &Definition,
) -> Result<Element, ApiError> {
    let expect = Expect { version: Some(element.version), ..call.expect()? };
    let (stamp, document) = (call.permit.stamp(), document(definition)?);
    let kind = ElementKind::Mock;
    let changed = ctx.store.replace_document(&stamp, kind, &element.id, &expect, name, document);
    Ok(changed.await?)
}

/// `config` with the members that `change` sets.
pub(super) fn configured(config: &Config, change: &Value) -> Result<Config, Fault> {
    config.with(change).map_err(|fault| {
        let message =
            format!("Invalid value for parameter: {} must be {}.", fault.member, fault.wanted);
        Fault::new(400, "invalidParamsError", message)
    })
}
