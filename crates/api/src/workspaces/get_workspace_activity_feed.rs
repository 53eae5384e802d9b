//! Lists what was changed in a workspace, of what the caller sees: from the records.

use catalog::{Area, op};
use gate::audit::{ActorKind, Filter, Moment, Record, Resource};
use model::{UserId, Visible, Workspace};
use serde_json::{Value, json};
use store::StoreError;

use super::seconds;
use crate::{Call, Context, Ctx, Outcome, cursor, elements};

/// How many a page shows when nobody says.
const PAGE: usize = 15;
/// How far back it goes, in milliseconds.
const PAST: i64 = 90 * 24 * 3_600_000;

pub(super) async fn get_workspace_activity_feed(
    ctx: Ctx,
    call: Call<op::GetWorkspaceActivityFeed>,
) -> Outcome {
    let query = call.query()?;
    let most = query.integer("limit").and_then(|most| usize::try_from(most).ok()).unwrap_or(PAGE);
    let kinds = query.list("elementType");
    let user = query.integer("userId");
    let after = query.text("cursor").filter(|cursor| !cursor.is_empty());
    let after = after.map(|cursor| cursor::parts::<1>("s", cursor).ok_or_else(cursor::refused));
    let mut before_seq = after.transpose()?.and_then(|[seq]| seq.parse().ok());
    let place = call.target()?.workspace.as_deref().ok_or(StoreError::NotFound)?;
    let wanted = |kind: &str| kinds.is_empty() || kinds.contains(&kind);
    let mut data: Vec<Value> = Vec::new();
    let mut next = None;
    'pages: loop {
        let filter = Filter {
            workspace: Some(place.id.clone()),
            done: true,
            since: Some(Moment::from_millis(call.permit.now() - PAST)),
            before_seq,
            limit: most + 1,
            ..Filter::default()
        };
        let records = ctx.records.page(filter).await?;
        for record in &records {
            if data.len() >= most {
                next = before_seq;
                break 'pages;
            }
            before_seq = Some(record.seq);
            let Some((id, who)) = actor(&ctx, record) else { continue };
            if user.is_some_and(|user| user != id) {
                continue;
            }
            let about = record.resources.iter().find(|one| {
                one.is_in(&place.id) && wanted(&one.kind) && changed(one) && sees(&call, one, place)
            });
            data.extend(about.map(|one| activity(record, one, place, &who)));
        }
        if records.len() <= most {
            break;
        }
    }
    let meta = match next {
        Some(seq) => json!({ "nextCursor": cursor::write("s", &[&seq.to_string()]) }),
        None => json!({}),
    };
    let count = data.len();
    Ok(elements::json(&json!({ "data": data, "meta": meta }))?.showing(count))
}

/// The area by which a kind of element is read.
fn area(kind: &str) -> Option<Area> {
    Some(match kind {
        "collection" => Area::Collections,
        "environment" => Area::Environments,
        "mock" => Area::Mocks,
        "monitor" => Area::Monitors,
        "api" => Area::Apis,
        "spec" => Area::Specs,
        "workspace" => Area::Workspaces,
        _ => return None,
    })
}

fn changed(resource: &Resource) -> bool {
    resource.access != "read" && resource.role != gate::audit::Role::Workspace
}

fn sees(call: &Call<op::GetWorkspaceActivityFeed>, resource: &Resource, place: &Workspace) -> bool {
    let Some(area) = area(&resource.kind) else { return false };
    let seen: Visible = call.permit.sees(area);
    seen.shows(place, &resource.id)
}

/// Who did it: a person, or an agent with its owner. What nobody did is no activity.
fn actor(ctx: &Context, record: &Record) -> Option<(i64, Value)> {
    let actor = &record.actor;
    let (id, name) = match (&actor.owner, actor.kind) {
        (Some(owner), _) => (&owner.id, format!("{}, for {}", actor.name, owner.name)),
        (None, ActorKind::User) => (&actor.id, actor.name.clone()),
        _ => return None,
    };
    let id: i64 = id.parse().ok()?;
    let snapshot = ctx.judge.snapshot();
    let username = snapshot.person(UserId(id)).map(|one| one.username.clone()).unwrap_or_default();
    Some((id, json!({ "id": id, "name": name, "username": username, "isPartner": false })))
}

fn activity(record: &Record, about: &Resource, place: &Workspace, who: &Value) -> Value {
    let operation = record.op.as_ref().map(|op| op.id.as_ref()).unwrap_or_default();
    let access = record.op.as_ref().map(|op| op.access.as_ref()).unwrap_or_default();
    let makes = ["create", "import", "generate", "duplicate", "fork"];
    let action = match access {
        "delete" => "destroy",
        _ if makes.iter().any(|verb| operation.starts_with(verb)) => "create",
        _ => "update",
    };
    let id = if about.uid.is_empty() { &about.id } else { &about.uid };
    let at = seconds(record.ts.0 / 1000);
    json!({
        "id": record.seq,
        "workspaceId": place.id,
        "createdAt": at,
        "updatedAt": at,
        "user": who,
        "action": action,
        "elementType": about.kind,
        "trigger": operation,
        "elementId": id,
        "elementName": about.name,
    })
}
