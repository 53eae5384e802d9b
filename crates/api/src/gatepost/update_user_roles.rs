//! Sets a user's roles in one team.

use catalog::op;
use model::TeamId;
use serde::Deserialize;
use serde_json::json;
use store::StoreError;

use super::{find, shown};
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Body {
    team: i64,
    roles: Vec<String>,
}

pub(super) async fn update_user_roles(ctx: Ctx, call: Call<op::UpdateUserRoles>) -> Outcome {
    let Body { team, roles } = call.read()?;
    let id = find::user_id(call.param("userId"))?;
    ctx.store.set_user_roles(&call.permit.stamp(), id, TeamId(team), roles).await?;
    let directory = ctx.store.directory().await?;
    let user = directory.users.iter().find(|user| user.id == id).ok_or(StoreError::NotFound)?;
    elements::json(&json!({ "user": shown::user(user) }))
}
