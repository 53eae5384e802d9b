//! Names of public workspaces, which are unique in their team.

use gate::Fault;
use model::Workspace;
use tokio::sync::MutexGuard;

use crate::{ApiError, Context};

/// Takes the name for a workspace that becomes public. Hold the guard until that is stored.
///
/// `except` is the workspace itself, when it exists already: only its own team is looked at then.
pub(super) async fn claim<'a>(
    ctx: &'a Context,
    name: &str,
    except: Option<&str>,
) -> Result<MutexGuard<'a, ()>, ApiError> {
    let guard = ctx.public_names.lock().await;
    if taken(&ctx.store.every_workspace().await?, name, except) {
        let message = "Workspace Slug is not unique in the account context";
        return Err(Fault::new(400, "workspaceSlugNotUniqueError", message).into());
    }
    Ok(guard)
}

fn taken(all: &[Workspace], name: &str, except: Option<&str>) -> bool {
    let wanted = slug(name);
    let own = except.and_then(|id| all.iter().find(|workspace| workspace.id == id));
    all.iter().any(|other| {
        other.visibility == "public"
            && Some(other.id.as_str()) != except
            // Two teams never see each other, and must not learn of each other's names.
            && own.is_none_or(|own| own.team == other.team)
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
    use model::{TeamId, UserId};

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
            ("b", "pets", true),
            ("b", "Zoo", false),
            ("a", "Pets", false),
            ("a", "Shops", false),
            ("c", "Pets", false),
        ];
        for (id, name, expected) in cases {
            assert_eq!(taken(&all, name, Some(id)), expected, "{id} as {name}");
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
