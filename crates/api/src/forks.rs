//! Forks of collections and environments, pulls and merges.

mod async_merge_pull_collection_fork;
mod async_merge_pull_collection_task_status;
mod create_collection_fork;
mod fork_environment;
mod get_collection_forks;
mod get_collections_forked_by_user;
mod get_environment_forks;
mod get_source_collection_status;
mod listed;
mod merge_collection_fork;
mod merge_environment_fork;
mod pull_collection_changes;
mod pull_environment;

use catalog::Operation;
use gate::{Fault, policy::Resource};
use model::{ElementKind, ElementRef, Role, merge::Clash};
use store::{After, Expect, Merge, MergeInto, Merged, NewElement, StoreError};

use crate::{
    Api, ApiError, Call, Context,
    carried::{self, To},
};

pub(crate) fn serve(api: Api) -> Api {
    api.serve(create_collection_fork::create_collection_fork)
        .serve(get_collection_forks::get_collection_forks)
        .serve(get_collections_forked_by_user::get_collections_forked_by_user)
        .serve(get_source_collection_status::get_source_collection_status)
        .serve(pull_collection_changes::pull_collection_changes)
        .serve(merge_collection_fork::merge_collection_fork)
        .serve(async_merge_pull_collection_fork::async_merge_pull_collection_fork)
        .serve(async_merge_pull_collection_task_status::async_merge_pull_collection_task_status)
        .serve(fork_environment::fork_environment)
        .serve(get_environment_forks::get_environment_forks)
        .serve(merge_environment_fork::merge_environment_fork)
        .serve(pull_environment::pull_environment)
}

/// Clashes that are spelled out; the rest is counted.
const SPELLED: usize = 20;

/// A fork and its parent.
pub(crate) struct Related<'a> {
    fork: &'a Resource,
    parent: &'a Resource,
    /// Which of them is the destination.
    pub(crate) into: MergeInto,
}

/// Which of two is the fork and which its parent; an error when neither is.
pub(crate) async fn related<'a>(
    ctx: &Context,
    source: &'a Resource,
    destination: &'a Resource,
) -> Result<Related<'a>, ApiError> {
    let parent_of = |one: &'a Resource| ctx.store.parent_of(&one.id);
    if parent_of(source).await?.is_some_and(|parent| parent == destination.id) {
        return Ok(Related { fork: source, parent: destination, into: MergeInto::Parent });
    }
    if parent_of(destination).await?.is_some_and(|parent| parent == source.id) {
        return Ok(Related { fork: destination, parent: source, into: MergeInto::Fork });
    }
    Err(unrelated().into())
}

impl Related<'_> {
    /// The merge of these two, as the caller may do it.
    pub(crate) fn merge<O: Operation>(
        &self,
        call: &Call<O>,
        kind: ElementKind,
        after: After,
    ) -> Result<Merge, ApiError> {
        let seen = |of: &Resource, changed: bool| -> Result<(String, Expect), ApiError> {
            let place = of.workspace.as_deref().ok_or(StoreError::NotFound)?;
            let role = if changed { Role::Editor } else { Role::Viewer };
            let guard = call.guard(role);
            Ok((of.id.clone(), Expect { workspace: place.id.clone(), version: None, guard }))
        };
        let pulls = self.into == MergeInto::Fork;
        Ok(Merge {
            kind,
            fork: seen(self.fork, pulls || after != After::Keep)?,
            parent: seen(self.parent, !pulls)?,
            into: self.into,
            after,
            pull: None,
        })
    }

    /// Refuses a merge that would bring secrets to where the caller sees them.
    async fn carries_nothing_unseen<O>(
        &self,
        ctx: &Context,
        call: &Call<O>,
        merge: &Merge,
    ) -> Result<(), ApiError> {
        let (source, to) = match self.into {
            MergeInto::Parent => (self.fork, self.parent),
            MergeInto::Fork => (self.parent, self.fork),
        };
        let environments = merge.kind == ElementKind::Environment;
        let place = if environments { To::Anywhere } else { To::Place(to) };
        carried::refuse(ctx, call, source, place).await?;
        if merge.after == After::Update {
            carried::refuse(ctx, call, to, To::Place(source)).await?;
        }
        Ok(())
    }
}

/// Carries out a merge; what clashes becomes an error that names it.
pub(crate) async fn merge<O: Operation>(
    ctx: &Context,
    call: &Call<O>,
    pair: &Related<'_>,
    merge: &Merge,
) -> Result<(), ApiError> {
    pair.carries_nothing_unseen(ctx, call, merge).await?;
    match ctx.store.merge(&call.permit.stamp(), merge).await? {
        Merged::Done => Ok(()),
        Merged::Clashes(clashes) => Err(clashing(&clashes).into()),
        Merged::Unrelated => Err(unrelated().into()),
    }
}

/// 409: what both sides changed.
fn clashing(clashes: &[Clash]) -> Fault {
    let mut said: Vec<String> = clashes.iter().take(SPELLED).map(ToString::to_string).collect();
    if clashes.len() > SPELLED {
        said.push(format!("and {} more", clashes.len() - SPELLED));
    }
    let message = format!(
        "Nothing was merged: {}. Make both sides say the same there, then merge again.",
        said.join("; ")
    );
    Fault::new(409, "mergeConflict", message)
}

fn unrelated() -> Fault {
    Fault::bad_request("Neither of the two is a fork of the other: nothing was merged.")
}

/// The resource of that id or uid, of those that the gate judged.
pub(crate) fn judged<'a, O>(call: &'a Call<O>, given: &str) -> Result<&'a Resource, ApiError> {
    let id = ElementRef::parse(given).id;
    let target = call.permit.target().into_iter();
    let mut all = call.permit.all_named().iter().chain(target);
    all.find(|resource| resource.id == id).ok_or_else(|| StoreError::NotFound.into())
}

/// Where a fork goes: the workspace that the query names.
fn place<O: Operation>(call: &Call<O>, param: &str) -> Result<NewElement, ApiError> {
    let named = call.permit.named(catalog::Kind::Workspace);
    let place = named.ok_or_else(|| Fault::missing(&[param]))?;
    let guard = call.guard(Role::Editor);
    Ok(NewElement { workspace: place.id.clone(), name: String::new(), guard })
}

/// The label of a fork, which must say something.
fn label(given: String, member: &str) -> Result<String, ApiError> {
    if given.trim().is_empty() {
        return Err(Fault::bad_request(format!("`{member}` must name the fork.")).into());
    }
    Ok(given)
}
