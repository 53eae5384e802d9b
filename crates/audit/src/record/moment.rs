//! Points in time with microseconds.

use std::{
    fmt,
    sync::LazyLock,
    time::{Instant, SystemTime},
};

use chrono::{DateTime, Datelike, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A point in time: microseconds since 1970, UTC; written as RFC 3339.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// The wall clock.
    #[must_use]
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    /// From milliseconds since 1970.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1000))
    }

    /// As milliseconds since 1970.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This moment and so many seconds.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Parses the form it is written in, and any other RFC 3339 time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|time| Self(time.timestamp_micros()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = DateTime::from_timestamp_micros(self.0).unwrap_or_default();
        let mut text = *b"0000-00-00T00:00:00.000000Z";
        let year = u32::try_from(time.year().clamp(0, 9999)).unwrap_or(0);
        digits(&mut text, 0, 4, year);
        digits(&mut text, 5, 2, time.month());
        digits(&mut text, 8, 2, time.day());
        digits(&mut text, 11, 2, time.hour());
        digits(&mut text, 14, 2, time.minute());
        digits(&mut text, 17, 2, time.second());
        digits(&mut text, 20, 6, time.timestamp_subsec_micros());
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

/// Writes `value` with `width` digits at `at`.
fn digits(text: &mut [u8], at: usize, width: usize, mut value: u32) {
    for place in text.iter_mut().skip(at).take(width).rev() {
        *place = b'0' + (value % 10) as u8;
        value /= 10;
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not an RFC 3339 time"))
    }
}

/// Microseconds since the first record of this process.
pub(super) fn mono_us() -> u64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    u64::try_from(START.elapsed().as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn reads_what_it_writes() {
        for micros in [0, 1, 999_999, 1_000_000, 1_700_000_000_123_456, 4_102_444_799_999_999] {
            let moment = Moment(micros);
            assert_eq!(Moment::parse(&moment.to_string()), Some(moment), "{moment}");
        }
        assert_eq!(Moment(1_700_000_000_000_042).to_string(), "2023-11-14T22:13:20.000042Z");
        assert_eq!(Moment::parse("yesterday"), None);
    }
}
