//! Times as people give them.

use crate::exit::Failure;

/// A time given as a length from `now` (`30d`, `12h`, `90m`, `2w`), a date (midnight UTC) or RFC
/// 3339; answered as the API takes it.
pub(crate) fn time(text: &str, now: i64) -> Result<String, Failure> {
    let millis = model::time::parse(text)
        .or_else(|| length(text).and_then(|length| now.checked_add(length)));
    millis.map(model::time::iso).ok_or_else(|| {
        Failure::usage(format!("`{text}` is no time"))
            .hint("write 30d, 12h, 2026-12-31 or 2026-12-31T18:00:00Z")
    })
}

/// A time in the past: `1h` is an hour ago.
pub(crate) fn past(text: &str, now: i64) -> Result<String, Failure> {
    match length(text) {
        Some(length) => time(&model::time::iso(now.saturating_sub(length)), now),
        None => time(text, now),
    }
}

/// The time now, in milliseconds since 1970.
pub(crate) fn now() -> i64 {
    gate::Clock::now(&gate::SystemClock)
}

fn length(text: &str) -> Option<i64> {
    let unit = text.chars().last()?;
    let minutes = match unit {
        'm' => 1,
        'h' => 60,
        'd' => 24 * 60,
        'w' => 7 * 24 * 60,
        _ => return None,
    };
    let count: u32 = text.strip_suffix(unit)?.parse().ok()?;
    i64::from(count).checked_mul(minutes * 60_000)
}

#[cfg(test)]
mod tests {
    use super::{past, time};

    const NOW: i64 = 1_795_000_000_000;

    #[test]
    fn lengths_and_dates_become_times() {
        for (given, expected) in [
            ("90m", "2026-11-18T12:36:40.000Z"),
            ("12h", "2026-11-18T23:06:40.000Z"),
            ("30d", "2026-12-18T11:06:40.000Z"),
            ("2w", "2026-12-02T11:06:40.000Z"),
            ("2026-12-31", "2026-12-31T00:00:00.000Z"),
            ("2026-12-31T18:00:00+02:00", "2026-12-31T16:00:00.000Z"),
        ] {
            assert_eq!(time(given, NOW).unwrap(), expected, "{given}");
        }
        assert_eq!(past("12h", NOW).unwrap(), "2026-11-17T23:06:40.000Z");
        assert_eq!(past("2026-01-01", NOW).unwrap(), "2026-01-01T00:00:00.000Z");
    }

    #[test]
    fn anything_else_is_refused() {
        for given in ["", "d", "-1d", "soon", "12", "1y", "2026-13-01", "99999999999d", "1é"] {
            assert!(time(given, NOW).is_err(), "{given}");
        }
    }
}
