//! Environments and the global variables of a workspace.
//!
//! Both are a list of variables, stored as sent. Only the members that the contract names are
//! shown again; inside a variable everything is.

mod patch;
mod reveal;

#[cfg(test)]
pub(crate) mod tests;

use crate::collection::shape::{BOOLEAN, Checker, Member, NULL, Rule, STRING};
use crate::json::{Cursor, member, push_quoted, unquote};
use crate::secret::Document;
use crate::{Element, time};

pub use crate::collection::{Invalid, Problem};
pub use patch::{PatchFault, patch};
pub use reveal::revealed;

static TEXT: Rule = Rule::of(STRING);
static NULLABLE_TEXT: Rule = Rule::of(STRING | NULL);
static FLAG: Rule = Rule::of(BOOLEAN | NULL);
static VARIABLE: Rule = Rule::object(&[
    Member::must("key", &TEXT),
    Member::may("type", &NULLABLE_TEXT),
    Member::may("enabled", &FLAG),
    Member::may("secret", &FLAG),
    Member::may("description", &NULLABLE_TEXT),
]);
static VALUES: Rule = Rule::list(&VARIABLE);
static CREATE: Rule = Rule::object(&[Member::must("name", &TEXT), Member::may("values", &VALUES)]);
static UPDATE: Rule = Rule::object(&[Member::may("name", &TEXT), Member::may("values", &VALUES)]);
static GLOBALS: Rule = Rule::object(&[Member::must("values", &VALUES)]);

/// Checks a new environment (the object itself, not an envelope) and returns its name and text.
pub fn parse(text: &str) -> Result<(String, Document), Invalid> {
    let name = check(&CREATE, "environment", text)?;
    Ok((name.unwrap_or_default(), Document::extract(text)))
}

/// Checks an environment that replaces another; without a name the old one stays.
pub fn parse_update(text: &str) -> Result<(Option<String>, Document), Invalid> {
    let name = check(&UPDATE, "environment", text)?;
    Ok((name, Document::extract(text)))
}

/// Checks the global variables of a workspace.
pub fn parse_globals(text: &str) -> Result<Document, Invalid> {
    check(&GLOBALS, "", text)?;
    Ok(Document::extract(text))
}

/// The name and the parts of an environment that [`patch`] changed.
#[must_use]
pub fn patched(text: &str) -> (Option<String>, Document) {
    (member(text, "name").map(|name| unquote(name).into_owned()), Document::extract(text))
}

fn check(rule: &Rule, path: &'static str, text: &str) -> Result<Option<String>, Invalid> {
    if let Err(error) = serde_json::from_str::<&serde_json::value::RawValue>(text) {
        return Err(Invalid::one(path, &format!("must be JSON: {error}")));
    }
    let mut checker = Checker::default();
    if !path.is_empty() {
        checker.path.enter(path);
    }
    checker.value(rule, &mut Cursor::new(text))?;
    let name = member(text, "name").filter(|raw| raw.starts_with('"')).map(unquote);
    if name.as_ref().is_some_and(|name| name.is_empty()) && path == "environment" {
        checker.path.enter("name");
        checker.problem("must NOT have fewer than 1 characters");
    }
    checker.finish()?;
    Ok(name.map(std::borrow::Cow::into_owned))
}

/// The environment as clients get it, secrets included.
///
/// Reading one shows `isPublic` and no `uid`; changing one shows it the other way round.
#[must_use]
pub fn render(element: &Element, document: &Document, with_uid: bool) -> String {
    let text = document.text();
    let mut out = String::with_capacity(text.len() + 256);
    let mut before = '{';
    let fields = [
        ("id", element.id.clone()),
        ("name", element.name.clone()),
        ("owner", element.owner.to_string()),
        ("createdAt", time::iso(element.created_at)),
        ("updatedAt", time::iso(element.updated_at)),
    ];
    for (name, value) in fields {
        out.push(before);
        push_quoted(&mut out, name);
        out.push(':');
        push_quoted(&mut out, &value);
        before = ',';
    }
    out.push_str(",\"values\":");
    out.push_str(member(&text, "values").unwrap_or("[]"));
    if with_uid {
        out.push_str(",\"uid\":");
        push_quoted(&mut out, &element.uid().to_string());
        out.push('}');
    } else {
        out.push_str(",\"isPublic\":false}");
    }
    out
}

/// Global variables as clients get them, secrets included.
#[must_use]
pub fn render_globals(document: &Document) -> String {
    format!("{{\"values\":{}}}", member(&document.text(), "values").unwrap_or("[]"))
}
