//! Compact Markdown for models that read on behalf of somebody.
//!
//! Every view is bounded and says how to get what it leaves out. None holds a secret value, whoever
//! asks: they are made from masked documents only. What people wrote is quoted, fenced or kept in
//! one line, so that it can't pass for a part of the view.

mod auth;
mod get_collection_context;
mod get_enabled_tools;
mod get_environment_context;
mod get_folder_context;
mod get_instructions;
mod get_request_code_context;
mod get_request_context;
mod get_response_context;
mod get_workspace_context;
mod get_workspace_environments_context;
mod get_workspaces_context;
mod markdown;
mod outline;
mod request;
mod tree;
mod variables;

use crate::Api;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_instructions::get_postman_context_overview)
        .serve(get_instructions::get_api_discovery_instructions)
        .serve(get_instructions::get_code_generation_instructions)
        .serve(get_instructions::get_installed_api_maintenance_instructions)
        .serve(get_enabled_tools::get_enabled_tools)
        .serve(get_workspaces_context::get_workspaces_context)
        .serve(get_workspace_context::get_workspace_context)
        .serve(get_workspace_environments_context::get_workspace_environments_context)
        .serve(get_environment_context::get_environment_context)
        .serve(get_collection_context::get_collection_context)
        .serve(get_folder_context::get_folder_context)
        .serve(get_request_context::get_request_context)
        .serve(get_request_code_context::get_request_code_context)
        .serve(get_response_context::get_response_context)
}
