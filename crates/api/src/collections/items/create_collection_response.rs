//! Adds a response, as an example, to the request that the query names.

use catalog::op;
use gate::Fault;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn create_collection_response(
    ctx: Ctx,
    call: Call<op::CreateCollectionResponse>,
) -> Outcome {
    let parent = call.request.query.get("request").ok_or_else(|| Fault::missing(&["request"]))?;
    let parent = parent.to_owned();
    super::create(ctx, call, ItemKind::Response, Some(parent)).await
}
