mod shapes;

use std::collections::BTreeSet;

use regex::Regex;
use shapes::SHAPES;

use super::*;
use crate::time;

/// Ten o'clock on the fourth of March 2026.
const NOW: i64 = 1_772_618_400_000;

/// A source that is the same every time.
struct Seeded(u64);

impl Source for Seeded {
    fn random(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn now_ms(&self) -> i64 {
        NOW
    }
}

/// A source that always says the same.
struct Stuck(u64, i64);

impl Source for Stuck {
    fn random(&mut self) -> u64 {
        self.0
    }

    fn now_ms(&self) -> i64 {
        self.1
    }
}

/// Many values of one variable.
fn values(name: &str) -> Vec<String> {
    let row = find(name).unwrap();
    let mut source = Seeded(1);
    (0..2000).map(|_| row.value(&mut source)).collect()
}

#[test]
fn names_are_sorted_and_found() {
    assert_eq!(NAMES.len(), 118);
    for pair in NAMES.windows(2) {
        assert!(pair[0].name < pair[1].name, "{} must come before {}", pair[1].name, pair[0].name);
    }
    for row in NAMES {
        assert!(!row.about.is_empty() && row.about.len() <= 80, "{}", row.name);
        assert_eq!(find(row.name).unwrap().name, row.name);
    }
    for unknown in ["guid", "$GUID", "$randomNothing", "", "$"] {
        assert_eq!(value(unknown, &mut Seeded(1)), None, "{unknown}");
    }
}

#[test]
fn every_value_has_its_shape() {
    assert!(SHAPES.iter().map(|(name, _)| name).eq(NAMES.iter().map(|row| &row.name)));
    for (name, shape) in SHAPES {
        let shape = Regex::new(&format!("^(?:{shape})$")).unwrap();
        for value in values(name).iter().take(200) {
            assert!(shape.is_match(value), "{name}: {value:?}");
        }
    }
}

/// What is not made by chance has one value, everything else more.
#[test]
fn values_differ() {
    for (name, shape) in SHAPES {
        let different: BTreeSet<String> = values(name).into_iter().collect();
        let fixed = shape.starts_with("http:") || name.ends_with("imestamp");
        assert_eq!(different.len() == 1, fixed, "{name}: {different:?}");
    }
}

#[test]
fn chance_and_time_come_from_the_source() {
    for row in NAMES {
        assert_eq!(row.value(&mut Seeded(7)), row.value(&mut Seeded(7)), "{}", row.name);
        for bits in [0, 1, u64::MAX / 2, u64::MAX] {
            for now in [i64::MIN, -1, 0, i64::MAX] {
                assert!(!row.value(&mut Stuck(bits, now)).is_empty(), "{}", row.name);
            }
        }
    }
}

#[test]
fn every_part_is_as_likely() {
    let mut source = Seeded(3);
    let mut draw = Draw::new(&mut source);
    let drawn: Vec<&str> = (0..3000).map(|_| draw.part("a|long one|\u{20ac}", '|')).collect();
    for part in ["a", "long one", "\u{20ac}"] {
        let count = drawn.iter().filter(|one| **one == part).count();
        assert!((900..1100).contains(&count), "{part}: {count}");
    }
}

#[test]
fn bounds_are_reached_and_kept() {
    let all = |name: &str, bits| value(name, &mut Stuck(bits, NOW)).unwrap();
    assert_eq!(
        (all("$randomInt", 0).as_str(), all("$randomInt", u64::MAX).as_str()),
        ("0", "1000")
    );
    assert_eq!(all("$randomPrice", u64::MAX), "1000.00");
    assert_eq!(all("$randomIP", u64::MAX), "255.255.255.255");
    assert_eq!(all("$randomLatitude", u64::MAX), "90.0000");
    assert_eq!(all("$randomLongitude", 0), "-0.0001");
    let seconds = |now| value("$timestamp", &mut Stuck(0, now)).unwrap();
    assert_eq!((seconds(1_499), seconds(1_500)), ("1".to_owned(), "2".to_owned()));
}

#[test]
fn dates_lie_where_they_should() {
    let hour = 60 * 60 * 1000;
    for (name, from, to) in [
        ("$randomDatePast", -365 * 24 * hour, 0),
        ("$randomDateFuture", 0, 365 * 24 * hour),
        ("$randomDateRecent", -24 * hour, 0),
    ] {
        for value in values(name) {
            let value = value.replace(" GMT+0000 (Coordinated Universal Time)", "");
            let date = chrono::NaiveDateTime::parse_from_str(&value, "%a %b %d %Y %H:%M:%S");
            let away = date.unwrap().and_utc().timestamp_millis() - NOW;
            assert!(from <= away && away <= to, "{name}: {value}");
        }
    }
    let printed = "Wed Mar 04 2026 10:00:00 GMT+0000 (Coordinated Universal Time)";
    assert_eq!(time::javascript(NOW), printed);
}

#[test]
fn account_numbers_pass_their_check() {
    assert_eq!(finance::remainder("3214282912345698765432161182"), 1);
    for iban in values("$randomBankAccountIban") {
        let (head, number) = iban.split_at(4);
        assert_eq!(finance::remainder(&format!("{number}{head}")), 1, "{iban}");
    }
}
