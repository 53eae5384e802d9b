//! Changes an environment step by step.

use catalog::op;
use gate::{Fault, Reply};
use model::{
    ElementKind,
    environment::{self, PatchFault, patch, patched},
    secret::Document,
};
use store::{Expect, StoreError};

use super::envelope;
use crate::{Call, Ctx, Outcome, aside::aside, body};

pub(super) async fn patch_environment(ctx: Ctx, call: Call<op::PatchEnvironment>) -> Outcome {
    let id = &call.target()?.id;
    let found = ctx.store.document(ElementKind::Environment, id).await?;
    let (element, before) = found.ok_or(StoreError::NotFound)?;
    // The values were read, changed and are written: a change in between must not be lost.
    let expect = Expect { version: Some(element.version), ..call.expect()? };
    let steps = call.request.body.clone();
    let work = aside(steps.len() + before.body.len(), move || change(&before, &steps));
    let (name, document) = work.await??;
    let (stamp, kind) = (call.permit.stamp(), ElementKind::Environment);
    let (name, shown) = (name.unwrap_or(element.name), document.clone());
    let changed = ctx.store.replace_document(&stamp, kind, id, &expect, &name, document).await?;
    let masker = call.permit.masks().then_some(ctx.masker);
    let body = aside(shown.body.len(), move || {
        envelope(environment::render(&changed, &shown, true), masker.as_ref())
    });
    Ok(Reply::json(body.await?))
}

/// The environment after the steps, and its name when they changed it.
fn change(before: &Document, steps: &[u8]) -> Result<(Option<String>, Document), Fault> {
    let after = patch(&before.text(), body::text(steps)?).map_err(|fault| refused(&fault))?;
    Ok(patched(&after))
}

fn refused(fault: &PatchFault) -> Fault {
    Fault::bad_request(fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_no_step_touches() {
        let before = Document::extract(
            r#"{"name":"A","values":[{"key":"n","value":1.0},{"key":"s","value":"x","type":"secret"}]}"#,
        );
        let steps = br#"[{"op":"replace","path":"/values/0/enabled","value":false}]"#;
        let (name, after) = change(&before, steps).unwrap();
        assert_eq!(name.as_deref(), Some("A"));
        let expected = r#"{"name":"A","values":[{"key":"n","value":1.0,"enabled":false},{"key":"s","value":"x","type":"secret"}]}"#;
        assert_eq!(after.fill(), expected);
    }

    #[test]
    fn refuses_in_the_contracts_words() {
        let before = Document::extract(r#"{"name":"A","values":[{"key":"n"}]}"#);
        let cases = [
            ("{}", "Patch sequence must be an array"),
            ("", "Patch sequence must be an array"),
            (r#"[{"op":"remove","path":"/owner"}]"#, "Invalid path in JSON Patch operation"),
            (
                r#"[{"op":"remove","path":"/values/1"}]"#,
                "Cannot perform the operation at a path that does not exist",
            ),
        ];
        for (steps, message) in cases {
            let fault = change(&before, steps.as_bytes()).unwrap_err();
            assert_eq!((fault.status, fault.message.as_str()), (400, message), "{steps}");
        }
    }
}
