//! Assertions and errors.

use rquickjs::{Result, Value};

use super::{Given, Native, native};
use crate::{Assertion, execution::Told, fault};

pub(super) const NATIVES: &[Native] = &[
    native("nextAssertion", next),
    native("assertions", count),
    native("assertion", assertion),
    native("asyncError", async_error),
    native("settled", settled),
];

/// The number of a new assertion.
fn next<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let number = execution.assertions.get();
    execution.assertions.set(number.saturating_add(1));
    Ok(given.integer(number))
}

fn count<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    Ok(given.integer(given.execution().map_or(0, |execution| execution.assertions.get())))
}

/// Records an assertion: number, name, whether it was skipped, whether it failed, and with what.
fn assertion<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let error = given.flag(3).then(|| fault::of_value(given.ctx, &given.argument(4)));
    let assertion =
        Assertion { name: given.text(1)?, index: given.count(0), skipped: given.flag(2), error };
    let size = 100 + assertion.name.len() + assertion.error.as_ref().map_or(0, fault::size);
    execution.tell(Told::Assertion(assertion), size, given.shared.limits.output_bytes);
    Ok(given.undefined())
}

/// A throw in a timer or callback.
fn async_error<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    if let Some(execution) = given.execution() {
        let error = fault::of_value(given.ctx, &given.argument(0));
        execution.async_error(error);
    }
    Ok(given.undefined())
}

/// The promise of the script's own function is settled; the first argument tells that it failed.
fn settled<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    if let Some(execution) = given.execution() {
        let error = given.flag(0).then(|| fault::of_value(given.ctx, &given.argument(1)));
        execution.settle(error);
    }
    Ok(given.undefined())
}
