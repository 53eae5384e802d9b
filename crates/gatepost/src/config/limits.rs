//! Rate limits.

use catalog::LimitClass;
use gate::{Limit, Limits};

use super::Setting;

concern! {
    /// How often a key, agent or user may call. Each number can be set; 0 takes the limit away.
    RateLimits in "limits." {
        /// The numbers to start from: standard, cloud (the vendor's plan limits too) or off.
        profile: Profile = "standard",
        /// Calls of a key or agent in any minute.
        calls_per_minute: Option<u32> = "" like "300",
        /// Listings of collections and workspaces and calls on monitors, of a key or agent in any
        /// 10 seconds.
        lists_per_10_seconds: Option<u32> = "" like "10",
        /// Updates of workspaces by a user in any minute.
        workspace_updates_per_minute: Option<u32> = "" like "20",
        /// Imports of a key or agent in any 10 seconds.
        imports_per_10_seconds: Option<u32> = "" like "10",
        /// Tokens for service accounts that a user makes in any 10 seconds.
        tokens_per_10_seconds: Option<u32> = "" like "10",
    }
}

/// A set of limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// The contract's limits.
    Standard,
    /// The contract's limits and those of a plan. The latter concern mocks and monitors.
    Cloud,
    /// None.
    Off,
}

impl Setting for Profile {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "standard" => Ok(Self::Standard),
            "cloud" => Ok(Self::Cloud),
            "off" => Ok(Self::Off),
            _ => Err("standard, cloud or off".to_owned()),
        }
    }
}

impl RateLimits {
    /// The limits as the gate takes them.
    pub(crate) fn limits(&self) -> Limits {
        let start = match self.profile {
            Profile::Standard | Profile::Cloud => Limits::standard(),
            Profile::Off => Limits::off(),
        };
        let (minute, ten_seconds) = (60_000, 10_000);
        [
            (LimitClass::Default, self.calls_per_minute, minute),
            (LimitClass::List, self.lists_per_10_seconds, ten_seconds),
            (LimitClass::WorkspaceUpdate, self.workspace_updates_per_minute, minute),
            (LimitClass::Import, self.imports_per_10_seconds, ten_seconds),
            (LimitClass::ServiceAccountToken, self.tokens_per_10_seconds, ten_seconds),
        ]
        .into_iter()
        .fold(start, |limits, (class, calls, window)| match calls {
            None => limits,
            Some(calls) => limits.with(class, (calls > 0).then_some(Limit { calls, window })),
        })
    }
}
