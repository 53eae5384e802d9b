//! Shows the environments of a workspace with their variables.

use catalog::{Area, op};
use model::{ElementKind, environment};
use store::{ElementQuery, Page as Part, StoreError};

use super::{
    get_environment_context::{HEAD, rows},
    markdown::{Page, code, reply},
};
use crate::{Call, Ctx, Outcome};

/// Environments that are shown.
const MOST: u64 = 20;
/// Variables of each.
const ROWS: usize = 25;

pub(super) async fn get_workspace_environments_context(
    ctx: Ctx,
    call: Call<op::GetWorkspaceEnvironmentsContext>,
) -> Outcome {
    let place = call.permit.workspace().ok_or(StoreError::NotFound)?;
    let wanted = ElementQuery {
        workspace: Some(place.id.clone()),
        page: Some(Part { offset: 0, limit: MOST }),
        ..ElementQuery::default()
    };
    let visible = call.permit.sees(Area::Environments);
    let listing = ctx.store.elements(ElementKind::Environment, &visible, &wanted).await?;
    let mut page = Page::new(&format!("Environments of {}", place.name));
    page.field("Workspace", &code(&place.id));
    page.field("Environments", &listing.total.to_string());
    let mut shown = 0;
    for element in &listing.items {
        let found = ctx.store.document(ElementKind::Environment, &element.id).await?;
        let Some((element, document)) = found else { continue };
        shown += 1;
        page.section(&element.name);
        page.field("Environment", &code(&element.uid().to_string()));
        let text = ctx.masker.values(&environment::render(&element, &document, false));
        page.table(HEAD, &rows(&text), ROWS, "variables: getEnvironmentContext shows this one");
    }
    let left = usize::try_from(listing.total).unwrap_or(usize::MAX).saturating_sub(shown);
    page.more(left, "environments: getEnvironments lists them");
    let text = page.finish("getEnvironmentContext shows one environment");
    Ok(reply(text).showing(shown))
}
