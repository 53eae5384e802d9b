//! Timers: JavaScript keeps the callbacks, Rust keeps the clock.

use rquickjs::{Result, Value};
use tokio::time::Instant;

use super::{Given, Native, native};
use crate::execution::Repeat;

pub(super) const NATIVES: &[Native] = &[
    native("addTimer", add),
    native("clearTimer", clear),
    native("addImmediate", add_immediate),
    native("clearImmediate", clear_immediate),
];

fn repeat(given: &Given<'_, '_>) -> Repeat {
    if given.flag(1) { Repeat::Every } else { Repeat::Once }
}

fn add<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let added = execution.timers.borrow_mut().add(given.number(0), repeat(given), Instant::now());
    Ok(given.integer(added))
}

/// True when there was such a timer.
fn clear<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let cleared = execution.timers.borrow_mut().clear(given.count(0), repeat(given));
    Ok(given.bool(cleared))
}

fn add_immediate<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let added = execution.timers.borrow_mut().add_immediate();
    Ok(given.integer(added))
}

fn clear_immediate<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let cleared = execution.timers.borrow_mut().clear_immediate(given.count(0));
    Ok(given.bool(cleared))
}
