//! Lists records of the audit log, newest first.

use catalog::op;
use gate::audit::{Filter, Moment, Record};
use serde::Serialize;

use crate::{ApiError, Call, Ctx, Outcome, cursor, elements, error::invalid};

/// How many are answered when `limit` is not given.
const USUAL: usize = 100;

#[derive(Serialize)]
struct Answer {
    records: Vec<Record>,
    meta: Meta,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

pub(super) async fn get_records(ctx: Ctx, call: Call<op::GetRecords>) -> Outcome {
    let query = call.query()?;
    let limit =
        query.integer("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(USUAL);
    let filter = Filter {
        agent: query.text("agent").map(str::to_owned),
        since: query.text("since").map(moment).transpose()?,
        before_seq: query.text("after").map(position).transpose()?,
        // One more than shown tells whether there is a next page.
        limit: limit + 1,
        ..Filter::default()
    };
    let mut records = ctx.records.page(filter).await?;
    let more = records.len() > limit;
    records.truncate(limit);
    let last = records.last().filter(|_| more);
    let next_cursor = last.map(|record| cursor::write("s", &[&record.seq.to_string()]));
    let shown = records.len();
    Ok(elements::json(&Answer { records, meta: Meta { next_cursor } })?.showing(shown))
}

fn moment(text: &str) -> Result<Moment, ApiError> {
    let millis = model::time::parse(text).ok_or_else(|| {
        invalid(format!("`since` is not a time like 2026-12-31T00:00:00Z: `{text}`"))
    })?;
    Ok(Moment::from_millis(millis))
}

fn position(text: &str) -> Result<u64, ApiError> {
    let seq = cursor::parts::<1>("s", text).and_then(|[seq]| seq.parse().ok());
    seq.ok_or_else(|| cursor::refused().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_before_its_last_record() {
        assert_eq!(position(&cursor::write("s", &["42"])).unwrap(), 42);
        for text in ["", "42", &cursor::write("o", &["42"]), &cursor::write("s", &["-1"])] {
            assert!(position(text).is_err(), "{text}");
        }
    }

    #[test]
    fn since_is_a_time() {
        assert_eq!(moment("1970-01-01T00:00:01Z").unwrap(), Moment(1_000_000));
        assert!(moment("yesterday").is_err());
    }
}
