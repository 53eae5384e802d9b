//! Time limits of one request.

use std::{
    pin::pin,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tokio::time::{Instant, timeout_at};

use crate::{
    fault::{Fault, Wait},
    options::Options,
};

/// Knows when a request began, and when its connection last moved.
#[derive(Debug)]
pub(crate) struct Clock {
    pub(crate) start: Instant,
    idle: Option<Duration>,
    connect: Option<Duration>,
    total: Option<Duration>,
    /// Microseconds from the start to the last byte in either direction.
    moved: AtomicU64,
}

impl Clock {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            start: Instant::now(),
            idle: options.idle_timeout,
            connect: options.connect_timeout,
            total: options.total_timeout,
            moved: AtomicU64::new(0),
        }
    }

    /// Tells that a byte went out or came in.
    pub(crate) fn moved(&self) {
        if self.idle.is_some() {
            let since = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.moved.store(since, Ordering::Relaxed);
        }
    }

    /// Waits for the next byte, as long as the server may keep the client waiting.
    pub(crate) async fn idle<T>(&self, future: impl Future<Output = T>) -> Result<T, Fault> {
        let Some(idle) = self.idle else { return Ok(future.await) };
        let mut future = pin!(future);
        self.moved();
        loop {
            let moved = Duration::from_micros(self.moved.load(Ordering::Relaxed));
            let Some(end) = self.start.checked_add(moved.saturating_add(idle)) else {
                return Ok(future.await);
            };
            if let Ok(value) = timeout_at(end, &mut future).await {
                return Ok(value);
            }
            // What is sent at the same time counts as well.
            if self.moved.load(Ordering::Relaxed) <= micros(moved) {
                return Err(Fault::Timeout(Wait::Idle));
            }
        }
    }

    /// Waits until the whole time is over, at most.
    pub(crate) async fn total<T>(
        &self,
        future: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        within(self.total, self.start, Wait::Total, future).await
    }

    /// Waits until the time for connecting is over, at most.
    pub(crate) async fn connect<T>(
        &self,
        since: Instant,
        wait: Wait,
        future: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        within(self.connect, since, wait, future).await
    }
}

async fn within<T>(
    limit: Option<Duration>,
    since: Instant,
    wait: Wait,
    future: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    let Some(end) = limit.and_then(|limit| since.checked_add(limit)) else { return future.await };
    timeout_at(end, future).await.unwrap_or(Err(Fault::Timeout(wait)))
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
