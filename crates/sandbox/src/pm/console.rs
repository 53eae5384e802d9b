//! `console`.

use super::{By::Native, Function, Namespace, function};

/// `console`.
pub(super) const CONSOLE: Namespace = Namespace {
    path: "console",
    about: "Output of the script",
    functions: FUNCTIONS,
    properties: &[],
};

const fn level(name: &'static str, about: &'static str) -> Function {
    function(name, 0, ("...values: any[]", "void"), about, Native("console"))
}

const FUNCTIONS: &[Function] = &[
    level("log", "Writes values"),
    level("info", "Writes values that inform"),
    level("warn", "Writes a warning"),
    level("error", "Writes an error"),
    level("debug", "Writes details"),
    level("clear", "Clears the console, where there is one to clear"),
];
