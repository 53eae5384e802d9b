//! Gatepost's own operations: administration.
//!
//! Every answer has an envelope named after what it holds; a creation answers 201, a removal 204.
//! What mints a credential shows it in that answer only.

mod can;
mod create_agent;
mod create_grant;
mod create_key;
mod create_user;
mod delete_agent;
mod delete_grant;
mod delete_user;
mod explain_record;
mod find;
mod get_agent;
mod get_agents;
mod get_every_workspace;
mod get_grants;
mod get_keys;
mod get_operations;
mod get_record;
mod get_records;
mod get_status;
mod get_users;
mod import_element;
mod imported;
mod kill_agent;
mod mint;
mod resume_agent;
mod revoke_key;
mod scope;
mod shown;
mod suspend_agent;
mod trace;
mod update_user_roles;
mod warnings;

use gate::Reply;
use serde::Serialize;

use crate::{Api, Outcome, elements};

pub(crate) fn serve(api: Api) -> Api {
    let api = api
        .serve(get_status::get_status)
        .serve(get_operations::get_operations)
        .serve(get_users::get_users)
        .serve(create_user::create_user)
        .serve(update_user_roles::update_user_roles)
        .serve(delete_user::delete_user)
        .serve(get_every_workspace::get_every_workspace)
        .serve(get_agents::get_agents)
        .serve(create_agent::create_agent)
        .serve(get_agent::get_agent)
        .serve(delete_agent::delete_agent)
        .serve(suspend_agent::suspend_agent)
        .serve(resume_agent::resume_agent)
        .serve(kill_agent::kill_agent);
    api.serve(get_grants::get_grants)
        .serve(create_grant::create_grant)
        .serve(delete_grant::delete_grant)
        .serve(get_keys::get_keys)
        .serve(create_key::create_key)
        .serve(revoke_key::revoke_key)
        .serve(get_records::get_records)
        .serve(get_record::get_record)
        .serve(explain_record::explain_record)
        .serve(can::can)
        .serve(import_element::import_element)
}

/// 201 with a value as JSON.
fn made<T: Serialize>(value: &T) -> Outcome {
    Ok(Reply::with_status(201, elements::write(value)?))
}
