//! Dates of cookies, which come in many forms (RFC 6265, 5.1.1).

use chrono::{NaiveDate, NaiveTime};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Milliseconds since 1970 of a date in whatever form.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    let delimiter = |c: char| !matches!(c, '0'..='9' | ':' | 'a'..='z' | 'A'..='Z' | '\u{7f}'..);
    for token in text.split(delimiter).filter(|token| !token.is_empty()) {
        // NOTE: order matters, the first kind that fits a token and is still missing takes it.
        if time.is_none()
            && let Some(found) = clock(token)
        {
            time = Some(found);
        } else if day.is_none()
            && let Some(found) = number(token, 1, 2)
        {
            day = Some(found);
        } else if month.is_none()
            && let Some(found) = name(token)
        {
            month = Some(found);
        } else if year.is_none()
            && let Some(found) = number(token, 2, 4)
        {
            year = Some(century(found));
        }
    }
    let year = year.filter(|year| *year >= 1601)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month?, day?)?;
    Some(date.and_time(time?).and_utc().timestamp_millis())
}

/// Two digits mean a year around 2000.
fn century(year: u32) -> u32 {
    match year {
        0..=69 => year + 2000,
        70..=99 => year + 1900,
        _ => year,
    }
}

/// A number of so many digits at the start of a token.
fn number(token: &str, least: usize, most: usize) -> Option<u32> {
    let digits = token.len() - token.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (least..=most).contains(&digits).then(|| token.get(..digits)?.parse().ok())?
}

/// `hh:mm:ss`, whatever follows.
fn clock(token: &str) -> Option<NaiveTime> {
    let mut parts = token.splitn(3, ':');
    let [hour, minute, second] = [parts.next()?, parts.next()?, parts.next()?];
    let whole = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !whole(hour) || !whole(minute) {
        return None;
    }
    NaiveTime::from_hms_opt(number(hour, 1, 2)?, number(minute, 1, 2)?, number(second, 1, 2)?)
}

fn name(token: &str) -> Option<u32> {
    let start = token.get(..3)?.to_ascii_lowercase();
    let index = MONTHS.iter().position(|month| *month == start)?;
    u32::try_from(index + 1).ok()
}
