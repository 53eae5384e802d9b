//! What the gate does between calls.

use std::{sync::PoisonError, time::Duration};

use crate::{Gate, Serve, recover::save_usage};

/// Counters are saved so often; a start after a crash counts what came since.
const SAVE_EVERY: u32 = 30;

impl<S: Serve> Gate<S> {
    /// Writes summaries of floods, last uses of keys and usage counters. Never ends; run it as a
    /// task of its own.
    pub async fn maintain(&self) {
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        let mut count = 0_u32;
        loop {
            ticks.tick().await;
            self.summarise(false).await;
            count = count.wrapping_add(1);
            if count.is_multiple_of(SAVE_EVERY) {
                self.save().await;
            }
        }
    }

    /// Writes everything that is still held back. Call it once no request is on its way.
    pub async fn close(&self) {
        self.summarise(true).await;
        self.save().await;
    }

    /// Records what is held back: summaries of floods, and outcomes the log could not take.
    async fn summarise(&self, everything: bool) {
        let inner = self.inner();
        if inner.parts.log.state() != audit::State::Up {
            return;
        }
        let owed = std::mem::take(&mut *inner.owed.lock().unwrap_or_else(PoisonError::into_inner));
        let mut left = owed.into_iter();
        while let Some(record) = left.next() {
            if inner.parts.log.append(record.clone()).await.is_err() {
                let mut owed = inner.owed.lock().unwrap_or_else(PoisonError::into_inner);
                owed.push(record);
                owed.extend(left);
                return;
            }
        }
        inner.outside.summarise(everything).await;
        for (source, record) in inner.rollup.drain(inner.parts.clock.now(), everything) {
            if inner.parts.log.append(record.clone()).await.is_err() {
                inner.rollup.put_back(source, record);
            }
        }
    }

    async fn save(&self) {
        let inner = self.inner();
        if let Err(error) = inner.judge.save_touched().await {
            tracing::warn!(%error, "last uses of keys could not be saved");
        }
        let saved = inner.usage.saved();
        match save_usage(&inner.parts, saved, None).await {
            Ok(upto) => inner.usage.set_saved(upto),
            Err(error) => tracing::warn!(%error, "usage counters could not be saved"),
        }
    }
}
