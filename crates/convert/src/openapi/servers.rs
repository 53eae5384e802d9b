//! Servers, as variables.

use serde_json::Value;

use super::{Builder, parameters};
use crate::spec::Node;

/// The value of `baseUrl`: the first server's address. Its variables become the collection's.
pub(super) fn base(builder: &Builder<'_>) -> String {
    let servers = builder.spec.root().get("servers");
    let first = servers.and_then(|servers| servers.entries().next());
    first.map_or_else(|| "/".to_owned(), |server| url(builder, server))
}

/// The address of a server, its variables in the words of collections.
pub(super) fn url(builder: &Builder<'_>, server: Node<'_>) -> String {
    let variables = server.get("variables");
    for (name, variable) in variables.into_iter().flat_map(Node::members) {
        let value = match variable.value.get("default") {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        builder.variable(name, &value);
    }
    let url = server.text("url").unwrap_or("/").trim_end_matches('/');
    parameters::braces_doubled(url)
}
