//! Runs a collection from here and answers what came of it.

use std::time::Duration;

use catalog::{Kind, op};
use gate::{Creator, Fault, Reply};
use model::{
    Element, ElementKind,
    collection::{self, Collection, ItemKind},
};
use monitor::{Asked, Halt, Report, StartFault};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::StoreError;

use crate::{ApiError, Call, Context, Ctx, Outcome, elements, error::invalid};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    #[serde(default)]
    iteration_count: Option<f64>,
    #[serde(default)]
    request_timeout: Option<f64>,
    #[serde(default)]
    script_timeout: Option<f64>,
    #[serde(flatten)]
    halt: Halt,
}

#[derive(Serialize)]
struct Answer<'r> {
    collection: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Value>,
    #[serde(flatten)]
    report: &'r Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<Value>,
}

pub(super) async fn run_collection(ctx: Ctx, call: Call<op::RunCollection>) -> Outcome {
    let wanted: Wanted = call.read()?;
    let read = ctx.store.collection(&call.target()?.id).await?.ok_or(StoreError::NotFound)?;
    let iterations = iterations(&ctx, &wanted, &read)?;
    let environment = match call.permit.named(Kind::Environment) {
        None => None,
        Some(named) => {
            let found = ctx.store.document(ElementKind::Environment, &named.id).await?;
            Some(found.ok_or(StoreError::NotFound)?)
        }
    };
    let place = call.permit.workspace().ok_or(StoreError::NotFound)?;
    let asked = Asked {
        collection: collection::render(&read),
        environment: environment.as_ref().map(|(_, document)| document.fill()),
        creator: Creator {
            user: call.permit.user(),
            agent: call.permit.principal().agent().cloned(),
        },
        team: place.team.map_or(-place.owner.0, |team| team.0),
        iterations,
        request_timeout: milliseconds(wanted.request_timeout),
        script_timeout: milliseconds(wanted.script_timeout),
        halt: wanted.halt,
        masker: ctx.masker,
    };
    let report = ctx.monitors.run_directly(asked, call.permit.attendant()).await;
    let report = report.map_err(refused)?;
    let answer = Answer {
        collection: part(&read.element),
        environment: environment.as_ref().map(|(element, _)| part(element)),
        more: more(&report),
        report: &report,
    };
    // Whoever asks: what a run shows, nobody needs its secrets for.
    Ok(Reply::json(ctx.masker.collection(&elements::write(&answer)?)))
}

/// How often it is run; refuses what no run could get through, naming the limit.
fn iterations(ctx: &Context, wanted: &Wanted, read: &Collection) -> Result<u32, ApiError> {
    let given = wanted.iteration_count.unwrap_or(1.0);
    if given.fract() != 0.0 {
        return Err(invalid("parameter `iterationCount` must be a whole number").into());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the contract bounds it to 1 to 1000"
    )]
    let iterations = given.clamp(1.0, 1000.0) as u32;
    let requests = read.items.iter().filter(|item| item.kind == ItemKind::Request).count();
    let all = requests.saturating_mul(usize::try_from(iterations).unwrap_or(usize::MAX));
    let most = ctx.monitors.settings().limits.requests;
    if all > most {
        let message = format!(
            "These are {all} requests, and a run takes at most {most} (monitors.max_requests)."
        );
        return Err(Fault::new(400, "serviceLimitExhausted", message).into());
    }
    Ok(iterations)
}

fn milliseconds(given: Option<f64>) -> Option<Duration> {
    given.and_then(|given| Duration::try_from_secs_f64(given / 1_000.0).ok())
}

fn part(element: &Element) -> Value {
    json!({ "id": element.uid().to_string(), "name": element.name })
}

/// How many found no place in the report.
fn more(report: &Report) -> Option<Value> {
    let (failures, requests) = (report.more_failures, report.more_requests);
    (failures + requests > 0).then(|| json!({ "failures": failures, "requests": requests }))
}

fn refused(fault: StartFault) -> ApiError {
    match fault {
        StartFault::Store(error) => error.into(),
        StartFault::Full => {
            let message = "As many runs as this server takes are under way. Try again later.";
            Fault::new(429, "rateLimited", message).into()
        }
        StartFault::Barred(barred) => Fault::forbidden().because(barred.because).into(),
    }
}
