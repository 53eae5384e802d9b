//! The console.

use rquickjs::{Result, Value};

use super::{Given, Native, native};
use crate::{Level, cross, execution::Told};

pub(super) const NATIVES: &[Native] = &[native("console", console)];

/// Level, a function that tells what an object is, then the values.
fn console<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let Some(execution) = given.execution() else { return Ok(given.undefined()) };
    let level = match given.text(0)?.as_str() {
        "info" => Level::Info,
        "warn" => Level::Warn,
        "error" => Level::Error,
        "debug" => Level::Debug,
        "clear" => Level::Clear,
        _ => Level::Log,
    };
    let mut crossing = cross::Crossing::new(given.ctx, given.argument(1));
    let values = given.rest(2).iter().map(|value| crossing.shown(value)).collect();
    let size = crossing.size();
    execution.tell(Told::Console(level, values), size, given.shared.limits.output_bytes);
    Ok(given.undefined())
}
