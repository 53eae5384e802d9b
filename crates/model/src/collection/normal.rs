//! The one form in which clients get the parts of a request, however they were stored.

use super::url;
use crate::json::{Broken, Cursor, member, push_quoted, unquote};

/// What a value is in the format, as far as it may have to be rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Copied as it is.
    Other,
    /// Text, or an object around text.
    Description,
    /// Objects with a description: variables, parameters, headers.
    Parameters,
    Parameter,
    Events,
    Event,
    Script,
    /// A script's lines.
    Lines,
    Request,
    Url,
    Host,
    Segments,
    Segment,
    Body,
    Graphql,
    /// JSON that is to be text.
    JsonText,
    ResponseHeader,
}

impl Form {
    /// The form of a member of a collection's `info`.
    pub(super) fn of_info(name: &str) -> Self {
        if name == "description" { Self::Description } else { Self::Other }
    }

    /// The form of a member of a collection.
    pub(super) fn of_head(name: &str) -> Self {
        match name {
            "description" => Self::Description,
            "event" => Self::Events,
            "variable" => Self::Parameters,
            _ => Self::Other,
        }
    }

    /// The form of a member of a folder or a request.
    pub(super) fn of_item(name: &str) -> Self {
        if name == "request" { Self::Request } else { Self::of_head(name) }
    }

    /// The form of a member of a response.
    pub(super) fn of_response(name: &str) -> Self {
        match name {
            "description" => Self::Description,
            "originalRequest" => Self::Request,
            "header" => Self::ResponseHeader,
            _ => Self::Other,
        }
    }

    fn member(self, name: &str) -> Self {
        match (self, name) {
            (Self::Parameter | Self::Request, "description") => Self::Description,
            (Self::Event, "script") => Self::Script,
            (Self::Script, "exec") => Self::Lines,
            (Self::Request, "url") => Self::Url,
            (Self::Request, "header")
            | (Self::Url, "query" | "variable")
            | (Self::Body, "urlencoded" | "formdata") => Self::Parameters,
            (Self::Request, "body") => Self::Body,
            (Self::Url, "host") => Self::Host,
            (Self::Url, "path") => Self::Segments,
            (Self::Body, "graphql") => Self::Graphql,
            (Self::Graphql, "variables") => Self::JsonText,
            _ => Self::Other,
        }
    }

    fn element(self) -> Self {
        match self {
            Self::Parameters | Self::ResponseHeader => Self::Parameter,
            Self::Events => Self::Event,
            Self::Segments => Self::Segment,
            _ => Self::Other,
        }
    }
}

/// Steps over the next value and appends its normal form.
pub(super) fn write(form: Form, cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), Broken> {
    let first = cursor.peek()?;
    match (form, first) {
        (Form::Parameters | Form::ResponseHeader | Form::Events | Form::Segments, b'[') => {
            elements(form, cursor, out)
        }
        (
            Form::Parameter
            | Form::Event
            | Form::Script
            | Form::Request
            | Form::Url
            | Form::Body
            | Form::Graphql,
            b'{',
        ) => members(form, cursor, out),
        (Form::Description, b'{') => {
            let content = member(cursor.skip()?, "content").unwrap_or("null");
            out.push_str(content);
            Ok(())
        }
        (Form::Segment, b'{') => {
            let value = member(cursor.skip()?, "value").unwrap_or("\"\"");
            out.push_str(value);
            Ok(())
        }
        (Form::Script, b'"' | b'[') => {
            out.push_str("{\"exec\":");
            write(Form::Lines, cursor, out)?;
            out.push_str(",\"type\":\"text/javascript\"}");
            Ok(())
        }
        (Form::JsonText, b'{' | b'[') => {
            push_quoted(out, cursor.skip()?);
            Ok(())
        }
        (Form::ResponseHeader, b'n') => {
            cursor.skip()?;
            out.push_str("[]");
            Ok(())
        }
        (_, b'"') => {
            text(form, cursor.skip()?, out);
            Ok(())
        }
        _ => {
            out.push_str(cursor.skip()?);
            Ok(())
        }
    }
}

/// A value that is text but may have to be something else.
fn text(form: Form, raw: &str, out: &mut String) {
    match form {
        Form::Request => {
            out.push_str("{\"method\":\"GET\",\"header\":[],\"url\":");
            url::push_url(out, &unquote(raw));
            out.push('}');
        }
        Form::Url => url::push_url(out, &unquote(raw)),
        Form::Host => url::push_host(out, &unquote(raw)),
        Form::Segments => url::push_segments(out, &unquote(raw)),
        Form::Lines => {
            for (position, line) in unquote(raw).split('\n').enumerate() {
                out.push(if position > 0 { ',' } else { '[' });
                push_quoted(out, line);
            }
            out.push(']');
        }
        Form::ResponseHeader => push_headers(out, &unquote(raw)),
        _ => out.push_str(raw),
    }
}

/// Headers in one text, as the list of them.
fn push_headers(out: &mut String, text: &str) {
    out.push('[');
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for (position, line) in lines.enumerate() {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        if position > 0 {
            out.push(',');
        }
        out.push_str("{\"key\":");
        push_quoted(out, key.trim());
        out.push_str(",\"value\":");
        push_quoted(out, value.trim());
        out.push('}');
    }
    out.push(']');
}

fn elements(form: Form, cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), Broken> {
    cursor.open(b'[')?;
    out.push('[');
    let mut first = true;
    while cursor.element()? {
        if !first {
            out.push(',');
        }
        write(form.element(), cursor, out)?;
        first = false;
    }
    out.push(']');
    Ok(())
}

fn members(form: Form, cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), Broken> {
    cursor.open(b'{')?;
    out.push('{');
    let mut first = true;
    while let Some(key) = cursor.key()? {
        if !first {
            out.push(',');
        }
        out.push_str(key.raw);
        out.push(':');
        write(form.member(&key.name()), cursor, out)?;
        first = false;
    }
    out.push('}');
    Ok(())
}
