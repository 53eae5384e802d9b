//! Mock servers.

use mock::host::{Limits, Retention};

use super::Profile;

concern! {
    /// Where mock servers are called, and what is kept of the calls.
    Mocks in "mocks." {
        /// Domain whose subdomains are mock servers, with its port if it has one; its name must
        /// lead here. Without it mocks are paths, `/_mock/{id}`.
        domain: Option<String> = "" like "mock.gatepost.example",
        /// Calls of mocks are kept so many days.
        log_days: u32 = "30",
        /// Of each mock only so many calls are kept.
        log_calls: u32 = "10000",
        /// Calls of a mock in any minute. Without it: 120 in profile cloud, else no limit.
        calls_per_minute: Option<u32> = "" like "120",
        /// Calls of all mocks of a user in a month. Without it: 1000 in profile cloud, else no limit.
        calls_per_month: Option<u32> = "" like "1000",
    }
}

impl Mocks {
    /// The limits in force: what is set, else what the profile says; 0 takes a limit away.
    pub(crate) fn limits(&self, profile: Profile) -> Limits {
        let usual = |calls| (profile == Profile::Cloud).then_some(calls);
        let limit = |set: Option<u32>, usual| set.or(usual).filter(|calls| *calls > 0);
        Limits {
            per_minute: limit(self.calls_per_minute, usual(120)),
            per_month: limit(self.calls_per_month, usual(1000)),
        }
    }

    /// How long calls are kept.
    pub(crate) fn retention(&self) -> Retention {
        Retention { days: self.log_days, calls: self.log_calls }
    }
}
