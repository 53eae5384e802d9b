//! Monitors and webhooks.

use std::{net::SocketAddr, time::Duration};

use monitor::{Limits, Notify, Settings, Smtp};

use super::{Profile, SecretText};

concern! {
    /// How monitors and webhooks run, and who is told of failures.
    Monitors in "monitors." {
        /// Runs at once.
        at_once: u32 = "16",
        /// Runs of one team at once.
        at_once_per_team: u32 = "16",
        /// Starts of one monitor that wait; more are refused with 429.
        max_waiting: u32 = "100",
        /// Seconds a run may take.
        max_seconds: u32 = "900",
        /// Megabytes of memory for the scripts of a run.
        max_memory_mb: u32 = "256",
        /// Megabytes of one response.
        max_response_mb: u32 = "50",
        /// Requests of a collection.
        max_requests: u32 = "5000",
        /// Minutes between two times of a cron pattern. Without it: 5 in profile cloud, else 1.
        min_cron_minutes: Option<u32> = "" like "5",
        /// False keeps runs from loopback and private addresses.
        private_addresses: bool = "true",
        /// Runs are kept so many days.
        keep_days: u32 = "180",
        /// Address to which failures are posted as JSON.
        notify_url: Option<String> = "" like "https://example.com/hook",
        /// Secret with which they are signed: X-Gatepost-Signature is the body's HMAC-SHA-256.
        notify_secret: Option<SecretText> = "" like "a long random text",
        /// Server that sends mail about failures, smtp:// or smtps://.
        smtp_url: Option<SecretText> = "" like "smtps://user:password@mail.example.com",
        /// Sender of that mail.
        smtp_from: String = "gatepost@localhost",
    }
}

impl Monitors {
    /// The settings as the engine takes them. `own` is where this server listens.
    pub(crate) fn settings(&self, profile: Profile, own: Vec<SocketAddr>) -> Settings {
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let secret = |text: &SecretText| monitor::Secret(text.expose().to_owned());
        let usual = if profile == Profile::Cloud { 5 } else { 1 };
        let minutes = self.min_cron_minutes.unwrap_or(usual);
        let smtp = self.smtp_url.as_ref().map(secret);
        Settings {
            node: "one".to_owned(),
            limits: Limits {
                at_once: size(self.at_once.max(1)),
                per_team: size(self.at_once_per_team.max(1)),
                waiting: self.max_waiting.into(),
                time: Duration::from_secs(self.max_seconds.into()),
                memory: size(self.max_memory_mb) << 20,
                response: u64::from(self.max_response_mb) << 20,
                requests: size(self.max_requests),
            },
            cron_minimum: Duration::from_secs(60 * u64::from(minutes)),
            private_addresses: self.private_addresses,
            own,
            keep_days: self.keep_days,
            notify: Notify {
                url: self.notify_url.clone(),
                secret: self.notify_secret.as_ref().map(secret),
                smtp: smtp.map(|url| Smtp { url, from: self.smtp_from.clone() }),
            },
        }
    }
}
