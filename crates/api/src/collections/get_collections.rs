//! Lists collections.

use catalog::op;
use gate::Reply;
use model::ElementKind;
use serde::Serialize;
use store::{ElementQuery, Page};

use crate::{
    Call, Ctx, Outcome,
    aside::aside,
    elements::{self, ElementRow, workspace_id},
};

/// How many are answered when only `offset` is given.
const USUAL: i64 = 1000;

#[derive(Serialize)]
struct Answer {
    collections: Vec<ElementRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Meta>,
}

#[derive(Serialize)]
struct Meta {
    total: u64,
    offset: u64,
    limit: u64,
}

pub(super) async fn get_collections(ctx: Ctx, call: Call<op::GetCollections>) -> Outcome {
    let query = call.query()?;
    let page = page(query.integer("offset"), query.integer("limit"));
    let wanted = ElementQuery {
        workspace: query.text("workspace").map(workspace_id),
        name: query.text("name").map(str::to_owned),
        page,
        ..ElementQuery::default()
    };
    let visible = call.permit.visible();
    let listing = ctx.store.elements(ElementKind::Collection, &visible, &wanted).await?;
    let public = ctx.public_workspaces(call.permit.viewer()).await?;
    let shown = listing.items.len();
    let meta = page.map(|Page { offset, limit }| Meta { total: listing.total, offset, limit });
    let body = aside(shown * 300, move || {
        let collections = listing.items.iter().map(|one| ElementRow::new(one, &public)).collect();
        elements::write(&Answer { collections, meta })
    });
    Ok(Reply::json(body.await??).showing(shown))
}

/// The list is paged when either bound is given.
fn page(offset: Option<i64>, limit: Option<i64>) -> Option<Page> {
    if offset.is_none() && limit.is_none() {
        return None;
    }
    let bound = |given: i64| u64::try_from(given).unwrap_or(0);
    Some(Page { offset: bound(offset.unwrap_or(0)), limit: bound(limit.unwrap_or(USUAL)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_paged_only_when_asked() {
        assert!(page(None, None).is_none());
        let bounds = |offset, limit| page(offset, limit).map(|page| (page.offset, page.limit));
        assert_eq!(bounds(Some(20), Some(10)), Some((20, 10)));
        assert_eq!(bounds(None, Some(10)), Some((0, 10)));
        assert_eq!(bounds(Some(5), None), Some((5, 1000)));
    }
}
