//! Dates, months and days of the week.

use super::draw::Draw;
use crate::time;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Within the year that is over.
pub(super) fn past(draw: &mut Draw<'_>) -> String {
    let ago = away(draw, 365);
    time::javascript(draw.now_ms().saturating_sub(ago))
}

/// Within the year to come.
pub(super) fn future(draw: &mut Draw<'_>) -> String {
    let ahead = away(draw, 365);
    time::javascript(draw.now_ms().saturating_add(ahead))
}

/// Within the day that is over.
pub(super) fn recent(draw: &mut Draw<'_>) -> String {
    let ago = away(draw, 1);
    time::javascript(draw.now_ms().saturating_sub(ago))
}

/// Milliseconds: at least a second, so that the date is never now.
fn away(draw: &mut Draw<'_>, days: i64) -> i64 {
    let most = u64::try_from(days * DAY).unwrap_or_default();
    i64::try_from(draw.between(1000, most - 1000)).unwrap_or_default()
}

pub(super) fn month(draw: &mut Draw<'_>) -> String {
    let months = "January|February|March|April|May|June|July|August|September|October|November|\
                  December";
    draw.word(months).to_owned()
}

pub(super) fn weekday(draw: &mut Draw<'_>) -> String {
    draw.word("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday").to_owned()
}
