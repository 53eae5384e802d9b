//! `pm.cookies` and its jar.

use super::{By, By::Script, Function, Namespace, function};

const fn by(name: &'static str) -> By {
    Script("sdk/75-cookie.js", name)
}

/// `pm.cookies`, beside what all lists have.
pub(super) const COOKIES: Namespace = Namespace {
    path: "pm.cookies",
    about: "The cookies for the URL of the request, a list like `pm.request.headers`",
    functions: &[function("jar", 0, ("", "CookieJar"), "The cookies of the run", by("jar"))],
    properties: &[],
};

/// `pm.cookies.jar()`.
pub(super) const JAR: Namespace = Namespace {
    path: "pm.cookies.jar()",
    about: "The cookies of the run; without a callback the functions give promises",
    functions: FUNCTIONS,
    properties: &[],
};

const FUNCTIONS: &[Function] = &[
    function(
        "get",
        3,
        ("url: string, name: string, callback?: (error: any, value: string) => void", "any"),
        "The value of a cookie",
        by("get"),
    ),
    function(
        "getAll",
        3,
        ("url: string, options?: object, callback?: (error: any, cookies: any) => void", "any"),
        "All cookies of a URL",
        by("getAll"),
    ),
    function(
        "set",
        4,
        (
            "url: string, name: string | object, value?: string, callback?: (error: any, cookie: \
             any) => void",
            "any",
        ),
        "Sets a cookie",
        by("set"),
    ),
    function(
        "unset",
        3,
        ("url: string, name: string, callback?: (error: any) => void", "any"),
        "Removes a cookie",
        by("unset"),
    ),
    function(
        "clear",
        2,
        ("url: string, callback?: (error: any) => void", "any"),
        "Removes all cookies of a URL",
        by("clear"),
    ),
];
