//! Asks that a fork be merged into its parent.

use catalog::op;
use gate::Fault;
use model::ElementRef;
use serde::Deserialize;
use store::{MergeInto, NewPullRequest, StoreError};

use super::{Shown, reviewers, title};
use crate::{ApiError, Call, Ctx, Outcome, elements, forks};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    title: String,
    #[serde(default)]
    description: String,
    reviewers: Vec<String>,
    destination_id: String,
}

pub(super) async fn create_collection_pull_request(
    ctx: Ctx,
    call: Call<op::CreateCollectionPullRequest>,
) -> Outcome {
    let given: Given = call.read()?;
    let (source, destination) = (call.target()?, forks::judged(&call, &given.destination_id)?);
    if forks::related(&ctx, source, destination).await?.into == MergeInto::Fork {
        let message = "A pull request goes from a fork into its parent, not the other way round.";
        return Err(Fault::bad_request(message).into());
    }
    let owner = ElementRef::parse(&source.uid).owner.ok_or(StoreError::NotFound)?;
    let new = NewPullRequest {
        source: source.id.clone(),
        source_owner: owner,
        destination: destination.id.clone(),
        title: title(given.title)?,
        description: given.description,
        reviewers: reviewers(&ctx, given.reviewers)?,
    };
    let made = ctx.store.create_pull_request(&call.permit.stamp(), &new).await;
    let made = made.map_err(|error| match error {
        StoreError::Exists { .. } => {
            let message = "A pull request for this source and destination already exists.";
            ApiError::from(Fault::bad_request(message))
        }
        error => error.into(),
    })?;
    let reply = elements::json(&Shown::new(&made, &destination.uid))?;
    Ok(reply.created(&made.id, &made.id, &made.title))
}
