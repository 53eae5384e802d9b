//! `pm.vault` and `pm.datasets(id)`, which belong to the host.

use super::{
    By::{Native, Script},
    Function, Namespace, function,
};

/// `pm.vault`.
pub(super) const VAULT: Namespace = Namespace {
    path: "pm.vault",
    about: "Secrets of the host, if it allows scripts to have them",
    functions: FUNCTIONS,
    properties: &[],
};

const FUNCTIONS: &[Function] = &[
    function("get", 1, ("key: string", "Promise<any>"), "A secret", Native("vault")),
    function(
        "set",
        2,
        ("key: string, value: any", "Promise<void>"),
        "Sets a secret",
        Native("vault"),
    ),
    function("unset", 1, ("key: string", "Promise<void>"), "Removes a secret", Native("vault")),
];

/// `pm.datasets(id)`.
pub(super) const DATASETS: Namespace = Namespace {
    path: "pm.datasets('id')",
    about: "A dataset; a command line has none, so the promises are rejected",
    functions: &[
        function(
            "executeQuery",
            2,
            ("sql: string, parameters?: any", "Promise<{ columns: any, rows: any }>"),
            "Asks a dataset",
            Script("core/80-pm.js", "datasets"),
        ),
        function(
            "executeView",
            2,
            ("view: string, parameters?: any", "Promise<{ columns: any, rows: any }>"),
            "Asks a view of a dataset",
            Script("core/80-pm.js", "datasets"),
        ),
    ],
    properties: &[],
};
