//! Sizes and times as people read them.

use std::fmt;

/// Bytes, in decimal units with up to two digits after the point.
#[derive(Clone, Copy)]
pub(super) struct Size(pub(super) u64);

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1000 {
            return write!(out, "{}B", self.0);
        }
        #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
        let mut value = self.0 as f64;
        let mut unit = "B";
        for next in ["kB", "MB", "GB", "TB", "PB"] {
            // What would be shown as 1000 is one of the next unit.
            if value < 999.995 {
                break;
            }
            value /= 1000.0;
            unit = next;
        }
        // Halves are rounded up, as readers of decimal numbers expect.
        let text = format!("{:.2}", (value * 100.0).round() / 100.0);
        write!(out, "{}{unit}", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// Milliseconds: below 1 as microseconds, from 1998 on as seconds, minutes, hours.
#[derive(Clone, Copy)]
pub(super) struct Time(pub(super) f64);

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = if self.0.is_finite() { self.0.max(0.0) } else { 0.0 };
        if ms < 1.0 {
            return write!(out, "{:.0}µs", ms * 1000.0);
        }
        if ms < 1998.0 {
            return write!(out, "{ms:.0}ms");
        }
        if ms < 59_950.0 {
            let text = format!("{:.1}", ms / 1000.0);
            return write!(out, "{}s", text.trim_end_matches(".0"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and conversion saturates"
        )]
        let seconds = (ms / 1000.0).round() as u64;
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        if hours > 0 {
            write!(out, "{hours}h ")?;
        }
        write!(out, "{minutes}m {}s", seconds % 60)
    }
}

/// Whole milliseconds as a time.
pub(super) fn millis(ms: u64) -> Time {
    #[expect(clippy::cast_precision_loss, reason = "times stay far below 2^52 ms")]
    let ms = ms as f64;
    Time(ms)
}

/// A span of time.
pub(super) fn span(from_ms: i64, to_ms: i64) -> Time {
    millis(u64::try_from(to_ms.saturating_sub(from_ms)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (bytes, text) in [
            (0, "0B"),
            (999, "999B"),
            (1000, "1kB"),
            (2048, "2.05kB"),
            (3100, "3.1kB"),
            (3164, "3.16kB"),
            (999_994, "999.99kB"),
            (999_999, "1MB"),
            (1_500_000, "1.5MB"),
            (u64::MAX, "18446.74PB"),
        ] {
            assert_eq!(Size(bytes).to_string(), text);
        }
    }

    #[test]
    fn times() {
        for (ms, text) in [
            (0.0, "0µs"),
            (0.255, "255µs"),
            (1.0, "1ms"),
            (22.9, "23ms"),
            (1997.0, "1997ms"),
            (2000.0, "2s"),
            (2801.0, "2.8s"),
            (62_000.0, "1m 2s"),
            (59_990.0, "1m 0s"),
            (3_725_000.0, "1h 2m 5s"),
            (f64::NAN, "0µs"),
        ] {
            assert_eq!(Time(ms).to_string(), text);
        }
    }
}
