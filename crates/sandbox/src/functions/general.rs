//! `pm` itself and its small namespaces.

use super::{Function, row};

pub(super) const FUNCTIONS: &[Function] = &[
    row("info", "info", "Which script runs."),
    row("globals", "globals", "The global variables."),
    row("environment", "environment", "The environment."),
    row("collectionVariables", "collectionVariables", "The variables of the collection."),
    row("variables", "variables", "All variables by precedence; changes are local."),
    row("iterationData", "iterationData", "The row of data of this iteration."),
    row("request", "request", "The request, before it is sent or as it was sent."),
    row("response", "response", "The answer; in test scripts only."),
    row("cookies", "cookies", "The cookies for the URL that was called."),
    row("visualizer", "visualizer", "What a visualizer would show."),
    row(
        "sendRequest",
        "sendRequest(request, callback?)",
        "Sends a request; a promise without a callback.",
    ),
    row("execution", "execution", "The course of the run."),
    row("vault", "vault", "Secrets; refused unless the host gives a vault."),
    row("datasets", "datasets(id)", "Refused: the command line has none."),
    row("require", "require(name)", "A package; only where the host resolves packages."),
    row("test", "test(name, function)", "Makes an assertion: it fails when the function throws."),
    row("expect", "expect(value, message?)", "Begins an assertion of Chai."),
];

pub(super) const INFO: &[Function] = &[
    row("eventName", "eventName", "`prerequest` or `test`."),
    row("iteration", "iteration", "The iteration, from 0."),
    row("iterationCount", "iterationCount", "How many iterations there are."),
    row("requestName", "requestName", "The name of the request."),
    row("requestId", "requestId", "The id of the request."),
];

pub(super) const TEST: &[Function] = &[
    row("skip", "skip(name, function?)", "Notes an assertion as skipped."),
    row("index", "index()", "How many assertions there were in this script."),
];

pub(super) const EXPECT: &[Function] = &[row("fail", "fail(message?)", "Fails at once.")];

pub(super) const EXECUTION: &[Function] = &[
    row(
        "setNextRequest",
        "setNextRequest(name)",
        "Goes on with this request; null ends the iteration.",
    ),
    row("skipRequest", "skipRequest()", "Leaves this request out; in prerequest scripts only."),
    row(
        "runRequest",
        "runRequest(id, options?)",
        "Runs a saved request; a promise of its response.",
    ),
    row("location", "location", "Names from collection to request; `current` owns the script."),
];

pub(super) const VISUALIZER: &[Function] = &[
    row("set", "set(template, data?, options?)", "Sets template and data."),
    row("clear", "clear()", "Takes them back."),
];

pub(super) const VAULT: &[Function] = &[
    row("get", "get(key)", "A promise of a secret."),
    row("set", "set(key, value)", "Sets a secret; a promise."),
    row("unset", "unset(key)", "Takes a secret away; a promise."),
];
