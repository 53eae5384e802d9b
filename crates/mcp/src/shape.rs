//! Where the arguments of a tool go in its request.

use catalog::Spec;
use http::Method;
use rmcp::model::JsonObject;
use serde_json::Value;

/// The arguments of a tool.
#[derive(Debug)]
pub(crate) struct Shape {
    /// All it knows, path parameters first.
    pub(crate) arguments: Vec<Argument>,
    /// True when its request has a body.
    pub(crate) body: bool,
    /// True when the contract does not describe it: unknown arguments become members of the body.
    pub(crate) open: bool,
}

/// One argument.
#[derive(Debug)]
pub(crate) struct Argument {
    /// Its name, the same as in the request.
    pub(crate) name: String,
    /// Where it goes.
    pub(crate) place: Place,
    /// True when the call fails without it.
    pub(crate) required: bool,
    /// JSON types it may have; empty when any will do.
    pub(crate) kinds: Vec<String>,
    /// The words it may be; empty when others are taken too.
    pub(crate) options: Vec<String>,
}

/// A place in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// A header.
    Header,
    /// A member of the body.
    Member,
    /// The body itself.
    Body,
}

impl Shape {
    pub(crate) fn of(spec: &Spec, input: &JsonObject) -> Self {
        let takes_body = matches!(spec.method, Method::POST | Method::PUT | Method::PATCH);
        match contract::operation(spec.id) {
            Some(operation) => {
                Self::described(operation, input, takes_body && !operation.bodies.is_empty())
            }
            None => Self::guessed(spec, takes_body),
        }
    }

    fn described(operation: &contract::Operation, input: &JsonObject, body: bool) -> Self {
        let required = |name: &str| {
            let names = input.get("required").and_then(Value::as_array);
            names.is_some_and(|names| names.iter().any(|one| one == name))
        };
        let properties = input.get("properties").and_then(Value::as_object);
        let placed = |name: &str| {
            let parameter = operation.parameters.iter().find(|one| one.name == name)?;
            Some(match parameter.place {
                contract::Place::Path => Place::Path,
                contract::Place::Query => Place::Query,
                contract::Place::Header => Place::Header,
            })
        };
        let members: Vec<&String> = properties
            .into_iter()
            .flat_map(|properties| properties.keys())
            .filter(|name| placed(name).is_none())
            .collect();
        let mut arguments = Vec::new();
        for (name, schema) in properties.into_iter().flatten() {
            let kinds = words(schema.get("type"));
            // The contract names a body that has no members `body`.
            let whole =
                members.as_slice() == ["body"] && !kinds.iter().any(|kind| kind == "string");
            let place = placed(name).unwrap_or(if whole { Place::Body } else { Place::Member });
            let (required, options) = (required(name), words(schema.get("enum")));
            arguments.push(Argument { name: name.clone(), place, required, kinds, options });
        }
        Self { arguments, body, open: false }
    }

    /// The arguments of an operation that only its row describes.
    fn guessed(spec: &Spec, body: bool) -> Self {
        let argument = |name: &str, place, required| Argument {
            name: name.to_owned(),
            place,
            required,
            kinds: Vec::new(),
            options: Vec::new(),
        };
        let path = spec.path_params().map(|name| argument(name, Place::Path, true));
        let query = spec.query.iter().map(|name| argument(name, Place::Query, false));
        Self { arguments: path.chain(query).collect(), body, open: body }
    }
}

/// A word or a list of words.
fn words(schema: Option<&Value>) -> Vec<String> {
    match schema {
        Some(Value::String(word)) => vec![word.clone()],
        Some(Value::Array(words)) => {
            words.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::entry;

    /// The places of a tool's arguments, `!` on required ones.
    fn places(tool: &str) -> String {
        let arguments = entry(tool).unwrap().shape.arguments.iter();
        let shown = arguments.map(|one| {
            let mark = if one.required { "!" } else { "" };
            format!("{}{mark}:{:?}", one.name, one.place)
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn arguments_have_their_places() {
        let cases = [
            ("getCollection", "collectionId!:Path access_key:Query model:Query"),
            ("createCollection", "workspace!:Query collection!:Member"),
            ("patchEnvironment", "environmentId!:Path body!:Body"),
            ("deleteWorkspace", "workspaceId!:Path"),
            ("getAuthenticatedUser", ""),
        ];
        for (tool, expected) in cases {
            assert_eq!(places(tool), expected, "{tool}");
        }
    }

    #[test]
    fn every_path_parameter_is_an_argument() {
        for spec in catalog::CATALOGUE.iter() {
            let shape = &entry(spec.tool).unwrap().shape;
            for name in spec.path_params() {
                let known = |one: &Argument| one.name == name && one.place == Place::Path;
                let fits =
                    entry(spec.tool).unwrap().spec != *spec || shape.arguments.iter().any(known);
                assert!(fits, "{}: {name}", spec.id);
            }
        }
    }
}
