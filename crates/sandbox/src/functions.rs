//! Every member that scripts find under `pm`, by namespace.
//!
//! The reference page and the check before a run are made from these tables; a test compares them
//! with the objects that scripts really get.

mod cookies;
mod general;
mod lists;
mod messages;
mod scopes;

/// A member of a namespace.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is called, such as `set(key, value, type?)`; a value has no parentheses.
    pub form: &'static str,
    /// What it does for the script, in one line.
    pub doc: &'static str,
}

/// An object under `pm`, or `pm` itself.
#[derive(Clone, Copy, Debug)]
pub struct Namespace {
    /// Where it is found, such as `pm.environment`.
    pub path: &'static str,
    /// What it is, in one line.
    pub doc: &'static str,
    /// Its members.
    pub functions: &'static [Function],
}

const fn row(name: &'static str, form: &'static str, doc: &'static str) -> Function {
    Function { name, form, doc }
}

const fn space(path: &'static str, doc: &'static str, functions: &'static [Function]) -> Namespace {
    Namespace { path, doc, functions }
}

/// All namespaces, in the order in which a page shows them.
pub static NAMESPACES: &[Namespace] = &[
    space("pm", "What a script is given.", general::FUNCTIONS),
    space("pm.info", "Which script runs.", general::INFO),
    space("pm.test", "Assertions.", general::TEST),
    space("pm.expect", "Chai's `expect`.", general::EXPECT),
    space("pm.environment", "The environment.", scopes::FUNCTIONS),
    space("pm.globals", "The global variables.", scopes::FUNCTIONS),
    space("pm.collectionVariables", "The variables of the collection.", scopes::FUNCTIONS),
    space("pm.variables", "All variables by precedence; changes are local.", scopes::FUNCTIONS),
    space("pm.iterationData", "The row of data of this iteration.", scopes::FUNCTIONS),
    space("pm.request", "The request, before it is sent or as it was sent.", messages::REQUEST),
    space("pm.request.url", "The URL in parts.", messages::URL),
    space("pm.request.headers", "The header lines; names in any case.", lists::FUNCTIONS),
    space("pm.response", "The answer; in test scripts only.", messages::RESPONSE),
    space("pm.cookies", "The cookies for the URL that was called.", cookies::FUNCTIONS),
    space("pm.cookies.jar()", "All cookies of the run.", cookies::JAR),
    space("pm.execution", "The course of the run.", general::EXECUTION),
    space("pm.visualizer", "What a visualizer would show.", general::VISUALIZER),
    space("pm.vault", "Secrets; refused unless the host gives a vault.", general::VAULT),
];

/// Whether scripts may use a member, given as `pm.environment.get` or shorter.
#[must_use]
pub fn knows(path: &str) -> bool {
    let mut parts = path.split('.');
    let (Some("pm"), Some(first)) = (parts.next(), parts.next()) else { return path == "pm" };
    let top = general::FUNCTIONS.iter().any(|one| one.name == first);
    let Some(second) = parts.next().filter(|_| top) else { return top };
    let parent = format!("pm.{first}");
    match NAMESPACES.iter().find(|space| space.path == parent) {
        Some(space) => {
            let is_function = ["call", "apply", "bind", "name", "length"].contains(&second);
            space.functions.iter().any(|one| one.name == second) || is_function
        }
        // What others return is theirs.
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{NAMESPACES, knows};

    #[test]
    fn rows_are_unique_and_short() {
        for space in NAMESPACES {
            let mut names = BTreeSet::new();
            for one in space.functions {
                assert!(names.insert(one.name), "{} has two `{}`", space.path, one.name);
                assert!(one.form.starts_with(one.name), "{}", one.form);
                assert!(one.doc.len() <= 80 && one.doc.ends_with('.'), "{}", one.doc);
            }
        }
    }

    #[test]
    fn paths_are_known_or_not() {
        for path in [
            "pm",
            "pm.test",
            "pm.test.skip",
            "pm.environment.get",
            "pm.response.to",
            "pm.sendRequest",
        ] {
            assert!(knows(path), "{path}");
        }
        for path in ["pm.enviroment", "pm.environment.gett", "pm.tests", "pm.response.jsn", "x.y"] {
            assert!(!knows(path), "{path}");
        }
    }
}
