//! What every scope of variables has.

use super::{Function, row};

pub(super) const FUNCTIONS: &[Function] = &[
    row("get", "get(key)", "The value, of its type; undefined if there is none."),
    row("has", "has(key)", "Whether there is one."),
    row("set", "set(key, value, type?)", "Sets a value; its JavaScript type is kept."),
    row("unset", "unset(key)", "Takes a value away."),
    row("clear", "clear()", "Takes all away."),
    row("toObject", "toObject(excludeDisabled?)", "All values by name."),
    row("toJSON", "toJSON()", "The scope as in a file."),
    row("replaceIn", "replaceIn(text)", "Replaces the tokens in a text, an array or an object."),
    row("syncVariablesTo", "syncVariablesTo(object)", "Copies all values into an object."),
    row("syncVariablesFrom", "syncVariablesFrom(object)", "Takes all values from an object."),
    row("variables", "variables()", "All values by name."),
    row("values", "values", "The list of variables."),
    row("name", "name", "The name of the scope."),
    row("id", "id", "The id of the scope."),
];
