//! Shows all that client code for a request needs: examples and variables included.

use catalog::op;

use super::{
    markdown::{Page, inline, reply},
    request::{self, Room},
    tree::{Tree, list, name},
    variables::{self, Source},
};
use crate::{ApiError, Call, Ctx, Outcome, aside::aside};

/// Examples that are shown.
const EXAMPLES: usize = 10;
/// Bytes of all their bodies together.
const BODIES: usize = 9_000;
const ROOM: Room = Room { body: 5_000, script: 1_500 };

pub(super) async fn get_request_code_context(
    ctx: Ctx,
    call: Call<op::GetRequestCodeContext>,
) -> Outcome {
    let tree = Tree::read(&ctx, &call).await?;
    let sources = variables::sources(&ctx, &call).await?;
    let request = call.param("requestId").to_owned();
    Ok(reply(aside(tree.size(), move || view(&tree, &sources, &request)).await??))
}

fn view(tree: &Tree, sources: &[Source], request: &str) -> Result<String, ApiError> {
    let found = tree.request(request)?;
    let mut page = Page::new(name(found.item));
    request::add(&mut page, tree, &found, ROOM);
    variables::add(&mut page, tree, &found, sources);
    let examples = list(found.item, "response");
    let each = BODIES / examples.len().clamp(1, EXAMPLES);
    for example in examples.iter().take(EXAMPLES) {
        page.section(&format!("Example: {}", inline(name(example))));
        request::example(&mut page, tree, example, each);
    }
    page.more(examples.len().saturating_sub(EXAMPLES), "examples: getRequestContext names them");
    Ok(page.finish("getCollectionRequest and getCollectionResponse answer all of it"))
}
