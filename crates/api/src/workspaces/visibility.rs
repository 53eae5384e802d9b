//! Who sees a workspace, and which changes of that are refused.

use gate::Fault;
use model::{Role, UserId, Viewer, Workspace};

/// The `type` of an answer: whatever is not personal belongs to a team.
#[must_use]
pub(crate) fn kind(visibility: &str) -> &'static str {
    if visibility == "personal" { "personal" } else { "team" }
}

/// Refuses a change of visibility that the contract does not know, or that is not this viewer's
/// to make. `Ok(false)` when nothing changes.
pub(super) fn change(workspace: &Workspace, to: &str, viewer: &Viewer) -> Result<bool, Fault> {
    let from = workspace.visibility.as_str();
    if from == to {
        return Ok(false);
    }
    // Renaming takes an editor; who sees a workspace is its admins' affair.
    if viewer.role_in(workspace) < Some(Role::Admin) {
        return Err(Fault::forbidden());
    }
    let in_team = workspace.team.is_some();
    match (from, to) {
        ("public", "personal") if in_team => Err(from_public("from public workspaces")),
        ("public", "private") => Err(from_public("from public workspaces")),
        ("private", "public") => Err(from_public("to public workspaces")),
        ("private", "personal") => Err(refused("A private workspace can't become personal.")),
        (_, "personal") if workspace.owner != viewer.user() => {
            Err(refused("Only its owner can make a workspace personal."))
        }
        (_, "personal") => Ok(true),
        _ if in_team => Ok(true),
        _ => Err(no_team()),
    }
}

/// 403: such a workspace needs a team, and there is none.
pub(super) fn no_team() -> Fault {
    refused("You do not have permission to create team workspaces.")
}

/// The team that a new workspace belongs to: the one it names, else the caller's first.
pub(super) fn team(
    kind: &str,
    given: Option<&str>,
    viewer: &Viewer,
) -> Result<Option<model::TeamId>, Fault> {
    let named = given.map(|text| {
        let member = |team: &&model::TeamId| team.to_string() == text;
        viewer.teams.iter().find(member).copied().ok_or_else(no_team)
    });
    let team = named.transpose()?.or_else(|| viewer.teams.first().copied());
    if team.is_none() && kind != "personal" {
        return Err(no_team());
    }
    Ok(team)
}

/// True when `user` may hold a role here: nobody outside the workspace's team does.
pub(super) fn belongs(workspace: &Workspace, user: UserId, teams: &[model::TeamId]) -> bool {
    workspace.owner == user || workspace.team.is_some_and(|team| teams.contains(&team))
}

fn from_public(which: &str) -> Fault {
    let message = format!("Workspaces can't be converted {which}. Convert to team first.");
    Fault::new(403, "cannotConvertFromPublicWorkspace", message)
}

fn refused(message: &str) -> Fault {
    Fault::new(403, "forbiddenError", message)
}

#[cfg(test)]
mod tests {
    use model::TeamId;

    use super::*;

    fn workspace(visibility: &str, team: Option<i64>) -> Workspace {
        Workspace {
            id: "w".to_owned(),
            name: "W".to_owned(),
            visibility: visibility.to_owned(),
            team: team.map(TeamId),
            owner: UserId(1),
            about: String::new(),
            description: String::new(),
            created_at: 0,
            updated_at: 0,
            updated_by: UserId(1),
            viewer_role: None,
        }
    }

    fn viewer(user: i64, admin: bool) -> Viewer {
        let admin_of = if admin { vec![TeamId(5)] } else { Vec::new() };
        Viewer { user, teams: vec![TeamId(5)], admin_of }
    }

    #[test]
    fn changes_follow_the_contract() {
        let owner = viewer(1, false);
        let cases = [
            ("team", "team", Ok(false)),
            ("team", "private", Ok(true)),
            ("team", "public", Ok(true)),
            ("team", "personal", Ok(true)),
            ("team", "partner", Ok(true)),
            ("personal", "team", Ok(true)),
            ("personal", "private", Ok(true)),
            ("private", "team", Ok(true)),
            ("private", "public", Err("cannotConvertFromPublicWorkspace")),
            ("private", "personal", Err("forbiddenError")),
            ("public", "team", Ok(true)),
            ("public", "private", Err("cannotConvertFromPublicWorkspace")),
            ("public", "personal", Err("cannotConvertFromPublicWorkspace")),
        ];
        for (from, to, expected) in cases {
            let got = change(&workspace(from, Some(5)), to, &owner).map_err(|fault| fault.name);
            assert_eq!(got, expected, "{from} to {to}");
        }
    }

    #[test]
    fn only_admins_change_who_sees_it() {
        let mut shared = workspace("team", Some(5));
        shared.viewer_role = Some(2);
        assert_eq!(change(&shared, "private", &viewer(2, false)).unwrap_err().status, 403);
        assert_eq!(change(&shared, "private", &viewer(2, true)), Ok(true));
        // Making it personal would take it away from everybody, its admin included.
        assert_eq!(change(&shared, "personal", &viewer(2, true)).unwrap_err().status, 403);
    }

    #[test]
    fn a_workspace_without_a_team_stays_personal() {
        let alone = Viewer { user: 1, ..Viewer::default() };
        let own = workspace("personal", None);
        assert_eq!(change(&own, "team", &alone).unwrap_err().status, 403);
        assert_eq!(team("personal", None, &alone), Ok(None));
        assert_eq!(team("team", None, &alone).unwrap_err().status, 403);
    }

    #[test]
    fn a_named_team_must_be_the_callers() {
        let member = viewer(1, false);
        assert_eq!(team("team", None, &member), Ok(Some(TeamId(5))));
        assert_eq!(team("team", Some("5"), &member), Ok(Some(TeamId(5))));
        assert_eq!(team("team", Some("6"), &member).unwrap_err().status, 403);
        assert_eq!(team("personal", Some("x"), &member).unwrap_err().status, 403);
    }

    #[test]
    fn answers_know_two_types() {
        let kinds = ["personal", "private", "team", "public", "partner"].map(kind);
        assert_eq!(kinds, ["personal", "team", "team", "team", "team"]);
    }
}
