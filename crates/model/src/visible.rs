//! Which elements a caller sees, as a value.

use crate::{Viewer, Workspace};

/// A set of elements: all, or those in some workspaces, or single ones.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Reach {
    /// Everything the viewer's role reaches.
    pub all: bool,
    /// Ids of workspaces.
    pub workspaces: Vec<String>,
    /// Ids (not uids) of single elements or workspaces.
    pub resources: Vec<String>,
}

impl Reach {
    /// Everything.
    #[must_use]
    pub fn everything() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// True when it holds the element `id` of `workspace`.
    #[must_use]
    pub fn holds(&self, workspace: &str, id: &str) -> bool {
        self.all
            || self.workspaces.iter().any(|one| one == workspace)
            || self.resources.iter().any(|one| one == id)
    }

    /// True when it holds nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && self.workspaces.is_empty() && self.resources.is_empty()
    }
}

/// Which elements of one kind a caller sees: those its viewer's role shows, reached by a grant
/// and by no block.
///
/// The store turns it into SQL, so that paging and counts are right; something in front of a
/// remote service can apply [`Visible::shows`] to a page instead. Both mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Visible {
    /// Whose role bounds it.
    pub viewer: Viewer,
    /// What grants reach; everything for a user.
    pub allowed: Reach,
    /// What blocks take away again.
    pub blocked: Reach,
}

impl Visible {
    /// All that `viewer`'s role shows.
    #[must_use]
    pub fn by_role(viewer: Viewer) -> Self {
        Self { viewer, allowed: Reach::everything(), blocked: Reach::default() }
    }

    /// True when the element `id` of `workspace` is shown.
    #[must_use]
    pub fn shows(&self, workspace: &Workspace, id: &str) -> bool {
        self.viewer.role_in(workspace).is_some()
            && self.allowed.holds(&workspace.id, id)
            && !self.blocked.holds(&workspace.id, id)
    }
}
