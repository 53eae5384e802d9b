//! Lists monitors, webhooks included, by page.

use catalog::op;
use gate::{Fault, Query};
use model::{ElementKind, UserId};
use monitor::Definition;
use serde::Serialize;
use store::{ElementQuery, Page};

use super::shown::Row;
use crate::{
    Call, Ctx, Outcome, cursor,
    elements::{self, workspace_id},
};

/// Monitors of a page at most.
const MOST: u64 = 25;

#[derive(Serialize)]
struct Answer {
    monitors: Vec<Row>,
    meta: Meta,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    /// Empty on the last page.
    next_cursor: String,
    limit: u64,
}

/// What a monitor's text must say.
#[derive(Default)]
struct Wanted<'q> {
    active: Option<bool>,
    collection: Option<&'q str>,
    environment: Option<&'q str>,
}

impl Wanted<'_> {
    fn fits(&self, definition: &Definition) -> bool {
        self.active.is_none_or(|active| active == definition.active)
            && self.collection.is_none_or(|uid| uid == definition.collection)
            && self.environment.is_none_or(|uid| definition.environment.as_deref() == Some(uid))
    }

    fn anything(&self) -> bool {
        self.active.is_none() && self.collection.is_none() && self.environment.is_none()
    }
}

pub(super) async fn get_monitors(ctx: Ctx, call: Call<op::GetMonitors>) -> Outcome {
    let query = &call.request.query;
    let limit = limit(query)?;
    let owner = number(query, "owner", "Owner user ID must be an integer.")?;
    let offset = match query.get("cursor").filter(|cursor| !cursor.is_empty()) {
        None => 0,
        Some(cursor) => cursor::offset(cursor)
            .ok_or_else(|| Fault::bad_request("Invalid cursor query parameter passed."))?,
    };
    let workspace = workspace(query)?;
    let wanted = Wanted {
        active: active(query)?,
        collection: query.get("collectionUid"),
        environment: query.get("environmentUid"),
    };
    // One more than shown tells whether there is a next page. What texts say is looked at here.
    let page = Page { offset, limit: limit + 1 };
    let listing = ElementQuery {
        workspace,
        created_by: owner.map(UserId),
        page: wanted.anything().then_some(page),
        ..ElementQuery::default()
    };
    let visible = call.permit.visible();
    let listing = ctx.store.elements(ElementKind::Monitor, &visible, &listing).await?;
    let mut skip = if wanted.anything() { 0 } else { offset };
    let (mut monitors, mut more) = (Vec::new(), false);
    for element in listing.items {
        // One that was deleted since the list was read is left out.
        let found = ctx.store.document(ElementKind::Monitor, &element.id).await?;
        let Some((element, document)) = found else { continue };
        let Ok(definition) = Definition::read(&document.body) else { continue };
        if !wanted.fits(&definition) {
            continue;
        }
        if skip > 0 {
            skip -= 1;
            continue;
        }
        if monitors.len() as u64 == limit {
            more = true;
            break;
        }
        monitors.push(Row::new(&element, &definition));
    }
    let next = (offset + limit).to_string();
    let next_cursor = if more { cursor::write("o", &[&next]) } else { String::new() };
    let shown = monitors.len();
    Ok(elements::json(&Answer { monitors, meta: Meta { next_cursor, limit } })?.showing(shown))
}

fn limit(query: &Query) -> Result<u64, Fault> {
    let message = "Query param limit must be a whole number from 1.";
    match number(query, "limit", message)? {
        None => Ok(MOST),
        Some(limit) => match u64::try_from(limit) {
            Ok(limit @ 1..=MOST) => Ok(limit),
            Ok(above) if above > MOST => {
                Err(Fault::bad_request("Query param limit cannot exceed 25."))
            }
            _ => Err(Fault::bad_request(message)),
        },
    }
}

fn number(query: &Query, name: &str, message: &str) -> Result<Option<i64>, Fault> {
    let given = query.get(name).filter(|text| !text.is_empty()).map(str::parse);
    given.transpose().map_err(|_| Fault::bad_request(message))
}

fn active(query: &Query) -> Result<Option<bool>, Fault> {
    let given = query.get("active").map(str::parse);
    given.transpose().map_err(|_| Fault::bad_request("Active must be a boolean."))
}

fn workspace(query: &Query) -> Result<Option<String>, Fault> {
    let Some(given) = query.get("workspace") else { return Ok(None) };
    let length = given.chars().count();
    if length != 36 {
        let message = format!("Workspace ID must be 36 characters ({length}).");
        return Err(Fault::bad_request(message));
    }
    Ok(Some(workspace_id(given)))
}
