//! `pm.execution`.

use super::{By::Native, Function, Namespace, Property, function, property};

/// `pm.execution`.
pub(super) const EXECUTION: Namespace = Namespace {
    path: "pm.execution",
    about: "Steers the run",
    functions: FUNCTIONS,
    properties: PROPERTIES,
};

const FUNCTIONS: &[Function] = &[
    function(
        "skipRequest",
        0,
        ("", "never"),
        "Ends the script and leaves the request out; in prerequest scripts",
        Native("skipRequest"),
    ),
    function(
        "setNextRequest",
        1,
        ("request: string | null", "void"),
        "Names the request that runs next; null ends the iteration",
        Native("setNextRequest"),
    ),
    function(
        "runRequest",
        2,
        ("id: string, options?: { variables?: object }", "Promise<Response | null>"),
        "Runs a saved request with its scripts",
        Native("runRequest"),
    ),
];

const PROPERTIES: &[Property] =
    &[property("location", "string[] & { current: string }", "Where the script stands")];
