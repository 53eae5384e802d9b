//! Cursors as the document has them.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::event::Cursor;

/// The cursor, with the script that it stood in.
///
/// The first execution of a run, and one that was jumped back to, have all members; the others have what a new cursor began with.
pub(super) fn json(cursor: &Cursor, script: Option<&str>, execution: Option<Uuid>) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| map.insert(key.to_owned(), value);
    let reference = Value::from(cursor.reference.to_string());
    if cursor.whole {
        put("position", cursor.position.into());
        put("iteration", cursor.iteration.into());
        put("length", cursor.length.into());
        put("cycles", cursor.cycles.into());
        put("empty", cursor.empty().into());
        put("eof", cursor.eof().into());
        put("bof", cursor.bof().into());
        put("cr", cursor.cr.into());
        put("ref", reference);
    } else {
        put("ref", reference);
        put("length", cursor.length.into());
        put("cycles", cursor.cycles.into());
        put("position", cursor.position.into());
        put("iteration", cursor.iteration.into());
        if cursor.cr {
            put("cr", true.into());
        }
    }
    if let Some(id) = cursor.http_request_id {
        put("httpRequestId", id.to_string().into());
    }
    if let Some(script) = script {
        put("scriptId", script.into());
    }
    if let Some(execution) = execution {
        put("execution", execution.to_string().into());
    }
    Value::Object(map)
}
