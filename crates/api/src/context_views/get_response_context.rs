//! Shows a saved example of an answer.

use catalog::op;

use super::{
    markdown::{Page, code, inline, reply},
    request,
    tree::{Tree, absent, id, is_named, list, name},
};
use crate::{ApiError, Call, Ctx, Outcome, aside::aside};

/// Bytes of its body.
const BODY: usize = 16_000;

pub(super) async fn get_response_context(ctx: Ctx, call: Call<op::GetResponseContext>) -> Outcome {
    let tree = Tree::read(&ctx, &call).await?;
    let request = call.param("requestId").to_owned();
    let response = call.param("responseId").to_owned();
    Ok(reply(aside(tree.size(), move || view(&tree, &request, &response)).await??))
}

fn view(tree: &Tree, request: &str, response: &str) -> Result<String, ApiError> {
    let found = tree.request(request)?;
    let example = list(found.item, "response").iter().find(|one| is_named(one, response));
    let example = example.ok_or_else(|| absent("response", response))?;
    let mut page = Page::new(name(example));
    page.field("Request", &format!("{} {}", inline(name(found.item)), code(id(found.item))));
    page.field("Collection", &format!("{} {}", inline(tree.name()), code(tree.uid())));
    request::example(&mut page, tree, example, BODY);
    Ok(page.finish("getCollectionResponse answers all of it"))
}
