//! Workspaces: who sees them, what they are called, and their end.

mod change;
mod globals;
mod moves;
mod roles;
mod updates;

use std::sync::LazyLock;

use model::{ElementKind, TeamId, UserId, Visible, Workspace};

pub(crate) use change::insert as insert_workspace;
pub use roles::RoleChange;
pub use updates::{UpdateText, WorkspaceUpdate};

use crate::Store;
use crate::conditions::Conditions;
use crate::db::{Par, Tx, params};
use crate::error::{Result, StoreError};
use crate::listing::like;
use crate::reach::SEEN;
use crate::rows::{WORKSPACE, WORKSPACE_FROM, kind_number, limit, list, workspace};

/// Which workspaces to list. Empty fields don't restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkspaceQuery {
    /// Only of these visibilities.
    pub visibility: Option<Vec<String>>,
    /// Only created by one of these users.
    pub created_by: Vec<UserId>,
    /// Only with this text in the name, in any case.
    pub named: Option<String>,
    /// Only the one that holds this element.
    pub holding: Option<(ElementKind, String)>,
    /// Only those after the one with this age and id.
    pub after: Option<(i64, String)>,
    /// How many to list at most; 0 lists all.
    pub limit: u64,
}

/// A workspace to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWorkspace {
    /// Its name.
    pub name: String,
    /// `personal`, `private`, `team`, `public` or `partner`.
    pub visibility: String,
    /// The team it belongs to.
    pub team: Option<TeamId>,
    /// Short description.
    pub about: String,
    /// Long description.
    pub description: String,
}

/// What to change of a workspace; empty fields stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkspaceChange {
    /// Its name.
    pub name: Option<String>,
    /// Its visibility.
    pub visibility: Option<String>,
    /// Short description.
    pub about: Option<String>,
    /// Long description.
    pub description: Option<String>,
}

/// The point read behind every call about one workspace.
pub(crate) static LOOK: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {WORKSPACE} FROM {WORKSPACE_FROM} WHERE w.id = $2"));

impl Store {
    /// Finds a workspace; `viewer` fills its `viewer_role`.
    pub async fn workspace(&self, id: &str, viewer: UserId) -> Result<Option<Workspace>> {
        let found = self.db.query(&LOOK, params![viewer.0, id]).await?;
        found.into_iter().next().map(|mut row| workspace(&mut row)).transpose()
    }

    /// Lists the workspaces that the caller sees, oldest first.
    pub async fn workspaces(
        &self,
        visible: &Visible,
        query: &WorkspaceQuery,
    ) -> Result<Vec<Workspace>> {
        if visible.allowed.is_empty() || visible.blocked.all || visible.viewer.user == 0 {
            return Ok(Vec::new());
        }
        let viewer = &visible.viewer;
        let teams = list(&viewer.teams);
        let allowed = named(&visible.allowed);
        let blocked = named(&visible.blocked);
        let visibility = query.visibility.as_ref().map(|words| list(words));
        let creators = list(&query.created_by);
        let holding = query.holding.as_ref();
        let called = query.named.as_ref().map(|text| (like(text), like(&text.to_lowercase())));

        let mut sql = Conditions::new(&[Par::from(viewer.user), Par::from(&teams)]);
        let in_list = |column: &str| format!("{column} IN (SELECT value FROM json_each($))");
        if !visible.allowed.all {
            sql.and(&in_list("w.id"), [Par::from(&allowed)]);
        }
        if visible.blocked != model::Reach::default() {
            sql.and("w.id NOT IN (SELECT value FROM json_each($))", [Par::from(&blocked)]);
        }
        if let Some(visibility) = &visibility {
            sql.and(&in_list("w.visibility"), [Par::from(visibility)]);
        }
        if !query.created_by.is_empty() {
            let creator = "w.owner IN (SELECT CAST(value AS BIGINT) FROM json_each($))";
            sql.and(creator, [Par::from(&creators)]);
        }
        if let Some((as_given, lower)) = &called {
            // Engines lower other letters than those of ASCII differently, or not at all.
            let called = "(w.name LIKE $ ESCAPE '!' OR LOWER(w.name) LIKE $ ESCAPE '!')";
            sql.and(called, [Par::from(as_given), Par::from(lower)]);
        }
        if let Some((kind, id)) = holding {
            let held = "w.id IN (SELECT e.workspace FROM elements e WHERE e.id = $ AND e.kind = $)";
            sql.and(held, [Par::from(id), kind_number(*kind).into()]);
        }
        if let Some((age, id)) = &query.after {
            let after = "(w.created_at > $ OR (w.created_at = $ AND w.id > $))";
            sql.and(after, [Par::from(*age), Par::from(*age), Par::from(id)]);
        }
        let most = limit((query.limit > 0).then_some(query.limit));
        sql.add(" ORDER BY w.created_at, w.id LIMIT $", [most.into()]);
        let (text, params) = sql.done();
        let sql = format!("SELECT {WORKSPACE} FROM {WORKSPACE_FROM} WHERE {SEEN}{text}");
        let found = self.db.query(&sql, &params).await?;
        found.into_iter().map(|mut row| workspace(&mut row)).collect()
    }

    /// Lists all workspaces, oldest first, whoever may see them.
    pub async fn every_workspace(&self) -> Result<Vec<Workspace>> {
        let sql = format!("SELECT {WORKSPACE} FROM {WORKSPACE_FROM} ORDER BY w.created_at, w.id");
        let found = self.db.query(&sql, params![0]).await?;
        found.into_iter().map(|mut row| workspace(&mut row)).collect()
    }

    /// Finds a user's oldest personal workspace.
    pub async fn personal_workspace(&self, user: UserId) -> Result<Option<Workspace>> {
        let sql = format!(
            "SELECT {WORKSPACE} FROM {WORKSPACE_FROM} WHERE w.owner = $1 AND w.visibility = \
             'personal' ORDER BY w.created_at, w.id LIMIT 1"
        );
        let found = self.db.query(&sql, params![user.0]).await?;
        found.into_iter().next().map(|mut row| workspace(&mut row)).transpose()
    }
}

/// The workspaces a reach names, as such or as single resources.
fn named(reach: &model::Reach) -> String {
    let ids: Vec<&String> = reach.workspaces.iter().chain(&reach.resources).collect();
    list(&ids)
}

/// The workspace as `viewer` sees it, about to be changed.
async fn find(tx: &mut Tx<'_>, id: &str, viewer: UserId) -> Result<Workspace> {
    let found = tx.first_to_change(&LOOK, "w", params![viewer.0, id]).await?;
    workspace(&mut found.ok_or(StoreError::NotFound)?)
}
