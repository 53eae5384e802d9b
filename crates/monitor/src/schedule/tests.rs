//! Patterns, daylight saving, and any text at all.

use proptest::prelude::*;

use super::*;

fn cron(text: &str, zone: &str) -> Schedule {
    Schedule { cron: Some(text.to_owned()), timezone: Some(zone.to_owned()), every: None }
}

/// The next `count` slots after a time, as UTC text without seconds.
fn slots(schedule: &Schedule, after: &str, count: usize) -> Vec<String> {
    let mut at = DateTime::<Utc>::from_str(after).unwrap().timestamp_millis();
    (0..count)
        .map(|_| {
            at = schedule.next_after(at).unwrap();
            DateTime::from_timestamp_millis(at).unwrap().format("%m-%d %H:%M").to_string()
        })
        .collect()
}

#[test]
fn patterns_are_of_their_zone() {
    let daily = cron("0 17 * * *", "America/New_York");
    assert_eq!(slots(&daily, "2026-01-10T00:00:00Z", 2), ["01-10 22:00", "01-11 22:00"]);
    assert_eq!(slots(&daily, "2026-07-10T00:00:00Z", 1), ["07-10 21:00"]);
    let names = cron("30 9 * JAN mon-fri", "UTC");
    assert_eq!(slots(&names, "2026-01-02T09:30:00Z", 1), ["01-05 09:30"]);
    // Day and weekday: either one.
    let either = cron("0 0 13 * FRI", "UTC");
    assert_eq!(slots(&either, "2026-01-08T00:00:00Z", 2), ["01-09 00:00", "01-13 00:00"]);
}

#[test]
fn a_time_that_does_not_exist_runs_at_the_next_minute_that_does() {
    // New York, 8 March 2026: 02:00 to 02:59 do not exist.
    let fixed = cron("30 2 * * *", "America/New_York");
    assert_eq!(
        slots(&fixed, "2026-03-07T08:00:00Z", 3),
        ["03-08 07:00", "03-09 06:30", "03-10 06:30"]
    );
    let half_hours = cron("*/30 1-3 * * *", "America/New_York");
    assert_eq!(
        slots(&half_hours, "2026-03-08T05:00:00Z", 5),
        ["03-08 06:00", "03-08 06:30", "03-08 07:00", "03-08 07:30", "03-09 05:00"]
    );
}

#[test]
fn a_time_that_comes_twice_runs_once() {
    // New York, 1 November 2026: 01:00 to 01:59 come twice.
    let fixed = cron("30 1 * * *", "America/New_York");
    assert_eq!(slots(&fixed, "2026-10-31T12:00:00Z", 2), ["11-01 05:30", "11-02 06:30"]);
    assert_eq!(slots(&fixed, "2026-11-01T06:10:00Z", 1), ["11-02 06:30"], "from between them");
    // What runs in every hour also runs in that one.
    let any = cron("*/30 * * * *", "America/New_York");
    assert_eq!(
        slots(&any, "2026-11-01T05:00:00Z", 4),
        ["11-01 05:30", "11-01 06:00", "11-01 06:30", "11-01 07:00"]
    );
}

#[test]
fn seconds_go_by_the_shared_clock() {
    let every = Schedule { cron: None, timezone: None, every: Some(10) };
    assert_eq!(every.next_after(1_000_000_000_001), Some(1_000_000_010_000));
    assert_eq!(every.next_after(1_000_000_010_000), Some(1_000_000_020_000));
    let minute = Duration::from_mins(1);
    assert!(every.checked(minute).is_ok());
    let short = Schedule { cron: None, timezone: None, every: Some(9) };
    assert_eq!(short.checked(minute), Err(ScheduleFault::Every));
}

#[test]
fn what_is_no_pattern_is_refused() {
    let minute = Duration::from_mins(1);
    for text in [
        "",
        "x",
        "* * * *",
        "60 * * * *",
        "* * * * * *",
        "1 0 0 * * *",
        "0 0 31 2 *",
        "0 0 L * *",
        "0 0 * * 1#2",
        "0 0 ? * *",
        "@daily",
        "0 0 * * FUN",
        "*/0 * * * *",
    ] {
        let fault = cron(text, "UTC").checked(minute).unwrap_err();
        assert_eq!(fault, ScheduleFault::Cron(text.to_owned()), "{text}");
    }
    assert_eq!(cron("0 0 * * *", "Mars/Base").checked(minute), Err(ScheduleFault::Timezone));
    let none = Schedule { cron: None, timezone: None, every: None };
    assert_eq!(none.checked(minute), Err(ScheduleFault::Missing));
    let six = cron("0 0 * * * *", "UTC").checked(minute).unwrap();
    assert_eq!(six.cron.as_deref(), Some("0 * * * *"));
}

#[test]
fn patterns_that_come_too_often_are_refused() {
    let five = Duration::from_mins(5);
    for (text, fits) in [
        ("* * * * *", false),
        ("*/5 * * * *", true),
        ("0,3 * * * *", false),
        ("59 23 * * *", true),
        ("0 0 1 * MON", true),
        ("0-1 0 1 1 *", false),
    ] {
        assert_eq!(cron(text, "UTC").checked(five).is_ok(), fits, "{text}");
        assert!(cron(text, "UTC").checked(Duration::from_mins(1)).is_ok(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_schedule_or_is_not(text in "[-*/,0-9A-Z# ?]{0,24}", now in 0_i64..4_000_000_000_000) {
        if let Ok(schedule) = cron(&text, "Europe/Madrid").checked(Duration::from_mins(1)) {
            let next = schedule.next_after(now).unwrap();
            prop_assert!(next > now && next % 60_000 == 0);
            prop_assert!(schedule.next_after(next).unwrap() > next);
            prop_assert!(schedule.next_after(next - 1).unwrap() <= next);
        }
    }
}
