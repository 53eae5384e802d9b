//! Secret values that a call would carry from where its caller can't read them.

use catalog::{Kind, Operation, op};
use gate::{Fault, policy::Resource};
use model::{ElementKind, collection, environment};
use store::StoreError;

use crate::{ApiError, Call, Context, aside::aside};

/// Where a call takes what it copies or moves.
pub(crate) enum To<'a> {
    /// An element that exists, or the workspace that gets one.
    Place(&'a Resource),
    /// Wherever: environments are there for their values.
    Anywhere,
}

/// Refuses a caller to whom `source` is masked when that holds something to mask and `to` shows it:
/// what an agent can't read it can't bring to where it can.
///
/// # Errors
///
/// 403 in one sentence; the store's own.
pub(crate) async fn refuse<O>(
    ctx: &Context,
    call: &Call<O>,
    source: &Resource,
    to: To<'_>,
) -> Result<(), ApiError> {
    let read = match source.kind {
        Kind::Collection => op::GetCollection::SPEC,
        Kind::Environment => op::GetEnvironment::SPEC,
        _ => return Ok(()),
    };
    let shown = match to {
        To::Place(place) => call.permit.reveals(read, place),
        To::Anywhere => true,
    };
    if !shown || call.permit.reveals(read, source) || !holds(ctx, source).await? {
        return Ok(());
    }
    let kind = source.kind.name();
    let message = format!(
        "The {kind} holds secret values, which would come along: ask for a grant that reveals \
         secrets on it."
    );
    Err(Fault::new(403, "forbiddenError", message).into())
}

/// True when a masked reading of `source` differs from the plain one.
async fn holds(ctx: &Context, source: &Resource) -> Result<bool, ApiError> {
    let masker = ctx.masker;
    if source.kind == Kind::Environment {
        let found = ctx.store.document(ElementKind::Environment, &source.id).await?;
        let (element, document) = found.ok_or(StoreError::NotFound)?;
        return aside(document.body.len(), move || {
            let text = environment::render(&element, &document, false);
            masker.values(&text) != text
        })
        .await;
    }
    let found = ctx.store.collection(&source.id).await?.ok_or(StoreError::NotFound)?;
    aside(found.size(), move || {
        let text = collection::render(&found);
        masker.collection(&text) != text
    })
    .await
}
