//! `postman`, which scripts had before `pm`.

use super::{By, By::Script, Function, Namespace, function};

/// `postman`.
pub(super) const POSTMAN: Namespace = Namespace {
    path: "postman",
    about: "What scripts used before there was `pm`",
    functions: FUNCTIONS,
    properties: &[],
};

const fn by(name: &'static str) -> By {
    Script("sdk/95-legacy.js", name)
}

const FUNCTIONS: &[Function] = &[
    function(
        "setEnvironmentVariable",
        2,
        ("key: string, value: any", "void"),
        "Sets a variable of the environment, as text",
        by("COMMON"),
    ),
    function(
        "getEnvironmentVariable",
        1,
        ("key: string", "any"),
        "A variable of the environment",
        by("COMMON"),
    ),
    function(
        "clearEnvironmentVariable",
        1,
        ("key: string", "void"),
        "Removes a variable of the environment",
        by("COMMON"),
    ),
    function(
        "clearEnvironmentVariables",
        0,
        ("", "void"),
        "Removes all variables of the environment",
        by("COMMON"),
    ),
    function(
        "setGlobalVariable",
        2,
        ("key: string, value: any", "void"),
        "Sets a global variable, as text",
        by("COMMON"),
    ),
    function("getGlobalVariable", 1, ("key: string", "any"), "A global variable", by("COMMON")),
    function(
        "clearGlobalVariable",
        1,
        ("key: string", "void"),
        "Removes a global variable",
        by("COMMON"),
    ),
    function("clearGlobalVariables", 0, ("", "void"), "Removes all global variables", by("COMMON")),
    function(
        "setNextRequest",
        1,
        ("request: string | null", "void"),
        "Names the request that runs next",
        by("COMMON"),
    ),
    function(
        "getResponseCookie",
        1,
        ("name: string", "Cookie"),
        "A cookie of the response, in test scripts",
        by("AFTER"),
    ),
    function(
        "getResponseHeader",
        1,
        ("name: string", "string"),
        "A header of the response, in test scripts",
        by("AFTER"),
    ),
];
