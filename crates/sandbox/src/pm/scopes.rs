//! The objects with variables. All have the same functions.

use super::{
    By::{Native, Script},
    Function, Namespace, Property, function, property,
};

/// Where scopes are written in JavaScript.
const FILE: &str = "core/50-scopes.js";

const fn scope(path: &'static str, about: &'static str) -> Namespace {
    Namespace { path, about, functions: FUNCTIONS, properties: PROPERTIES }
}

/// `pm.environment`.
pub(super) const ENVIRONMENT: Namespace =
    scope("pm.environment", "The variables of the environment");
/// `pm.globals`.
pub(super) const GLOBALS: Namespace = scope("pm.globals", "The global variables");
/// `pm.collectionVariables`.
pub(super) const COLLECTION: Namespace =
    scope("pm.collectionVariables", "The variables of the collection");
/// `pm.variables`.
pub(super) const VARIABLES: Namespace = scope(
    "pm.variables",
    "The variables of all scopes, the strongest of each name; sets local ones",
);
/// `pm.iterationData`.
pub(super) const DATA: Namespace =
    scope("pm.iterationData", "The row of data of this iteration; changes last for the script");

const FUNCTIONS: &[Function] = &[
    function(
        "get",
        1,
        ("key: string", "any"),
        "The value of a variable; undefined if there is none",
        Native("scopeGet"),
    ),
    function(
        "set",
        3,
        ("key: string, value: any, type?: string", "void"),
        "Sets a variable; a type converts what it is given",
        Native("scopeSet"),
    ),
    function("unset", 1, ("key: string", "void"), "Removes a variable", Native("scopeUnset")),
    function("clear", 0, ("", "void"), "Removes all variables", Native("scopeClear")),
    function(
        "has",
        1,
        ("key: string", "boolean"),
        "Whether there is a variable of this name",
        Native("scopeHas"),
    ),
    function(
        "toObject",
        1,
        ("excludeDisabled?: boolean", "object"),
        "All values by name",
        Native("scopeObject"),
    ),
    function(
        "replaceIn",
        1,
        ("template: any", "any"),
        "Text, or a copy of an object, with its {{tokens}} replaced",
        Native("scopeReplaceIn"),
    ),
    function(
        "syncVariablesTo",
        1,
        ("target: object", "object"),
        "Makes an object have just these values",
        Script(FILE, "syncVariablesTo"),
    ),
    function(
        "syncVariablesFrom",
        1,
        ("source: object", "void"),
        "Makes the variables those of an object",
        Script(FILE, "syncVariablesFrom"),
    ),
    function("variables", 0, ("", "object"), "All values by name", Script(FILE, "variables")),
    function(
        "toJSON",
        0,
        ("", "object"),
        "The scope as it is exported: id, name and values",
        Native("scopeList"),
    ),
];

const PROPERTIES: &[Property] = &[
    property("name", "string | undefined", "The name of the environment"),
    property("id", "string", "The id of the scope"),
    property("values", "VariableList", "The variables as a list"),
];
