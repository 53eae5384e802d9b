//! Formats of descriptions.

use serde_json::Value;

/// A format.
// NOTE: order matters, newer ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Swagger, later called OpenAPI 2.0.
    OpenApi2,
    /// OpenAPI 3.0.
    OpenApi30,
    /// OpenAPI 3.1.
    OpenApi31,
    /// OpenAPI 3.2.
    OpenApi32,
    /// `AsyncAPI` 2.
    AsyncApi2,
    /// `AsyncAPI` 3.
    AsyncApi3,
}

impl Kind {
    /// The format that a document says it is of.
    #[must_use]
    pub fn of(document: &Value) -> Option<Self> {
        let version = |name: &str| match document.get(name)? {
            Value::String(text) => Some(text.clone()),
            // YAML without quotes: `swagger: 2.0`.
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let begins = |text: &str, with: &str| {
            text == with || text.strip_prefix(with).is_some_and(|rest| rest.starts_with('.'))
        };
        if let Some(version) = version("openapi") {
            let known =
                [("3.0", Self::OpenApi30), ("3.1", Self::OpenApi31), ("3.2", Self::OpenApi32)];
            return known
                .into_iter()
                .find(|(with, _)| begins(&version, with))
                .map(|(_, kind)| kind);
        }
        if let Some(version) = version("swagger") {
            return begins(&version, "2").then_some(Self::OpenApi2);
        }
        let version = version("asyncapi")?;
        let known = [("2", Self::AsyncApi2), ("3", Self::AsyncApi3)];
        known.into_iter().find(|(with, _)| begins(&version, with)).map(|(_, kind)| kind)
    }

    /// The format of a text that is a description; `None` for all else, readable or not.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        // Most texts that are asked about are collections, and need not be read.
        let names = ["openapi", "swagger", "asyncapi"];
        let named = names.iter().any(|name| text.contains(name));
        named.then(|| super::read::document("", text).ok())?.as_ref().and_then(Self::of)
    }

    /// True for those that become collections.
    #[must_use]
    pub fn is_openapi(self) -> bool {
        !matches!(self, Self::AsyncApi2 | Self::AsyncApi3)
    }

    /// The name with its version, as the API of specs writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenApi2 => "OPENAPI:2.0",
            Self::OpenApi30 => "OPENAPI:3.0",
            Self::OpenApi31 => "OPENAPI:3.1",
            Self::OpenApi32 => "OPENAPI:3.2",
            Self::AsyncApi2 => "ASYNCAPI:2.0",
            Self::AsyncApi3 => "ASYNCAPI:3.0",
        }
    }
}
