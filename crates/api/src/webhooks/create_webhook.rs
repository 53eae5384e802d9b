//! Creates a webhook and shows its address, this once.

use catalog::{Kind, op};
use gate::Fault;
use model::Role;
use monitor::{Definition, Webhook, webhook};
use serde::Deserialize;
use serde_json::json;
use store::{NewElement, Start};

use crate::{
    Call, Ctx, Outcome, elements,
    monitors::{creator, runnable},
};

#[derive(Deserialize)]
struct Body {
    webhook: Asked,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    name: String,
    signing_secret: Option<String>,
    once_header: Option<String>,
}

pub(super) async fn create_webhook(ctx: Ctx, call: Call<op::CreateWebhook>) -> Outcome {
    let Body { webhook: asked } = call.read()?;
    let collection = call.permit.named(Kind::Collection);
    let collection = collection.ok_or_else(|| Fault::missing(&["collection"]))?;
    let once_header = asked.once_header.as_deref().map(header).transpose()?;
    let definition = Definition {
        collection: collection.uid.clone(),
        environment: call.permit.named(Kind::Environment).map(|found| found.uid.clone()),
        active: true,
        schedule: None,
        notification_limit: None,
        retry: None,
        options: None,
        distribution: None,
        notifications: None,
        creator: creator(&call.permit),
        webhook: Some(Webhook { signed: asked.signing_secret.is_some(), once_header }),
    };
    runnable(&ctx, &collection.id).await?;
    let (secret, hash) = webhook::new_secret();
    let document = webhook::document(&definition, asked.signing_secret.as_deref())
        .map_err(|_| Fault::internal())?;
    let place = call.destination()?;
    let new = NewElement { workspace: place, name: asked.name, guard: call.guard(Role::Editor) };
    let start = Start { due: None, webhook: Some(hash) };
    let made = ctx.store.create_monitor(&call.permit.stamp(), &new, document, start).await?;
    let mut shown = json!({
        "id": made.id,
        "name": made.name,
        "collection": definition.collection,
        "webhookUrl": format!("{}/run/{}/{secret}", ctx.about.base(), made.owner),
        "uid": made.uid().to_string(),
    });
    if let (Some(environment), Some(shown)) = (definition.environment, shown.as_object_mut()) {
        shown.insert("environment".to_owned(), environment.into());
    }
    let reply = elements::json(&json!({ "webhook": shown }))?;
    Ok(reply.created(&made.id, &made.uid().to_string(), &made.name))
}

/// A header's name in its one form.
fn header(name: &str) -> Result<String, Fault> {
    let name = http::HeaderName::try_from(name).map_err(|_| {
        let message = "Invalid value for parameter: webhook.onceHeader is no name of a header.";
        Fault::new(400, "invalidParamsError", message)
    })?;
    Ok(name.as_str().to_owned())
}
