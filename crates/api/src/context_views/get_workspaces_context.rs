//! Lists workspaces as Markdown, by page.

use catalog::op;
use store::WorkspaceQuery;

use super::markdown::{Page, code, inline, reply};
use crate::{Call, Ctx, Outcome, cursor};

/// The usual page.
const PAGE: u64 = 25;

pub(super) async fn get_workspaces_context(
    ctx: Ctx,
    call: Call<op::GetWorkspacesContext>,
) -> Outcome {
    let query = call.query()?;
    let most = query.integer("limit").and_then(|limit| u64::try_from(limit).ok()).unwrap_or(PAGE);
    let after = query.text("cursor").filter(|cursor| !cursor.is_empty());
    let wanted = WorkspaceQuery {
        named: query.text("name").filter(|name| !name.is_empty()).map(str::to_owned),
        after: after.map(|at| cursor::by_age(at).ok_or_else(cursor::refused)).transpose()?,
        // One more than shown tells whether there is a next page.
        limit: most + 1,
        ..WorkspaceQuery::default()
    };
    let mut found = ctx.store.workspaces(&call.permit.visible(), &wanted).await?;
    let more = found.len() as u64 > most;
    found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let mut page = Page::new("Workspaces");
    if found.is_empty() {
        page.line("There is none that you may see.");
    }
    for workspace in &found {
        let about = match inline(&workspace.about) {
            about if about.is_empty() => String::new(),
            about => format!(": {about}"),
        };
        let (name, id) = (inline(&workspace.name), code(&workspace.id));
        page.line(&format!("- {name} {id}, {}{about}", workspace.visibility));
    }
    if let Some(last) = found.last().filter(|_| more) {
        let cursor = cursor::write("t", &[&last.created_at.to_string(), &last.id]);
        page.line("");
        page.line(&format!("… more: call again with cursor {}", code(&cursor)));
    }
    let shown = found.len();
    Ok(reply(page.finish("ask for fewer at a time with limit")).showing(shown))
}
