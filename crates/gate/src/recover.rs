//! Completes what an earlier process left open.

use std::collections::BTreeMap;

use audit::{Answer, LogError, Record, RecordKind};
use store::StoreError;
use thiserror::Error;

use crate::{Counter, Usage, gate::Parts};

/// A day in milliseconds; months begin with one.
const DAY: i64 = 86_400_000;

/// Why a start can't go on.
#[derive(Debug, Error)]
pub enum RecoverFault {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log can't be read or written.
    #[error(transparent)]
    Log(#[from] LogError),
}

/// Gives every open intent its outcome, by whether its change is in the store; then counts the
/// calls whose records came after the counters were saved.
pub(crate) async fn complete(
    parts: &Parts,
    usage: &Usage,
    open: Vec<Record>,
) -> Result<(), RecoverFault> {
    for intent in open {
        let executed = parts.store.has_effect(&intent.id).await?;
        let outcome = intent.outcome(intent.seq, Answer::recovered(executed));
        // A full disk keeps some space aside for this.
        parts.log.append_admin(outcome).await?;
    }
    let saved = usage.load(&parts.store).await?;
    let counted = match save_usage(parts, saved, Some(usage)).await {
        // They are counted in memory, and saved as soon as there is space.
        Err(RecoverFault::Store(StoreError::Full)) => saved,
        other => other?,
    };
    usage.set_saved(counted);
    Ok(())
}

/// Saves the counters up to the last durable record and answers its number. With `also`, the
/// calls are counted there too.
pub(crate) async fn save_usage(
    parts: &Parts,
    saved: u64,
    also: Option<&Usage>,
) -> Result<u64, RecoverFault> {
    let last = parts.log.last_seq();
    if last <= saved {
        return Ok(saved);
    }
    let log = parts.log.clone();
    let counting = tokio::task::spawn_blocking(move || {
        let mut calls = BTreeMap::<(i64, Counter, i64), i64>::new();
        let mut upto = saved;
        log.replay(saved + 1, |record| {
            if record.seq > last {
                return;
            }
            upto = upto.max(record.seq);
            if let Some((user, counter, count)) = counted(&record) {
                *calls.entry((user, counter, record.ts.millis() / DAY)).or_default() += count;
            }
        })?;
        Ok::<_, LogError>((calls, upto))
    });
    let (calls, upto) =
        counting.await.map_err(|_| LogError::Unavailable("replay was cut short".into()))??;
    let mut by_month = BTreeMap::<(i64, Counter, String), i64>::new();
    for ((user, counter, day), count) in calls {
        let at = day * DAY;
        *by_month.entry((user, counter, crate::usage::month(at))).or_default() += count;
        if let Some(usage) = also {
            usage.add(user, counter, at, count);
        }
    }
    let counts: Vec<_> = by_month
        .into_iter()
        .map(|((user, counter, month), value)| (user, month, counter.name().to_owned(), value))
        .collect();
    parts.store.save_usage(upto, &counts).await?;
    Ok(upto)
}

/// Whose calls a record tells and how many, when they count as a use: let through, and done.
fn counted(record: &Record) -> Option<(i64, Counter, i64)> {
    let done = matches!(record.kind, RecordKind::Decision | RecordKind::Outcome)
        && record.decision == audit::Decision::Allow;
    let api = record.op.as_ref().is_some_and(|op| !op.id.is_empty() && op.area != "gatepost");
    if !done || !api {
        return None;
    }
    let user = match record.actor.kind {
        audit::ActorKind::User => &record.actor.id,
        audit::ActorKind::Agent => &record.actor.owner.as_ref()?.id,
        audit::ActorKind::Callers => {
            let mock = model::ElementRef::parse(&record.resources.first()?.uid);
            return Some((mock.owner?.0, Counter::Mocks, count(record)));
        }
        _ => return None,
    };
    Some((user.parse().ok()?, Counter::Api, 1))
}

fn count(record: &Record) -> i64 {
    i64::try_from(record.count.max(1)).unwrap_or(i64::MAX)
}
