//! Published documentation: the one thing here that is read without a key.

use catalog::Kind;
use convert::docs::{Look, page};
use model::collection;

use crate::{ApiError, Context, Ctx, aside::aside};

/// In front of the address of a page.
const PATH: &str = "/_docs/";

/// Where a publication is read.
pub(crate) fn address(ctx: &Context, id: &str) -> String {
    format!("{}{PATH}{id}", ctx.about.base())
}

/// Published documentation, for whoever has its address.
#[derive(Clone)]
pub struct Pages(pub(crate) Ctx);

impl Pages {
    /// The page with that address; `None` when nothing is published there, or not any more.
    ///
    /// Secret values are never in it. Readers are counted and told in the log like callers of
    /// mocks.
    pub async fn read(&self, id: &str) -> Result<Option<String>, ApiError> {
        published(&self.0, id).await
    }
}

async fn published(ctx: &Context, id: &str) -> Result<Option<String>, ApiError> {
    let Some(publication) = ctx.store.publication(id).await? else { return Ok(None) };
    let Some(found) = ctx.store.collection(&publication.collection).await? else {
        return Ok(None);
    };
    let look: Look = serde_json::from_str(&publication.settings).unwrap_or_default();
    let resource = ctx.outside.resource(Kind::Collection, &publication.collection).await?;
    if let Some(resource) = &resource {
        ctx.outside.called(resource, "being published");
    }
    let masker = ctx.masker;
    let size = found.items.iter().map(|item| item.document.body.len()).sum();
    let made = aside(size, move || page(&masker.collection(&collection::render(&found)), &look));
    Ok(made.await?.ok())
}
