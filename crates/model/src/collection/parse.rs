//! From the text of a collection to its parts.

use std::collections::HashSet;

use serde_json::value::RawValue;

use super::shape::{Checker, Invalid};
use super::{Draft, DraftItem, ItemKind, rules, v20};
use crate::ElementRef;
use crate::json::{Broken, Cursor, MAX_DEPTH, member, unquote};
use crate::secret::Document;

/// Checks a collection (the object itself, not an envelope) and splits it into its parts.
///
/// The format is 2.1; a collection of format 2.0 is turned into 2.1 first, one of format 1 is
/// refused. Every problem has its JSON path. The text should have passed
/// [`json::check`](crate::json::check), which finds what is wrong with it as JSON.
pub fn parse(text: &str) -> Result<Draft, Invalid> {
    if let Err(error) = serde_json::from_str::<&RawValue>(text) {
        return Err(Invalid::one("", &format!("must be JSON: {error}")));
    }
    match version(text) {
        Version::One => Err(Invalid::one(
            "",
            "must be of the collection format v2.1.0 or v2.0.0, this one is v1: export it as v2.1",
        )),
        Version::Two => split(&v20::convert(text)?),
        Version::TwoOne => split(text),
    }
}

enum Version {
    One,
    Two,
    TwoOne,
}

fn version(text: &str) -> Version {
    let Some(info) = member(text, "info") else {
        let old = member(text, "requests").is_some() || member(text, "order").is_some();
        return if old { Version::One } else { Version::TwoOne };
    };
    match member(info, "schema").map(unquote).and_then(|schema| known_version(&schema)) {
        Some("1.0.0") => Version::One,
        Some("2.0.0") => Version::Two,
        _ => Version::TwoOne,
    }
}

/// The version that a schema address names, if it is one of those that stand for the format.
pub(super) fn known_version(schema: &str) -> Option<&'static str> {
    let rest = schema.strip_prefix("https://").or_else(|| schema.strip_prefix("http://"))?;
    let rest = rest
        .strip_prefix("schema.getpostman.com/")
        .or_else(|| rest.strip_prefix("schema.postman.com/"))?;
    let rest = rest
        .strip_prefix("json/collection/v")
        .or_else(|| rest.strip_prefix("collection/json/v"))?;
    let tail = |version: &str| rest.strip_prefix(version).is_some_and(|tail| tail.starts_with('/'));
    ["2.1.0", "2.0.0", "1.0.0"].into_iter().find(|version| tail(version))
}

fn split(text: &str) -> Result<Draft, Invalid> {
    let mut splitter = Splitter::default();
    let mut cursor = Cursor::new(text);
    if cursor.peek()? != b'{' {
        return Err(Invalid::one("", "must be object"));
    }
    let head = splitter.head(&mut cursor)?;
    splitter.checker.finish()?;
    let mut ids = HashSet::new();
    for item in &mut splitter.items {
        // NOTE: order matters. The first item of an id keeps it, later ones become new.
        item.id = item.id.take().filter(|id| ids.insert(id.clone()));
    }
    let info = head.info.unwrap_or("{}");
    let text_of = |name| member(info, name).map(unquote).filter(|text| !text.is_empty());
    let uid = text_of("uid").map(|uid| ElementRef::parse(&uid));
    let id = text_of("_postman_id").map(|id| ElementRef::parse(&id).id);
    Ok(Draft {
        name: text_of("name").unwrap_or_default().into_owned(),
        given_id: id.or_else(|| uid.as_ref().map(|uid| uid.id.clone())),
        given_uid_owner: uid.and_then(|uid| uid.owner),
        head: Document::extract(&head.body),
        items: splitter.items,
    })
}

struct Head<'a> {
    body: String,
    info: Option<&'a str>,
}

#[derive(Default)]
struct Splitter<'a> {
    checker: Checker<'a>,
    items: Vec<DraftItem>,
}

impl<'a> Splitter<'a> {
    fn head(&mut self, cursor: &mut Cursor<'a>) -> Result<Head<'a>, Broken> {
        let mut head = Head { body: String::new(), info: None };
        let mut has_items = false;
        let mut done = cursor.at();
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let name = key.name();
            let at = cursor.at();
            if name != "item" {
                self.checker.member(&rules::HEAD, &name, cursor)?;
                if name == "info" {
                    let info = cursor.between(at, cursor.at());
                    self.info(info);
                    head.info = Some(info);
                }
                continue;
            }
            has_items = true;
            head.body.push_str(cursor.between(done, at));
            head.body.push_str("[]");
            self.list("item", None, cursor)?;
            done = cursor.at();
        }
        head.body.push_str(cursor.between(done, cursor.at()));
        if head.info.is_none() {
            self.checker.missing("info");
        }
        if !has_items {
            self.checker.missing("item");
        }
        Ok(head)
    }

    fn info(&mut self, info: &str) {
        let text_of = |name| member(info, name).filter(|raw| raw.starts_with('"')).map(unquote);
        let name = text_of("name");
        let schema = text_of("schema");
        self.checker.path.enter("info");
        if name.is_some_and(|name| name.is_empty()) {
            self.checker.path.enter("name");
            self.checker.problem("must NOT have fewer than 1 characters");
            self.checker.path.leave();
        }
        if schema.is_some_and(|schema| known_version(&schema).is_none()) {
            self.checker.path.enter("schema");
            self.checker.problem("must be the address of the collection format v2.1.0 or v2.0.0");
            self.checker.path.leave();
        }
        self.checker.path.leave();
    }

    /// A list of items, or of a request's responses.
    fn list(
        &mut self,
        name: &'static str,
        parent: Option<usize>,
        cursor: &mut Cursor<'a>,
    ) -> Result<(), Broken> {
        self.checker.path.enter(name);
        if cursor.peek()? == b'[' {
            cursor.open(b'[')?;
            let mut index = 0;
            while cursor.element()? {
                self.checker.path.enter_element(index);
                self.element(name, parent, cursor)?;
                self.checker.path.leave();
                index += 1;
            }
        } else {
            self.checker.problem("must be array");
            cursor.skip()?;
        }
        self.checker.path.leave();
        Ok(())
    }

    fn element(
        &mut self,
        list: &'static str,
        parent: Option<usize>,
        cursor: &mut Cursor<'a>,
    ) -> Result<(), Broken> {
        if self.checker.path.len() >= MAX_DEPTH {
            self.checker.problem(format!("must NOT be nested deeper than {MAX_DEPTH} levels"));
        } else if cursor.peek()? != b'{' {
            self.checker.problem("must be object");
        } else if list == "item" {
            return self.item(parent, cursor);
        } else {
            return self.response(parent, cursor);
        }
        cursor.skip().map(drop)
    }

    fn item(&mut self, parent: Option<usize>, cursor: &mut Cursor<'a>) -> Result<(), Broken> {
        let index = self.reserve(parent, ItemKind::Request);
        let mut part = Part::default();
        let mut body = String::new();
        let mut responses: Option<(usize, &'a str)> = None;
        let mut is_folder = false;
        let mut has_request = false;
        let mut done = cursor.at();
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let name = key.name();
            let at = cursor.at();
            match name.as_ref() {
                "item" => {
                    is_folder = true;
                    body.push_str(cursor.between(done, at));
                    body.push_str("[]");
                    self.list("item", Some(index), cursor)?;
                    done = cursor.at();
                }
                // Whose they are is known only at the end: a folder keeps them as they are.
                "response" if responses.is_none() => {
                    body.push_str(cursor.between(done, at));
                    responses = Some((body.len(), cursor.skip()?));
                    done = cursor.at();
                }
                _ => {
                    has_request |= name == "request";
                    self.checker.member(&rules::ITEM, &name, cursor)?;
                    part.note(&name, cursor.between(at, cursor.at()));
                }
            }
        }
        body.push_str(cursor.between(done, cursor.at()));
        match responses {
            Some((at, list)) if is_folder => body.insert_str(at, list),
            Some((at, list)) => {
                body.insert_str(at, "[]");
                self.list("response", Some(index), &mut Cursor::new(list))?;
            }
            None => {}
        }
        if !is_folder && !has_request {
            self.checker.missing("request");
        }
        let kind = if is_folder { ItemKind::Folder } else { ItemKind::Request };
        self.settle(index, kind, part, &body);
        Ok(())
    }

    fn response(&mut self, parent: Option<usize>, cursor: &mut Cursor<'a>) -> Result<(), Broken> {
        let index = self.reserve(parent, ItemKind::Response);
        let mut part = Part::default();
        let from = cursor.at();
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let name = key.name();
            let at = cursor.at();
            self.checker.member(&rules::RESPONSE, &name, cursor)?;
            part.note(&name, cursor.between(at, cursor.at()));
        }
        self.settle(index, ItemKind::Response, part, cursor.between(from, cursor.at()));
        Ok(())
    }

    /// Takes a place in the list, so that a parent comes before what lies in it.
    fn reserve(&mut self, parent: Option<usize>, kind: ItemKind) -> usize {
        let document = Document::plain("");
        self.items.push(DraftItem { id: None, parent, kind, name: String::new(), document });
        self.items.len() - 1
    }

    fn settle(&mut self, index: usize, kind: ItemKind, part: Part, body: &str) {
        if let Some(item) = self.items.get_mut(index) {
            item.kind = kind;
            item.id = part.id;
            item.name = part.name;
            item.document = Document::extract(body);
        }
    }
}

/// What is read of an item, beside its text.
#[derive(Default)]
struct Part {
    id: Option<String>,
    name: String,
}

impl Part {
    fn note(&mut self, name: &str, value: &str) {
        match name {
            "id" => self.id = uuid_of(&unquote(value)),
            "name" if value.starts_with('"') => self.name = unquote(value).into_owned(),
            _ => {}
        }
    }
}

/// The UUID that an id or uid names. Other ids can't be kept: uids are made of UUIDs.
fn uuid_of(text: &str) -> Option<String> {
    let id = ElementRef::parse(text).id;
    (id.len() == 36 && uuid::Uuid::parse_str(&id).is_ok()).then_some(id)
}
