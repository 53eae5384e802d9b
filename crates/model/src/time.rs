//! Points in time as milliseconds since 1970, UTC.

use chrono::{DateTime, SecondsFormat, Utc};

/// `2023-10-09T18:34:58.000Z`, as the contract prints timestamps.
#[must_use]
pub fn iso(millis: i64) -> String {
    DateTime::<Utc>::from_timestamp_millis(millis)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Parses RFC 3339, or a date (midnight UTC). `None` for anything else.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text).map(|time| time.timestamp_millis()).ok().or_else(|| {
        let date = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis())
    })
}

/// `Tue Mar 02 2027 10:11:12 GMT+0000 (Coordinated Universal Time)`, as JavaScript prints a date.
#[must_use]
pub fn javascript(millis: i64) -> String {
    DateTime::<Utc>::from_timestamp_millis(millis)
        .unwrap_or_default()
        .format("%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)")
        .to_string()
}
