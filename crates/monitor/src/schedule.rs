//! When a monitor is due.

use std::{str::FromStr as _, time::Duration};

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use croner::{
    Cron,
    parser::{CronParser, Seconds, Year},
};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// The shortest `every`, in seconds.
const SHORTEST: u64 = 10;
/// The longest `every`: a year.
const LONGEST: u64 = 366 * 24 * 3_600;
/// Words of months and days.
const NAMES: [&str; 19] = [
    "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN", "JAN", "FEB", "MAR", "APR", "MAY", "JUN",
    "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
/// So many times of a pattern are looked at to find the shortest time between two.
const LOOKED_AT: usize = 600;

/// When a monitor is due: by a pattern of local times, or every so many seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Five fields: minute, hour, day, month, weekday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cron: Option<String>,
    /// The zone of the local times; an IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Seconds from one run to the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
}

/// Why something is no schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleFault {
    /// Neither a pattern nor a number of seconds.
    Missing,
    /// Not a pattern, one that never comes, or one that comes too often.
    Cron(String),
    /// Not a time zone.
    Timezone,
    /// Too short or too long.
    Every,
}

impl Schedule {
    /// The schedule in its one form: five fields, a known zone. `minimum` is the shortest time
    /// between two times of a pattern.
    pub fn checked(self, minimum: Duration) -> Result<Self, ScheduleFault> {
        let Self { cron, timezone, every } = self;
        let zone = timezone.unwrap_or_else(|| "UTC".to_owned());
        if zone.parse::<Tz>().is_err() {
            return Err(ScheduleFault::Timezone);
        }
        let timezone = Some(zone);
        if let Some(every) = every.filter(|_| cron.is_none()) {
            let fits = (SHORTEST..=LONGEST).contains(&every);
            let kept = Self { cron: None, timezone, every: Some(every) };
            return if fits { Ok(kept) } else { Err(ScheduleFault::Every) };
        }
        let given = cron.ok_or(ScheduleFault::Missing)?;
        let refused = || ScheduleFault::Cron(given.clone());
        let text = five(&given).ok_or_else(refused)?;
        let pattern = parse(&text).ok_or_else(refused)?;
        let shortest = shortest(&pattern).ok_or_else(refused)?;
        if shortest < minimum {
            return Err(refused());
        }
        Ok(Self { cron: Some(text), timezone, every: None })
    }

    /// The first slot after `now`, both in milliseconds since 1970.
    #[must_use]
    pub fn next_after(&self, now: i64) -> Option<i64> {
        if let Some(every) = self.every {
            // Slots don't depend on when the monitor was made, so that they can be told apart.
            let step = i64::try_from(every).ok()?.checked_mul(1000)?.max(1);
            return now.div_euclid(step).checked_add(1)?.checked_mul(step);
        }
        let cron = self.cron.as_deref()?;
        let zone: Tz = self.timezone.as_deref().unwrap_or("UTC").parse().ok()?;
        let pattern = parse(cron)?;
        let now = DateTime::from_timestamp_millis(now)?;
        let any_hour = cron.split_whitespace().nth(1) == Some("*");
        let next = if any_hour { passing(&pattern, zone, now) } else { None };
        next.or_else(|| local(&pattern, zone, now)).map(|at| at.timestamp_millis())
    }
}

/// A pattern that holds in every hour goes by the clock that everybody shares: an hour that comes
/// twice is none without runs.
fn passing(pattern: &Cron, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let minute = now.timestamp().div_euclid(60) + 1;
    (minute..minute + 180).find_map(|minute| {
        let at = DateTime::from_timestamp(minute * 60, 0)?;
        let local = at.with_timezone(&zone).naive_local().and_utc();
        pattern.is_time_matching(&local).ok()?.then_some(at)
    })
}

/// The next local time of a pattern: one that does not exist is moved to the next minute that does,
/// of one that comes twice the first counts.
fn local(pattern: &Cron, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut at = now.with_timezone(&zone).naive_local();
    for _ in 0..1000 {
        at = pattern.find_next_occurrence(&at.and_utc(), false).ok()?.naive_utc();
        let found = existing(zone, at)?;
        if found > now {
            return Some(found);
        }
    }
    None
}

fn existing(zone: Tz, mut local: NaiveDateTime) -> Option<DateTime<Utc>> {
    // No gap is longer than a day.
    for _ in 0..24 * 60 {
        match zone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                return Some(at.with_timezone(&Utc));
            }
            LocalResult::None => local = local.checked_add_signed(TimeDelta::minutes(1))?,
        }
    }
    None
}

/// The five fields of a pattern; a sixth in front must be a literal 0, and goes.
fn five(text: &str) -> Option<String> {
    let mut fields: Vec<&str> = text.split_whitespace().collect();
    if fields.len() == 6 && fields.first() == Some(&"0") {
        fields.remove(0);
    }
    (fields.len() == 5 && fields.iter().all(|field| is_field(field))).then(|| fields.join(" "))
}

/// Digits, `*`, `,`, `-`, `/` and names: the pattern's extensions elsewhere are none here.
fn is_field(field: &str) -> bool {
    let signs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | ',' | '-' | '/');
    let words = field.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    field.chars().all(signs)
        && words.map(str::to_ascii_uppercase).all(|word| NAMES.contains(&word.as_str()))
}

fn parse(text: &str) -> Option<Cron> {
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    parser.parse(text).ok()
}

/// The shortest time between two times of a pattern; none when it has no time.
fn shortest(pattern: &Cron) -> Option<Duration> {
    // A year from a leap day on has every date.
    let mut at = DateTime::<Utc>::from_str("2028-02-28T00:00:00Z").ok()?;
    at = pattern.find_next_occurrence(&at, true).ok()?;
    let mut shortest = Duration::from_secs(LONGEST);
    for _ in 0..LOOKED_AT {
        let Ok(next) = pattern.find_next_occurrence(&at, false) else { break };
        shortest = shortest.min((next - at).to_std().unwrap_or_default());
        at = next;
    }
    Some(shortest)
}
