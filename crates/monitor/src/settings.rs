//! How monitors are run in this process.

use std::{fmt, net::SocketAddr, time::Duration};

/// How monitors are run in this process.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name of this process among those that share a store.
    pub node: String,
    /// What a run may use.
    pub limits: Limits,
    /// The shortest time between two slots of a cron pattern.
    pub cron_minimum: Duration,
    /// Runs may reach loopback and private addresses.
    pub private_addresses: bool,
    /// Where this server listens: of it, runs reach mocks only.
    pub own: Vec<SocketAddr>,
    /// Runs are kept so many days.
    pub keep_days: u32,
    /// Who is told of failures.
    pub notify: Notify,
}

/// What runs may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Runs at once.
    pub at_once: usize,
    /// Runs of one team at once.
    pub per_team: usize,
    /// Starts of one monitor that wait.
    pub waiting: u64,
    /// The time of a run.
    pub time: Duration,
    /// Bytes of memory for scripts.
    pub memory: usize,
    /// Bytes of a response body.
    pub response: u64,
    /// Requests of a collection.
    pub requests: usize,
}

/// Who is told of failures.
#[derive(Clone, Debug, Default)]
pub struct Notify {
    /// Where a JSON message is posted.
    pub url: Option<String>,
    /// What it is signed with.
    pub secret: Option<Secret>,
    /// How mail is sent.
    pub smtp: Option<Smtp>,
}

/// How mail is sent.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// `smtp://user:password@host:port`, or `smtps://…`.
    pub url: Secret,
    /// The sender.
    pub from: String,
}

/// A text that is never printed.
#[derive(Clone)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(..)")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            node: "one".to_owned(),
            limits: Limits::default(),
            cron_minimum: Duration::from_mins(1),
            private_addresses: true,
            own: Vec::new(),
            keep_days: 180,
            notify: Notify::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            at_once: 16,
            per_team: 16,
            waiting: 100,
            time: Duration::from_mins(15),
            memory: 256 << 20,
            response: 50 << 20,
            requests: 5_000,
        }
    }
}
