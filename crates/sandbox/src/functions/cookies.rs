//! Cookies, and the jar they come from.

use super::{Function, row};

pub(super) const FUNCTIONS: &[Function] = &[
    row("get", "get(name)", "The value of a cookie."),
    row("one", "one(name)", "The cookie of this name."),
    row("has", "has(name, value?)", "Whether there is one."),
    row("all", "all()", "All of them, as an array."),
    row("count", "count()", "How many there are."),
    row("each", "each(function)", "Calls a function with each."),
    row("map", "map(function)", "What a function makes of each."),
    row("filter", "filter(function)", "Those for which a function says true."),
    row("find", "find(function)", "The first for which a function says true."),
    row("reduce", "reduce(function, start)", "Folds them into one value."),
    row("idx", "idx(number)", "The one at a place."),
    row("indexOf", "indexOf(item)", "The place of one."),
    row("toObject", "toObject()", "All values by name."),
    row("toString", "toString()", "The list as it is written."),
    row("toJSON", "toJSON()", "The list as data."),
    row("jar", "jar()", "The jar of the run."),
];

pub(super) const JAR: &[Function] = &[
    row("get", "get(url, name, callback?)", "The value of a cookie; a promise without a callback."),
    row("getAll", "getAll(url, options?, callback?)", "The cookies for a URL."),
    row("set", "set(url, cookie, value?, callback?)", "Sets a cookie by name, object or text."),
    row("unset", "unset(url, name, callback?)", "Takes a cookie away."),
    row("clear", "clear(url, callback?)", "Takes all cookies of a URL away."),
];
