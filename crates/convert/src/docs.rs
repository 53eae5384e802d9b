//! Collections as a page to be read: one file of HTML, without scripts and without anything that
//! is fetched.

mod page;
mod part;
mod prose;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Fault;

/// How a page looks; everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Look {
    /// Its colours.
    pub custom_color: Colors,
    /// `classic-double-column` shows examples beside the requests.
    pub documentation_layout: String,
    /// Its title, what search engines read, and light or dark.
    pub customization: Customization,
}

/// Colours as six hexadecimal digits; others are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Colors {
    /// Of links and methods.
    pub highlight: String,
    /// Behind examples.
    pub right_sidebar: String,
    /// Of the line at the top.
    pub top_bar: String,
}

/// What search engines read, and light or dark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Customization {
    /// Names and values of `meta` elements; `title` is the page's title too.
    pub meta_tags: Vec<MetaTag>,
    /// Light or dark.
    pub appearance: Appearance,
}

/// A `meta` element.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MetaTag {
    /// Its name.
    pub name: String,
    /// Its content.
    pub value: String,
}

/// Light or dark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appearance {
    /// `light` or `dark`.
    pub default: String,
    /// Kept, not used.
    pub themes: Vec<Value>,
}

/// The page of a collection of format v2.1. What it must not show must not be in the text.
pub fn page(collection: &str, look: &Look) -> Result<String, Fault> {
    let collection: Value = serde_json::from_str(collection)?;
    if !collection.get("item").is_some_and(Value::is_array) {
        return Err(Fault::NoCollection);
    }
    Ok(page::write(&collection, look))
}
