//! What becomes of due slots.

use store::{Due, Slot, Store, StoreError, Taken};

use crate::Definition;

/// A slot that is due for longer is not caught up.
pub(crate) const GRACE: i64 = 60_000;
/// So many monitors are moved on at once.
const AT_ONCE: u64 = 500;
/// So many missed times of a pattern are counted one by one.
const COUNTED: i64 = 50_000;
const MISSED: &str = "nothing could run then: the server was stopped, or stood still";

/// Writes down what becomes of every slot that is due, and answers how many are to run.
pub(crate) async fn take_due(store: &Store, now: i64) -> Result<u64, StoreError> {
    let mut queued = 0;
    loop {
        let due = store.due_monitors(now, AT_ONCE).await?;
        if due.is_empty() {
            return Ok(queued);
        }
        let taken = due.into_iter().map(|due| taken(due, now)).collect();
        queued += store.take_slots(taken, now).await?;
    }
}

fn taken(due: Due, now: i64) -> Taken {
    let Due { monitor, owner, team, due, body } = due;
    let schedule = Definition::read(&body).ok().and_then(|definition| definition.schedule);
    let Some(schedule) = schedule else {
        let skipped = Some("the monitor has no schedule that can be read".to_owned());
        let slots = vec![Slot { at: due, count: 1, skipped }];
        return Taken { monitor, owner, team, due, next: None, slots };
    };
    // The newest slot, and how many there are before it.
    let (mut last, mut before) = (due, 0);
    if let Some(step) = schedule.every.and_then(|every| i64::try_from(every).ok()) {
        before = (now - due) / (step * 1000);
        last = due + before * step * 1000;
    } else {
        while let Some(next) = schedule.next_after(last).filter(|next| *next <= now) {
            if before >= COUNTED {
                break;
            }
            (last, before) = (next, before + 1);
        }
    }
    let runs = now - last <= GRACE;
    let missed = if runs { before } else { before + 1 };
    let mut slots = Vec::new();
    if missed > 0 {
        slots.push(Slot { at: due, count: missed, skipped: Some(MISSED.to_owned()) });
    }
    if runs {
        slots.push(Slot { at: last, count: 1, skipped: None });
    }
    Taken { monitor, owner, team, due, next: schedule.next_after(now), slots }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(schedule: &str, due: i64, now: i64) -> (Option<i64>, Vec<(i64, i64, bool)>) {
        let body = format!(
            r#"{{"collection":"c","active":true,"schedule":{schedule},"creator":{{"user":1}}}}"#
        );
        let due = Due { monitor: "m".to_owned(), owner: 1, team: 1, due, body };
        let taken = taken(due, now);
        let slots = taken.slots.iter().map(|slot| (slot.at, slot.count, slot.skipped.is_some()));
        (taken.next, slots.collect())
    }

    const MINUTE: i64 = 60_000;

    #[test]
    fn every_slot_is_accounted_for() {
        let minutely = r#"{"cron":"* * * * *"}"#;
        let ten = MINUTE * 10;
        assert_eq!(of(minutely, ten, ten + 5), (Some(ten + MINUTE), vec![(ten, 1, false)]));
        // Three minutes late: two slots were missed, the newest runs.
        assert_eq!(
            of(minutely, ten, ten + 2 * MINUTE + 1),
            (Some(ten + 3 * MINUTE), vec![(ten, 2, true), (ten + 2 * MINUTE, 1, false)])
        );
        let hourly = r#"{"cron":"0 * * * *"}"#;
        let hour = 60 * MINUTE;
        assert_eq!(
            of(hourly, hour, 3 * hour + 2 * MINUTE),
            (Some(4 * hour), vec![(hour, 3, true)]),
            "none is new enough"
        );
        let seconds = r#"{"every":10}"#;
        assert_eq!(
            of(seconds, 20_000, 1_000_003),
            (Some(1_010_000), vec![(20_000, 98, true), (1_000_000, 1, false)])
        );
        assert_eq!(of("null", 5, 7), (None, vec![(5, 1, true)]));
    }
}
