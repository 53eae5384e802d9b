//! Lists of headers, query parameters, variables and cookies. All have the same functions.

use super::{By, By::Script, Function, Namespace, Property, function, property};

/// Where lists are written in JavaScript.
const FILE: &str = "sdk/20-list.js";

const fn by(name: &'static str) -> By {
    Script(FILE, name)
}

/// `pm.request.headers`, as an example of them all.
pub(super) const HEADERS: Namespace = Namespace {
    path: "pm.request.headers",
    about: "A list of headers; other lists (query, variables, cookies) have the same functions",
    functions: FUNCTIONS,
    properties: PROPERTIES,
};

/// What lists can do.
pub(super) const FUNCTIONS: &[Function] = &[
    function("get", 1, ("key: string", "any"), "The value of the last item of that key", by("get")),
    function("one", 1, ("key: string", "Item"), "The last item of that key", by("one")),
    function(
        "has",
        2,
        ("item: string | Item, value?: any", "boolean"),
        "Whether there is such an item",
        by("has"),
    ),
    function("all", 0, ("", "Item[]"), "All items", by("all")),
    function("count", 0, ("", "number"), "How many items there are", by("count")),
    function("idx", 1, ("index: number", "Item"), "The item at a place", by("idx")),
    function("indexOf", 1, ("item: Item", "number"), "The place of an item", by("indexOf")),
    function(
        "each",
        2,
        ("call: (item: Item) => void, self?: any", "void"),
        "Calls a function with every item",
        by("each"),
    ),
    function(
        "map",
        2,
        ("call: (item: Item) => any, self?: any", "any[]"),
        "What a function makes of every item",
        by("map"),
    ),
    function(
        "filter",
        2,
        ("rule: (item: Item) => boolean, self?: any", "Item[]"),
        "The items that fit",
        by("filter"),
    ),
    function(
        "find",
        2,
        ("rule: (item: Item) => boolean, self?: any", "Item"),
        "The first item that fits",
        by("find"),
    ),
    function(
        "reduce",
        3,
        ("call: (sum: any, item: Item) => any, start?: any, self?: any", "any"),
        "Puts all items together",
        by("reduce"),
    ),
    function("add", 1, ("item: Item | object", "void"), "Adds an item at the end", by("add")),
    function(
        "append",
        1,
        ("item: Item | object", "void"),
        "Moves an item to the end",
        by("append"),
    ),
    function(
        "prepend",
        1,
        ("item: Item | object", "void"),
        "Adds an item at the beginning",
        by("prepend"),
    ),
    function(
        "insert",
        2,
        ("item: Item | object, before?: Item", "void"),
        "Adds an item before another",
        by("insert"),
    ),
    function(
        "insertAfter",
        2,
        ("item: Item | object, after?: Item", "void"),
        "Adds an item after another",
        by("insertAfter"),
    ),
    function(
        "upsert",
        1,
        ("item: Item | object", "boolean | null"),
        "Replaces the item of that key, or adds one",
        by("upsert"),
    ),
    function(
        "remove",
        2,
        ("what: string | Item | ((item: Item) => boolean), self?: any", "void"),
        "Removes items",
        by("remove"),
    ),
    function("clear", 0, ("", "void"), "Removes all items", by("clear")),
    function("populate", 1, ("items: any", "void"), "Adds items", by("populate")),
    function("repopulate", 1, ("items: any", "void"), "Replaces all items", by("repopulate")),
    function(
        "assimilate",
        2,
        ("items: any, prune?: boolean", "void"),
        "Updates items, and drops those that are not given if asked to",
        by("assimilate"),
    ),
    function(
        "toObject",
        4,
        (
            "excludeDisabled?: boolean, caseSensitive?: boolean, multiValue?: boolean, sanitize?: \
             boolean",
            "object",
        ),
        "Values by key",
        by("toObject"),
    ),
    function("toString", 0, ("", "string"), "The list as text", by("toString")),
    function("toJSON", 0, ("", "object[]"), "The list as data", by("toJSON")),
    function(
        "contentSize",
        0,
        ("", "number"),
        "How many bytes headers take",
        Script("sdk/30-pairs.js", "contentSize"),
    ),
];

const PROPERTIES: &[Property] = &[property("members", "Item[]", "The items")];
