//! The map of a collection: its items by name and id only.

use crate::json::{Broken, Cursor, MAX_DEPTH};

/// The collection with `item` replaced by `itemRefs`, a tree of `name`, `id` and `itemRefs`.
///
/// `json` is a rendered collection. An id is the uid where there is one.
#[must_use]
pub fn item_map(json: &str) -> String {
    let mut out = String::new();
    if map(json, &mut out).is_err() {
        out.clear();
        out.push_str("{}");
    }
    out
}

fn map(json: &str, out: &mut String) -> Result<(), Broken> {
    let mut cursor = Cursor::new(json);
    cursor.open(b'{')?;
    let mut before = '{';
    while let Some(key) = cursor.key()? {
        out.push(before);
        before = ',';
        if key.name() == "item" && cursor.peek()? == b'[' {
            out.push_str("\"itemRefs\":");
            refs(&mut cursor, out, 0)?;
            continue;
        }
        out.push_str(key.raw);
        out.push(':');
        out.push_str(cursor.skip()?);
    }
    if before == '{' {
        out.push('{');
    }
    out.push('}');
    Ok(())
}

fn refs(cursor: &mut Cursor<'_>, out: &mut String, depth: usize) -> Result<(), Broken> {
    if depth > MAX_DEPTH {
        return Err(Broken);
    }
    cursor.open(b'[')?;
    out.push('[');
    let mut first = true;
    while cursor.element()? {
        if !first {
            out.push(',');
        }
        first = false;
        reference(cursor, out, depth)?;
    }
    out.push(']');
    Ok(())
}

/// One item. Its children are mapped as they come, its own name and id put before them.
fn reference(cursor: &mut Cursor<'_>, out: &mut String, depth: usize) -> Result<(), Broken> {
    let mut name = "\"\"";
    let mut id = None;
    let mut uid = None;
    let mut children = None;
    let start = out.len();
    cursor.open(b'{')?;
    while let Some(key) = cursor.key()? {
        match key.name().as_ref() {
            "name" => name = cursor.skip()?,
            "id" => id = Some(cursor.skip()?),
            "uid" => uid = Some(cursor.skip()?),
            "item" if cursor.peek()? == b'[' && children.is_none() => {
                refs(cursor, out, depth + 1)?;
                children = Some(out.split_off(start));
            }
            _ => {
                cursor.skip()?;
            }
        }
    }
    out.push_str("{\"name\":");
    out.push_str(name);
    if let Some(id) = uid.or(id) {
        out.push_str(",\"id\":");
        out.push_str(id);
    }
    if let Some(children) = children {
        out.push_str(",\"itemRefs\":");
        out.push_str(&children);
    }
    out.push('}');
    Ok(())
}
