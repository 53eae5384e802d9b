//! Collections and specs that belong together.

use catalog::Operation;
use gate::Fault;
use store::SpecLink;

use crate::{ApiError, Call, Context};

/// What the query names; both synchronisations need it.
pub(super) fn query<'a, O: Operation>(
    call: &'a Call<O>,
    name: &'static str,
) -> Result<&'a str, ApiError> {
    let given = call.request.query.get(name).filter(|given| !given.is_empty());
    given.ok_or_else(|| Fault::missing(&[name]).into())
}

/// The link of a spec and a collection.
pub(super) async fn find(
    ctx: &Context,
    spec: &str,
    collection: &str,
) -> Result<SpecLink, ApiError> {
    let links = ctx.store.spec_links(spec).await?;
    let link = links.into_iter().find(|link| link.collection == collection);
    link.ok_or_else(|| {
        let message = "Neither was made of the other, so there is nothing to bring in step.";
        Fault::new(404, "instanceNotFoundError", message).into()
    })
}
