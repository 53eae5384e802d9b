//! Approves, declines or merges a pull request.

use catalog::op;
use gate::Fault;
use model::{ElementKind, time::iso};
use serde::Deserialize;
use serde_json::json;
use store::{After, MergeInto, PullRequest, PullStatus, Reviewer};

use super::{read, source};
use crate::{Call, Ctx, Outcome, elements, forks};

#[derive(Deserialize)]
struct Given {
    action: String,
    comment: Option<String>,
}

pub(super) async fn review_pull_request(ctx: Ctx, call: Call<op::ReviewPullRequest>) -> Outcome {
    let Given { action, comment } = call.read()?;
    let before = read(&ctx, &call).await?;
    let stamp = call.permit.stamp();
    let mut now = PullRequest {
        comment: comment.unwrap_or_else(|| before.comment.clone()),
        updated_at: stamp.at,
        updated_by: stamp.user,
        ..before.clone()
    };
    let me = stamp.user.to_string();
    let allowed = before.status.pending() && act(&mut now, &action, &me);
    if !allowed {
        return Err(
            Fault::bad_request("Given action on current pull request is not allowed").into()
        );
    }
    if now.status == PullStatus::Merged {
        let gone = || Fault::bad_request("The fork is gone, so there is nothing to merge.");
        let from = source(&call, &before).ok_or_else(gone)?;
        let pair = forks::related(&ctx, from, call.target()?).await?;
        if pair.into == MergeInto::Fork {
            return Err(gone().into());
        }
        let mut merge = pair.merge(&call, ElementKind::Collection, After::Keep)?;
        merge.pull = Some((before, now.clone()));
        forks::merge(&ctx, &call, &pair, &merge).await?;
    } else {
        ctx.store.put_pull_request(&stamp, &before, &now).await?;
    }
    let snapshot = ctx.judge.snapshot();
    let person = snapshot.person(stamp.user);
    let (name, username) =
        person.map(|one| (one.name(), one.username.as_str())).unwrap_or_default();
    elements::json(&json!({
        "id": now.id,
        "reviewedBy": { "id": stamp.user.0, "name": name, "username": username },
        "status": now.status.name(),
        "updatedAt": iso(now.updated_at),
    }))
}

/// Does what a reviewer asks for; false where that can't be done now.
fn act(pull: &mut PullRequest, action: &str, me: &str) -> bool {
    let said = |pull: &PullRequest| {
        pull.reviewers.iter().find(|one| one.id == me).map(|one| one.status.clone())
    };
    match action {
        "approve" => say(pull, me, "approved"),
        "decline" => {
            say(pull, me, "declined");
            pull.status = PullStatus::Declined;
            return true;
        }
        "unapprove" if said(pull).as_deref() == Some("approved") => say(pull, me, "open"),
        "merge" => {
            pull.status = PullStatus::Merged;
            return true;
        }
        _ => return false,
    }
    let approved = pull.reviewers.iter().any(|one| one.status == "approved");
    pull.status = if approved { PullStatus::Approved } else { PullStatus::Open };
    true
}

/// Notes what a reviewer said; whoever was not asked reviews from now on.
fn say(pull: &mut PullRequest, me: &str, status: &str) {
    match pull.reviewers.iter_mut().find(|one| one.id == me) {
        Some(reviewer) => status.clone_into(&mut reviewer.status),
        None => pull.reviewers.push(Reviewer { id: me.to_owned(), status: status.to_owned() }),
    }
}
