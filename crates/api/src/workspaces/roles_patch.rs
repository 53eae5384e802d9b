//! Reads a change of roles and checks it against who is there.

use std::collections::BTreeSet;

use gate::Fault;
use model::{TeamId, UserId, Workspace};
use serde::Deserialize;
use store::RoleChange;

use super::visibility::belongs;

/// At most this many steps in one call.
pub(super) const MOST: usize = 50;

/// The body of the call.
#[derive(Debug, Deserialize)]
pub(super) struct Body {
    pub(super) roles: Vec<Step>,
}

/// One step: a role for some subjects.
#[derive(Debug, Deserialize)]
pub(super) struct Step {
    op: Op,
    path: String,
    value: Vec<Subject>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Op {
    Add,
    Remove,
}

#[derive(Debug, Deserialize)]
struct Subject {
    id: String,
    role: String,
}

/// What the steps are checked against.
pub(super) struct Scene<'a> {
    pub(super) workspace: &'a Workspace,
    /// Roles as stored.
    pub(super) stored: &'a [(UserId, i64)],
    /// Teams of a user; `None` when there is no such user.
    pub(super) teams: &'a dyn Fn(UserId) -> Option<Vec<TeamId>>,
    /// The owner of the calling agent, whose own role no agent changes.
    pub(super) agents_owner: Option<UserId>,
}

/// The changes to store.
pub(super) fn plan(steps: &[Step], scene: &Scene<'_>) -> Result<Vec<RoleChange>, Fault> {
    if steps.len() > MOST {
        let message = format!("At most {MOST} operations can be sent in one request.");
        return Err(Fault::bad_request(message));
    }
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    for step in steps {
        for subject in &step.value {
            if !seen.insert((&step.path, &subject.id)) {
                let message =
                    format!("Only one action can be performed on `{}` at a time.", subject.id);
                return Err(Fault::bad_request(message));
            }
            changes.push(change(step, subject, scene)?);
        }
    }
    Ok(changes)
}

fn change(step: &Step, subject: &Subject, scene: &Scene<'_>) -> Result<RoleChange, Fault> {
    let Subject { id, role } = subject;
    match step.path.as_str() {
        "/user" => {}
        "/usergroup" => return Err(Fault::bad_request(format!("There is no user group `{id}`."))),
        _ => return Err(Fault::bad_request(format!("There is no partner `{id}`."))),
    }
    let number = role.parse().ok().filter(|number| matches!(number, 1..=3)).ok_or_else(|| {
        Fault::bad_request(format!("Role `{role}` is invalid for a user: use 1, 2 or 3."))
    })?;
    let workspace = scene.workspace;
    // Somebody of another team is as unknown here as nobody at all.
    let user = id
        .parse()
        .ok()
        .map(UserId)
        .filter(|user| (scene.teams)(*user).is_some_and(|teams| belongs(workspace, *user, &teams)))
        .ok_or_else(|| Fault::bad_request(format!("There is no user `{id}` in the team.")))?;
    if user == workspace.owner {
        return Err(Fault::bad_request("The workspace's owner is always its admin."));
    }
    if scene.agents_owner == Some(user) {
        return Err(Fault::new(
            403,
            "forbiddenError",
            "An agent can't change its owner's own role.",
        ));
    }
    let add = step.op == Op::Add;
    if !add && !scene.stored.contains(&(user, number)) {
        return Err(Fault::bad_request(format!("User `{id}` does not have role `{role}`.")));
    }
    Ok(RoleChange { user, role: number, add })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMBERS: [(i64, i64); 3] = [(1, 5), (2, 5), (3, 6)];

    fn planned(body: &str, agents_owner: Option<i64>) -> Result<Vec<(i64, i64, bool)>, String> {
        let workspace = Workspace {
            id: "w".to_owned(),
            name: "W".to_owned(),
            visibility: "team".to_owned(),
            team: Some(TeamId(5)),
            owner: UserId(1),
            about: String::new(),
            description: String::new(),
            created_at: 0,
            updated_at: 0,
            updated_by: UserId(1),
            viewer_role: None,
        };
        let teams = |user: UserId| {
            let member = MEMBERS.iter().find(|(one, _)| *one == user.0);
            member.map(|(_, team)| vec![TeamId(*team)])
        };
        let scene = Scene {
            workspace: &workspace,
            stored: &[(UserId(2), 2)],
            teams: &teams,
            agents_owner: agents_owner.map(UserId),
        };
        let body: Body = serde_json::from_str(body).unwrap();
        let changes = plan(&body.roles, &scene).map_err(|fault| fault.message)?;
        Ok(changes.iter().map(|change| (change.user.0, change.role, change.add)).collect())
    }

    fn step(op: &str, path: &str, id: &str, role: &str) -> String {
        format!(
            r#"{{"roles":[{{"op":"{op}","path":"{path}","value":[{{"id":"{id}","role":"{role}"}}]}}]}}"#
        )
    }

    #[test]
    fn gives_and_takes_roles_of_members() {
        assert_eq!(planned(&step("add", "/user", "2", "3"), None), Ok(vec![(2, 3, true)]));
        assert_eq!(planned(&step("remove", "/user", "2", "2"), None), Ok(vec![(2, 2, false)]));
    }

    #[test]
    fn refuses_what_would_make_no_sense() {
        let nobody = "There is no user `3` in the team.";
        let cases = [
            (step("add", "/user", "3", "1"), nobody),
            (step("add", "/user", "9", "1"), "There is no user `9` in the team."),
            (step("add", "/user", "x", "1"), "There is no user `x` in the team."),
            (step("add", "/user", "2", "4"), "Role `4` is invalid for a user: use 1, 2 or 3."),
            (step("remove", "/user", "2", "1"), "User `2` does not have role `1`."),
            (step("remove", "/user", "1", "3"), "The workspace's owner is always its admin."),
            (step("add", "/usergroup", "7", "1"), "There is no user group `7`."),
            (step("add", "/partner", "2", "5"), "There is no partner `2`."),
        ];
        for (body, message) in cases {
            assert_eq!(planned(&body, None), Err(message.to_owned()), "{body}");
        }
    }

    #[test]
    fn one_action_per_subject_and_fifty_in_all() {
        let twice = r#"{"roles":[
            {"op":"remove","path":"/user","value":[{"id":"2","role":"2"}]},
            {"op":"add","path":"/user","value":[{"id":"2","role":"3"}]}]}"#;
        let message = "Only one action can be performed on `2` at a time.";
        assert_eq!(planned(twice, None), Err(message.to_owned()));
        let one = r#"{"op":"add","path":"/user","value":[]}"#;
        let many = format!(r#"{{"roles":[{}]}}"#, vec![one; MOST + 1].join(","));
        assert!(planned(&many, None).is_err());
    }

    #[test]
    fn an_agent_leaves_its_owners_role_alone() {
        let message = "An agent can't change its owner's own role.";
        assert_eq!(planned(&step("add", "/user", "2", "3"), Some(2)), Err(message.to_owned()));
        assert!(planned(&step("add", "/user", "2", "3"), Some(1)).is_ok());
    }
}
