//! What callers ask for, checked.

use gate::Fault;
use model::{ElementRef, collection::ItemKind};
use monitor::{Mail, Notifications, Schedule, ScheduleFault};
use serde_json::json;
use store::StoreError;

use crate::{ApiError, Context};

/// Recipients of a message at most.
const RECIPIENTS: usize = 5;

/// A schedule in its one form, or the contract's words for what is wrong with it.
pub(super) fn schedule(ctx: &Context, given: Schedule) -> Result<Schedule, Fault> {
    let pattern = given.cron.clone();
    ctx.monitors.schedule(given).map_err(|fault| match fault {
        ScheduleFault::Missing => Fault::missing(&["cron"]),
        ScheduleFault::Timezone => {
            Fault::new(400, "invalidParamsError", "The request had invalid parameters")
                .with(json!({ "param": "schedule.timezone" }))
        }
        ScheduleFault::Every => {
            let message = "Invalid value for parameter: schedule.every must be 10 seconds to a \
                           year.";
            Fault::new(400, "invalidParamsError", message)
                .with(json!({ "param": "schedule.every" }))
        }
        ScheduleFault::Cron(_) => {
            let message =
                r#"Invalid cron pattern. Enter a valid cron pattern, such as "0 17 * * *""#;
            Fault::new(400, "cronPatternNotAllowedError", message)
                .with(json!({ "pattern": pattern.unwrap_or_default() }))
        }
    })
}

/// Refuses more recipients than are written to.
pub(super) fn recipients(notifications: Option<&Notifications>) -> Result<(), Fault> {
    let Some(notifications) = notifications else { return Ok(()) };
    let lists = [("onError", &notifications.on_error), ("onFailure", &notifications.on_failure)];
    for (name, list) in lists {
        let list: &[Mail] = list.as_deref().unwrap_or_default();
        if list.len() > RECIPIENTS {
            let message = format!(
                "Invalid value for parameter: notifications.{name} has more than {RECIPIENTS} \
                 recipients."
            );
            return Err(Fault::new(400, "invalidParamsError", message));
        }
    }
    Ok(())
}

/// Refuses a collection that no run could get through, naming the limit.
pub(crate) async fn runnable(ctx: &Context, collection: &str) -> Result<(), ApiError> {
    let id = ElementRef::parse(collection).id;
    let found = ctx.store.collection(&id).await?.ok_or(StoreError::NotFound)?;
    let requests = found.items.iter().filter(|item| item.kind == ItemKind::Request).count();
    let most = ctx.monitors.settings().limits.requests;
    if requests > most {
        let message = format!(
            "The collection has {requests} requests, and a run takes at most {most} \
             (monitors.max_requests)."
        );
        return Err(Fault::new(400, "serviceLimitExhausted", message).into());
    }
    Ok(())
}
