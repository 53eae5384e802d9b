use super::*;

/// Ten o'clock on the fourth of March 2026.
const NOW: i64 = 1_772_618_400_000;

/// A source that is the same every time.
pub(super) struct Fixed(pub(super) u64);

impl Source for Fixed {
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

#[test]
fn names_are_sorted_and_found() {
    for pair in NAMES.windows(2) {
        assert!(pair[0].name < pair[1].name, "{} must come before {}", pair[1].name, pair[0].name);
    }
    for row in NAMES {
        assert!(row.name.starts_with('$') && !row.about.ends_with('.'), "{}", row.name);
        assert_eq!(find(row.name).unwrap().name, row.name);
    }
    for unknown in ["guid", "$GUID", "$randomNothing", "", "$"] {
        assert_eq!(value(unknown, &mut Fixed(1)), None, "{unknown}");
    }
}
