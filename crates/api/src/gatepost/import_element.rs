//! Imports an exported collection, environment or globals.

use std::collections::BTreeSet;

use bytes::Bytes;
use catalog::op;
use model::{
    Element, ElementKind, ElementRef, Stamp, UserId, Workspace,
    collection::{Draft, ItemKind},
    environment,
    secret::Document,
};
use serde::Serialize;
use store::{NewElement, StoreError};

use super::{
    find,
    imported::{Content, detect, merged, scripts, variables},
};
use crate::{
    ApiError, Call, Context, Ctx, Outcome, aside::aside, body, collections, error::invalid,
};

/// A file, read and checked.
struct File {
    content: Parsed,
    counts: Counts,
    lost: Vec<String>,
}

enum Parsed {
    Collection(Draft),
    Environment(String, Document),
    Globals(Document),
}

#[derive(Clone, Copy, Default, Serialize)]
struct Counts {
    folders: u64,
    requests: u64,
    responses: u64,
    scripts: u64,
    variables: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    imported: Imported,
    not_carried: Vec<String>,
}

#[derive(Serialize)]
struct Imported {
    #[serde(flatten)]
    stored: Stored,
    workspace: Place,
    counts: Counts,
}

#[derive(Serialize)]
struct Place {
    id: String,
    name: String,
}

/// What came in.
#[derive(Serialize)]
struct Stored {
    kind: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uid: Option<String>,
    name: String,
}

pub(super) async fn import_element(ctx: Ctx, call: Call<op::ImportElement>) -> Outcome {
    let body = call.request.body.clone();
    let File { content, counts, mut lost } = aside(body.len(), move || read(&body)).await??;
    let place = destination(&ctx, call.request.query.get("workspace")).await?;
    // What is imported belongs to whoever owns the workspace: administration owns nothing.
    let stamp = Stamp { user: place.owner, ..call.permit.stamp() };
    let stored = match content {
        Parsed::Collection(draft) => collection(&ctx, &stamp, &place, draft, &mut lost).await?,
        Parsed::Environment(name, document) => {
            let new = NewElement { workspace: place.id.clone(), name, guard: None };
            let kind = ElementKind::Environment;
            Stored::of(
                "environment",
                &ctx.store.create_document(&stamp, kind, &new, document).await?,
            )
        }
        Parsed::Globals(document) => globals(&ctx, &stamp, &place, document).await?,
    };
    let (id, name) = (stored.id.clone(), stored.name.clone());
    let uid = stored.uid.clone().unwrap_or_else(|| id.clone());
    let workspace = Place { id: place.id, name: place.name };
    let imported = Imported { stored, workspace, counts };
    Ok(super::made(&Answer { imported, not_carried: lost })?.created(&id, &uid, &name))
}

fn read(body: &Bytes) -> Result<File, ApiError> {
    let text = body::text(body)?;
    let mut lost = Vec::new();
    let refused = |invalid: environment::Invalid| body::malformed("environment", &invalid);
    let (content, counts) = match detect(text, &mut lost)? {
        Content::Collection(text) => parsed(text)?,
        Content::OldCollection(text) => {
            let converted = convert::v1::to_v21(text)
                .map_err(|fault| invalid(format!("The collection {fault}.")))?;
            lost.extend(converted.notes);
            parsed(&converted.document)?
        }
        Content::Environment(text) => {
            let (name, document) = environment::parse(text).map_err(refused)?;
            (Parsed::Environment(name, document), values(text, &mut lost))
        }
        Content::Globals(text) => {
            let document = environment::parse_globals(text).map_err(refused)?;
            (Parsed::Globals(document), values(text, &mut lost))
        }
    };
    Ok(File { content, counts, lost })
}

fn parsed(text: &str) -> Result<(Parsed, Counts), ApiError> {
    let draft = collections::parse(text)?;
    let counts = counts(&draft, variables(text, "variable").0);
    Ok((Parsed::Collection(draft), counts))
}

fn values(text: &str, lost: &mut Vec<String>) -> Counts {
    let (variables, blank) = variables(text, "values");
    if blank > 0 {
        lost.push(format!("values of {blank} secret variables, which are not in the file"));
    }
    if model::json::member(text, "id").is_some() {
        lost.push("its id: it got a new one".to_owned());
    }
    Counts { variables, ..Counts::default() }
}

fn counts(draft: &Draft, variables: u64) -> Counts {
    let own = draft.items.iter().map(|item| scripts(&item.document.text())).sum::<u64>();
    let of = |kind| draft.items.iter().filter(|item| item.kind == kind).count() as u64;
    Counts {
        folders: of(ItemKind::Folder),
        requests: of(ItemKind::Request),
        responses: of(ItemKind::Response),
        scripts: own + scripts(&draft.head.text()),
        variables,
    }
}

/// The workspace named, or the administrator's personal one.
async fn destination(ctx: &Context, given: Option<&str>) -> Result<Workspace, ApiError> {
    if let Some(id) = given {
        let found = ctx.store.workspace(&ElementRef::parse(id).id, UserId(0)).await?;
        return found.ok_or_else(|| invalid(format!("There is no workspace `{id}`.")).into());
    }
    let directory = ctx.store.directory().await?;
    let home = match find::administrator(&directory) {
        Some(user) => ctx.store.personal_workspace(user.id).await?,
        None => None,
    };
    home.ok_or_else(|| invalid("Name the `workspace`: the administrator has none.").into())
}

async fn collection(
    ctx: &Context,
    stamp: &Stamp,
    place: &Workspace,
    draft: Draft,
    lost: &mut Vec<String>,
) -> Result<Stored, ApiError> {
    let given: BTreeSet<String> = draft.items.iter().filter_map(|item| item.id.clone()).collect();
    let given_id = draft.given_id.clone();
    let new = NewElement { workspace: place.id.clone(), name: draft.name.clone(), guard: None };
    let made = ctx.store.create_collection(stamp, &new, draft).await?;
    if given_id.is_some_and(|id| id != made.id) {
        lost.push("its id: it got a new one".to_owned());
    }
    let stored = ctx.store.collection(&made.id).await?.ok_or(StoreError::NotFound)?;
    let kept = stored.items.iter().filter(|item| given.contains(&item.id)).count();
    if kept < given.len() {
        let replaced = given.len() - kept;
        lost.push(format!("ids of {replaced} items, which other items have already"));
    }
    Ok(Stored::of("collection", &made))
}

/// Adds to the globals that are there; those with the same key are replaced.
async fn globals(
    ctx: &Context,
    stamp: &Stamp,
    place: &Workspace,
    document: Document,
) -> Result<Stored, ApiError> {
    let before = ctx.store.globals(&place.id).await?;
    let before = before.map(|before| before.fill()).unwrap_or_default();
    let all = Document::extract(&merged(&before, &document.fill()));
    ctx.store.put_globals(stamp, &place.id, all, None).await?;
    Ok(Stored { kind: "globals", id: place.id.clone(), uid: None, name: "Globals".to_owned() })
}

impl Stored {
    fn of(kind: &'static str, element: &Element) -> Self {
        let uid = Some(element.uid().to_string());
        Self { kind, id: element.id.clone(), uid, name: element.name.clone() }
    }
}
