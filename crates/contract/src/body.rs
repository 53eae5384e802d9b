//! The check of request bodies.

use serde_json::Value;

use crate::{operation, schema};

/// One thing wrong with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where, e.g. `environment.values[0].key`; empty for the body itself.
    pub path: String,
    /// What, e.g. `must have required property 'name'`. Never holds a value of the body.
    pub what: String,
    /// The name of the missing member, when that is what is wrong.
    pub missing: Option<String>,
}

/// At most this many violations are reported for one body.
pub const MOST_VIOLATIONS: usize = 100;

/// Checks the body of a call against the contract.
///
/// Passes what the contract says nothing about: operations it does not describe, operations
/// without a body, and bodies marked `x-gatepost-body: streamed`, whose own reader checks them.
/// The text is read into a tree; expect several times its size in memory.
pub fn check_body(id: &str, body: &str) -> Result<(), Vec<Violation>> {
    let Some(operation) = operation(id).filter(|operation| !operation.streamed) else {
        return Ok(());
    };
    let Some(validator) = operation.body_validator() else { return Ok(()) };
    let value: Value = serde_json::from_str(body).map_err(|error| {
        let what = format!("is not JSON: line {}, column {}", error.line(), error.column());
        vec![Violation { path: String::new(), what, missing: None }]
    })?;
    let violations: Vec<Violation> = validator
        .iter_errors(&value)
        .take(MOST_VIOLATIONS)
        .map(|error| Violation {
            path: schema::place(error.instance_path()),
            what: schema::what(&error),
            missing: missing(&error),
        })
        .collect();
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

fn missing(error: &jsonschema::ValidationError<'_>) -> Option<String> {
    match error.kind() {
        jsonschema::error::ValidationErrorKind::Required { property } => {
            property.as_str().map(str::to_owned)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(id: &str, body: &str) -> Vec<String> {
        let found = check_body(id, body).err().unwrap_or_default();
        found.iter().map(|one| format!("{}: {}", one.path, one.what)).collect()
    }

    #[test]
    fn says_where_and_what() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("createWorkspace", r#"{"workspace":{"name":"x","type":"team"}}"#, &[]),
            ("createWorkspace", r#"{"workspace":{"name":"x","type":"team","a":1},"b":2}"#, &[]),
            ("createWorkspace", "{}", &[": must have required property 'workspace'"]),
            ("createWorkspace", "[]", &[": must be object"]),
            (
                "createWorkspace",
                r#"{"workspace":{"name":7}}"#,
                &[
                    "workspace: must have required property 'type'",
                    "workspace.name: must be string",
                ],
            ),
            (
                "updateWorkspaceRoles",
                r#"{"roles":[{"op":"add","path":"/user","value":[{"id":1,"role":"3"}]}]}"#,
                &["roles[0].value[0].id: must be string"],
            ),
            (
                "createWorkspace",
                r#"{"workspace":{"name":"x","type":"secret"}}"#,
                &["workspace.type: must be one of personal, private, team, public or partner"],
            ),
            ("patchEnvironment", r#"[{"op":"remove","path":"/values/0"}]"#, &[]),
            ("patchEnvironment", "{}", &[": must be array"]),
            (
                "createAgent",
                r#"{"agent":{"name":"x","notAfter":"tomorrow"}}"#,
                &["agent.notAfter: must be a time like 2026-12-31T00:00:00Z"],
            ),
            ("createApi", "{", &[": is not JSON: line 1, column 1"]),
        ];
        for (id, body, expected) in cases {
            assert_eq!(violations(id, body), *expected, "{id} {body}");
        }
    }

    #[test]
    fn never_repeats_a_value() {
        let body = r#"[{"op":"s3cret","path":["s3cret"]}]"#;
        let found = violations("patchEnvironment", body);
        assert!(found.len() == 2 && !found.concat().contains("s3cret"), "{found:?}");
    }

    #[test]
    fn names_the_missing_member() {
        let found = check_body("createKey", r#"{"key":{}}"#).unwrap_err();
        assert_eq!(found[0].missing.as_deref(), Some("kind"));
    }

    #[test]
    fn leaves_huge_and_unknown_bodies_alone() {
        assert_eq!(check_body("putCollection", "not even JSON"), Ok(()));
        assert_eq!(check_body("putEnvironment", "not even JSON"), Ok(()));
        assert_eq!(check_body("patchCollection", "not even JSON"), Ok(()));
        assert_eq!(check_body("importElement", "not even JSON"), Ok(()));
        assert_eq!(check_body("createSdk", "not described"), Ok(()));
        assert_eq!(check_body("getCollection", "has no body"), Ok(()));
    }

    #[test]
    fn reports_a_limited_number() {
        let body = format!("[{}]", vec!["{}"; 500].join(","));
        let found = check_body("patchEnvironment", &body).unwrap_err();
        assert_eq!(found.len(), MOST_VIOLATIONS);
    }
}
