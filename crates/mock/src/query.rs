//! Query parameters, and how well those of an example fit.

use crate::path::decode;

/// A point, in thousandths.
pub(crate) const POINT: i64 = 1000;

/// Decoded pairs of a query, in order.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (text(name), text(value))
        })
        .collect()
}

/// A name or value of a form, decoded.
pub(crate) fn text(text: &str) -> String {
    decode(&text.replace('+', " ")).into_owned()
}

/// What the parameters add to the score of an example's path, in thousandths: all equal 10, some
/// equal their share of 10, none equal minus one for each that one side lacks.
pub(crate) fn score(example: &[(String, String)], call: &[(String, String)]) -> i64 {
    let (mut ours, mut theirs): (Vec<_>, Vec<_>) =
        (example.iter().collect(), call.iter().collect());
    let mut pair_off = |same: fn(&(String, String), &(String, String)) -> bool| {
        let before = ours.len();
        ours.retain(|one| {
            let Some(at) = theirs.iter().position(|other| same(one, other)) else { return true };
            theirs.swap_remove(at);
            false
        });
        count(before - ours.len())
    };
    let matching = pair_off(|one, other| one == other);
    let partial = pair_off(|one, other| one.0 == other.0);
    let missing = count(ours.len()) + count(theirs.len());
    if partial == 0 && missing == 0 {
        return 10 * POINT;
    }
    if matching == 0 {
        return -missing.min(10) * POINT;
    }
    10 * POINT * matching / (matching + partial + missing)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX / POINT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_score_by_their_share() {
        for (example, call, expected) in [
            ("", "", 10_000),
            ("a=1", "a=1", 10_000),
            ("a=1&b=2", "b=2&a=1", 10_000),
            ("a=1&b=2", "a=1", 5_000),
            ("a=1", "a=1&b=2&c=3", 3_333),
            ("a=1&b=2", "a=1&b=3", 5_000),
            ("status=sold", "status=other", 0),
            ("", "status=other", -1_000),
            ("a=1", "b=1", -2_000),
            ("a=*", "a=x", 0),
            ("a=1&a=2", "a=2&a=1", 10_000),
            ("a=1&a=1", "a=1", 5_000),
            ("A=1", "a=1", -2_000),
            ("q=a+b", "q=a%20b", 10_000),
        ] {
            assert_eq!(score(&pairs(example), &pairs(call)), expected, "{example} {call}");
        }
        let many: Vec<_> = (0..20).map(|n| (n.to_string(), String::new())).collect();
        assert_eq!(score(&[], &many), -10_000);
    }
}
