//! Shows a request, its examples by name only.

use catalog::op;

use super::{
    markdown::{Page, code, inline, reply},
    request::{self, Room},
    tree::{Tree, id, list, name, shown},
};
use crate::{ApiError, Call, Ctx, Outcome, aside::aside};

/// Examples that are named.
const EXAMPLES: usize = 30;
const ROOM: Room = Room { body: 6_000, script: 0 };

pub(super) async fn get_request_context(ctx: Ctx, call: Call<op::GetRequestContext>) -> Outcome {
    let tree = Tree::read(&ctx, &call).await?;
    let request = call.param("requestId").to_owned();
    Ok(reply(aside(tree.size(), move || view(&tree, &request)).await??))
}

fn view(tree: &Tree, request: &str) -> Result<String, ApiError> {
    let found = tree.request(request)?;
    let mut page = Page::new(name(found.item));
    request::add(&mut page, tree, &found, ROOM);
    let examples = list(found.item, "response");
    if !examples.is_empty() {
        page.section("Examples");
        for example in examples.iter().take(EXAMPLES) {
            let status = shown(example.get("code"));
            let line = format!("- {} {} {status}", inline(name(example)), code(id(example)));
            page.line(line.trim_end());
        }
        page.more(
            examples.len().saturating_sub(EXAMPLES),
            "examples: getCollection names them all",
        );
    }
    Ok(page.finish("getCollectionRequest answers all of it"))
}
