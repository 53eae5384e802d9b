//! What every list has: headers, query parameters, path variables, cookies.

use super::{Function, row};

pub(super) const FUNCTIONS: &[Function] = &[
    row("get", "get(key)", "The value of the last one of this name."),
    row("one", "one(key)", "The last one of this name."),
    row("has", "has(key, value?)", "Whether there is one."),
    row("all", "all()", "All of them, as an array."),
    row("count", "count()", "How many there are."),
    row("idx", "idx(number)", "The one at a place."),
    row("indexOf", "indexOf(item)", "The place of one."),
    row("each", "each(function)", "Calls a function with each."),
    row("map", "map(function)", "What a function makes of each."),
    row("filter", "filter(function)", "Those for which a function says true."),
    row("find", "find(function)", "The first for which a function says true."),
    row("reduce", "reduce(function, start)", "Folds them into one value."),
    row("add", "add(item)", "Adds one at the end."),
    row("append", "append(item)", "Adds one at the end, in the place of the same one."),
    row("prepend", "prepend(item)", "Adds one at the beginning."),
    row("insert", "insert(item, before)", "Adds one before another."),
    row("insertAfter", "insertAfter(item, after)", "Adds one behind another."),
    row("upsert", "upsert(item)", "Replaces the one of the same name, or adds it."),
    row("remove", "remove(which)", "Takes away by name, function or item."),
    row("clear", "clear()", "Takes all away."),
    row("populate", "populate(items)", "Adds several."),
    row("repopulate", "repopulate(items)", "Replaces all."),
    row(
        "assimilate",
        "assimilate(items, prune?)",
        "Takes over others; prune drops what they lack.",
    ),
    row("eachParent", "eachParent(function)", "Calls a function with each object around it."),
    row(
        "toObject",
        "toObject(excludeDisabled?, caseSensitive?, multiValue?)",
        "All values by name.",
    ),
    row("toString", "toString()", "The list as it is written."),
    row("toJSON", "toJSON()", "The list as in a file."),
    row("reference", "reference", "All of them by name."),
    row("contentSize", "contentSize()", "How many bytes they take on the wire."),
];
