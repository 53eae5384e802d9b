//! Changes what a pull request says and who reviews it.

use catalog::op;
use gate::Fault;
use serde::Deserialize;
use store::{PullRequest, Reviewer};

use super::{Shown, read, reviewers, title};
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Given {
    title: String,
    description: Option<String>,
    reviewers: Vec<String>,
}

pub(super) async fn update_pull_request(ctx: Ctx, call: Call<op::UpdatePullRequest>) -> Outcome {
    let given: Given = call.read()?;
    let before = read(&ctx, &call).await?;
    if !before.status.pending() {
        let message = "You cannot modify a pull request which is already merged or declined.";
        return Err(Fault::new(409, "conflict", message).into());
    }
    // Who said something already is not asked again.
    let said = |id: String| {
        let known = before.reviewers.iter().find(|reviewer| reviewer.id == id).cloned();
        known.unwrap_or_else(|| Reviewer { id, status: "open".to_owned() })
    };
    let stamp = call.permit.stamp();
    let now = PullRequest {
        title: title(given.title)?,
        description: given.description.unwrap_or_else(|| before.description.clone()),
        reviewers: reviewers(&ctx, given.reviewers)?.into_iter().map(said).collect(),
        updated_at: stamp.at,
        updated_by: stamp.user,
        ..before.clone()
    };
    ctx.store.put_pull_request(&stamp, &before, &now).await?;
    let shown = Shown::new(&now, &call.target()?.uid).with("forkType", "collection");
    elements::json(&shown)
}
