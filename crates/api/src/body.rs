//! Reading request bodies.

use bytes::Bytes;
use catalog::{Access, Area, Spec};
use contract::Violation;
use gate::{Fault, Permit};
use model::{collection::Invalid, json::member, mask::find_marker};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::{ApiError, aside::aside};

/// The body as text; an absent one reads as `{}`, so that what it lacks is named.
pub(crate) fn text(body: &[u8]) -> Result<&str, Fault> {
    if body.is_empty() {
        return Ok("{}");
    }
    std::str::from_utf8(body).map_err(|_| Fault::bad_request("The body is not UTF-8."))
}

/// Checks a body against the contract, then reads it.
pub(crate) fn read<T: DeserializeOwned>(spec: &Spec, body: &Bytes) -> Result<T, ApiError> {
    let text = text(body)?;
    contract::check_body(spec.id, text).map_err(|violations| refused(spec, &violations))?;
    serde_json::from_str(text).map_err(|error| {
        tracing::debug!(%error, operation = spec.id, "a body fits the contract but not its type");
        Fault::bad_request(format!("The body can't be read: {error}")).into()
    })
}

/// A member of a body that may be left out; use it with `#[serde(default)]`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum Given<T> {
    /// It was left out.
    #[default]
    Not,
    /// It is null.
    Null,
    /// It has a value.
    Value(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(given: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(given)?.map_or(Self::Null, Self::Value))
    }
}

/// The contract's answer to a body that violates it.
fn refused(spec: &Spec, violations: &[Violation]) -> Fault {
    if matches!(spec.area, Area::Mocks | Area::Monitors | Area::Webhooks) {
        let missing: Vec<&str> =
            violations.iter().filter_map(|one| one.missing.as_deref()).collect();
        if !missing.is_empty() {
            return Fault::missing(&missing);
        }
    }
    let envelope = violations.iter().any(|one| one.missing.as_deref() == Some("workspace"));
    if envelope {
        let message = "'workspace' object missing in the request";
        return Fault::new(400, "malformedRequestError", message);
    }
    let name = if spec.area == Area::Workspaces { "malformedRequestError" } else { "badRequest" };
    let all: Vec<String> = violations
        .iter()
        .map(|one| {
            let place = if one.path.is_empty() { "body" } else { &one.path };
            format!("{place}: {}", one.what)
        })
        .collect();
    Fault::new(400, name, format!("The body does not fit: {}.", all.join("; ")))
}

/// The text of the object that a body wraps in `what`.
pub(crate) fn inner<'a>(text: &'a str, what: &str) -> Result<&'a str, Fault> {
    match member(text, what) {
        Some(inner) if inner.starts_with('{') => Ok(inner),
        Some(_) => Err(found(what, vec![": must be object".to_owned()])),
        None => Err(found(what, vec![format!(": must have required property '{what}'")])),
    }
}

/// `Found 2 errors with the supplied collection.`, with a list of what is wrong where.
pub(crate) fn malformed(what: &str, invalid: &Invalid) -> Fault {
    let problems = invalid.problems.iter().map(|problem| {
        let path = problem.path.strip_prefix(what).unwrap_or(&problem.path);
        format!("{}: {}", path.strip_prefix('.').unwrap_or(path), problem.what)
    });
    found(what, problems.collect())
}

fn found(what: &str, details: Vec<String>) -> Fault {
    let message = format!("Found {} errors with the supplied {what}.", details.len());
    Fault::new(400, "malformedRequestError", message).with(details.into())
}

/// Refuses a write that holds a mask in place of a secret value, which it would destroy.
///
/// Whoever sends it: people and imports get texts that agents have read.
pub(crate) async fn refuse_marks<O>(
    spec: &Spec,
    permit: &Permit<O>,
    body: &Bytes,
) -> Result<(), ApiError> {
    refuse_marks_in(spec, body, permit.masks()).await
}

/// `masked` says whether the caller sees masks itself.
async fn refuse_marks_in(spec: &Spec, body: &Bytes, masked: bool) -> Result<(), ApiError> {
    if spec.access == Access::Read || body.is_empty() {
        return Ok(());
    }
    let text = body.clone();
    let found = aside(text.len(), move || std::str::from_utf8(&text).ok().and_then(find_marker));
    let Some(path) = found.await? else { return Ok(()) };
    let way_out = if masked {
        "leave it out, send the value, or ask for a grant that reveals secrets"
    } else {
        "leave it out or send the value"
    };
    let message = format!("`{path}` holds a mask instead of the value it stands for: {way_out}.");
    Err(Fault::bad_request(message).because("a mask came back in a write").into())
}

#[cfg(test)]
mod tests {
    use model::collection::Problem;

    use super::*;

    #[test]
    fn names_what_is_missing_in_the_contracts_words() {
        let cases = [
            ("createWorkspace", "", "'workspace' object missing in the request"),
            (
                "createWorkspace",
                r#"{"workspace":{"type":"team"}}"#,
                "The body does not fit: workspace: must have required property 'name'.",
            ),
            ("createApi", "{}", "The body does not fit: body: must have required property 'name'."),
        ];
        for (id, body, message) in cases {
            let spec = catalog::spec(id).unwrap();
            let body = Bytes::from_static(body.as_bytes());
            let Err(ApiError::Fault(fault)) = read::<serde_json::Value>(spec, &body) else {
                panic!("{id} took {body:?}");
            };
            assert_eq!((fault.status, fault.message.as_str()), (400, message), "{id}");
        }
    }

    #[test]
    fn details_name_places_inside_the_envelope() {
        let problem =
            |path: &str| Problem { path: path.to_owned(), what: "must be string".to_owned() };
        let problems =
            ["", "environment", "environment.name", "values[0].key"].map(problem).to_vec();
        let fault = malformed("environment", &Invalid { problems });
        assert_eq!(fault.message, "Found 4 errors with the supplied environment.");
        let details = serde_json::json!([
            ": must be string",
            ": must be string",
            "name: must be string",
            "values[0].key: must be string"
        ]);
        assert_eq!(fault.details, Some(details));
    }

    #[tokio::test]
    async fn masks_are_refused_in_every_write_whoever_sends_it() {
        let body = Bytes::from(r#"{"values":[{"key":"t","value":"%c2%ABmasked:1a2b3c%C2%BB"}]}"#);
        let writes = [
            "createCollection",
            "putCollection",
            "patchCollection",
            "createEnvironment",
            "putEnvironment",
            "patchEnvironment",
            "updateWorkspaceGlobalVariables",
            "importElement",
        ];
        for id in writes {
            let spec = catalog::spec(id).unwrap();
            for (masked, hint) in [(true, "a grant that reveals"), (false, "or send the value.")] {
                let Err(ApiError::Fault(fault)) = refuse_marks_in(spec, &body, masked).await else {
                    panic!("{id} took a mask");
                };
                assert_eq!(fault.status, 400, "{id}");
                assert!(fault.message.starts_with("`values[0].value` holds a mask"), "{id}");
                assert!(fault.message.contains(hint), "{id}: {}", fault.message);
            }
            let clean = Bytes::from_static(br#"{"values":[{"key":"masked:","value":"%C2%AB"}]}"#);
            assert!(refuse_marks_in(spec, &clean, true).await.is_ok(), "{id}");
        }
        let read = catalog::spec("getCollection").unwrap();
        assert!(refuse_marks_in(read, &body, true).await.is_ok());
    }

    #[test]
    fn an_absent_body_reads_as_an_empty_object() {
        assert_eq!(text(b"").unwrap(), "{}");
    }
}
