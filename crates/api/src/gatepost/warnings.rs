//! What the maker of a grant should know.

use catalog::{Access, Area, Level};
use gate::policy::{Effect, Grant, Right};
use gate::{Person, audit::quoted};
use model::{Role, Workspace};

/// Where a grant gives nothing, because the agent's owner can't do it itself.
pub(super) fn warnings(grant: &Grant, owner: Option<&Person>, places: &[Workspace]) -> Vec<String> {
    if grant.effect == Effect::Block {
        return Vec::new();
    }
    let Some(owner) = owner.filter(|owner| owner.active) else {
        return vec!["The agent's owner is gone, so the agent may do nothing.".to_owned()];
    };
    let (viewer, needed) = (owner.viewer(), needed(grant.right));
    let (name, what) = (quoted(owner.name()), grant.right.words());
    places
        .iter()
        .filter_map(|place| {
            let at = quoted(&place.name);
            match viewer.role_in(place) {
                None => Some(format!(
                    "The owner {name} can't see workspace {at}, so the grant gives nothing there."
                )),
                Some(role) if role < needed => Some(format!(
                    "The owner {name} is {} in workspace {at}, and {what} takes {} there.",
                    role.name(),
                    needed.name()
                )),
                Some(_) => None,
            }
        })
        .collect()
}

/// The role that a person needs for the most that a right gives.
fn needed(right: Right) -> Role {
    match right {
        Right::Area(_, Level::Read) => Role::Viewer,
        Right::Area(Area::Workspaces, Level::Full) => Role::Admin,
        Right::Operation(spec) if spec.access == Access::Read => Role::Viewer,
        Right::Operation(spec)
            if spec.area == Area::Workspaces && spec.needs.worst >= Level::Full =>
        {
            Role::Admin
        }
        _ => Role::Editor,
    }
}

#[cfg(test)]
mod tests {
    use gate::TeamOf;
    use gate::policy::parse_grant;
    use model::{TeamId, UserId};

    use super::*;

    fn told(grant: &str, role: Option<i64>, visibility: &str) -> Vec<String> {
        let owner = Person {
            id: UserId(2),
            username: "ana".to_owned(),
            email: String::new(),
            full_name: "Ana".to_owned(),
            active: true,
            teams: vec![TeamOf {
                id: TeamId(5),
                name: "Core".to_owned(),
                domain: "core".to_owned(),
                roles: vec!["user".to_owned()],
            }],
        };
        let place = Workspace {
            id: "w".to_owned(),
            name: "Payments".to_owned(),
            visibility: visibility.to_owned(),
            team: Some(TeamId(5)),
            owner: UserId(1),
            about: String::new(),
            description: String::new(),
            created_at: 0,
            updated_at: 0,
            updated_by: UserId(1),
            viewer_role: role,
        };
        let grant = parse_grant("grt_x", grant, None).unwrap();
        warnings(&grant, Some(&owner), &[place])
    }

    fn rule(right: &str) -> String {
        format!(r#"{{"agent":"a",{right},"scope":{{"workspaces":["w"]}}}}"#)
    }

    #[test]
    fn says_what_the_owner_can_not_do() {
        let read = rule(r#""area":"collections","level":"read""#);
        let write = rule(r#""area":"collections","level":"write""#);
        let govern = rule(r#""area":"workspaces","level":"full""#);
        let one = rule(r#""operation":"deleteWorkspace""#);
        assert!(told(&read, None, "team").is_empty());
        assert!(told(&write, Some(2), "team").is_empty());
        assert!(told(&govern, Some(3), "team").is_empty());
        assert_eq!(
            told(&read, None, "private"),
            ["The owner 'Ana' can't see workspace 'Payments', so the grant gives nothing there."]
        );
        assert_eq!(
            told(&write, None, "team"),
            ["The owner 'Ana' is viewer in workspace 'Payments', and collections write takes \
              editor there."]
        );
        assert_eq!(told(&govern, Some(2), "team").len(), 1);
        assert_eq!(told(&one, Some(2), "team").len(), 1);
    }

    #[test]
    fn a_block_always_holds() {
        let block =
            r#"{"effect":"block","area":"collections","level":"read","scope":{"all":true}}"#;
        assert!(told(block, None, "private").is_empty());
    }
}
