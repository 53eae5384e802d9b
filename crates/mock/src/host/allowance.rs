//! How often mocks may be called.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use catalog::LimitClass;
use gate::{Counter, Limit, Limiter, Standing, Usage, policy::Resource};
use http::{HeaderMap, HeaderName, HeaderValue};
use model::UserId;

/// How often mocks may be called; `None` for as often as one likes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Calls of a mock in any minute.
    pub per_minute: Option<u32>,
    /// Calls of all mocks of a user in a month.
    pub per_month: Option<u32>,
}

pub(super) struct Allowance {
    limits: Limits,
    minutes: Limiter,
    /// By user: the month, and the calls in it.
    months: Mutex<HashMap<UserId, (String, i64)>>,
}

/// Where a call stands.
pub(super) struct Place {
    minute: Option<Standing>,
    month: Option<(u32, i64)>,
}

impl Allowance {
    pub(super) fn new(limits: Limits) -> Self {
        let minute = limits.per_minute.map(|calls| Limit { calls, window: 60_000 });
        let minutes = gate::Limits::off().with(LimitClass::Default, minute);
        Self { limits, minutes: Limiter::new(minutes), months: Mutex::default() }
    }

    /// Counts a call of `mock`. A call over a limit is not counted.
    pub(super) fn take(&self, usage: &Usage, mock: &Resource, now: i64) -> Place {
        let minute = self.minutes.take(&mock.id, &mock.id, LimitClass::Default, now);
        let mut place = Place { minute, month: None };
        if let Some(limit) = self.limits.per_month.filter(|_| !place.over()) {
            place.month = Some((limit, i64::from(limit) - self.in_month(usage, mock, limit, now)));
        }
        place
    }

    /// The number of this call in the month of its mock's owner. Calls above the limit don't count.
    fn in_month(&self, usage: &Usage, mock: &Resource, limit: u32, now: i64) -> i64 {
        let owner = super::owner(mock);
        let month: String = model::time::iso(now).chars().take(7).collect();
        let mut months = self.months.lock().unwrap_or_else(PoisonError::into_inner);
        // What earlier processes counted is known from the records.
        let counted = months
            .entry(owner)
            .or_insert_with(|| (month.clone(), usage.of(owner, Counter::Mocks, now)));
        if counted.0 != month {
            *counted = (month, 0);
        }
        counted.1 += 1;
        let number = counted.1;
        counted.1 = number.min(limit.into());
        number
    }
}

impl Place {
    /// True when the call is over a limit.
    pub(super) fn over(&self) -> bool {
        self.month.is_some_and(|(_, left)| left < 0)
            || self.minute.is_some_and(|standing| standing.over)
    }

    /// Adds the headers that tell limits in force.
    pub(super) fn tell(&self, headers: &mut HeaderMap, now: i64) {
        if let Some((limit, left)) = self.month {
            for (name, value) in [
                ("x-ratelimit-limit-month", i64::from(limit)),
                ("ratelimit-limit-month", i64::from(limit)),
                ("x-ratelimit-remaining-month", left.max(0)),
                ("ratelimit-remaining-month", left.max(0)),
            ] {
                headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
            }
        }
        if let Some(standing) = self.minute {
            standing.tell(headers, now, standing.over);
        }
    }
}
