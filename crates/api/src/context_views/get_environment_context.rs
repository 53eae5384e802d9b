//! Shows an environment with its variables, secret values left out.

use catalog::op;
use model::{ElementKind, environment};
use serde_json::Value;
use store::StoreError;

use super::{
    markdown::{Page, code, reply},
    tree::{is_off, list, shown, text, unmarked},
};
use crate::{Call, Ctx, Outcome, aside::aside};

/// Variables that are shown.
const ROWS: usize = 200;

pub(super) async fn get_environment_context(
    ctx: Ctx,
    call: Call<op::GetEnvironmentContext>,
) -> Outcome {
    let target = call.target()?;
    let found = ctx.store.document(ElementKind::Environment, &target.id).await?;
    let (element, document) = found.ok_or(StoreError::NotFound)?;
    let place = call.permit.workspace();
    let place = place.map(|place| format!("{} {}", place.name, code(&place.id)));
    let (masker, size) = (ctx.masker, document.body.len());
    let view = move || {
        let mut page = Page::new(&element.name);
        page.field("Environment", &code(&element.uid().to_string()));
        page.field("Workspace", &place.unwrap_or_default());
        let text = masker.values(&environment::render(&element, &document, false));
        page.section("Variables");
        page.table(HEAD, &rows(&text), ROWS, "variables: getEnvironment answers all");
        page.finish("getEnvironment answers all")
    };
    Ok(reply(aside(size, view).await?))
}

/// The columns of [`rows`].
pub(super) const HEAD: &[&str] = &["Name", "Value", "", "Description"];

/// The variables of an environment without secrets, a row each.
pub(super) fn rows(masked: &str) -> Vec<Vec<String>> {
    let document: Value = serde_json::from_str(&unmarked(masked)).unwrap_or_default();
    let row = |one: &Value| {
        let off = if is_off(one) { "off" } else { "" };
        let name = text(one, "key").to_owned();
        vec![name, shown(one.get("value")), off.to_owned(), text(one, "description").to_owned()]
    };
    list(&document, "values").iter().map(row).collect()
}
