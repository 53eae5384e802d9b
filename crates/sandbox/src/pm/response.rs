//! `pm.response`.

use super::{By, By::Script, Function, Namespace, Property, function, property};

const fn by(name: &'static str) -> By {
    Script("sdk/35-response.js", name)
}

/// `pm.response`.
pub(super) const RESPONSE: Namespace = Namespace {
    path: "pm.response",
    about: "The response, in test scripts; without a code if the request failed",
    functions: FUNCTIONS,
    properties: PROPERTIES,
};

const FUNCTIONS: &[Function] = &[
    function(
        "json",
        1,
        ("reviver?: (key: string, value: any) => any, strict?: boolean", "any"),
        "The body as JSON; throws a JSONError if it is none",
        by("json"),
    ),
    function("text", 0, ("", "string"), "The body as text", by("text")),
    function(
        "jsonp",
        1,
        ("reviver?: (key: string, value: any) => any, strict?: boolean", "any"),
        "The JSON inside of a function call",
        by("jsonp"),
    ),
    function("reason", 0, ("", "string"), "The reason phrase", by("reason")),
    function("details", 0, ("", "object"), "Code, name and meaning of the status", by("details")),
    function("size", 0, ("", "object"), "Bytes of body, headers and both", by("size")),
    function(
        "contentInfo",
        0,
        ("", "object"),
        "Media type, charset and file name of the body",
        by("contentInfo"),
    ),
    function("dataURI", 0, ("", "string"), "The body as a data URL", by("dataURI")),
    function("encoding", 0, ("", "object"), "How the body is encoded", by("encoding")),
    function("toJSON", 0, ("", "object"), "The response as data", by("toJSON")),
];

const PROPERTIES: &[Property] = &[
    property("id", "string", "An id of its own"),
    property("code", "number | undefined", "The status code"),
    property("status", "string", "The reason phrase"),
    property("headers", "HeaderList", "The headers"),
    property("responseTime", "number", "Milliseconds"),
    property("responseSize", "number", "Bytes of the body"),
    property("stream", "Buffer", "The bytes of the body"),
    property("cookies", "CookieList", "The cookies it sets"),
    property("to", "Chai.Assertion", "Begins an assertion about the response"),
];
