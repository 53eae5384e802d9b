//! Lists workspaces.

use catalog::{Area, op};
use contract::Checked;
use model::{ElementKind, ElementRef, UserId, Workspace, time::iso};
use serde::Serialize;
use store::WorkspaceQuery;

use super::kind;
use crate::{ApiError, Call, Context, Ctx, Outcome, cursor, elements, error::invalid};

/// The largest page, and the usual one.
const PAGE: u64 = 100;

#[derive(Serialize)]
struct Answer {
    workspaces: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Meta>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    next_cursor: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    visibility: String,
    created_by: String,
    about: String,
    created_at: String,
    updated_at: String,
}

pub(super) async fn get_workspaces(ctx: Ctx, call: Call<op::GetWorkspaces>) -> Outcome {
    let query = call.query()?;
    let page = query.integer("limit").and_then(|limit| u64::try_from(limit).ok()).unwrap_or(PAGE);
    let mut wanted = wanted(&query)?;
    // One more than shown tells whether there is a next page.
    wanted.limit = page + 1;
    match held(&query)? {
        Held::Anything => {}
        Held::Collection(reference) => match holding(&ctx, &call, &reference).await? {
            Some(id) => wanted.holding = Some((ElementKind::Collection, id)),
            None => return elements::json(&Answer { workspaces: Vec::new(), meta: None }),
        },
        Held::Specification => {
            return elements::json(&Answer { workspaces: Vec::new(), meta: None });
        }
    }
    let mut found = ctx.store.workspaces(&call.permit.visible(), &wanted).await?;
    let more = found.len() as u64 > page;
    found.truncate(usize::try_from(page).unwrap_or(usize::MAX));
    let meta = found.last().filter(|_| more).map(|last| Meta {
        next_cursor: cursor::write("t", &[&last.created_at.to_string(), &last.id]),
    });
    let workspaces: Vec<Row> = found.into_iter().map(Row::from).collect();
    let shown = workspaces.len();
    Ok(elements::json(&Answer { workspaces, meta })?.showing(shown))
}

fn wanted(query: &Checked) -> Result<WorkspaceQuery, ApiError> {
    let after = query.text("cursor").filter(|cursor| !cursor.is_empty());
    let makers = query.list("createdBy").into_iter().filter_map(|user| user.parse().ok());
    Ok(WorkspaceQuery {
        visibility: query.text("type").map(|kind| vec![kind.to_owned()]),
        created_by: makers.map(UserId).collect(),
        after: after.map(|at| cursor::by_age(at).ok_or_else(cursor::refused)).transpose()?,
        ..WorkspaceQuery::default()
    })
}

/// What the workspaces must hold.
#[derive(Debug, PartialEq, Eq)]
enum Held {
    Anything,
    Collection(String),
    /// None of these is stored yet, so no workspace holds one.
    Specification,
}

fn held(query: &Checked) -> Result<Held, ApiError> {
    match (query.text("elementType"), query.text("elementId")) {
        (None, None) => Ok(Held::Anything),
        (Some("collection"), Some(id)) => Ok(Held::Collection(id.to_owned())),
        (Some(_), Some(_)) => Ok(Held::Specification),
        (Some(_), None) => {
            Err(invalid("parameter `elementId` is missing: `elementType` needs it").into())
        }
        (None, Some(_)) => {
            Err(invalid("parameter `elementType` is missing: `elementId` needs it").into())
        }
    }
}

/// The id of a collection that the caller may see; where others lie is not told.
async fn holding(
    ctx: &Context,
    call: &Call<op::GetWorkspaces>,
    reference: &str,
) -> Result<Option<String>, ApiError> {
    let named = ElementRef::parse(reference);
    let found = ctx.store.element(ElementKind::Collection, &named.id, call.permit.user()).await?;
    let seen = call.permit.sees(Area::Collections);
    Ok(found
        .filter(|(element, place)| {
            named.owner.is_none_or(|owner| owner == element.owner) && seen.shows(place, &element.id)
        })
        .map(|(element, _)| element.id))
}

impl From<Workspace> for Row {
    fn from(workspace: Workspace) -> Self {
        Self {
            kind: kind(&workspace.visibility),
            created_by: workspace.owner.to_string(),
            created_at: iso(workspace.created_at),
            updated_at: iso(workspace.updated_at),
            id: workspace.id,
            name: workspace.name,
            visibility: workspace.visibility,
            about: workspace.about,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Checked {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        contract::check_query(catalog::spec("getWorkspaces").unwrap(), &pairs).unwrap()
    }

    #[test]
    fn an_element_is_named_by_type_and_id_together() {
        let of = |pairs: &[(&str, &str)]| held(&query(pairs)).ok();
        assert_eq!(of(&[]), Some(Held::Anything));
        assert_eq!(of(&[("elementType", "collection")]), None);
        assert_eq!(of(&[("elementId", "x")]), None);
        let both = of(&[("elementType", "collection"), ("elementId", "x")]);
        assert_eq!(both, Some(Held::Collection("x".to_owned())));
        let spec = of(&[("elementType", "specification"), ("elementId", "x")]);
        assert_eq!(spec, Some(Held::Specification));
    }

    #[test]
    fn reads_filters_and_cursor() {
        let cursor = cursor::write("t", &["7", "w1"]);
        let wanted =
            wanted(&query(&[("type", "team"), ("createdBy", "1, 2"), ("cursor", &cursor)]));
        let wanted = wanted.unwrap();
        assert_eq!(wanted.visibility, Some(vec!["team".to_owned()]));
        assert_eq!(wanted.created_by, [UserId(1), UserId(2)]);
        assert_eq!(wanted.after, Some((7, "w1".to_owned())));
        assert!(super::wanted(&query(&[("cursor", "zzz")])).is_err());
        assert_eq!(super::wanted(&query(&[("cursor", "")])).unwrap().after, None);
    }
}
