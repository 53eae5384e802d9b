//! Lists of forks, by age.

use catalog::Operation;
use gate::Reply;
use model::{Element, ElementKind, UserId, time::iso};
use serde_json::{Map, Value, json};
use store::{ElementQuery, Forks};

use crate::{ApiError, Call, Context, Outcome, cursor, elements};

/// How many a page shows when nobody says.
const PAGE: usize = 10;

/// A page of forks.
pub(super) struct Listed {
    pub(super) forks: Vec<Element>,
    /// `total`, and `nextCursor` where there is more.
    pub(super) meta: Map<String, Value>,
}

/// The page that a call asks for, of the forks that it may see.
pub(super) async fn page<O: Operation>(
    ctx: &Context,
    call: &Call<O>,
    kind: ElementKind,
    forks: Forks,
    created_by: Option<UserId>,
) -> Result<Listed, ApiError> {
    let query = call.query()?;
    let most = query.integer("limit").and_then(|most| usize::try_from(most).ok()).unwrap_or(PAGE);
    let after = match query.text("cursor").filter(|cursor| !cursor.is_empty()) {
        Some(cursor) => Some(cursor::by_age(cursor).ok_or_else(cursor::refused)?),
        None => None,
    };
    let ascending = query.text("direction") == Some("asc");
    let wanted = ElementQuery { forks: Some(forks), created_by, ..ElementQuery::default() };
    let mut forks = ctx.store.elements(kind, &call.permit.visible(), &wanted).await?.items;
    let total = forks.len();
    let age = |one: &Element| (one.created_at, one.id.clone());
    forks.sort_by_cached_key(age);
    if !ascending {
        forks.reverse();
    }
    if let Some(after) = after {
        forks.retain(|one| if ascending { age(one) > after } else { age(one) < after });
    }
    let more = forks.len() > most;
    forks.truncate(most);
    let mut meta = Map::from_iter([("total".to_owned(), total.into())]);
    if let Some(last) = forks.last().filter(|_| more) {
        let next = cursor::write("t", &[&last.created_at.to_string(), &last.id]);
        meta.insert("nextCursor".to_owned(), next.into());
    }
    Ok(Listed { forks, meta })
}

/// The forks of the target, with who made them.
pub(super) async fn of_target<O: Operation>(
    ctx: &Context,
    call: &Call<O>,
    kind: ElementKind,
) -> Outcome {
    let parent = Forks::Of(call.target()?.id.clone());
    let Listed { forks, meta } = page(ctx, call, kind, parent, None).await?;
    let snapshot = ctx.judge.snapshot();
    let shown = |fork: &Element| {
        let by = snapshot.person(fork.owner).map(|person| person.name().to_owned());
        let label = fork.fork.as_ref().map(|fork| fork.label.clone());
        json!({
            "forkName": label.unwrap_or_default(),
            "forkId": fork.uid().to_string(),
            "createdBy": by.unwrap_or_default(),
            "createdAt": iso(fork.created_at),
            "updatedAt": iso(fork.updated_at),
        })
    };
    let data: Vec<Value> = forks.iter().map(shown).collect();
    let count = data.len();
    Ok(Reply::json(elements::write(&json!({ "data": data, "meta": meta }))?).showing(count))
}
