//! `pm.visualizer`.

use super::{By::Native, Function, Namespace, function};

/// `pm.visualizer`.
pub(super) const VISUALIZER: Namespace = Namespace {
    path: "pm.visualizer",
    about: "What is to be shown of the response; a command line shows nothing",
    functions: FUNCTIONS,
    properties: &[],
};

const FUNCTIONS: &[Function] = &[
    function(
        "set",
        3,
        ("template: string, data?: object, options?: object", "void"),
        "Sets a Handlebars template and its data",
        Native("visualize"),
    ),
    function("clear", 0, ("", "void"), "Takes it back", Native("visualize")),
];
