//! Changes the head of a collection: name, description, variables, auth and events.

use catalog::op;
use gate::Fault;
use model::{
    collection::{PatchFault, patch_head},
    json::{member, unquote},
    secret::Document,
};
use serde::Serialize;
use serde_json::json;
use store::{Expect, StoreError};

use super::draft;
use crate::{Call, Ctx, Outcome, body, elements};

#[derive(Serialize)]
struct Answer {
    collection: Changed,
}

#[derive(Serialize)]
struct Changed {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

pub(super) async fn patch_collection(ctx: Ctx, call: Call<op::PatchCollection>) -> Outcome {
    let change = draft::inner(body::text(&call.request.body)?)?;
    let id = &call.target()?.id;
    let found = ctx.store.collection_head(id).await?;
    let (element, head, _) = found.ok_or(StoreError::NotFound)?;
    let (name, head) = patch_head(&head, change).map_err(refused)?;
    // The head was read, changed and is written: a change in between must not be lost.
    let expect = Expect { version: Some(element.version), ..call.expect()? };
    let description = description(&head);
    let stamp = call.permit.stamp();
    let changed = ctx.store.patch_collection(&stamp, id, &expect, &name, head).await?;
    let collection = Changed { id: changed.id, name: changed.name, description };
    elements::json(&Answer { collection })
}

fn refused(fault: PatchFault) -> Fault {
    match fault {
        PatchFault::Invalid(invalid) => draft::malformed(&invalid),
        PatchFault::Missing { ref param } => {
            let details = json!({ "param": param });
            Fault::new(400, "paramMissingError", fault.to_string()).with(details)
        }
        PatchFault::Unknown { .. } => Fault::bad_request(fault.to_string()),
    }
}

/// The description as text, also where it is stored as an object with `content`.
fn description(head: &Document) -> Option<String> {
    let raw = member(member(&head.body, "info")?, "description")?;
    let content = if raw.starts_with('{') { member(raw, "content")? } else { raw };
    content.starts_with('"').then(|| unquote(content).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn description_is_text_or_left_out() {
        let cases = [
            (r#"{"info":{"description":"d"}}"#, Some("d")),
            (r#"{"info":{"description":{"content":"d","type":"text/markdown"}}}"#, Some("d")),
            (r#"{"info":{"description":null}}"#, None),
            (r#"{"info":{}}"#, None),
        ];
        for (head, expected) in cases {
            assert_eq!(description(&Document::plain(head)).as_deref(), expected, "{head}");
        }
    }

    #[test]
    fn refusals_have_the_contracts_words() {
        let head = Document::plain(r#"{"info":{"name":"A"}}"#);
        let cases = [
            ("{}", "paramMissingError", Some(json!({ "param": "info" }))),
            (r#"{"item":[]}"#, "badRequest", None),
            (r#"{"info":{"schema":"x"}}"#, "badRequest", None),
        ];
        for (change, name, details) in cases {
            let fault = refused(patch_head(&head, change).unwrap_err());
            assert_eq!((fault.name, fault.details), (name, details), "{change}");
        }
    }
}
