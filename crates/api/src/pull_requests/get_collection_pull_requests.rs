//! Lists pull requests from or into a collection.

use std::collections::HashMap;

use catalog::{Area, op};
use gate::Reply;
use model::{ElementKind, Uid};
use serde_json::json;
use store::{ElementQuery, PullRequest};

use super::Shown;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_collection_pull_requests(
    ctx: Ctx,
    call: Call<op::GetCollectionPullRequests>,
) -> Outcome {
    let of = call.target()?;
    let pulls = ctx.store.pull_requests(&of.id).await?;
    let other = |pull: &PullRequest| {
        if pull.source == of.id { pull.destination.clone() } else { pull.source.clone() }
    };
    let query =
        ElementQuery { ids: Some(pulls.iter().map(other).collect()), ..ElementQuery::default() };
    // Both sides must be seen, but a fork that is gone hides nothing.
    let visible = call.permit.sees(Area::Collections);
    let seen = ctx.store.elements(ElementKind::Collection, &visible, &query).await?.items;
    let seen: HashMap<String, Uid> =
        seen.into_iter().map(|one| (one.id.clone(), one.uid())).collect();
    let mut data: Vec<Shown> = Vec::new();
    for pull in &pulls {
        let other = other(pull);
        let visible = seen.contains_key(&other)
            || ctx
                .store
                .element(ElementKind::Collection, &other, call.permit.user())
                .await?
                .is_none();
        if !visible {
            continue;
        }
        let uid = seen.get(&pull.destination).map_or(of.uid.clone(), ToString::to_string);
        let line = Shown::new(pull, &uid)
            .with("href", format!("/pull-requests/{}", pull.id))
            .with("comment", pull.comment.as_str())
            .with("updatedBy", pull.updated_by.to_string());
        data.push(line);
    }
    let count = data.len();
    Ok(Reply::json(elements::write(&json!({ "data": data }))?).showing(count))
}
