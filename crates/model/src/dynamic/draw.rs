//! Choosing at random.

use std::fmt::Write as _;

use super::Source;

/// Makes choices with the bits of a source.
pub(super) struct Draw<'a>(&'a mut dyn Source);

impl<'a> Draw<'a> {
    pub(super) fn new(source: &'a mut dyn Source) -> Self {
        Self(source)
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.0.now_ms()
    }

    pub(super) fn bits(&mut self) -> u64 {
        self.0.random()
    }

    /// A number below `end`, or 0 when there is none.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        // The high half of the product is even enough: `end` is tiny beside 2^64.
        let product = u128::from(self.bits()) * u128::from(end);
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// True in `percent` of 100 cases.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of `list`; the default of the type when it is empty.
    pub(super) fn one<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let place = usize::try_from(self.below(list.len() as u64)).unwrap_or_default();
        list.get(place).copied().unwrap_or_default()
    }

    /// One of the words of `list`, which `|` separates.
    pub(super) fn word(&mut self, list: &'static str) -> &'static str {
        // One text instead of a slice of texts: nothing to relocate when the program starts.
        self.part(list, '|')
    }

    /// One of the parts of `text` between separators.
    pub(super) fn part<'t>(&mut self, text: &'t str, separator: char) -> &'t str {
        let mut at = 0;
        // Places are tried until one is where a part begins: all parts are as likely, and nobody
        // has to count them. A source that is no source ends it.
        for _ in 0..64 {
            at = usize::try_from(self.below(text.len() as u64)).unwrap_or_default();
            let before = text.get(..at);
            if before.is_some_and(|before| before.is_empty() || before.ends_with(separator)) {
                break;
            }
        }
        let (before, after) = text.split_at_checked(at).unwrap_or(("", text));
        let from = before.rfind(separator).map_or(0, |found| found + separator.len_utf8());
        let to = after.find(separator).map_or(text.len(), |found| at + found);
        text.get(from..to).unwrap_or_default()
    }

    /// The words that `make` gives, `low` to `high` of them, with `between` between them.
    pub(super) fn join(
        &mut self,
        (low, high): (u64, u64),
        between: &str,
        mut make: impl FnMut(&mut Self) -> String,
    ) -> String {
        let count = self.between(low, high);
        let words: Vec<String> = (0..count).map(|_| make(self)).collect();
        words.join(between)
    }

    /// `count` characters of `alphabet`, which is ASCII.
    pub(super) fn string(&mut self, alphabet: &[u8], count: u64) -> String {
        (0..count).map(|_| char::from(self.one(alphabet))).collect()
    }

    /// `pattern` with `#` replaced by a digit, `!` by one from 2 to 9.
    pub(super) fn digits(&mut self, pattern: &str) -> String {
        let mut out = String::with_capacity(pattern.len());
        for mark in pattern.chars() {
            let low = match mark {
                '#' => 0,
                '!' => 2,
                other => {
                    out.push(other);
                    continue;
                }
            };
            // NOTE: writing to a string can't fail.
            let _ = write!(out, "{}", self.between(low, 9));
        }
        out
    }
}
