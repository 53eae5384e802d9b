//! Names of public workspaces, which are unique in their team.

use gate::Fault;
use model::{TeamId, Workspace};
use tokio::sync::MutexGuard;

use crate::{ApiError, Context};

/// Takes the name for a workspace that becomes public. Hold the guard until that is stored.
///
/// It must be new among those of `team`; `except` is the workspace itself, when it exists already.
pub(super) async fn claim<'a>(
    ctx: &'a Context,
    name: &str,
    team: Option<TeamId>,
    except: Option<&str>,
) -> Result<MutexGuard<'a, ()>, ApiError> {
    let guard = ctx.public_names.lock().await;
    if taken(&ctx.store.every_workspace().await?, name, team, except) {
        let message = "Workspace Slug is not unique in the account context";
        return Err(Fault::new(400, "workspaceSlugNotUniqueError", message).into());
    }
    Ok(guard)
}

fn taken(all: &[Workspace], name: &str, team: Option<TeamId>, except: Option<&str>) -> bool {
    let wanted = slug(name);
    all.iter().any(|other| {
        other.visibility == "public"
            && Some(other.id.as_str()) != except
            // Two teams never see each other, and must not learn of each other's names.
            && other.team == team
            && slug(&other.name) == wanted
    })
}

/// The form in which names are compared: letters and digits in lower case, dashes for the rest.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if character.is_alphanumeric() {
            slug.extend(character.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use model::UserId;

    use super::*;

    fn workspace(id: &str, name: &str, visibility: &str, team: i64) -> Workspace {
        Workspace {
            id: id.to_owned(),
            name: name.to_owned(),
            visibility: visibility.to_owned(),
            team: Some(TeamId(team)),
            owner: UserId(1),
            about: String::new(),
            description: String::new(),
            created_at: 0,
            updated_at: 0,
            updated_by: UserId(1),
            viewer_role: None,
        }
    }

    #[test]
    fn a_name_is_taken_in_its_own_team_only() {
        let all = [
            workspace("a", "Pets", "public", 5),
            workspace("b", "Shops", "team", 5),
            workspace("c", "Zoo", "public", 6),
        ];
        let cases = [
            (5, None, "pets", true),
            (5, Some("b"), "pets", true),
            (5, Some("a"), "Pets", false),
            (5, None, "Shops", false),
            (5, None, "Zoo", false),
            (6, None, "Pets", false),
            (6, None, "ZOO", true),
        ];
        for (team, except, name, expected) in cases {
            let got = taken(&all, name, Some(TeamId(team)), except);
            assert_eq!(got, expected, "{name} in {team}");
        }
    }

    #[test]
    fn names_that_look_alike_are_the_same() {
        for name in ["Payment API", "payment api", "  Payment -- API! ", "payment-api"] {
            assert_eq!(slug(name), "payment-api", "{name}");
        }
        assert_ne!(slug("Payment API"), slug("Payment API 2"));
        assert_eq!(slug("Größe"), slug("GRÖßE"));
    }
}
