//! What is stored of a monitor.

use std::time::Duration;

use gate::Creator as Authority;
use model::{AgentId, UserId};
use serde::{Deserialize, Serialize};

use crate::Schedule;

/// What is stored of a monitor, besides its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    /// Uid of the collection it runs.
    pub collection: String,
    /// Uid of the environment that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// False when its schedule is paused.
    pub active: bool,
    /// When it runs by itself; none for a webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// After so many failures in a row nobody is told any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification_limit: Option<u32>,
    /// Whether a run that failed is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Retry>,
    /// How requests are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<RunOptions>,
    /// Regions; kept as they were sent, everything runs here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distribution: Option<Vec<Region>>,
    /// Who is told of failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Notifications>,
    /// Whose access its runs have.
    pub creator: Creator,
    /// What its webhook asks of callers; none for a monitor without webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Webhook>,
}

/// Whose access runs have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creator {
    /// The user who made it, or who owns the agent that did.
    pub user: UserId,
    /// The agent that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
}

impl From<&Creator> for Authority {
    fn from(creator: &Creator) -> Self {
        Self { user: creator.user, agent: creator.agent.clone() }
    }
}

/// Whether a run that failed is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// How often: 1 or 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
}

/// How requests are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunOptions {
    /// Certificates must be valid; without it they must.
    #[serde(default, rename = "strictSSL", skip_serializing_if = "Option::is_none")]
    pub strict_ssl: Option<bool>,
    /// Redirects are followed; without it they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_redirects: Option<bool>,
    /// Milliseconds for a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_timeout: Option<u64>,
    /// Milliseconds before a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_delay: Option<u64>,
}

/// A region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// Who is told of failures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notifications {
    /// When a run could not be carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_error: Option<Vec<Mail>>,
    /// When a test failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_failure: Option<Vec<Mail>>,
}

/// Whom to write to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address.
    #[serde(default)]
    pub email: String,
}

/// What a webhook asks of callers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// Calls are signed.
    #[serde(default)]
    pub signed: bool,
    /// The header that tells calls apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once_header: Option<String>,
}

impl Definition {
    /// Reads what was stored, without the secrets beside it.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The text to store.
    pub fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// When it is due first after `now`; none when it is paused or has no schedule.
    #[must_use]
    pub fn due_after(&self, now: i64) -> Option<i64> {
        self.schedule.as_ref().filter(|_| self.active)?.next_after(now)
    }

    /// How often a run is tried.
    pub(crate) fn attempts(&self) -> i64 {
        1 + i64::from(self.retry.and_then(|retry| retry.attempts).unwrap_or(0).min(2))
    }

    pub(crate) fn request_delay(&self) -> Duration {
        let millis = self.options.and_then(|options| options.request_delay).unwrap_or(0);
        Duration::from_millis(millis)
    }
}
