//! Shows a folder: what it is about, and an outline of what lies in it.

use catalog::op;

use super::{
    auth,
    markdown::{Page, code, inline, reply},
    outline::outline,
    request::path,
    tree::{Tree, id, name, text},
};
use crate::{ApiError, Call, Ctx, Outcome, aside::aside};

pub(super) async fn get_folder_context(ctx: Ctx, call: Call<op::GetFolderContext>) -> Outcome {
    let tree = Tree::read(&ctx, &call).await?;
    let folder = call.param("folderId").to_owned();
    Ok(reply(aside(tree.size(), move || view(&tree, &folder)).await??))
}

fn view(tree: &Tree, folder: &str) -> Result<String, ApiError> {
    let found = tree.folder(folder)?;
    let mut page = Page::new(name(found.item));
    page.field("Folder", &code(id(found.item)));
    page.field("Collection", &format!("{} {}", inline(tree.name()), code(tree.uid())));
    page.field("Lies in", &path(&found));
    if let Some(auth) = found.item.get("auth").filter(|auth| auth.is_object()) {
        page.field("Auth", &auth::line(auth));
    }
    page.prose(text(found.item, "description"));
    outline(&mut page, found.item, "items: getCollection answers all names and ids");
    Ok(page.finish("getCollection answers all names and ids"))
}
