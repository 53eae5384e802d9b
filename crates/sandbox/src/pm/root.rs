//! `pm` itself, and `pm.info`.

use super::{
    By::{Native, Script},
    Function, Namespace, Property, function, property,
};

/// `pm`.
pub(super) const PM: Namespace = Namespace {
    path: "pm",
    about: "Everything a script works with",
    functions: FUNCTIONS,
    properties: PROPERTIES,
};

const FUNCTIONS: &[Function] = &[
    function(
        "sendRequest",
        2,
        (
            "request: string | object, callback?: (error: Error | null, response: Response) => void",
            "Promise<Response>",
        ),
        "Sends a request; the script waits for the answer",
        Native("send"),
    ),
    function(
        "test",
        2,
        ("name: string, body?: (done: (error?: any) => void) => void", "typeof pm"),
        "Records an assertion that fails if the function throws",
        Native("assertion"),
    ),
    function(
        "expect",
        2,
        ("value: any, message?: string", "Chai.Assertion"),
        "Begins an assertion about a value",
        Script("core/80-pm.js", "MEMBERS"),
    ),
    function(
        "datasets",
        1,
        ("id: string", "Dataset"),
        "A dataset by its id; a command line has none",
        Script("core/80-pm.js", "datasets"),
    ),
];

const PROPERTIES: &[Property] = &[
    property("info", "Info", "What runs, and for which time"),
    property("globals", "VariableScope", "The global variables"),
    property("environment", "VariableScope", "The variables of the environment"),
    property("collectionVariables", "VariableScope", "The variables of the collection"),
    property("variables", "VariableScope", "The variables of all scopes; sets local ones"),
    property("iterationData", "VariableScope", "The row of data of this iteration"),
    property("request", "Request", "The request; before it is sent, changes to it count"),
    property("response", "Response", "The response, in test scripts"),
    property("cookies", "CookieList", "The cookies for the URL of the request"),
    property("visualizer", "Visualizer", "What is to be shown of the response"),
    property("execution", "Execution", "Steers the run"),
    property("vault", "Vault", "Secrets of the host"),
];

/// `pm.info`.
pub(super) const INFO: Namespace = Namespace {
    path: "pm.info",
    about: "What runs, and for which time",
    functions: &[],
    properties: &[
        property("eventName", "'prerequest' | 'test'", "The event of the script"),
        property("iteration", "number", "The iteration, from 0"),
        property("iterationCount", "number", "How many iterations the run has"),
        property("requestName", "string", "The name of the request"),
        property("requestId", "string", "The id of the request"),
    ],
};
