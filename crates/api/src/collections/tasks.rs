//! Tasks of collections: work that callers ask about later.
//!
//! The work itself is done before the answer, so a task is never seen under way.

use gate::Fault;
use model::{Stamp, id::new_element_id};
use store::Task;

use crate::{ApiError, Context};

/// The kinds of tasks.
pub(super) const UPDATE: &str = "collection update";
pub(super) const COPY: &str = "collection copy";
pub(crate) const MERGE: &str = "collection merge";

/// Remembers how a piece of work went; its id.
pub(crate) async fn keep(
    ctx: &Context,
    stamp: &Stamp,
    kind: &str,
    element: &str,
    failed: Option<&str>,
) -> Result<String, ApiError> {
    let task = Task {
        id: new_element_id(),
        kind: kind.to_owned(),
        element: element.to_owned(),
        state: if failed.is_some() { "failed" } else { "done" }.to_owned(),
        result: failed.unwrap_or_default().to_owned(),
        at: stamp.at,
        user: stamp.user,
    };
    ctx.store.keep_task(&task).await?;
    Ok(task.id)
}

/// 404 for a task that nobody, or somebody else, began.
pub(crate) fn missing(id: &str) -> Fault {
    let message = format!("There is no task `{id}`; tasks are kept for a day.");
    Fault::new(404, "instanceNotFoundError", message)
}
