//! Positions among siblings.

/// Room between two neighbours, so that an item can be put between them.
pub(super) const GAP: i64 = 1024;

/// Positions for siblings in their new order, given the old ones; as many as possible stay.
pub(super) fn positions(old: &[Option<i64>]) -> Vec<i64> {
    let keep = longest_rise(old);
    let mut positions = Vec::with_capacity(old.len());
    let mut last = 0;
    let mut at = 0;
    while at < old.len() {
        // A run of siblings to be placed, up to the next one that stays.
        let end = (at..old.len()).find(|index| keep.get(*index) == Some(&true));
        let run = end.unwrap_or(old.len()) - at;
        let next = end.and_then(|index| old.get(index).copied().flatten());
        let count = i64::try_from(run).unwrap_or(i64::MAX);
        let step = next.map_or(GAP, |next| (next - last) / (count + 1));
        if step == 0 && run > 0 {
            // No room: everybody moves.
            return spread(old.len());
        }
        positions.extend((1..=count).map(|number| last + number * step));
        positions.extend(next);
        last = positions.last().copied().unwrap_or(0);
        at += run + 1;
    }
    positions
}

/// Fresh positions for `count` siblings.
fn spread(count: usize) -> Vec<i64> {
    (1..).map(|number: i64| number * GAP).take(count).collect()
}

/// Marks a longest part of `old` that rises.
fn longest_rise(old: &[Option<i64>]) -> Vec<bool> {
    // tails[n]: where the rise of n + 1 members with the smallest last member ends.
    let mut tails: Vec<(i64, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(old.len());
    for (index, position) in old.iter().enumerate() {
        let Some(position) = *position else {
            before.push(None);
            continue;
        };
        let length = tails.partition_point(|(tail, _)| *tail < position);
        before.push(length.checked_sub(1).and_then(|at| tails.get(at)).map(|(_, index)| *index));
        match tails.get_mut(length) {
            Some(tail) => *tail = (position, index),
            None => tails.push((position, index)),
        }
    }
    let mut keep = vec![false; old.len()];
    let mut member = tails.last().map(|(_, index)| *index);
    while let Some(index) = member {
        if let Some(mark) = keep.get_mut(index) {
            *mark = true;
        }
        member = before.get(index).copied().flatten();
    }
    keep
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn positions_move_as_little_as_needed() {
        let cases: &[(&[Option<i64>], &[i64])] = &[
            (&[], &[]),
            (&[None, None], &[1024, 2048]),
            (&[Some(1024), None, Some(2048)], &[1024, 1536, 2048]),
            (&[Some(1024), Some(2048), None], &[1024, 2048, 3072]),
            // The last became the first: only it moves.
            (&[Some(3072), Some(1024), Some(2048)], &[512, 1024, 2048]),
            // No room between neighbours: all move.
            (&[Some(1), None, Some(2)], &[1024, 2048, 3072]),
            (&[None, Some(1)], &[1024, 2048]),
        ];
        for (old, new) in cases {
            assert_eq!(positions(old), *new, "{old:?}");
        }
    }

    proptest! {
        #[test]
        fn positions_always_rise(old in prop::collection::vec(prop::option::of(1..50_i64), 0..40)) {
            let new = positions(&old);
            prop_assert_eq!(new.len(), old.len());
            prop_assert!(new.iter().all(|position| *position > 0));
            prop_assert!(new.windows(2).all(|pair| pair[0] < pair[1]), "{:?} -> {:?}", old, new);
        }
    }
}
