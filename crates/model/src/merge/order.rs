//! The order of siblings.

use std::collections::HashSet;
use std::hash::Hash;

use super::Sides;

/// One order for everything in `ours` and `theirs`.
///
/// The side that sorted anew leads, ours if both did; what only the other one has follows its own
/// predecessor.
pub(super) fn woven<K: Copy + Eq + Hash>(sides: Sides<&[K]>) -> Vec<K> {
    let Sides { base, ours, theirs } = sides;
    if sorted_anew(base, ours) || !sorted_anew(base, theirs) {
        inserted(ours, theirs)
    } else {
        inserted(theirs, ours)
    }
}

/// Whether what was there before comes in another order now.
fn sorted_anew<K: Copy + Eq + Hash>(before: &[K], now: &[K]) -> bool {
    let was: HashSet<K> = before.iter().copied().collect();
    let is: HashSet<K> = now.iter().copied().collect();
    let left = before.iter().filter(|key| is.contains(key));
    !left.eq(now.iter().filter(|key| was.contains(key)))
}

fn inserted<K: Copy + Eq + Hash>(leading: &[K], other: &[K]) -> Vec<K> {
    let known: HashSet<K> = leading.iter().copied().collect();
    // Runs of what only the other side has, each with the key before it.
    let mut runs: std::collections::HashMap<Option<K>, Vec<K>> = std::collections::HashMap::new();
    let mut before = None;
    for key in other {
        if known.contains(key) {
            before = Some(*key);
        } else {
            runs.entry(before).or_default().push(*key);
        }
    }
    let mut order = runs.remove(&None).unwrap_or_default();
    for key in leading {
        order.push(*key);
        order.extend(runs.remove(&Some(*key)).unwrap_or_default());
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_order_of_two() {
        let check = |base: &str, ours: &str, theirs: &str, expected: &str| {
            let keys = |text: &str| text.chars().collect::<Vec<char>>();
            let (base, ours, theirs) = (keys(base), keys(ours), keys(theirs));
            let sides = Sides { base: &*base, ours: &ours, theirs: &theirs };
            assert_eq!(woven(sides).into_iter().collect::<String>(), expected);
        };
        check("abc", "abc", "abc", "abc");
        check("abc", "axbc", "abyc", "axbyc");
        check("abc", "abcx", "abcy", "abcyx");
        check("abc", "abc", "cba", "cba");
        check("abc", "cab", "cba", "cab");
        check("abc", "axbc", "cba", "cbax");
        check("", "x", "y", "yx");
    }
}
