//! Reading what is stored of a monitor.

use catalog::Operation;
use gate::{Fault, Permit};
use model::{Element, ElementKind, secret::Document};
use monitor::{Creator, Definition};
use store::StoreError;

use crate::{ApiError, Call, Context};

/// The monitor that the path names, with its text.
pub(super) async fn read<O: Operation>(
    ctx: &Context,
    call: &Call<O>,
) -> Result<(Element, Definition, Document), ApiError> {
    let found = ctx.store.document(ElementKind::Monitor, &call.target()?.id).await?;
    let (element, document) = found.ok_or(StoreError::NotFound)?;
    let definition = Definition::read(&document.body).map_err(|error| {
        tracing::error!(%error, monitor = element.id, "a stored monitor can't be read");
        Fault::internal()
    })?;
    Ok((element, definition, document))
}

/// Whose access the runs of what is made now will have.
pub(crate) fn creator<O>(permit: &Permit<O>) -> Creator {
    Creator { user: permit.user(), agent: permit.principal().agent().cloned() }
}
