//! What is stored of a mock.

use serde::{Deserialize, Serialize};

use crate::Config;

/// What is stored of a mock, besides its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    /// Uid of the collection whose examples answer.
    pub collection: String,
    /// Uid of the environment that sets variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// True when callers need a key that sees the collection.
    #[serde(default)]
    pub private: bool,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The version of the collection it was made for; kept, and without effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_tag: Option<String>,
    /// How it matches and answers.
    #[serde(default)]
    pub config: Config,
    /// Simulated outages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub server_responses: Vec<ServerResponse>,
}

/// A simulated outage: the one answer to every call while it is switched on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerResponse {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// 500 to 599.
    pub status_code: u16,
    /// Headers of the answer.
    pub headers: Vec<Header>,
    /// Language of the body, where it was given.
    pub language: Option<String>,
    /// The body.
    pub body: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// User number.
    pub created_by: i64,
    /// User number.
    pub updated_by: i64,
}

/// A header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Its name.
    #[serde(default)]
    pub key: String,
    /// Its value.
    #[serde(default)]
    pub value: String,
}

impl Definition {
    /// Reads what was stored.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The text to store.
    pub fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The outage that answers everything now.
    #[must_use]
    pub fn outage(&self) -> Option<&ServerResponse> {
        let id = self.config.server_response_id.as_deref()?;
        self.server_responses.iter().find(|one| one.id == id)
    }
}
