//! Reads a collection out of a request body.

use bytes::Bytes;
use gate::Fault;
use model::collection::{self, Draft, Invalid};

use crate::{ApiError, aside::aside, body};

/// Parses the collection in `{"collection": …}`; the body, which may be large, is let go.
pub(super) async fn read(body: Bytes) -> Result<Draft, ApiError> {
    let parsed = aside(body.len(), move || parse(inner(body::text(&body)?)?));
    Ok(parsed.await??)
}

/// The text of the collection in a body.
pub(super) fn inner(text: &str) -> Result<&str, Fault> {
    body::inner(text, "collection")
}

/// Parses a bare collection.
pub(crate) fn parse(text: &str) -> Result<Draft, Fault> {
    collection::parse(text).map_err(|invalid| malformed(&invalid))
}

/// 400 for a collection that breaks its format.
pub(super) fn malformed(invalid: &Invalid) -> Fault {
    body::malformed("collection", invalid)
}

/// 400 for an item, a `folder` or the like, that breaks its format.
pub(super) fn malformed_item(what: &str, invalid: &Invalid) -> Fault {
    body::malformed(what, invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_without_a_collection_says_so() {
        for (body, detail) in [
            ("", ": must have required property 'collection'"),
            ("[]", ": must have required property 'collection'"),
            (r#"{"info":{}}"#, ": must have required property 'collection'"),
            (r#"{"collection":[]}"#, ": must be object"),
        ] {
            let Err(ApiError::Fault(fault)) = read(Bytes::from(body)).await else {
                panic!("took {body}");
            };
            assert_eq!(fault.name, "malformedRequestError", "{body}");
            assert_eq!(fault.details, Some(serde_json::json!([detail])), "{body}");
        }
    }
}
