//! Workspaces, their roles and their global variables.

mod create_workspace;
mod delete_workspace;
mod get_all_workspace_roles;
mod get_workspace;
mod get_workspace_activity_feed;
mod get_workspace_global_variables;
mod get_workspace_roles;
mod get_workspaces;
mod public_name;
mod roles;
mod roles_patch;
mod transfer_workspace_element;
mod transfer_workspace_to_team;
mod update_workspace;
mod update_workspace_global_variables;
mod update_workspace_roles;
mod updates;
mod visibility;

use gate::Fault;
use model::Workspace;

use crate::{Api, Outcome, elements};

pub(crate) use visibility::kind;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_workspaces::get_workspaces)
        .serve(create_workspace::create_workspace)
        .serve(get_workspace::get_workspace)
        .serve(update_workspace::update_workspace)
        .serve(delete_workspace::delete_workspace)
        .serve(get_all_workspace_roles::get_all_workspace_roles)
        .serve(get_workspace_roles::get_workspace_roles)
        .serve(update_workspace_roles::update_workspace_roles)
        .serve(get_workspace_global_variables::get_workspace_global_variables)
        .serve(update_workspace_global_variables::update_workspace_global_variables)
        .serve(get_workspace_activity_feed::get_workspace_activity_feed)
        .serve(transfer_workspace_element::transfer_workspace_element)
        .serve(transfer_workspace_to_team::transfer_workspace_to_team)
        .serve(updates::get_workspace_updates::get_workspace_updates)
        .serve(updates::create_workspace_update::create_workspace_update)
        .serve(updates::get_workspace_update::get_workspace_update)
        .serve(updates::patch_workspace_update::patch_workspace_update)
        .serve(updates::delete_workspace_update::delete_workspace_update)
}

/// A time without a fraction of a second, as news of workspaces have it.
fn seconds(millis: i64) -> String {
    model::time::iso(millis - millis.rem_euclid(1000)).replace(".000Z", "Z")
}

/// 400 for a name that nobody could see.
fn check_name(name: &str) -> Result<(), Fault> {
    if !name.is_empty() {
        return Ok(());
    }
    let message = "The body does not fit: workspace.name: must have at least 1 characters.";
    Err(Fault::new(400, "malformedRequestError", message))
}

/// `{workspace: {id, name}}`.
fn named(workspace: &Workspace) -> Outcome {
    let inner = serde_json::json!({ "id": workspace.id, "name": workspace.name });
    elements::json(&serde_json::json!({ "workspace": inner }))
}
