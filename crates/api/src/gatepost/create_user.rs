//! Adds a user, and the team it names if that is new.

use catalog::op;
use serde::Deserialize;
use serde_json::json;
use store::{NewUser, StoreError};

use super::shown;
use crate::{
    Call, Ctx, Outcome,
    error::{exists, invalid},
};

#[derive(Deserialize)]
struct Body {
    user: Given,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    username: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    full_name: String,
    team: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
}

pub(super) async fn create_user(ctx: Ctx, call: Call<op::CreateUser>) -> Outcome {
    let Body { user: given } = call.read()?;
    let teams = ctx.store.directory().await?.teams;
    let roles = match &given.team {
        Some(team) if given.roles.is_empty() => {
            usual_roles(teams.iter().any(|known| known.name == *team))
        }
        None if !given.roles.is_empty() => {
            return Err(invalid("`roles` are roles in a team: name the `team`.").into());
        }
        _ => given.roles,
    };
    let new = NewUser {
        username: given.username,
        email: given.email,
        full_name: given.full_name,
        team: given.team,
        roles,
    };
    let made = match ctx.store.add_user(&call.permit.stamp(), new).await {
        Err(StoreError::Exists { id }) => return Err(exists("user", &id).into()),
        made => made?,
    };
    let id = made.id.to_string();
    Ok(super::made(&json!({ "user": shown::user(&made) }))?.created(&id, &id, shown::name(&made)))
}

/// Whoever starts a team administers it.
fn usual_roles(team_exists: bool) -> Vec<String> {
    vec![if team_exists { "user" } else { "admin" }.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::usual_roles;

    #[test]
    fn the_first_in_a_team_administers_it() {
        assert_eq!(usual_roles(false), ["admin"]);
        assert_eq!(usual_roles(true), ["user"]);
    }
}
