//! Elements that go to another workspace, and workspaces that go to another team.

use std::sync::Arc;

use model::{Element, ElementKind, Stamp, TeamId, Workspace};

use super::{change, find};
use crate::Store;
use crate::db::params;
use crate::elements::{Expect, NewElement, expected, place, touch};
use crate::error::Result;
use crate::guard::{self, Guard};
use crate::rows::effect;
use crate::search;

impl Store {
    /// Takes an element, with all that is in it, to the end of another workspace; the name of `to`
    /// does not count.
    pub async fn move_element(
        &self,
        stamp: &Stamp,
        kind: ElementKind,
        id: &str,
        expect: &Expect,
        to: &NewElement,
    ) -> Result<Element> {
        let task = Arc::new((stamp.clone(), id.to_owned(), expect.clone(), to.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, id, expect, to) = &*task;
                    let element = expected(tx, kind, id, expect).await?;
                    guard::check(tx, &to.workspace, to.guard.as_ref()).await?;
                    place(tx, &element, &to.workspace).await?;
                    let element = Element { workspace: to.workspace.clone(), ..element };
                    let name = element.name.clone();
                    let element = touch(tx, stamp, element, &name, 0, None).await?;
                    search::moved(tx, &element).await?;
                    effect(tx, stamp).await?;
                    Ok(element)
                })
            })
            .await
    }

    /// Gives a workspace to another team. Roles of users who are not in it end.
    pub async fn give_workspace(
        &self,
        stamp: &Stamp,
        id: &str,
        team: TeamId,
        guard: Option<&Guard>,
    ) -> Result<Workspace> {
        let task = Arc::new((stamp.clone(), id.to_owned(), guard.cloned()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, id, guard) = &*task;
                    find(tx, id, stamp.user).await?;
                    guard::check(tx, id, guard.as_ref()).await?;
                    change::keep(tx, id).await?;
                    tx.run(
                        "UPDATE workspaces SET team = $1, updated_at = $2, updated_by = $3, version \
                         = version + 1, record = $4 WHERE id = $5",
                        params![team.0, stamp.at, stamp.user.0, stamp.record.as_str(), id],
                    )
                    .await?;
                    tx.run(
                        "DELETE FROM workspace_roles WHERE workspace = $1 AND user_id NOT IN \
                         (SELECT user_id FROM memberships WHERE team = $2)",
                        params![id, team.0],
                    )
                    .await?;
                    effect(tx, stamp).await?;
                    find(tx, id, stamp.user).await
                })
            })
            .await
    }
}
