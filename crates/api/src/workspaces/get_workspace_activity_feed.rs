//! Lists what was changed in a workspace, of what the caller sees: from the records.

use std::collections::HashMap;

use catalog::{Area, op};
use gate::audit::{ActorKind, Filter, Moment, Record, Resource};
use model::{UserId, Visible, Workspace};
use serde_json::{Value, json};
use store::StoreError;

use super::seconds;
use crate::{Call, Context, Ctx, Outcome, cursor, elements};

/// How many a page shows when nobody says.
const PAGE: usize = 15;
/// How many records one page looks at; whoever wants to see further asks for the next.
const LOOKS: usize = 100_000;
/// How far back it goes, in milliseconds.
const PAST: i64 = 90 * 24 * 3_600_000;
/// The kinds of elements it tells of, and the areas by which they are read.
const AREAS: [(&str, Area); 7] = [
    ("collection", Area::Collections),
    ("environment", Area::Environments),
    ("mock", Area::Mocks),
    ("monitor", Area::Monitors),
    ("api", Area::Apis),
    ("spec", Area::Specs),
    ("workspace", Area::Workspaces),
];

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
    let before_seq = after.transpose()?.and_then(|[seq]| seq.parse().ok());
    let place = call.target()?.workspace.as_deref().ok_or(StoreError::NotFound)?;
    let filter = Filter {
        workspace: Some(place.id.clone()),
        done: true,
        since: Some(Moment::from_millis(call.permit.now() - PAST)),
        before_seq,
        limit: most + 1,
        ..Filter::default()
    };
    let sight = Sight::of(&call, place, &kinds, user);
    let told = sight.clone();
    let keep = move |record: &Record| told.about(record).is_some();
    let (mut records, stopped) = ctx.records.look(filter, LOOKS, keep).await?;
    let next = if records.len() > most {
        records.truncate(most);
        records.last().map(|last| last.seq)
    } else {
        stopped
    };
    let data: Vec<Value> = records
        .iter()
        .filter_map(|record| Some(activity(&ctx, record, sight.about(record)?, place)))
        .collect();
    let meta = match next {
        Some(seq) => json!({ "nextCursor": cursor::write("s", &[&seq.to_string()]) }),
        None => json!({}),
    };
    let count = data.len();
    Ok(elements::json(&json!({ "data": data, "meta": meta }))?.showing(count))
}

/// What a caller sees of a workspace's activities, and wants to.
#[derive(Clone)]
struct Sight {
    place: Workspace,
    user: Option<i64>,
    /// By the kind of element: which are shown.
    kinds: HashMap<&'static str, Visible>,
}

impl Sight {
    fn of(
        call: &Call<op::GetWorkspaceActivityFeed>,
        place: &Workspace,
        kinds: &[&str],
        user: Option<i64>,
    ) -> Self {
        let wanted = AREAS.iter().filter(|(kind, _)| kinds.is_empty() || kinds.contains(kind));
        let kinds = wanted.map(|(kind, area)| (*kind, call.permit.sees(*area))).collect();
        Self { place: place.clone(), user, kinds }
    }

    /// What a record tells: something that was changed and is seen, by whoever is asked for.
    fn about<'r>(&self, record: &'r Record) -> Option<(i64, &'r Resource)> {
        let who = who(record).filter(|who| self.user.is_none_or(|user| user == *who))?;
        let about = record.resources.iter().find(|one| {
            one.is_in(&self.place.id)
                && one.access != "read"
                && one.role != gate::audit::Role::Workspace
                && self.kinds.get(&*one.kind).is_some_and(|all| all.shows(&self.place, &one.id))
        })?;
        Some((who, about))
    }
}

/// Who did it: a person, or the owner of an agent. What nobody did is no activity.
fn who(record: &Record) -> Option<i64> {
    let actor = &record.actor;
    let id = match &actor.owner {
        Some(owner) => &owner.id,
        None if actor.kind == ActorKind::User => &actor.id,
        None => return None,
    };
    id.parse().ok()
}

fn activity(
    ctx: &Context,
    record: &Record,
    (user, about): (i64, &Resource),
    place: &Workspace,
) -> Value {
    let actor = &record.actor;
    let name = match &actor.owner {
        Some(owner) => format!("{}, for {}", actor.name, owner.name),
        None => actor.name.clone(),
    };
    let snapshot = ctx.judge.snapshot();
    let username = snapshot.person(UserId(user)).map(|one| one.username.clone());
    let username = username.unwrap_or_default();
    let who = json!({ "id": user, "name": name, "username": username, "isPartner": false });
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
