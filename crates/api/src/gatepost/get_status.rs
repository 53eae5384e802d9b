//! Answers what runs here, and whether it can work.

use catalog::op;
use serde::Serialize;

use crate::{Call, Ctx, Outcome, elements};

#[derive(Serialize)]
struct Answer {
    status: Status,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_folder: Option<String>,
    log: Log,
    store: Store,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    state: &'static str,
    last_seq: u64,
}

#[derive(Serialize)]
struct Store {
    engine: &'static str,
    state: &'static str,
}

pub(super) async fn get_status(ctx: Ctx, _call: Call<op::GetStatus>) -> Outcome {
    let (writable, last_seq) = ctx.records.state();
    let readable = ctx.store.usage().await.is_ok();
    let about = ctx.about.clone();
    elements::json(&Answer {
        status: Status {
            version: about.version,
            url: about.url,
            data_folder: about.data_folder.map(|folder| folder.display().to_string()),
            log: Log { state: word(writable), last_seq },
            store: Store { engine: about.engine, state: word(readable) },
        },
    })
}

fn word(up: bool) -> &'static str {
    if up { "up" } else { "down" }
}
