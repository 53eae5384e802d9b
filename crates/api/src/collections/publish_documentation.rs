//! Publishes the documentation of a collection: anybody who has its address may read it.

use catalog::op;
use convert::docs::Look;
use gate::Fault;
use model::time::iso;
use serde_json::{Map, Value, json};
use store::StoreError;

use crate::{Call, Ctx, Outcome, documentation, elements};

pub(super) async fn publish_documentation(
    ctx: Ctx,
    call: Call<op::PublishDocumentation>,
) -> Outcome {
    let given: Map<String, Value> = call.read()?;
    let kept = ["environmentUid", "customColor", "documentationLayout", "customization"];
    let settings: Map<String, Value> =
        given.into_iter().filter(|(name, _)| kept.contains(&name.as_str())).collect();
    let settings = Value::Object(settings);
    serde_json::from_value::<Look>(settings.clone()).map_err(|problem| {
        Fault::bad_request(format!("The body does not say how the page is to look: {problem}."))
    })?;
    let target = call.target()?;
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    let made = ctx.store.publish(&stamp, &target.id, &expect, &settings.to_string()).await?;
    let Value::Object(mut answer) = settings else { return Err(StoreError::NotFound.into()) };
    answer.entry("documentationLayout").or_insert_with(|| "classic-single-column".into());
    let told = json!({
        "published": true,
        "publishDate": iso(made.at),
        "publisherId": made.user.to_string(),
        "publicUrl": documentation::address(&ctx, &made.id),
        "id": made.id,
        "collectionId": target.id,
    });
    if let Value::Object(told) = told {
        answer.extend(told);
    }
    elements::json(&answer)
}
