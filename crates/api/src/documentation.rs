//! Published documentation: the one thing here that is read without a key.

use bytes::Bytes;
use catalog::Kind;
use convert::docs::{Look, page};
use model::{ElementKind, UserId, collection};

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
    pub async fn read(&self, id: &str) -> Result<Option<Bytes>, ApiError> {
        published(&self.0, id).await
    }
}

async fn published(ctx: &Context, id: &str) -> Result<Option<Bytes>, ApiError> {
    let Some(publication) = ctx.store.publication(id).await? else { return Ok(None) };
    let (kind, of) = (ElementKind::Collection, &publication.collection);
    let Some((element, _)) = ctx.store.element(kind, of, UserId(0)).await? else {
        return Ok(None);
    };
    if let Some(resource) = ctx.outside.resource(Kind::Collection, of).await? {
        ctx.outside.called(&resource, "being published");
    }
    // Anybody may ask, as often as they like: the page is made once for each state.
    let key = (format!("{id} {}", publication.at), element.version, true);
    if let Some(page) = ctx.pages.get(&key) {
        return Ok(Some(page));
    }
    let Some(found) = ctx.store.collection(of).await? else { return Ok(None) };
    let look: Look = serde_json::from_str(&publication.settings).unwrap_or_default();
    let masker = ctx.masker;
    let made =
        aside(found.size(), move || page(&masker.collection(&collection::render(&found)), &look));
    let Ok(made) = made.await? else { return Ok(None) };
    let made = Bytes::from(made);
    ctx.pages.keep(key, &made);
    Ok(Some(made))
}
