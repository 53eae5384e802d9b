//! `pm.request`, its URL and its body.

use super::{By, By::Script, Function, Namespace, Property, function, property};

const fn request(name: &'static str) -> By {
    Script("sdk/70-request.js", name)
}

const fn url(name: &'static str) -> By {
    Script("sdk/50-url.js", name)
}

const fn body(name: &'static str) -> By {
    Script("sdk/60-body.js", name)
}

/// `pm.request`.
pub(super) const REQUEST: Namespace = Namespace {
    path: "pm.request",
    about: "The request: as it stands before it is sent, as it was sent afterwards",
    functions: FUNCTIONS,
    properties: PROPERTIES,
};

const FUNCTIONS: &[Function] = &[
    function(
        "addHeader",
        1,
        ("header: object | string", "void"),
        "Adds a header",
        request("addHeader"),
    ),
    function(
        "removeHeader",
        2,
        ("header: string | object, options?: { ignoreCase?: boolean }", "void"),
        "Removes headers of that name",
        request("removeHeader"),
    ),
    function(
        "upsertHeader",
        1,
        ("header: object", "void"),
        "Replaces the header of that name, or adds one",
        request("upsertHeader"),
    ),
    function(
        "getHeaders",
        1,
        ("options?: { enabled?: boolean, ignoreCase?: boolean }", "object"),
        "Headers by name",
        request("getHeaders"),
    ),
    function(
        "forEachHeader",
        1,
        ("call: (header: Header) => void", "void"),
        "Calls a function with every header",
        request("forEachHeader"),
    ),
    function(
        "addQueryParams",
        1,
        ("params: any", "void"),
        "Adds query parameters",
        request("addQueryParams"),
    ),
    function(
        "removeQueryParams",
        1,
        ("params: any", "void"),
        "Removes query parameters",
        request("removeQueryParams"),
    ),
    function(
        "authorizeUsing",
        2,
        ("type: string | object, params?: any", "void"),
        "Sets how the request is signed",
        request("authorizeUsing"),
    ),
    function("update", 1, ("definition: object", "void"), "Replaces parts", request("update")),
    function("size", 0, ("", "object"), "Bytes of headers and body", request("size")),
    function("clone", 0, ("", "Request"), "A copy", request("clone")),
    function("toJSON", 0, ("", "object"), "The request as data", request("toJSON")),
];

const PROPERTIES: &[Property] = &[
    property("url", "Url", "The URL"),
    property("method", "string", "The method"),
    property("headers", "HeaderList", "The headers"),
    property("body", "RequestBody | undefined", "The body"),
    property("auth", "RequestAuth | undefined", "How it is signed"),
    property("to", "Chai.Assertion", "Begins an assertion about the request"),
];

/// `pm.request.url`.
pub(super) const URL: Namespace = Namespace {
    path: "pm.request.url",
    about: "A URL, in its parts",
    functions: &[
        function("toString", 1, ("encode?: boolean", "string"), "The URL as text", url("toString")),
        function("getHost", 0, ("", "string"), "The host", url("getHost")),
        function("getPath", 1, ("options?: any", "string"), "The path", url("getPath")),
        function("getPathWithQuery", 0, ("", "string"), "Path and query", url("getPathWithQuery")),
        function("getQueryString", 0, ("", "string"), "The query", url("getQueryString")),
        function("getRemote", 1, ("options?: any", "string"), "Host and port", url("getRemote")),
        function("getRaw", 0, ("", "string"), "The URL as it was written", url("getRaw")),
        function(
            "getOAuth1BaseUrl",
            0,
            ("", "string"),
            "The URL that OAuth 1 signs",
            url("getOAuth1BaseUrl"),
        ),
        function("update", 1, ("url: string | object", "void"), "Replaces the URL", url("update")),
        function(
            "addQueryParams",
            1,
            ("params: any", "void"),
            "Adds query parameters",
            url("addQueryParams"),
        ),
        function(
            "removeQueryParams",
            1,
            ("params: any", "void"),
            "Removes query parameters",
            url("removeQueryParams"),
        ),
        function("toJSON", 0, ("", "object"), "The URL as data", url("toJSON")),
    ],
    properties: &[
        property("protocol", "string | undefined", "The scheme"),
        property("auth", "object | undefined", "User and password"),
        property("host", "string[]", "The host, cut at its dots"),
        property("port", "string | undefined", "The port"),
        property("path", "string[]", "The path, cut at its slashes"),
        property("query", "QueryList", "The query parameters"),
        property("variables", "VariableList", "The values of path variables"),
        property("hash", "string | undefined", "What follows `#`"),
    ],
};

/// `pm.request.body`.
pub(super) const BODY: Namespace = Namespace {
    path: "pm.request.body",
    about: "The body of the request; undefined when it has none",
    functions: &[
        function("update", 1, ("body: any", "void"), "Replaces the body", body("update")),
        function("isEmpty", 0, ("", "boolean"), "Whether there is nothing in it", body("isEmpty")),
        function("toString", 0, ("", "string"), "The body as text", body("toString")),
        function("toJSON", 0, ("", "object"), "The body as data", body("toJSON")),
    ],
    properties: &[
        property("mode", "string", "Which of the forms counts"),
        property("raw", "string | undefined", "Text"),
        property("urlencoded", "QueryList | undefined", "Parameters of a form"),
        property("formdata", "FormList | undefined", "Parts of a form"),
        property("file", "object | undefined", "A file"),
        property("graphql", "object | undefined", "A GraphQL query"),
        property("options", "object | undefined", "Options of the mode"),
        property("disabled", "boolean | undefined", "Whether it is left out"),
    ],
};
