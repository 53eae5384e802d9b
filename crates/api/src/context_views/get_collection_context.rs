//! Shows a collection: what it is about, and an outline of its items.

use catalog::op;

use super::{
    auth,
    markdown::{Page, code, reply},
    outline::{count, outline},
    request::parameters,
    tree::{Tree, list, text},
};
use crate::{Call, Ctx, Outcome, aside::aside};

pub(super) async fn get_collection_context(
    ctx: Ctx,
    call: Call<op::GetCollectionContext>,
) -> Outcome {
    let tree = Tree::read(&ctx, &call).await?;
    let place = call.permit.workspace();
    let place = place.map(|place| format!("{} {}", place.name, code(&place.id)));
    let size = tree.size();
    let view = move || view(&tree, &place.unwrap_or_default());
    Ok(reply(aside(size, view).await?))
}

fn view(tree: &Tree, place: &str) -> String {
    let whole = tree.whole();
    let mut page = Page::new(tree.name());
    page.field("Collection", &code(tree.uid()));
    page.field("Workspace", place);
    page.field("Items", &count(whole).to_string());
    if let Some(auth) = whole.get("auth").filter(|auth| auth.is_object()) {
        page.field("Auth", &auth::line(auth));
    }
    page.prose(whole.get("info").map(|info| text(info, "description")).unwrap_or_default());
    parameters(&mut page, "Variables", list(whole, "variable"));
    outline(
        &mut page,
        whole,
        "items: getFolderContext shows one folder, getCollection all names and ids",
    );
    page.finish("getFolderContext shows one folder, getCollection all names and ids")
}
