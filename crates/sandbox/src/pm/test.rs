//! `pm.test`, which is a function with functions.

use super::{By::Native, Function, Namespace, function};

/// `pm.test`.
pub(super) const TEST: Namespace = Namespace {
    path: "pm.test",
    about: "Assertions of the script",
    functions: FUNCTIONS,
    properties: &[],
};

const FUNCTIONS: &[Function] = &[
    function(
        "skip",
        1,
        ("name: string", "typeof pm"),
        "Records an assertion that is not made",
        Native("assertion"),
    ),
    function(
        "index",
        0,
        ("", "number"),
        "How many assertions there were so far",
        Native("assertions"),
    ),
];
