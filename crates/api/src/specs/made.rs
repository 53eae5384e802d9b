//! Collections made of specs, and the tasks that tell of it.

use convert::{
    Converted,
    openapi::{Options, to_collection_checked},
    spec::Files,
};
use gate::Fault;
use model::{Element, Role, Stamp, id::new_element_id};
use serde_json::{Value, json};
use store::{Guard, NewElement, Task};

use super::get_spec_definition::malformed;
use crate::{ApiError, Context, aside::aside, collections};

/// The kind of tasks of generations and synchronisations.
pub(super) const TASK: &str = "generation";

/// Makes a collection of a description, in a workspace; and says which rules the description breaks.
pub(super) async fn collection(
    ctx: &Context,
    stamp: &Stamp,
    place: Place,
    files: Files,
    options: Options,
) -> Result<(Element, Vec<String>), ApiError> {
    let size = files.iter().map(|(_, text)| text.len()).sum();
    let made = aside(size, move || to_collection_checked(&files, &options)).await?;
    let (Converted { document, .. }, problems) =
        made.map_err(|fault| malformed(&fault.to_string()))?;
    let mut draft = aside(document.len(), move || collections::parse(&document)).await??;
    if let Some(name) = place.name {
        draft.name.clone_from(&name);
    }
    let name = draft.name.clone();
    let new = NewElement { workspace: place.workspace, name, guard: place.guard };
    let faults = problems.iter().map(ToString::to_string).collect();
    Ok((ctx.store.create_collection(stamp, &new, draft).await?, faults))
}

/// An answer with the faults of a description, when it has any.
pub(super) fn with_faults(mut answer: Value, faults: &[String]) -> Value {
    if let Value::Object(answer) = &mut answer
        && !faults.is_empty()
    {
        answer.insert("faults".to_owned(), json!(faults));
    }
    answer
}

/// Where a collection goes.
pub(super) struct Place {
    pub workspace: String,
    /// Instead of the description's title.
    pub name: Option<String>,
    pub guard: Option<Guard>,
}

/// What a task makes, and how: words of the contract.
pub(super) type Work = (&'static str, &'static str);

pub(super) const GENERATED_COLLECTION: Work = ("collection", "generation");
pub(super) const GENERATED_SPEC: Work = ("spec", "generation");
pub(super) const SYNCED_COLLECTION: Work = ("collection", "synchronization");
pub(super) const SYNCED_SPEC: Work = ("spec", "synchronization");

/// Remembers how a piece of work went, for whoever asks; the answer that tells where to ask.
/// `outcome` has the details.
pub(super) async fn told(
    ctx: &Context,
    stamp: &Stamp,
    of: (&str, &str),
    (model, action): Work,
    outcome: Result<Value, Fault>,
) -> Result<Value, ApiError> {
    let (kind, element) = of;
    let meta = json!({ "model": model, "action": action });
    let (state, result) = match outcome {
        Ok(details) => ("done", json!({ "status": "completed", "meta": meta, "details": details })),
        Err(fault) => {
            ("failed", json!({ "status": "failed", "meta": meta, "details": fault.message }))
        }
    };
    let task = Task {
        id: new_element_id(),
        kind: TASK.to_owned(),
        element: element.to_owned(),
        state: state.to_owned(),
        result: result.to_string(),
        at: stamp.at,
        user: stamp.user,
    };
    ctx.store.keep_task(&task).await?;
    let url = format!("/{kind}/{element}/tasks/{}", task.id);
    Ok(json!({ "taskId": task.id, "url": url }))
}

/// The role that making something in a workspace takes.
pub(super) const ROLE: Role = Role::Editor;
