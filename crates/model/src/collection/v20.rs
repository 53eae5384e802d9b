//! From format 2.0 to 2.1.
//!
//! They differ in the schema's address and in how authentication is written: 2.0 has an object
//! of parameters per type, 2.1 a list of `key`, `value`, `type`.

use crate::json::{Broken, Cursor, MAX_DEPTH, push_quoted, unquote};

/// Where in the format a value stands, as far as the formats differ there.
#[derive(Clone, Copy)]
enum Place {
    Root,
    Info,
    Schema,
    Items,
    Item,
    Responses,
    Response,
    Request,
    Auth,
    Parameters,
    Other,
}

impl Place {
    fn member(self, name: &str) -> Self {
        match (self, name) {
            (Self::Root, "info") => Self::Info,
            (Self::Info, "schema") => Self::Schema,
            (Self::Root | Self::Item, "item") => Self::Items,
            (Self::Item, "request") | (Self::Response, "originalRequest") => Self::Request,
            (Self::Item, "response") => Self::Responses,
            (Self::Root | Self::Item | Self::Request, "auth") => Self::Auth,
            (Self::Auth, name) if name != "type" => Self::Parameters,
            _ => Self::Other,
        }
    }

    fn element(self) -> Self {
        match self {
            Self::Items => Self::Item,
            Self::Responses => Self::Response,
            _ => Self::Other,
        }
    }
}

/// The same collection in format 2.1.
pub(super) fn convert(text: &str) -> Result<String, Broken> {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    write(Place::Root, &mut Cursor::new(text), &mut out, 0)?;
    Ok(out)
}

fn write(
    place: Place,
    cursor: &mut Cursor<'_>,
    out: &mut String,
    depth: usize,
) -> Result<(), Broken> {
    let first = cursor.peek()?;
    match (place, first) {
        (Place::Schema, b'"') => {
            let schema = unquote(cursor.skip()?).replace("/v2.0.0/", "/v2.1.0/");
            push_quoted(out, &schema);
        }
        (Place::Parameters, b'{') => parameters(cursor, out)?,
        (Place::Items | Place::Responses, b'[') if depth < MAX_DEPTH => {
            cursor.open(b'[')?;
            let mut before = '[';
            while cursor.element()? {
                out.push(before);
                write(place.element(), cursor, out, depth + 1)?;
                before = ',';
            }
            close(out, before, '[', ']');
        }
        (
            Place::Root
            | Place::Info
            | Place::Item
            | Place::Response
            | Place::Request
            | Place::Auth,
            b'{',
        ) => {
            cursor.open(b'{')?;
            let mut before = '{';
            while let Some(key) = cursor.key()? {
                out.push(before);
                out.push_str(key.raw);
                out.push(':');
                write(place.member(&key.name()), cursor, out, depth + 1)?;
                before = ',';
            }
            close(out, before, '{', '}');
        }
        _ => out.push_str(cursor.skip()?),
    }
    Ok(())
}

fn parameters(cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), Broken> {
    cursor.open(b'{')?;
    let mut before = '[';
    while let Some(key) = cursor.key()? {
        let kind = match cursor.peek()? {
            b'"' => "string",
            b't' | b'f' => "boolean",
            b'-' | b'0'..=b'9' => "number",
            _ => "any",
        };
        out.push(before);
        out.push_str("{\"key\":");
        out.push_str(key.raw);
        out.push_str(",\"value\":");
        out.push_str(cursor.skip()?);
        out.push_str(",\"type\":\"");
        out.push_str(kind);
        out.push_str("\"}");
        before = ',';
    }
    close(out, before, '[', ']');
    Ok(())
}

fn close(out: &mut String, before: char, open: char, close: char) {
    if before == open {
        out.push(open);
    }
    out.push(close);
}
