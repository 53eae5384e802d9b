//! Lists the people of the caller's teams.

use catalog::op;
use model::{TeamId, time::iso};
use serde::Serialize;
use store::User;

use crate::{Call, Ctx, Outcome, elements};

#[derive(Serialize)]
struct Answer {
    data: Vec<Member>,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    id: i64,
    name: String,
    username: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    email: String,
    roles: Vec<String>,
    joined_at: String,
}

pub(super) async fn get_team_users(ctx: Ctx, call: Call<op::GetTeamUsers>) -> Outcome {
    // There are no groups yet, so none has members.
    let grouped = call.query()?.text("groupId").is_some();
    let directory = ctx.store.directory().await?;
    let teams = &call.permit.viewer().teams;
    let people = directory.users.into_iter().filter(|_| !grouped);
    let data: Vec<Member> = people.filter_map(|user| member(user, teams)).collect();
    let shown = data.len();
    Ok(elements::json(&Answer { data })?.showing(shown))
}

/// The user as a member of these teams, with its roles in them.
fn member(user: User, teams: &[TeamId]) -> Option<Member> {
    let shared: Vec<_> =
        user.memberships.iter().filter(|membership| teams.contains(&membership.team)).collect();
    if shared.is_empty() || !user.active {
        return None;
    }
    let mut roles = Vec::new();
    for role in shared.iter().flat_map(|membership| &membership.roles) {
        if !roles.contains(role) {
            roles.push(role.clone());
        }
    }
    let name = if user.full_name.is_empty() { user.username.clone() } else { user.full_name };
    Some(Member {
        id: user.id.0,
        name,
        username: user.username,
        email: user.email,
        roles,
        joined_at: iso(user.created_at),
    })
}
