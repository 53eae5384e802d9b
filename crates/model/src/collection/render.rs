//! From stored parts to the text that clients get.

use std::cell::RefCell;
use std::collections::HashMap;

use super::normal::{self, Form};
use super::{Collection, Item, ItemKind};
use crate::json::{Broken, Cursor, member, push_quoted, push_quoted_inner, quote};
use crate::secret::Document;
use crate::{Element, Uid, UserId, time};

/// The collection as clients get it: format 2.1 in its normal form, secrets included.
///
/// Members keep their place and order; what was not there is appended. Unknown members and the
/// text of numbers are untouched.
#[must_use]
pub fn render(collection: &Collection) -> String {
    let size: usize = collection.items.iter().map(|item| item.document.body.len() + 256).sum();
    let mut writer = Writer::new(collection);
    let mut out = String::with_capacity(size + collection.head.body.len() + 512);
    let head = collection.head.text();
    if writer.head(&head, &mut out).is_err() {
        // What was stored passed `parse`, so only a damaged store gets here.
        out.clear();
        out.push_str("{\"info\":");
        out.push_str(&info_of(&collection.element, "{}", true));
        out.push_str(",\"item\":[]}");
    }
    out
}

/// The collection for `model=minimal`: its head, and the uids of what lies at its top.
#[must_use]
pub fn render_minimal(element: &Element, head: &Document, top: &[(String, ItemKind)]) -> String {
    let head = head.text();
    let mut out = String::from("{\"info\":");
    out.push_str(&info_of(element, member(&head, "info").unwrap_or("{}"), false));
    for (name, shown) in [("variable", "variable"), ("auth", "auth"), ("event", "events")] {
        if let Some(value) = member(&head, name) {
            push_name(&mut out, shown);
            let form = Form::of_head(name);
            let before = out.len();
            if normal::write(form, &mut Cursor::new(value), &mut out).is_err() {
                out.truncate(before);
                out.push_str("null");
            }
        }
    }
    let kinds = [("rootLevelRequests", ItemKind::Request), ("rootLevelFolders", ItemKind::Folder)];
    for (name, kind) in kinds {
        push_name(&mut out, name);
        let uids: Vec<_> = top
            .iter()
            .filter(|(_, of)| *of == kind)
            .map(|(id, _)| quote(&uid(element.owner, id)))
            .collect();
        out.push('[');
        out.push_str(&uids.join(","));
        out.push(']');
    }
    out.push('}');
    out
}

/// One item as [`render`] shows it, without the items in it. `request` is the text of the request
/// that a response lies in, which stands in for an original request that is missing.
#[must_use]
pub fn render_item(element: &Element, item: &Item, request: Option<&str>) -> String {
    let alone =
        Collection { element: element.clone(), head: Document::plain("{}"), items: Vec::new() };
    let mut out = String::with_capacity(item.document.body.len() + 256);
    if Writer::new(&alone).item(item, request, &mut out).is_err() {
        // As in `render`: only a damaged store gets here.
        out = String::from("{}");
    }
    out
}

fn push_name(out: &mut String, name: &str) {
    out.push(',');
    push_quoted(out, name);
    out.push(':');
}

fn uid(owner: UserId, id: &str) -> String {
    Uid { owner, id: id.to_owned() }.to_string()
}

/// The `info` of a collection; without `schema` in the minimal form.
fn info_of(element: &Element, stored: &str, schema: bool) -> String {
    const NAMES: &[&str] =
        &["_postman_id", "name", "updatedAt", "createdAt", "lastUpdatedBy", "uid", "fork"];
    // A fork is what was forked here, whatever a text says of itself.
    let names = if element.fork.is_some() {
        NAMES
    } else {
        NAMES.split_last().map_or(NAMES, |(_, names)| names)
    };
    let value = |name: &str, out: &mut String| match name {
        "_postman_id" => push_quoted(out, &element.id),
        "name" => push_quoted(out, &element.name),
        "updatedAt" => push_quoted(out, &time::iso(element.updated_at)),
        "createdAt" => push_quoted(out, &time::iso(element.created_at)),
        "lastUpdatedBy" => push_quoted(out, &element.updated_by.to_string()),
        "fork" => push_fork(element, out),
        _ => push_quoted(out, &element.uid().to_string()),
    };
    let mut fixed = Fixed::new(names, &value);
    let mut out = String::from("{");
    let outcome = object(&mut Cursor::new(stored), &mut out, |name, cursor, out| {
        if fixed.write(name, out) || name == "fork" || (name == "schema" && !schema) {
            return cursor.skip().map(drop);
        }
        normal::write(Form::of_info(name), cursor, out)
    });
    if outcome.is_err() {
        out = String::from("{");
    }
    fixed.append(&mut out);
    out.push('}');
    out
}

/// What a fork says of itself.
fn push_fork(element: &Element, out: &mut String) {
    let Some(fork) = &element.fork else { return };
    let created = time::iso(element.created_at);
    let members = [("label", &fork.label), ("createdAt", &created), ("from", &fork.from)];
    for (position, (name, value)) in members.into_iter().enumerate() {
        out.push(if position == 0 { '{' } else { ',' });
        push_quoted(out, name);
        out.push(':');
        push_quoted(out, value);
    }
    out.push('}');
}

/// Copies the members of an object for which `write` appends a value; a value of nothing takes
/// its name along. The opening brace is the caller's.
fn object<'a>(
    cursor: &mut Cursor<'a>,
    out: &mut String,
    mut write: impl FnMut(&str, &mut Cursor<'a>, &mut String) -> Result<(), Broken>,
) -> Result<(), Broken> {
    cursor.open(b'{')?;
    while let Some(key) = cursor.key()? {
        let before = out.len();
        if !out.ends_with('{') {
            out.push(',');
        }
        out.push_str(key.raw);
        out.push(':');
        let name_end = out.len();
        write(&key.name(), cursor, out)?;
        if out.len() == name_end {
            out.truncate(before);
        }
    }
    Ok(())
}

/// Members whose value is known better here than in the stored text.
struct Fixed<'v> {
    names: &'static [&'static str],
    /// One bit per name that was written.
    written: u8,
    /// Appends the value of a name.
    value: &'v dyn Fn(&str, &mut String),
}

impl<'v> Fixed<'v> {
    fn new(names: &'static [&'static str], value: &'v dyn Fn(&str, &mut String)) -> Self {
        Self { names, written: 0, value }
    }

    /// Appends the value of the member `name`, if it is one of these.
    fn write(&mut self, name: &str, out: &mut String) -> bool {
        let Some(position) = self.names.iter().position(|one| *one == name) else {
            return false;
        };
        self.written |= 1 << position;
        (self.value)(name, out);
        true
    }

    /// Appends those members that the text did not have.
    fn append(&self, out: &mut String) {
        for (position, name) in self.names.iter().enumerate() {
            if self.written & (1 << position) == 0 {
                push_member(out, name, "");
                (self.value)(name, out);
            }
        }
    }
}

fn push_member(out: &mut String, name: &str, value: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    push_quoted(out, name);
    out.push(':');
    out.push_str(value);
}

struct Writer<'a> {
    collection: &'a Collection,
    top: Vec<&'a Item>,
    children: HashMap<&'a str, Vec<&'a Item>>,
    /// The begin of every uid, with its quote.
    uid_start: String,
    last_time: RefCell<(i64, String)>,
}

impl<'a> Writer<'a> {
    fn new(collection: &'a Collection) -> Self {
        let mut top = Vec::new();
        let mut children: HashMap<&str, Vec<&Item>> = HashMap::new();
        for item in &collection.items {
            match &item.parent {
                Some(parent) => children.entry(parent).or_default().push(item),
                None => top.push(item),
            }
        }
        let uid_start = format!("\"{}-", collection.element.owner);
        Self { collection, top, children, uid_start, last_time: RefCell::default() }
    }

    fn head(&mut self, head: &str, out: &mut String) -> Result<(), Broken> {
        let element = &self.collection.element;
        let mut has_info = false;
        let mut has_items = false;
        out.push('{');
        object(&mut Cursor::new(head), out, |name, cursor, out| match name {
            "info" => {
                has_info = true;
                out.push_str(&info_of(element, cursor.skip()?, true));
                Ok(())
            }
            "item" => {
                has_items = true;
                cursor.skip()?;
                self.list(&self.top, None, out)
            }
            _ => normal::write(Form::of_head(name), cursor, out),
        })?;
        if !has_info {
            push_member(out, "info", &info_of(element, "{}", true));
        }
        if !has_items {
            push_name(out, "item");
            self.list(&self.top, None, out)?;
        }
        out.push('}');
        Ok(())
    }

    fn list(&self, items: &[&Item], request: Option<&str>, out: &mut String) -> Result<(), Broken> {
        out.push('[');
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                out.push(',');
            }
            self.item(item, request, out)?;
        }
        out.push(']');
        Ok(())
    }

    /// One item; `request` is the text of the request that a response lies in.
    fn item(&self, item: &Item, request: Option<&str>, out: &mut String) -> Result<(), Broken> {
        let text = item.document.text();
        let value = |name: &str, out: &mut String| self.known(item, name, out);
        let names: &[&str] = match item.kind {
            ItemKind::Folder => &["id", "uid"],
            _ => &["id", "uid", "createdAt", "updatedAt"],
        };
        let mut fixed = Fixed::new(names, &value);
        let children = self.children.get(item.id.as_str()).map_or(&[][..], Vec::as_slice);
        let (list, own) = match item.kind {
            ItemKind::Folder => ("item", None),
            ItemKind::Request if children.is_empty() => ("response", None),
            ItemKind::Request => ("response", member(&text, "request")),
            ItemKind::Response => ("", None),
        };
        let mut has_children = false;
        let mut has_header = false;
        let mut has_original = false;
        out.push('{');
        object(&mut Cursor::new(&text), out, |name, cursor, out| {
            if fixed.write(name, out) {
                return cursor.skip().map(drop);
            }
            if name == list {
                has_children = true;
                cursor.skip()?;
                return self.list(children, own, out);
            }
            if item.kind != ItemKind::Response {
                return normal::write(Form::of_item(name), cursor, out);
            }
            has_header |= name == "header";
            if name == "originalRequest" && cursor.peek()? == b'n' {
                cursor.skip()?;
                let Some(request) = request else { return Ok(()) };
                has_original = true;
                return normal::write(Form::Request, &mut Cursor::new(request), out);
            }
            has_original |= name == "originalRequest";
            normal::write(Form::of_response(name), cursor, out)
        })?;
        if item.kind == ItemKind::Response {
            if let (false, Some(request)) = (has_original, request) {
                push_member(out, "originalRequest", "");
                normal::write(Form::Request, &mut Cursor::new(request), out)?;
            }
            if !has_header {
                push_member(out, "header", "[]");
            }
        } else if !has_children && (item.kind == ItemKind::Folder || !children.is_empty()) {
            push_member(out, list, "");
            self.list(children, own, out)?;
        }
        fixed.append(out);
        out.push('}');
        Ok(())
    }

    /// Appends a value that the store knows: an id or a time.
    fn known(&self, item: &Item, name: &str, out: &mut String) {
        match name {
            "id" => push_quoted(out, &item.id),
            "uid" => {
                out.push_str(&self.uid_start);
                push_quoted_inner(out, &item.id);
                out.push('"');
            }
            "createdAt" => self.time(item.created_at, out),
            _ => self.time(item.updated_at, out),
        }
    }

    /// Appends a time. Items mostly share theirs, so the last one is kept as text.
    fn time(&self, millis: i64, out: &mut String) {
        let mut last = self.last_time.borrow_mut();
        if last.0 != millis || last.1.is_empty() {
            *last = (millis, quote(&time::iso(millis)));
        }
        out.push_str(&last.1);
    }
}
