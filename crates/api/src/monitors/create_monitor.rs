//! Creates a monitor, which runs by its schedule from now on.

use catalog::{Kind, op};
use gate::Fault;
use model::Role;
use monitor::{Definition, Notifications, Region, Retry, RunOptions, Schedule, webhook};
use serde::Deserialize;
use store::{NewElement, Start};

use super::{
    asked::{recipients, runnable, schedule},
    creator,
    shown::named,
};
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Body {
    monitor: Asked,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    name: String,
    #[serde(default = "yes")]
    active: bool,
    notification_limit: Option<u32>,
    retry: Option<Retry>,
    options: Option<RunOptions>,
    schedule: Schedule,
    distribution: Option<Vec<Region>>,
    notifications: Option<Notifications>,
}

fn yes() -> bool {
    true
}

pub(super) async fn create_monitor(ctx: Ctx, call: Call<op::CreateMonitor>) -> Outcome {
    let Body { monitor: asked } = call.read()?;
    let collection = call.permit.named(Kind::Collection);
    let collection = collection.ok_or_else(|| Fault::missing(&["collection"]))?;
    recipients(asked.notifications.as_ref())?;
    let definition = Definition {
        collection: collection.uid.clone(),
        environment: call.permit.named(Kind::Environment).map(|found| found.uid.clone()),
        active: asked.active,
        schedule: Some(schedule(&ctx, asked.schedule)?),
        notification_limit: asked.notification_limit,
        retry: asked.retry,
        options: asked.options,
        distribution: asked.distribution,
        notifications: asked.notifications,
        creator: creator(&call.permit),
        webhook: None,
    };
    runnable(&ctx, &collection.id).await?;
    let place = call.destination()?;
    let new = NewElement { workspace: place, name: asked.name, guard: call.guard(Role::Editor) };
    let start = Start { due: definition.due_after(call.permit.now()), webhook: None };
    let document = webhook::document(&definition, None).map_err(|_| Fault::internal())?;
    let made = ctx.store.create_monitor(&call.permit.stamp(), &new, document, start).await?;
    let reply = elements::json(&named(&made, &definition))?;
    Ok(reply.created(&made.id, &made.uid().to_string(), &made.name))
}
