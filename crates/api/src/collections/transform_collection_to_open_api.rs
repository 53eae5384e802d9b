//! Answers a collection as an OpenAPI description.

use catalog::op;
use convert::{Version, spec::Format, to_openapi};
use serde_json::json;

use super::described;
use crate::{Call, Ctx, Outcome, aside::aside, elements, error::invalid};

pub(super) async fn transform_collection_to_open_api(
    ctx: Ctx,
    call: Call<op::TransformCollectionToOpenAPI>,
) -> Outcome {
    let query = call.query()?;
    let format = if query.text("format") == Some("yaml") { Format::Yaml } else { Format::Json };
    let text = described::text(&ctx, &call, call.target()?).await?;
    let made = aside(text.len(), move || to_openapi(&text, Version::V30, format)).await?;
    let made = made.map_err(|fault| invalid(fault.to_string()))?;
    elements::json(&json!({ "output": made.document }))
}
