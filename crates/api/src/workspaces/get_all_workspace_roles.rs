//! Lists the roles that a workspace knows.

use catalog::op;
use serde_json::{Value, json};

use super::roles::{Kind, MEMBERS, PARTNERS};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_all_workspace_roles(
    _ctx: Ctx,
    _call: Call<op::GetAllWorkspaceRoles>,
) -> Outcome {
    let roles =
        json!({ "user": rows(&MEMBERS), "usergroup": rows(&MEMBERS), "partner": rows(&PARTNERS) });
    elements::json(&json!({ "roles": roles }))
}

fn rows(kinds: &[Kind]) -> Vec<Value> {
    let row = |kind: &Kind| {
        json!({
            "id": kind.number.to_string(),
            "displayName": kind.name,
            "description": kind.may,
        })
    };
    kinds.iter().map(row).collect()
}
