//! Answers a pull request with both its sides.

use catalog::op;
use model::{ElementKind, time::iso};
use serde_json::json;

use super::{read, source, source_uid};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_pull_request(ctx: Ctx, call: Call<op::GetPullRequest>) -> Outcome {
    let pull = read(&ctx, &call).await?;
    let destination = call.target()?;
    let mut from = json!({ "id": source_uid(&pull), "exists": false });
    if source(&call, &pull).is_some() {
        let (kind, user) = (ElementKind::Collection, call.permit.user());
        if let Some((element, _)) = ctx.store.element(kind, &pull.source, user).await? {
            let label = element.fork.map(|fork| fork.label).unwrap_or_default();
            from = json!({
                "id": source_uid(&pull), "name": element.name, "forkName": label, "exists": true,
            });
        }
    }
    elements::json(&json!({
        "id": pull.id,
        "title": pull.title,
        "description": pull.description,
        "comment": pull.comment,
        "createdAt": iso(pull.created_at),
        "createdBy": pull.created_by.to_string(),
        "updatedAt": iso(pull.updated_at),
        "updatedBy": pull.updated_by.to_string(),
        "forkType": "collection",
        "source": from,
        "destination": { "id": destination.uid, "name": destination.name, "exists": true },
        "status": pull.status.name(),
        // A merge is done before it is answered, so none is ever seen under way.
        "merge": { "status": "inactive" },
        "reviewers": pull.reviewers,
    }))
}
