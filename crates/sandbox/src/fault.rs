//! Errors of scripts as data.

use rquickjs::{Ctx, Object, Value};

use crate::{ScriptError, native::text::string_of};

/// What files of scripts are called in stacks.
pub(crate) const FILE: &str = "script.js";

/// The error that a script threw; values that are no objects have nothing.
pub(crate) fn of_value<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> ScriptError {
    let Some(object) = value.as_object() else { return ScriptError::default() };
    let name = member(ctx, object, "name");
    let message = member(ctx, object, "message");
    let own = member(ctx, object, "stack");
    let (line, column) = own.as_deref().and_then(place).unzip();
    let stack = own.map(|own| stack(name.as_deref(), message.as_deref(), own));
    ScriptError { name, message, stack, line, column }
}

/// About how many bytes an error takes.
pub(crate) fn size(error: &ScriptError) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    length(&error.name) + length(&error.message) + length(&error.stack)
}

fn member<'js>(ctx: &Ctx<'js>, object: &Object<'js>, name: &str) -> Option<String> {
    let Ok(value) = object.get::<_, Value<'js>>(name) else {
        // A getter threw; that error is nobody's.
        ctx.catch();
        return None;
    };
    string_of(ctx, value.as_string()?).ok()
}

/// The stack with the class in its first line, where scripts see `Error` for every class.
fn stack(name: Option<&str>, message: Option<&str>, own: String) -> String {
    let (Some(name), Some(message)) = (name, message) else { return own };
    match own.strip_prefix("Error: ").and_then(|rest| rest.strip_prefix(message)) {
        Some(frames) if name != "Error" => format!("{name}: {message}{frames}"),
        _ => own,
    }
}

/// Line and column of the first frame that is the script's.
fn place(stack: &str) -> Option<(u32, u32)> {
    stack.lines().find_map(|line| {
        let (_, place) = line.strip_prefix("    at ")?.split_once(FILE)?;
        let mut numbers = place.trim_end_matches(')').strip_prefix(':')?.split(':');
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::{place, stack};

    #[test]
    fn places_are_those_of_the_script() {
        for (text, expected) in [
            ("Error: x\n    at f (script.js:3:5)\n    at script.js:9:1", Some((3, 5))),
            ("Error: x\n    at script.js:9:1", Some((9, 1))),
            ("Error: at script.js:1:1", None),
            ("Error: x\n    at JSON.parse (native)", None),
        ] {
            assert_eq!(place(text), expected, "{text}");
        }
    }

    #[test]
    fn the_class_leads_the_stack() {
        let own = "Error: m\n    at script.js:1:1".to_owned();
        assert_eq!(
            stack(Some("TypeError"), Some("m"), own.clone()),
            "TypeError: m\n    at script.js:1:1"
        );
        assert_eq!(stack(Some("TypeError"), Some("other"), own.clone()), own);
    }
}
