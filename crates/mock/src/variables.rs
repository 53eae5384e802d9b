//! Variables of the mock's collection and environment.

use std::{borrow::Cow, collections::HashMap};

use model::variables::{Lookup, NoDynamic, coerce, substitute};
use serde_json::Value;

/// Names with their texts; tokens in values are replaced already.
#[derive(Debug, Default)]
pub(crate) struct Variables(HashMap<String, String>);

impl Lookup for Variables {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.0.get(name).map(|text| Cow::Borrowed(text.as_str()))
    }
}

impl Variables {
    /// Those of a collection and, before them, of an environment. Disabled ones are left out.
    pub(crate) fn new(collection: &Value, environment: Option<&Value>) -> Self {
        let mut raw = Self::default();
        raw.take(collection.get("variable"));
        raw.take(environment.and_then(|environment| environment.get("values")));
        let texts = raw.0.iter().map(|(name, text)| {
            (name.clone(), substitute(text, &raw, &mut NoDynamic).into_owned())
        });
        Self(texts.collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The text with tokens replaced; unknown ones stay.
    pub(crate) fn fill<'t>(&self, text: &'t str) -> Cow<'t, str> {
        substitute(text, self, &mut NoDynamic)
    }

    fn take(&mut self, list: Option<&Value>) {
        for variable in list.and_then(Value::as_array).into_iter().flatten() {
            let off = variable.get("disabled").is_some_and(|off| *off == Value::Bool(true))
                || variable.get("enabled").is_some_and(|on| *on == Value::Bool(false));
            let name = variable.get("key").or_else(|| variable.get("id")).and_then(Value::as_str);
            if let Some(name) = name.filter(|name| !off && !name.is_empty()) {
                let text = variable.get("value").map(coerce::text).unwrap_or_default();
                self.0.insert(name.to_owned(), text.into_owned());
            }
        }
    }
}
