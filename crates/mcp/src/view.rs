//! Tools that differ from their operation: in the form of the answer, or in what they ask.

use catalog::Toolset;
use serde::Deserialize;
use serde_json::value::RawValue;

/// A form of an operation's answer that only its tool has.
#[derive(Debug)]
pub(crate) struct View {
    operation: &'static str,
    /// The query parameter that chooses a form; without it this one is shown.
    chooser: &'static str,
    /// The word with which the tool answers as the operation does.
    unchanged: &'static str,
    show: fn(&str) -> Option<String>,
}

const VIEWS: &[View] =
    &[View { operation: "getCollection", chooser: "model", unchanged: "full", show: item_map }];

/// Adds what a tool says by itself: its arguments leave it out, whatever the operation takes.
pub(crate) fn fill(operation: &str, toolset: Toolset, query: &mut Vec<(String, String)>) {
    if operation == "getEnabledTools" {
        let name = match toolset {
            Toolset::Minimal => "minimal",
            Toolset::Code => "code",
            Toolset::Full => "full",
        };
        query.push(("toolset".to_owned(), name.to_owned()));
    }
}

/// The view of an operation.
pub(crate) fn of(operation: &str) -> Option<&'static View> {
    VIEWS.iter().find(|view| view.operation == operation)
}

impl View {
    /// Whether a call asks for this view. The word that only the tool knows is taken out.
    pub(crate) fn asked(&self, query: &mut Vec<(String, String)>) -> bool {
        let before = query.len();
        query.retain(|(name, value)| name != self.chooser || value != self.unchanged);
        before == query.len() && query.iter().all(|(name, _)| name != self.chooser)
    }

    /// The answer in this view; unchanged when it has an unexpected form.
    pub(crate) fn show(&self, body: &str) -> Option<String> {
        (self.show)(body)
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    collection: &'a RawValue,
}

fn item_map(body: &str) -> Option<String> {
    let envelope: Envelope<'_> = serde_json::from_str(body).ok()?;
    let map = model::collection::item_map(envelope.collection.get());
    Some(format!("{{\"collection\":{map}}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_is_the_default() {
        let view = of("getCollection").unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let key = pair("access_key", "k");
        let cases = [
            (vec![], true, 0),
            (vec![key.clone()], true, 1),
            (vec![pair("model", "minimal")], false, 1),
            (vec![key, pair("model", "full")], false, 1),
        ];
        for (given, asked, left) in cases {
            let mut query = given.clone();
            assert_eq!(view.asked(&mut query), asked, "{given:?}");
            assert_eq!(query.len(), left, "{given:?}");
        }
    }

    #[test]
    fn the_map_has_names_and_ids_only() {
        let body = r#"{"collection":{"info":{"name":"A"},"item":[{"name":"F","uid":"1-f",
            "item":[{"name":"R","id":"r","request":{"method":"GET"}}]}]}}"#;
        let shown = of("getCollection").unwrap().show(body).unwrap();
        assert_eq!(
            shown,
            r#"{"collection":{"info":{"name":"A"},"itemRefs":[{"name":"F","id":"1-f","itemRefs":[{"name":"R","id":"r"}]}]}}"#
        );
        assert_eq!(of("getCollection").unwrap().show("[]"), None);
    }
}
