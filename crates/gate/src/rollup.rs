//! Floods become one record per second.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use audit::Record;

/// Refusals per second and source that are recorded whole before they are rolled up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    /// Calls nobody made, per address.
    pub(crate) anonymous: u32,
    /// Denials of one agent.
    pub(crate) agent: u32,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { anonymous: 10, agent: 100 }
    }
}

/// Counts refusals per source and second; what is over the allowance waits here for its
/// summary record.
#[derive(Debug, Default)]
pub(crate) struct Rollup {
    sources: Mutex<HashMap<String, Flood>>,
}

#[derive(Debug)]
struct Flood {
    second: i64,
    seen: u32,
    held: Option<(Box<Record>, u64)>,
}

impl Rollup {
    /// True when this refusal is recorded whole. Otherwise it was taken into the summary.
    pub(crate) fn whole(&self, source: &str, allowed: u32, now: i64, record: &Record) -> bool {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let flood = sources.entry(source.to_owned()).or_insert(Flood {
            second: now / 1000,
            seen: 0,
            held: None,
        });
        if flood.second != now / 1000 && flood.held.is_none() {
            (flood.second, flood.seen) = (now / 1000, 0);
        }
        flood.seen += 1;
        if flood.seen <= allowed {
            return true;
        }
        match &mut flood.held {
            Some((_, count)) => *count += 1,
            None => flood.held = Some((Box::new(record.clone()), 1)),
        }
        false
    }

    /// Takes the summaries of seconds that have passed; all of them when `everything`.
    pub(crate) fn drain(&self, now: i64, everything: bool) -> Vec<(String, Record)> {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let mut summaries = Vec::new();
        sources.retain(|source, flood| {
            if flood.second == now / 1000 && !everything {
                return true;
            }
            if let Some((mut record, count)) = flood.held.take() {
                record.count = count;
                summaries.push((source.clone(), *record));
            }
            false
        });
        summaries
    }

    /// Keeps a summary that could not be recorded, for the next try.
    pub(crate) fn put_back(&self, source: String, record: Record) {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let count = record.count;
        let flood = sources.entry(source).or_insert(Flood { second: 0, seen: 0, held: None });
        match &mut flood.held {
            Some((_, held)) => *held += count,
            None => flood.held = Some((Box::new(record), count)),
        }
    }
}
