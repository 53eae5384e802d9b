//! Changes a monitor; what is left out stays. What it runs can't be changed.

use catalog::op;
use gate::Fault;
use monitor::{Notifications, Region, Retry, RunOptions, Schedule, webhook};
use serde::Deserialize;
use serde_json::{Value, json};
use store::Expect;

use super::{
    asked::{recipients, schedule},
    shown::named,
    stored::read,
};
use crate::{Call, Ctx, Outcome, body::Given, elements};

#[derive(Deserialize)]
struct Body {
    monitor: Change,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    name: Option<String>,
    active: Option<bool>,
    notification_limit: Option<u32>,
    retry: Option<Retry>,
    options: Option<RunOptions>,
    schedule: Option<Schedule>,
    distribution: Option<Vec<Region>>,
    notifications: Option<Notifications>,
    #[serde(default)]
    collection: Given<Value>,
    #[serde(default)]
    environment: Given<Value>,
}

pub(super) async fn update_monitor(ctx: Ctx, call: Call<op::UpdateMonitor>) -> Outcome {
    let Body { monitor: change } = call.read()?;
    let fixed = [("collection", &change.collection), ("environment", &change.environment)];
    let fixed: Vec<&str> = fixed
        .into_iter()
        .filter(|(_, given)| **given != Given::Not)
        .map(|(name, _)| name)
        .collect();
    if !fixed.is_empty() {
        let message = "The specified parameter cannot be updated.";
        let fault = Fault::new(400, "parameterNotAllowedError", message);
        return Err(fault.with(json!({ "param": fixed })).into());
    }
    recipients(change.notifications.as_ref())?;
    let (element, mut definition, before) = read(&ctx, &call).await?;
    if let Some(given) = change.schedule {
        if definition.webhook.is_some() {
            let message = "A webhook has no schedule: create a monitor of the same collection.";
            return Err(Fault::new(400, "invalidParamsError", message).into());
        }
        // A zone alone moves the pattern that is there.
        let kept = definition.schedule.clone().unwrap_or_default();
        let given = match (&given.cron, given.every) {
            (None, None) => Schedule { timezone: given.timezone, ..kept },
            _ => Schedule { timezone: given.timezone.or(kept.timezone), ..given },
        };
        definition.schedule = Some(schedule(&ctx, given)?);
    }
    definition.active = change.active.unwrap_or(definition.active);
    definition.notification_limit = change.notification_limit.or(definition.notification_limit);
    definition.retry = change.retry.or(definition.retry);
    definition.options = change.options.or(definition.options);
    definition.distribution = change.distribution.or(definition.distribution);
    definition.notifications = change.notifications.or(definition.notifications);
    let signing = webhook::signing_secret(&before);
    let document =
        webhook::document(&definition, signing.as_deref()).map_err(|_| Fault::internal())?;
    let expect = Expect { version: Some(element.version), ..call.expect()? };
    let name = change.name.unwrap_or(element.name);
    let due = definition.due_after(call.permit.now());
    let stamp = call.permit.stamp();
    let changed = ctx.store.replace_monitor(&stamp, &element.id, &expect, &name, document, due);
    elements::json(&named(&changed.await?, &definition))
}
