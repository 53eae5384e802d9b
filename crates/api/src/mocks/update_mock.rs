//! Changes a mock; what is left out stays.

use catalog::{Kind, op};
use gate::Fault;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    outage,
    shown::{Envelope, Made},
    stored::{change, configured, read},
};
use crate::{Call, Ctx, Outcome, body::Given, elements};

#[derive(Deserialize)]
struct Body {
    mock: Change,
}

#[derive(Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    name: Option<String>,
    #[serde(default)]
    environment: Given<String>,
    description: Option<String>,
    private: Option<bool>,
    version_tag: Option<String>,
    collection: Option<String>,
    config: Option<Value>,
}

pub(super) async fn update_mock(ctx: Ctx, call: Call<op::UpdateMock>) -> Outcome {
    let Body { mock: asked } = call.read()?;
    if asked == Change::default() {
        return Err(nothing().into());
    }
    let (element, mut definition) = read(&ctx, &call).await?;
    let named = |kind| call.permit.named(kind).map(|found| found.uid.clone());
    match asked.environment {
        Given::Null => definition.environment = None,
        Given::Value(_) => definition.environment = named(Kind::Environment),
        Given::Not => {}
    }
    if asked.collection.is_some() {
        definition.collection =
            named(Kind::Collection).ok_or_else(|| Fault::missing(&["collection"]))?;
    }
    definition.private = asked.private.unwrap_or(definition.private);
    definition.description = asked.description.unwrap_or(definition.description);
    definition.version_tag = asked.version_tag.or(definition.version_tag);
    if let Some(config) = &asked.config {
        definition.config = configured(&definition.config, config)?;
        if definition.config.server_response_id.is_some() && definition.outage().is_none() {
            return Err(outage::unknown_in_config().into());
        }
    }
    let name = asked.name.filter(|name| !name.is_empty()).unwrap_or(element.name.clone());
    let changed = change(&ctx, &call, &element, &name, &definition).await?;
    elements::json(&Envelope { mock: Made::new(&ctx, &changed, definition) })
}

/// 400 in the contract's words.
fn nothing() -> Fault {
    Fault::new(400, "paramMissingError", "At least one parameter must be provided.")
        .with(json!({ "param": "environment, private, name, config, collection" }))
}
