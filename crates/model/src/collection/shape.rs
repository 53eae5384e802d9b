//! Checks text against rules and collects what is wrong.

use std::fmt;

use crate::json::{Broken, Cursor, Path};

/// A document that breaks its format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Invalid {
    /// Everything found, in order of the text; at most 100.
    pub problems: Vec<Problem>,
}

/// One thing wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, such as `item[3].name`; empty for the document itself.
    pub path: String,
    /// What, such as `must be string`.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.what)
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.problems.iter().enumerate() {
            let comma = if position > 0 { ", " } else { "" };
            write!(f, "{comma}{problem}")?;
        }
        Ok(())
    }
}

impl Invalid {
    pub(crate) fn one(path: &str, what: &str) -> Self {
        Self { problems: vec![Problem { path: path.to_owned(), what: what.to_owned() }] }
    }
}

impl From<Broken> for Invalid {
    fn from(_: Broken) -> Self {
        Self::one("", "must be JSON")
    }
}

/// More problems than this help nobody.
const MAX_PROBLEMS: usize = 100;

pub(crate) const STRING: u8 = 1;
pub(crate) const NUMBER: u8 = 1 << 1;
pub(crate) const BOOLEAN: u8 = 1 << 2;
pub(crate) const OBJECT: u8 = 1 << 3;
pub(crate) const ARRAY: u8 = 1 << 4;
pub(crate) const NULL: u8 = 1 << 5;

const TYPES: [(u8, &str); 6] = [
    (STRING, "string"),
    (NUMBER, "number"),
    (BOOLEAN, "boolean"),
    (OBJECT, "object"),
    (ARRAY, "array"),
    (NULL, "null"),
];

/// What a value may be.
#[derive(Debug)]
pub(crate) struct Rule {
    types: u8,
    members: &'static [Member],
    elements: Option<&'static Rule>,
}

/// What a member of an object may be.
#[derive(Debug)]
pub(crate) struct Member {
    name: &'static str,
    rule: &'static Rule,
    required: bool,
}

impl Rule {
    pub(crate) const fn of(types: u8) -> Self {
        Self { types, members: &[], elements: None }
    }

    pub(crate) const fn object(members: &'static [Member]) -> Self {
        Self { types: OBJECT, members, elements: None }
    }

    pub(crate) const fn list(elements: &'static Rule) -> Self {
        Self { types: ARRAY, members: &[], elements: Some(elements) }
    }

    /// The same, or another type.
    pub(crate) const fn or(self, types: u8) -> Self {
        Self { types: self.types | types, ..self }
    }
}

impl Member {
    pub(crate) const fn may(name: &'static str, rule: &'static Rule) -> Self {
        Self { name, rule, required: false }
    }

    pub(crate) const fn must(name: &'static str, rule: &'static Rule) -> Self {
        Self { name, rule, required: true }
    }
}

/// Walks text, compares it with rules and keeps the problems.
#[derive(Debug, Default)]
pub(crate) struct Checker<'a> {
    pub(crate) path: Path<'a>,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    /// Notes a problem with the value at the current place.
    pub(crate) fn problem(&mut self, what: impl Into<String>) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem { path: self.path.to_string(), what: what.into() });
        }
    }

    pub(crate) fn missing(&mut self, name: &str) {
        self.problem(format!("must have required property '{name}'"));
    }

    /// Everything noted, as an error unless that is nothing.
    pub(crate) fn finish(self) -> Result<(), Invalid> {
        if self.problems.is_empty() { Ok(()) } else { Err(Invalid { problems: self.problems }) }
    }

    /// Steps over the next value and notes where it breaks `rule`.
    pub(crate) fn value(&mut self, rule: &Rule, cursor: &mut Cursor<'a>) -> Result<(), Broken> {
        let found = kind(cursor.peek()?);
        if rule.types & found == 0 {
            self.problem(must_be(rule.types));
            cursor.skip()?;
            return Ok(());
        }
        match rule.elements {
            Some(elements) if found == ARRAY => self.elements(elements, cursor),
            _ if found == OBJECT && !rule.members.is_empty() => self.members(rule, cursor),
            _ => cursor.skip().map(drop),
        }
    }

    /// Steps over the value of a member of an object that `rule` describes.
    pub(crate) fn member(
        &mut self,
        rule: &Rule,
        name: &str,
        cursor: &mut Cursor<'a>,
    ) -> Result<(), Broken> {
        match rule.members.iter().find(|member| member.name == name) {
            Some(member) => {
                self.path.enter(member.name);
                self.value(member.rule, cursor)?;
                self.path.leave();
                Ok(())
            }
            None => cursor.skip().map(drop),
        }
    }

    fn elements(&mut self, rule: &Rule, cursor: &mut Cursor<'a>) -> Result<(), Broken> {
        cursor.open(b'[')?;
        let mut index = 0;
        while cursor.element()? {
            self.path.enter_element(index);
            self.value(rule, cursor)?;
            self.path.leave();
            index += 1;
        }
        Ok(())
    }

    fn members(&mut self, rule: &Rule, cursor: &mut Cursor<'a>) -> Result<(), Broken> {
        let mut missing: Vec<_> = rule
            .members
            .iter()
            .filter_map(|member| member.required.then_some(member.name))
            .collect();
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let name = key.name();
            missing.retain(|required| *required != name);
            self.member(rule, &name, cursor)?;
        }
        for name in missing {
            self.missing(name);
        }
        Ok(())
    }
}

fn kind(first: u8) -> u8 {
    match first {
        b'"' => STRING,
        b'{' => OBJECT,
        b'[' => ARRAY,
        b't' | b'f' => BOOLEAN,
        b'n' => NULL,
        _ => NUMBER,
    }
}

fn must_be(types: u8) -> String {
    let names: Vec<_> =
        TYPES.iter().filter(|(bit, _)| types & bit != 0).map(|(_, name)| *name).collect();
    format!("must be {}", names.join(","))
}
