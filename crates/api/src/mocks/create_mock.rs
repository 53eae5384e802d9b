//! Creates a mock of a collection.

use catalog::{Kind, op};
use mock::{Config, Definition};
use model::ElementKind;
use serde::Deserialize;
use serde_json::Value;
use store::NewElement;

use super::{
    shown::{Envelope, Made},
    stored::{configured, document},
};
use crate::{Call, Ctx, Outcome, elements};
use gate::Fault;
use model::Role;

#[derive(Deserialize)]
struct Body {
    mock: Asked,
}

#[derive(Deserialize)]
struct Asked {
    name: Option<String>,
    #[serde(default)]
    private: bool,
    config: Option<Value>,
}

pub(super) async fn create_mock(ctx: Ctx, call: Call<op::CreateMock>) -> Outcome {
    let Body { mock: asked } = call.read()?;
    let collection = call.permit.named(Kind::Collection);
    let collection = collection.ok_or_else(|| Fault::missing(&["collection"]))?;
    let definition = Definition {
        collection: collection.uid.clone(),
        environment: call.permit.named(Kind::Environment).map(|found| found.uid.clone()),
        private: asked.private,
        config: match &asked.config {
            Some(config) => configured(&Config::default(), config)?,
            None => Config::default(),
        },
        ..Definition::default()
    };
    if definition.config.server_response_id.is_some() {
        return Err(super::outage::unknown_in_config().into());
    }
    let name = asked.name.filter(|name| !name.is_empty()).unwrap_or(collection.name.clone());
    let new = NewElement { workspace: call.destination()?, name, guard: call.guard(Role::Editor) };
    let (stamp, text) = (call.permit.stamp(), document(&definition)?);
    let made = ctx.store.create_document(&stamp, ElementKind::Mock, &new, text).await?;
    let reply = elements::json(&Envelope { mock: Made::new(&ctx, &made, definition) })?;
    Ok(reply.created(&made.id, &made.uid().to_string(), &made.name))
}
