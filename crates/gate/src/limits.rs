//! Rate limits: sliding windows per key, agent or user.

mod headers;

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
};

use catalog::LimitClass;

/// A limit: so many calls in any window of that length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Calls.
    pub calls: u32,
    /// Window in milliseconds.
    pub window: i64,
}

/// The limits in force, one per class; `None` switches a class off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    by_class: [Option<Limit>; LimitClass::ALL.len()],
}

impl Limits {
    /// The contract's limits.
    #[must_use]
    pub fn standard() -> Self {
        let limit = |calls, seconds: i64| Some(Limit { calls, window: seconds * 1000 });
        Self {
            by_class: [limit(300, 60), limit(10, 10), limit(20, 60), limit(10, 10), limit(10, 10)],
        }
    }

    /// No limits.
    #[must_use]
    pub fn off() -> Self {
        Self { by_class: [None; LimitClass::ALL.len()] }
    }

    /// Replaces the limit of one class.
    #[must_use]
    pub fn with(mut self, class: LimitClass, limit: Option<Limit>) -> Self {
        if let Some(slot) = self.by_class.get_mut(class as usize) {
            *slot = limit;
        }
        self
    }

    fn of(&self, class: LimitClass) -> Option<Limit> {
        self.by_class.get(class as usize).copied().flatten()
    }
}

/// Where a call stands in the window that governs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Calls allowed in the window.
    pub limit: u32,
    /// Calls left.
    pub remaining: u32,
    /// Window in milliseconds.
    pub window: i64,
    /// When the oldest counted call leaves the window, milliseconds since 1970.
    pub reset: i64,
    /// True when the call is over the limit.
    pub over: bool,
}

type Window = VecDeque<i64>;
type Shard = Mutex<Counts>;

/// The windows of one shard, and when passers-by were last swept out of it.
#[derive(Debug, Default)]
struct Counts {
    windows: HashMap<(String, LimitClass), Window>,
    swept: i64,
}

/// Counts calls. Counts belong to the key, agent or user, never to a connection.
#[derive(Debug)]
pub struct Limiter {
    limits: Limits,
    shards: Vec<Shard>,
    spare: Shard,
    hasher: RandomState,
}

const SHARDS: u64 = 16;
/// A shard is swept when it holds this many windows, so that passers-by don't pile up.
const SWEEP_AT: usize = 4096;

impl Limiter {
    /// A limiter with nothing counted yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let shards = (0..SHARDS).map(|_| Shard::default()).collect();
        Self { limits, shards, spare: Shard::default(), hasher: RandomState::new() }
    }

    /// Counts a call of `who` (its key or agent) and `user` in the default class and in `class`.
    ///
    /// Answers where it stands in the window with the least left; `None` when limits are off. A
    /// call over the limit is not counted, so that waiting always helps.
    #[must_use]
    pub fn take(&self, who: &str, user: &str, class: LimitClass, now: i64) -> Option<Standing> {
        let all = self.take_one(who, LimitClass::Default, now);
        let over = all.is_some_and(|standing| standing.over);
        if over || class == LimitClass::Default {
            return all;
        }
        let subject = if class.per_user() { user } else { who };
        let narrow = self.take_one(subject, class, now);
        if narrow.is_some_and(|standing| standing.over) {
            self.give_back(who, LimitClass::Default, now);
            return narrow;
        }
        match (all, narrow) {
            (Some(all), Some(narrow)) if all.remaining < narrow.remaining => Some(all),
            (all, narrow) => narrow.or(all),
        }
    }

    /// Takes back the newest call, which another window refused.
    fn give_back(&self, subject: &str, class: LimitClass, now: i64) {
        self.with_window(subject, class, now, |window| {
            window.pop_back();
        });
    }

    fn take_one(&self, subject: &str, class: LimitClass, now: i64) -> Option<Standing> {
        let limit = self.limits.of(class)?;
        let calls = usize::try_from(limit.calls).unwrap_or(usize::MAX);
        Some(self.with_window(subject, class, now, |window| {
            while window.front().is_some_and(|first| first + limit.window <= now) {
                window.pop_front();
            }
            let over = window.len() >= calls;
            if !over {
                window.push_back(now);
            }
            let remaining = u32::try_from(calls.saturating_sub(window.len())).unwrap_or(0);
            let reset = window.front().copied().unwrap_or(now) + limit.window;
            Standing { limit: limit.calls, remaining, window: limit.window, reset, over }
        }))
    }

    fn with_window<T>(
        &self,
        subject: &str,
        class: LimitClass,
        now: i64,
        work: impl FnOnce(&mut Window) -> T,
    ) -> T {
        let key = (subject.to_owned(), class);
        let index = self.hasher.hash_one(&key) % SHARDS;
        // INVARIANT: there are SHARDS shards, so the first is never used in place of another.
        let shard = usize::try_from(index).ok().and_then(|index| self.shards.get(index));
        let mut shard = shard.unwrap_or(&self.spare).lock().unwrap_or_else(PoisonError::into_inner);
        if shard.windows.len() >= SWEEP_AT && shard.swept + 1000 <= now {
            shard.swept = now;
            shard.windows.retain(|_, window| window.back().is_some_and(|last| last + 60_000 > now));
        }
        work(shard.windows.entry(key).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_counts_until_its_window_has_passed() {
        let limiter = Limiter::new(Limits::standard());
        let take = |now| limiter.take("key_a", "1", LimitClass::List, now).unwrap();
        for step in 0..10 {
            let standing = take(step * 100);
            assert!(!standing.over);
            assert_eq!(
                (standing.limit, standing.remaining),
                (10, 9 - u32::try_from(step).unwrap())
            );
        }
        let over = take(9_999);
        assert!(over.over);
        assert_eq!(over.reset, 10_000);
        assert!(!take(10_000).over, "the first call has left the window");
        assert!(take(10_050).over, "the second has not");
    }

    #[test]
    fn refused_calls_do_not_count_so_waiting_always_helps() {
        let limiter = Limiter::new(Limits::standard());
        for now in 0..1000 {
            let _ = limiter.take("key_a", "1", LimitClass::List, now);
        }
        assert!(!limiter.take("key_a", "1", LimitClass::List, 10_009).unwrap().over);
    }

    #[test]
    fn users_are_limited_over_all_their_keys() {
        let limiter = Limiter::new(Limits::standard());
        for call in 0..20 {
            let key = format!("key_{call}");
            let standing = limiter.take(&key, "1", LimitClass::WorkspaceUpdate, 0).unwrap();
            assert!(!standing.over);
        }
        assert!(limiter.take("key_x", "1", LimitClass::WorkspaceUpdate, 0).unwrap().over);
        assert!(!limiter.take("key_x", "2", LimitClass::WorkspaceUpdate, 0).unwrap().over);
        assert!(!limiter.take("key_x", "1", LimitClass::List, 0).unwrap().over);
    }

    #[test]
    fn the_tightest_window_is_told() {
        let limiter = Limiter::new(Limits::standard());
        assert_eq!(limiter.take("a", "1", LimitClass::Default, 0).unwrap().limit, 300);
        assert_eq!(limiter.take("a", "1", LimitClass::List, 0).unwrap().limit, 10);
        assert!(Limiter::new(Limits::off()).take("a", "1", LimitClass::List, 0).is_none());
    }
}
