//! Texts of bodies, which many requests and examples share.

use std::{collections::HashMap, rc::Rc};

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::sample::Way;

/// Texts of what references stand for, by file and pointer, the way where it matters, and media
/// type.
pub(super) type Texts = HashMap<((usize, String), Option<Way>, String), Text>;

/// A text and the language to show it in. Copies share it, and it is written as it is: large
/// descriptions have the same bodies hundreds of times.
#[derive(Clone)]
pub(super) struct Text {
    /// As a JSON string.
    json: Rc<RawValue>,
    pub(super) language: &'static str,
}

impl Text {
    pub(super) fn new((text, language): (String, &'static str)) -> Self {
        // NOTE: a string always is JSON.
        let json = serde_json::value::to_raw_value(&text).unwrap_or_default();
        Self { json: json.into(), language }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(to)
    }
}
