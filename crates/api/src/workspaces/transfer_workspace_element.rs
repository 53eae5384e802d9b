//! Takes an element to another workspace.

use catalog::op;
use gate::Fault;
use model::{ElementKind, ElementRef, Role};
use serde::Deserialize;
use serde_json::json;
use store::{Expect, NewElement, StoreError};

use crate::{
    Call, Ctx, Outcome,
    carried::{self, To},
    elements,
};

#[derive(Deserialize)]
struct Given {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    to: String,
}

pub(super) async fn transfer_workspace_element(
    ctx: Ctx,
    call: Call<op::TransferWorkspaceElement>,
) -> Outcome {
    let Given { id, kind, to } = call.read()?;
    let Some(of) = ElementKind::ALL.into_iter().find(|one| one.name() == kind) else {
        return Err(Fault::bad_request(format!("`type` {kind} is not kept here.")).into());
    };
    let from = call.target()?.workspace.as_deref().ok_or(StoreError::NotFound)?;
    let bare = ElementRef::parse(&id).id;
    let named = call.permit.all_named();
    let element = named.iter().find(|one| one.id == bare).ok_or(StoreError::NotFound)?;
    let lies = element.workspace.as_deref().is_some_and(|place| place.id == from.id);
    if !lies {
        return Err(Fault::bad_request(format!("`{id}` does not lie in this workspace.")).into());
    }
    let place = named.iter().find(|one| one.id == ElementRef::parse(&to).id);
    let place = place.ok_or(StoreError::NotFound)?;
    let goes = place.workspace.as_deref().ok_or(StoreError::NotFound)?;
    if from.id == goes.id {
        return Err(Fault::bad_request("`to` is the workspace it lies in already.").into());
    }
    if goes.visibility == "personal" && from.visibility != "personal" {
        let message = "Cannot move elements from team level workspace to personal";
        return Err(Fault::bad_request(message).into());
    }
    carried::refuse(&ctx, &call, element, To::Place(place)).await?;
    let guard = || call.guard(Role::Editor);
    let expect = Expect { workspace: from.id.clone(), version: None, guard: guard() };
    let target = NewElement { workspace: goes.id.clone(), name: String::new(), guard: guard() };
    ctx.store.move_element(&call.permit.stamp(), of, &bare, &expect, &target).await?;
    let answer = json!({ "type": kind, "from": from.id, "id": id, "to": goes.id });
    elements::json(&json!({ "workspace": { "element-transfers": answer } }))
}
