//! Changes an environment step by step.

use catalog::op;
use gate::{Fault, Reply};
use model::{
    ElementKind,
    environment::{self, PatchFault, patch, patched, revealed},
    mask::Masker,
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
    let masker = call.permit.masks().then_some(ctx.masker);
    let work =
        aside(steps.len() + before.body.len(), move || change(&before, &steps, masker.as_ref()));
    let (name, document) = work.await??;
    let (stamp, kind) = (call.permit.stamp(), ElementKind::Environment);
    let (name, shown) = (name.unwrap_or(element.name), document.clone());
    let changed = ctx.store.replace_document(&stamp, kind, id, &expect, &name, document).await?;
    let body = aside(shown.body.len(), move || {
        envelope(environment::render(&changed, &shown, true), masker.as_ref())
    });
    Ok(Reply::json(body.await?))
}

/// The environment after the steps, and its name when they changed it.
///
/// With a masker, 400 for steps that would show what it hides.
fn change(
    before: &Document,
    steps: &[u8],
    masker: Option<&Masker>,
) -> Result<(Option<String>, Document), Fault> {
    let (before, steps) = (before.text(), body::text(steps)?);
    let after = patch(&before, steps).map_err(|fault| refused(&fault))?;
    match masker.and_then(|masker| revealed(masker, &before, steps, &after)) {
        None => Ok(patched(&after)),
        Some(path) => {
            let message = format!(
                "`{path}` would show a value that is masked: send a new value with this change, \
                 or ask for a grant that reveals secrets."
            );
            Err(Fault::bad_request(message).because("a patch would show a masked value"))
        }
    }
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
        let (name, after) = change(&before, steps, None).unwrap();
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
            let fault = change(&before, steps.as_bytes(), None).unwrap_err();
            assert_eq!((fault.status, fault.message.as_str()), (400, message), "{steps}");
        }
    }

    #[test]
    fn what_is_masked_is_not_brought_to_light() {
        let before = Document::extract(
            r#"{"name":"A","values":[{"key":"host","value":"h"},{"key":"api_key","value":"x","type":"secret"}]}"#,
        );
        let masker = Masker { key: [7; 32] };
        let steps = br#"[{"op":"replace","path":"/values/1/key","value":"n"},
            {"op":"replace","path":"/values/1/type","value":"default"}]"#;
        let fault = change(&before, steps, Some(&masker)).unwrap_err();
        assert_eq!(fault.status, 400);
        assert!(fault.message.starts_with("`/values/1` would show"), "{}", fault.message);
        assert!(change(&before, steps, None).is_ok(), "whoever sees the value may");
        for steps in [
            r#"[{"op":"replace","path":"/values/0/key","value":"base"}]"#,
            r#"[{"op":"replace","path":"/values/1/description","value":"d"}]"#,
            r#"[{"op":"replace","path":"/values/1","value":{"key":"n","value":"new"}}]"#,
        ] {
            assert!(change(&before, steps.as_bytes(), Some(&masker)).is_ok(), "{steps}");
        }
    }
}
