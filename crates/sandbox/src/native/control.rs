//! What a script knows about itself and how it steers the run.

use rquickjs::{Result, Value};
use serde_json::{Value as Json, json};

use super::{
    Given, Native, native,
    text::{json_of, text_of, value_of},
};
use crate::{NextRequest, Visualizer};

pub(super) const NATIVES: &[Native] = &[
    native("info", info),
    native("location", location),
    native("setNextRequest", set_next_request),
    native("skipRequest", skip_request),
    native("visualize", visualize),
    native("now", now),
    native("uuid", uuid),
];

fn info<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let info = &execution.call.info;
    let json = json!({
        "eventName": execution.call.event.name(),
        "iteration": info.iteration,
        "iterationCount": info.iteration_count,
        "requestName": info.request_name,
        "requestId": info.request_id,
    });
    value_of(given.ctx, &json)
}

/// The names on the way, then the name of the script's owner.
fn location<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let location = &execution.call.location;
    value_of(given.ctx, &json!([location.path, location.current]))
}

fn set_next_request<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let value = given.argument(0);
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let next = if value.is_null() {
        NextRequest::End
    } else if value.is_undefined() {
        // The last value counts, and this one says nothing.
        NextRequest::Unset
    } else {
        NextRequest::Name(text_of(given.ctx, &value)?)
    };
    execution.finished.borrow_mut().next_request = next;
    Ok(given.undefined())
}

fn skip_request<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    if let Some(execution) = given.execution() {
        execution.skipped.set(true);
    }
    Ok(given.undefined())
}

/// Template, data and options; nothing at all clears it.
fn visualize<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let json = |place| -> Result<Json> {
        Ok(json_of(given.ctx, &given.argument(place))?.unwrap_or(Json::Null))
    };
    let visualizer = if given.rest(0).is_empty() {
        Visualizer::Cleared
    } else {
        Visualizer::Set { template: given.text(0)?, data: json(1)?, options: json(2)? }
    };
    execution.finished.borrow_mut().visualizer = Some(visualizer);
    Ok(given.undefined())
}

fn now<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let milliseconds = since.map_or(0.0, |since| since.as_secs_f64() * 1000.0);
    Ok(Value::new_number(given.ctx.clone(), milliseconds.floor()))
}

fn uuid<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    given.string(&uuid::Uuid::new_v4().to_string())
}
