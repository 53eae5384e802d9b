//! Lists the users, newest first.

use catalog::op;
use serde_json::json;

use super::shown;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_users(ctx: Ctx, _call: Call<op::GetUsers>) -> Outcome {
    let mut users = ctx.store.directory().await?.users;
    users.sort_by_key(|user| std::cmp::Reverse((user.created_at, user.id)));
    let rows: Vec<_> = users.iter().map(shown::user).collect();
    Ok(elements::json(&json!({ "users": rows }))?.showing(rows.len()))
}
