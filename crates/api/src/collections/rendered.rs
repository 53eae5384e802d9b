//! Collections as they were answered last.

use bytes::Bytes;
use quick_cache::{Weighter, sync::Cache};

/// All answers together take at most this many bytes.
const ALL: u64 = 64 << 20;
/// Larger answers are made anew each time.
const LARGEST: usize = 8 << 20;
/// How many answers of usual size fit.
const USUAL: usize = 2048;

/// What was answered: of which collection, in which version, with secret values masked or not.
type Key = (String, i64, bool);

/// Bodies of answers, by what they show. A change makes a new version, so nothing goes stale;
/// what is not asked for again drops out.
pub(crate) struct Rendered(Cache<Key, Bytes, BySize>);

#[derive(Clone)]
struct BySize;

impl Weighter<Key, Bytes> for BySize {
    fn weight(&self, _: &Key, body: &Bytes) -> u64 {
        body.len() as u64 + 200
    }
}

impl Default for Rendered {
    fn default() -> Self {
        Self(Cache::with_weighter(USUAL, ALL, BySize))
    }
}

impl Rendered {
    /// The body of the answer, if it was made before.
    pub(crate) fn get(&self, key: &Key) -> Option<Bytes> {
        self.0.get(key)
    }

    /// Keeps an answer, unless it is large.
    pub(crate) fn keep(&self, key: Key, body: &Bytes) {
        if body.len() <= LARGEST {
            self.0.insert(key, body.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_versions_and_masks_apart() {
        let rendered = Rendered::default();
        let key = |version, masked| ("c1".to_owned(), version, masked);
        rendered.keep(key(1, false), &Bytes::from_static(b"clear"));
        rendered.keep(key(1, true), &Bytes::from_static(b"masked"));
        assert_eq!(rendered.get(&key(1, true)).unwrap(), "masked");
        assert_eq!(rendered.get(&key(1, false)).unwrap(), "clear");
        assert_eq!(rendered.get(&key(2, false)), None);
    }

    #[test]
    fn large_answers_are_not_kept() {
        let rendered = Rendered::default();
        let key = ("c1".to_owned(), 1, false);
        rendered.keep(key.clone(), &Bytes::from(vec![b' '; LARGEST + 1]));
        assert_eq!(rendered.get(&key), None);
    }
}
