//! Errors as the document has them.

use md5::{Digest, Md5};
use serde_json::{Map, Value};

use crate::{event::Problem, report::assertion};

/// The error of a failed assertion, as its execution has it.
pub(super) fn of_assertion(
    name: &str,
    index: u32,
    position: u32,
    problem: &Problem,
) -> Map<String, Value> {
    let mut map = Map::new();
    put(&mut map, "name", Some(assertion::class(problem)));
    put(&mut map, "index", Some(index));
    put(&mut map, "test", Some(name));
    put(&mut map, "message", Some(assertion::message(problem, name)));
    put(&mut map, "stack", Some(assertion::stack(problem, index, position)));
    map
}

/// The error of a script.
pub(super) fn of_script(problem: &Problem) -> Map<String, Value> {
    let mut map = Map::new();
    // Assertions that a script throws itself come as they are.
    let is_assertion = problem.name.as_deref() == Some("AssertionError");
    // Only what is an error has a class; a script may throw anything.
    put(&mut map, "type", problem.name.as_ref().filter(|_| !is_assertion).map(|_| "Error"));
    put(&mut map, "name", problem.name.clone());
    put(&mut map, "message", problem.message.clone());
    let message = problem.message.as_deref().filter(|_| is_assertion);
    put(&mut map, "stack", message.map(|message| format!("Error: {message}")));
    occurrence(&mut map, problem);
    map.insert("stacktrace".to_owned(), Value::Array(Vec::new()));
    map
}

/// What the system said about a request.
pub(super) fn of_system(problem: &Problem) -> Map<String, Value> {
    let mut map = Map::new();
    put(&mut map, "errno", problem.errno);
    put(&mut map, "code", problem.code.clone());
    put(&mut map, "syscall", problem.syscall.clone());
    let lookup = problem.syscall.as_deref() == Some("getaddrinfo");
    put(&mut map, if lookup { "hostname" } else { "address" }, problem.address.clone());
    put(&mut map, "port", problem.port);
    // Of a time that is over it says whether it was that for connecting.
    let connect = match problem.code.as_deref() {
        Some("ETIMEDOUT") if problem.syscall.is_none() => Some(true),
        Some("ESOCKETTIMEDOUT") => Some(false),
        _ => None,
    };
    put(&mut map, "connect", connect);
    if map.get("code").and_then(Value::as_str).is_some_and(|code| code.starts_with("HPE_")) {
        let reason = problem.message.as_deref().and_then(|text| text.strip_prefix("Parse Error: "));
        put(&mut map, "reason", reason);
    }
    map
}

/// The error of a request, as the list of failures has it.
pub(super) fn of_request(problem: &Problem) -> Map<String, Value> {
    let mut map = of_system(problem);
    put(&mut map, "name", problem.name.clone());
    put(&mut map, "message", problem.message.clone());
    put(&mut map, "stack", Some(problem.trace()));
    traced(&mut map, problem);
    map
}

/// What the list of failures has besides: when it happened, and where.
pub(super) fn traced(map: &mut Map<String, Value>, problem: &Problem) {
    occurrence(map, problem);
    let stack = map.get("stack").and_then(Value::as_str).unwrap_or_default();
    let frames = stack.lines().filter_map(frame).collect();
    map.insert("stacktrace".to_owned(), frames);
}

fn occurrence(map: &mut Map<String, Value>, problem: &Problem) {
    let mut hash = Md5::new();
    for part in [&problem.name, &problem.message, &problem.stack] {
        hash.update(part.as_deref().unwrap_or_default());
        hash.update([0]);
    }
    let mut checksum = String::with_capacity(32);
    for byte in hash.finalize() {
        for half in [byte >> 4, byte & 15] {
            checksum.extend(char::from_digit(u32::from(half), 16));
        }
    }
    put(map, "checksum", Some(checksum));
    put(map, "id", Some(problem.id.to_string()));
    put(map, "timestamp", Some(problem.at_ms));
}

/// A line of a stack such as `at Object.eval sandbox-script.js:1:2)` or `at f (file.js:1:2)`.
fn frame(line: &str) -> Option<Value> {
    let line = line.trim().strip_prefix("at ")?.trim_end_matches(')');
    let (function, place) = line.rsplit_once([' ', '(']).unwrap_or(("", line));
    let (rest, column) = place.rsplit_once(':')?;
    let (file, row) = rest.rsplit_once(':')?;
    let (column, row) = (column.parse::<u32>().ok()?, row.parse::<u32>().ok()?);
    let function = function.trim_end_matches([' ', '(']);
    let (kind, method) = match function.rsplit_once('.') {
        Some((kind, method)) => (Value::from(kind), Value::from(method)),
        None => (Value::from("Object"), Value::Null),
    };
    let mut map = Map::new();
    put(&mut map, "fileName", Some(file));
    put(&mut map, "lineNumber", Some(row));
    let name = Some(function).filter(|name| !name.is_empty());
    map.insert("functionName".to_owned(), name.map_or(Value::Null, Value::from));
    map.insert("typeName".to_owned(), kind);
    map.insert("methodName".to_owned(), method);
    put(&mut map, "columnNumber", Some(column));
    put(&mut map, "native", Some(false));
    Some(Value::Object(map))
}

fn put(map: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value.into());
    }
}
