//! The roles of workspaces, and how they are answered.

use gate::Reply;
use model::{UserId, Workspace};
use serde::Serialize;

use crate::{Outcome, elements};

/// A role as the contract numbers it.
pub(super) struct Kind {
    pub(super) number: i64,
    pub(super) name: &'static str,
    pub(super) may: &'static str,
}

/// The workspace's owner holds this one whatever is stored.
pub(super) const ADMIN: i64 = 3;

/// Roles of members and of groups of members.
pub(super) const MEMBERS: [Kind; 3] = [
    Kind { number: 3, name: "Admin", may: "Manages people and everything in it." },
    Kind { number: 2, name: "Editor", may: "Creates and changes everything in it." },
    Kind { number: 1, name: "Viewer", may: "Sees everything in it." },
];

/// Roles of partners from outside the team.
pub(super) const PARTNERS: [Kind; 4] = [
    Kind { number: 7, name: "Editor and Partner Lead", may: "Edits, and invites partners." },
    Kind { number: 6, name: "Viewer and Partner Lead", may: "Views, and invites partners." },
    Kind { number: 5, name: "Editor", may: "Creates, changes and forks what is in it." },
    Kind { number: 4, name: "Viewer", may: "Sees, forks and exports what is in it." },
];

#[derive(Serialize)]
struct Answer {
    roles: Vec<Held>,
}

/// A role and who holds it. Groups have two names, because clients know the one or the other.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Held {
    id: String,
    display_name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<[String; 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usergroup: Option<[String; 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partner: Option<Vec<String>>,
}

/// `{roles: [...]}`: the members' roles always, partners' roles where somebody holds one.
pub(super) fn answer(workspace: &Workspace, stored: &[(UserId, i64)]) -> Outcome {
    elements::json(&Answer { roles: held(workspace, stored) })
}

fn held(workspace: &Workspace, stored: &[(UserId, i64)]) -> Vec<Held> {
    let holders = |number: i64| {
        let owner = (number == ADMIN).then_some(workspace.owner);
        let named = stored
            .iter()
            .filter(|(user, role)| *role == number && *user != workspace.owner)
            .map(|(user, _)| *user);
        owner.into_iter().chain(named).map(|user| user.to_string()).collect::<Vec<_>>()
    };
    let members = MEMBERS.iter().rev().map(|kind| Held {
        id: kind.number.to_string(),
        display_name: kind.name,
        user: Some(holders(kind.number)),
        group: Some([]),
        usergroup: Some([]),
        partner: None,
    });
    let partners = PARTNERS.iter().rev().filter_map(|kind| {
        let partner = Some(holders(kind.number)).filter(|holders| !holders.is_empty())?;
        Some(Held {
            id: kind.number.to_string(),
            display_name: kind.name,
            user: None,
            group: None,
            usergroup: None,
            partner: Some(partner),
        })
    });
    members.chain(partners).collect()
}

/// 422, whose body has no other operation's shape: a personal workspace has no roles.
pub(super) fn personal() -> Reply {
    let body = serde_json::json!({
        "detail": "Roles are not supported for personal workspaces.",
        "link": "https://api.postman.com/problems/unprocessable-entity",
        "status": 422,
        "title": "Cannot process the request.",
        "type": "https://api.postman.com/problems/unprocessable-entity",
    });
    Reply::with_status(422, body.to_string())
}
