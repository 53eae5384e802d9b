//! The check of query parameters.

use catalog::Spec;
use serde_json::Value;
use thiserror::Error;

use crate::{Operation, Parameter, Place, operation, schema};

/// A query that fits the contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    known: Vec<(String, String)>,
    /// Names of parameters the operation does not know; they have no effect.
    pub ignored: Vec<String>,
}

/// What is wrong with a query parameter.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("parameter `{parameter}` {reason}")]
pub struct Problem {
    /// Name of the parameter.
    pub parameter: String,
    /// What is wrong.
    pub reason: Reason,
    /// The value as given; absent when the parameter is.
    pub value: Option<String>,
}

/// Why a query parameter is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    /// Required, but not there.
    #[error("is missing")]
    Missing,
    /// There more than once.
    #[error("is given more than once")]
    Repeated,
    /// Not a whole number.
    #[error("must be a whole number")]
    NotInteger,
    /// Neither `true` nor `false`.
    #[error("must be true or false")]
    NotBoolean,
    /// Below the lowest value.
    #[error("must be at least {0}")]
    TooSmall(i64),
    /// Above the highest value.
    #[error("must be at most {0}")]
    TooLarge(i64),
    /// Not one of the words, `a, b or c`.
    #[error("must be {0}")]
    NotOneOf(String),
}

impl Checked {
    /// The value, or its default in the contract.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.known.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as a number, or its default in the contract.
    #[must_use]
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// The words of a value with commas between; empty when it is not there.
    #[must_use]
    pub fn list(&self, name: &str) -> Vec<&str> {
        split(self.text(name).unwrap_or_default()).collect()
    }
}

/// Checks the query of a call: nothing missing, nothing twice, every value allowed.
///
/// Parameters the contract does not know are listed as ignored. For a row the contract does not
/// describe, only repetition of the row's parameters is looked at.
pub fn check_query(spec: &Spec, query: &[(String, String)]) -> Result<Checked, Problem> {
    let operation = operation(spec.id);
    let mut checked = Checked::default();
    for (name, value) in query {
        let problem =
            |reason| Problem { parameter: name.clone(), reason, value: Some(value.clone()) };
        let known = operation.and_then(|operation| operation.query(name));
        if known.is_none() && !spec.query.contains(&name.as_str()) {
            checked.ignored.push(name.clone());
            continue;
        }
        if checked.text(name).is_some() {
            return Err(problem(Reason::Repeated));
        }
        if let Some(reason) = known.and_then(|known| refuse(&known.schema, value)) {
            return Err(problem(reason));
        }
        checked.known.push((name.clone(), value.clone()));
    }
    for parameter in operation.map(query_parameters).into_iter().flatten() {
        complete(&mut checked, parameter)?;
    }
    Ok(checked)
}

fn query_parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|one| one.place == Place::Query)
}

fn complete(checked: &mut Checked, parameter: &Parameter) -> Result<(), Problem> {
    if checked.text(&parameter.name).is_some() {
        return Ok(());
    }
    if parameter.required {
        return Err(Problem {
            parameter: parameter.name.clone(),
            reason: Reason::Missing,
            value: None,
        });
    }
    if let Some(default) = parameter.schema.get("default") {
        let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        checked.known.push((parameter.name.clone(), text));
    }
    Ok(())
}

fn split(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn refuse(schema: &Value, value: &str) -> Option<Reason> {
    let schema = schema::follow(schema);
    let options = schema.get("enum");
    if let Some(options) = options
        && !options.as_array().is_some_and(|all| all.iter().any(|one| one == value))
    {
        return Some(Reason::NotOneOf(schema::words(options)));
    }
    match schema.get("type").and_then(Value::as_str)? {
        "integer" => {
            let Ok(number) = value.trim().parse::<i64>() else { return Some(Reason::NotInteger) };
            let bound = |name| schema.get(name).and_then(Value::as_i64);
            if let Some(lowest) = bound("minimum").filter(|lowest| number < *lowest) {
                return Some(Reason::TooSmall(lowest));
            }
            bound("maximum").filter(|highest| number > *highest).map(Reason::TooLarge)
        }
        "boolean" => (!matches!(value, "true" | "false")).then_some(Reason::NotBoolean),
        "array" => {
            let items = schema.get("items")?;
            split(value).find_map(|word| refuse(items, word))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Query = &'static [(&'static str, &'static str)];

    fn check(id: &str, query: &[(&str, &str)]) -> Result<Checked, String> {
        let owned: Vec<_> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        check_query(catalog::spec(id).unwrap(), &owned).map_err(|problem| problem.to_string())
    }

    #[test]
    fn refuses_with_name_and_reason() {
        let cases: &[(&str, Query, &str)] = &[
            ("getWorkspaces", &[("limit", "101")], "parameter `limit` must be at most 100"),
            ("getWorkspaces", &[("limit", "0")], "parameter `limit` must be at least 1"),
            ("getWorkspaces", &[("limit", "ten")], "parameter `limit` must be a whole number"),
            (
                "getWorkspaces",
                &[("limit", "99999999999999999999")],
                "parameter `limit` must be a whole number",
            ),
            (
                "getWorkspaces",
                &[("type", "Team")],
                "parameter `type` must be personal, private, team, public or partner",
            ),
            (
                "getWorkspace",
                &[("include", "scim,other")],
                "parameter `include` must be team, scim or mocks:deactivated",
            ),
            (
                "getWorkspaces",
                &[("createdBy", "1,x")],
                "parameter `createdBy` must be a whole number",
            ),
            ("getApis", &[], "parameter `workspaceId` is missing"),
            ("getCollections", &[("offset", "-1")], "parameter `offset` must be at least 0"),
            (
                "getCollections",
                &[("name", "a"), ("name", "a")],
                "parameter `name` is given more than once",
            ),
            // Not described by the contract, but its row knows the parameter.
            (
                "getMonitors",
                &[("workspace", "a"), ("workspace", "b")],
                "parameter `workspace` is given more than once",
            ),
        ];
        for (id, query, expected) in cases {
            assert_eq!(check(id, query).unwrap_err(), *expected, "{id} {query:?}");
        }
    }

    #[test]
    fn answers_values_defaults_and_lists() {
        let checked =
            check("getWorkspaces", &[("createdBy", "1, 2"), ("new", "x"), ("new", "y")]).unwrap();
        assert_eq!(checked.integer("limit"), Some(100));
        assert_eq!(checked.list("createdBy"), ["1", "2"]);
        assert_eq!(checked.ignored, ["new", "new"]);
        assert_eq!(checked.text("cursor"), None);
        assert!(checked.list("include").is_empty());
    }
}
