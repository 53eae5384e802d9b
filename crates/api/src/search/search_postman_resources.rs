//! Searches what the caller reads, by words.

use catalog::{Area, op};
use gate::Fault;
use model::{ElementKind, collection::ItemKind, json::member};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use store::{Found, SearchQuery, Subject};

use super::filters::{self, Condition};
use crate::{Call, Ctx, Outcome, cursor, elements};

/// How many a page shows, and at most.
const PAGE: u64 = 10;
const LONGEST: u64 = 25;
/// Characters of what is looked for.
const LONGEST_TEXT: usize = 512;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    #[serde(default)]
    q: String,
    element_type: Option<String>,
    /// What tools call it.
    entity_type: Option<String>,
    ownership: Option<String>,
    filters: Option<Value>,
}

pub(super) async fn search_postman_resources(
    ctx: Ctx,
    call: Call<op::SearchPostmanResources>,
) -> Outcome {
    let given: Given = call.read()?;
    let query = call.query()?;
    let limit = query.integer("limit").and_then(|limit| u64::try_from(limit).ok()).unwrap_or(PAGE);
    if !(1..=LONGEST).contains(&limit) {
        return Err(Fault::bad_request(format!("`limit` must be from 1 to {LONGEST}.")).into());
    }
    let cursor = query.text("cursor").filter(|cursor| !cursor.is_empty());
    let offset = match cursor {
        None => 0,
        Some(cursor) => cursor::offset(cursor).ok_or_else(cursor::refused)?,
    };
    if given.q.chars().count() > LONGEST_TEXT {
        return Err(Fault::bad_request(format!(
            "`q` must have at most {LONGEST_TEXT} characters."
        ))
        .into());
    }
    let kind = given.element_type.as_deref().or(given.entity_type.as_deref());
    // Tools that name nothing look for requests.
    let kind = kind.or(call.request.body.is_empty().then_some("requests"));
    let kind =
        kind.ok_or_else(|| Fault::bad_request("body must have required property 'elementType'"))?;
    let subject = subject(kind);
    let (mut narrowed, mut nothing) = (Vec::new(), given.ownership.as_deref() == Some("external"));
    if let Some(filters) = &given.filters {
        for condition in filters::read(filters)? {
            match condition {
                Condition::Narrows(filter, among, values) => narrowed.push((filter, among, values)),
                Condition::Nothing => nothing = true,
                Condition::All => {}
            }
        }
    }
    let (found, total) = match subject {
        Some((subject, area)) if !nothing => {
            let text = given.q.clone();
            let wanted = SearchQuery { subject, text, filters: narrowed, offset, limit };
            ctx.store.search(&call.permit.sees(area), &wanted).await?
        }
        _ => (Vec::new(), 0),
    };
    let base = ctx.about.base();
    let mut data = Vec::new();
    for one in &found {
        let id = one.element.as_ref().map_or(&one.workspace.id, |element| &element.id);
        let tags = ctx.store.tags(id).await?;
        let mut shown = shown(one, base);
        if !tags.is_empty() {
            shown.insert("tags".to_owned(), json!(tags));
        }
        data.push(Value::Object(shown));
    }
    let mut meta = Map::new();
    meta.insert("q".to_owned(), given.q.into());
    meta.insert("total".to_owned(), total.into());
    let next = offset.saturating_add(limit);
    if next < total {
        meta.insert("nextCursor".to_owned(), cursor::write("o", &[&next.to_string()]).into());
    }
    let count = data.len();
    Ok(elements::json(&json!({ "data": data, "meta": meta }))?.showing(count))
}

/// What is looked for, and by which area it is read; `None` for what is not stored here.
fn subject(kind: &str) -> Option<(Subject, Area)> {
    let elements = |kind, area| Some((Subject::Elements(kind), area));
    match kind {
        "requests" => Some((Subject::Items(ItemKind::Request), Area::Collections)),
        "folders" => Some((Subject::Items(ItemKind::Folder), Area::Collections)),
        "workspaces" => Some((Subject::Workspaces, Area::Workspaces)),
        "collections" => elements(ElementKind::Collection, Area::Collections),
        "environments" => elements(ElementKind::Environment, Area::Environments),
        "mocks" => elements(ElementKind::Mock, Area::Mocks),
        "monitors" => elements(ElementKind::Monitor, Area::Monitors),
        "specs" => elements(ElementKind::Spec, Area::Specs),
        _ => None,
    }
}

fn shown(found: &Found, base: &str) -> Map<String, Value> {
    let workspace = &found.workspace;
    let mut shown = Map::new();
    let mut put = |name: &str, value: Value| drop(shown.insert(name.to_owned(), value));
    let path = match (&found.item, &found.element) {
        (Some((id, name, document)), Some(element)) => {
            put("id", format!("{}-{id}", element.owner).into());
            put("name", name.as_str().into());
            let request = member(&document.body, "request");
            if let Some((method, url)) = request.map(store::address) {
                put("method", method.into());
                put("url", url.into());
            }
            let uid = element.uid().to_string();
            put("collection", json!({ "id": uid, "name": element.name }));
            let kind = if request.is_some() { "requests" } else { "folders" };
            format!("/collections/{uid}/{kind}/{id}")
        }
        (None, Some(element)) => {
            let plain = element.kind == ElementKind::Spec;
            let id = if plain { element.id.clone() } else { element.uid().to_string() };
            put("name", element.name.as_str().into());
            put("id", id.as_str().into());
            format!("/{}s/{id}", element.kind.name())
        }
        (_, None) => {
            put("id", workspace.id.as_str().into());
            put("name", workspace.name.as_str().into());
            put("summary", workspace.about.as_str().into());
            format!("/workspaces/{}", workspace.id)
        }
    };
    let creator = found.element.as_ref().map_or(workspace.owner, |element| element.owner);
    put("createdBy", creator.to_string().into());
    put("workspace", json!({ "id": workspace.id, "name": workspace.name }));
    put("links", json!({ "self": { "href": format!("{base}{path}") } }));
    shown
}
