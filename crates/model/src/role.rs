//! What a user may do in a workspace.

use crate::{TeamId, UserId, Workspace};

/// A user's role in a workspace, lowest first.
// NOTE: order matters. Roles are compared with `<=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Reads and comments.
    Viewer,
    /// Creates, changes, deletes and runs elements; renames and describes the workspace.
    Editor,
    /// Everything, roles, visibility and deletion included.
    Admin,
}

impl Role {
    /// The contract's role ids: 1 to 3, and the partner roles 4 to 7, which act as viewer (4, 6)
    /// or editor (5, 7).
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            1 | 4 | 6 => Some(Self::Viewer),
            2 | 5 | 7 => Some(Self::Editor),
            3 => Some(Self::Admin),
            _ => None,
        }
    }

    /// The word used in sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }
}

/// Who looks: a user and its teams. For an agent, its owner.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Viewer {
    /// The user; nobody when 0.
    pub user: i64,
    /// Teams the user is in.
    pub teams: Vec<TeamId>,
    /// Teams the user administers.
    pub admin_of: Vec<TeamId>,
}

impl Viewer {
    /// The user's id.
    #[must_use]
    pub fn user(&self) -> UserId {
        UserId(self.user)
    }

    /// The user's role in `workspace`, `None` when it can't see it.
    ///
    /// A workspace belongs to one team, or to none when its owner is in none, and nobody outside
    /// that team sees it. A personal one is its owner's alone. Others are seen by whom they name;
    /// team and public ones by the whole team, as viewers at least, and its admins administer
    /// them. The owner is always an admin. `workspace.roles` must hold the viewer's explicit
    /// role, if any.
    #[must_use]
    pub fn role_in(&self, workspace: &Workspace) -> Option<Role> {
        let member = workspace.team.is_none_or(|team| self.teams.contains(&team));
        if !member || self.user == 0 {
            return None;
        }
        if workspace.owner == self.user() {
            return Some(Role::Admin);
        }
        if workspace.visibility == "personal" || workspace.team.is_none() {
            return None;
        }
        let open = matches!(workspace.visibility.as_str(), "team" | "public");
        let admin = workspace.team.is_some_and(|team| self.admin_of.contains(&team));
        let implied = match (open, admin) {
            (true, true) => Some(Role::Admin),
            (true, false) => Some(Role::Viewer),
            (false, _) => None,
        };
        implied.max(workspace.viewer_role.and_then(Role::from_number))
    }
}
