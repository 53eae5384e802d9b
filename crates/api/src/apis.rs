//! APIs, in their version 10 form: bare objects.

mod create_api;
mod delete_api;
mod get_api;
mod get_apis;
mod update_api;

use model::{Element, secret::Document, time::iso};
use serde::{Deserialize, Serialize};

use crate::{Api, ApiError, elements};

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_apis::get_apis)
        .serve(create_api::create_api)
        .serve(get_api::get_api)
        .serve(update_api::update_api)
        .serve(delete_api::delete_api)
}

/// What a caller may set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
struct Content {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

/// An API as it is answered; `U` is a user's number, or its text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<U> {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    created_at: String,
    created_by: U,
    updated_at: String,
    updated_by: U,
    #[serde(skip_serializing_if = "Option::is_none")]
    collections: Option<[(); 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    versions: Option<[(); 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schemas: Option<[(); 0]>,
}

impl<U> Shown<U> {
    fn new(element: &Element, content: Content, user: fn(i64) -> U) -> Self {
        Self {
            id: element.id.clone(),
            name: element.name.clone(),
            summary: content.summary,
            description: content.description,
            created_at: iso(element.created_at),
            created_by: user(element.owner.0),
            updated_at: iso(element.updated_at),
            updated_by: user(element.updated_by.0),
            collections: None,
            versions: None,
            schemas: None,
        }
    }
}

/// Most answers number users; the one of a change gives them as text.
fn number(user: i64) -> i64 {
    user
}

impl Content {
    fn of(document: &Document) -> Self {
        serde_json::from_str(&document.body).unwrap_or_else(|error| {
            tracing::error!(%error, "a stored API can't be read");
            Self::default()
        })
    }

    fn document(&self) -> Result<Document, ApiError> {
        elements::write(self).map(Document::plain)
    }

    /// What is set here replaces what was.
    fn over(self, before: Self) -> Self {
        Self {
            name: self.name.or(before.name),
            summary: self.summary.or(before.summary),
            description: self.description.or(before.description),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_keeps_what_it_does_not_name() {
        let content = |text: &str| serde_json::from_str::<Content>(text).unwrap();
        let before = content(r#"{"name":"A","summary":"s","description":"d"}"#);
        let after = content(r#"{"summary":"t"}"#).over(before);
        assert_eq!(
            after.document().unwrap().body,
            r#"{"name":"A","summary":"t","description":"d"}"#
        );
    }
}
