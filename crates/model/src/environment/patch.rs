//! JSON Patch for environments.

use crate::json::{Broken, Cursor, Members, member, unquote};

/// Why a patch was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatchFault {
    /// The patch is not a list of operations.
    #[error("Patch sequence must be an array")]
    NotArray,
    /// An operation other than `add`, `remove` or `replace`.
    #[error("Invalid operation in JSON Patch operation")]
    BadOperation,
    /// A path that no environment has.
    #[error("Invalid path in JSON Patch operation")]
    BadPath,
    /// A path that this environment does not have.
    #[error("Cannot perform the operation at a path that does not exist")]
    NoSuchPath,
    /// An addition or replacement without a value.
    #[error("Patch operations with empty value are not supported")]
    EmptyValue,
    /// Values of a wrong type, such as `/values/1/value: must be a string`.
    #[error("{}", .0.join(", "))]
    Values(Vec<String>),
}

impl PatchFault {
    /// The messages, where the contract answers a list of them.
    #[must_use]
    pub fn list(&self) -> Option<&[String]> {
        match self {
            Self::Values(messages) => Some(messages),
            _ => None,
        }
    }
}

impl From<Broken> for PatchFault {
    fn from(_: Broken) -> Self {
        Self::NotArray
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Op {
    Add,
    Remove,
    Replace,
}

/// What an operation is aimed at.
enum Target<'p> {
    Name,
    /// A variable; the position after the last when `-`.
    Variable(Option<usize>),
    Field(usize, &'p str),
}

/// What the members of a variable must be.
const FIELDS: [(&str, Type); 7] = [
    ("key", Type::Text),
    ("value", Type::Text),
    ("type", Type::Text),
    ("enabled", Type::Flag),
    ("description", Type::Text),
    ("secret", Type::Flag),
    ("source", Type::Object),
];

#[derive(Clone, Copy)]
enum Type {
    Text,
    Flag,
    Object,
}

impl Type {
    fn holds(self, raw: &str) -> bool {
        match self {
            Self::Text => raw.starts_with('"'),
            Self::Flag => matches!(raw, "true" | "false"),
            Self::Object => raw.starts_with('{'),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Flag => "a boolean",
            Self::Object => "an object",
        }
    }
}

/// Applies `ops`, a list of JSON Patch operations, to the text of an environment.
///
/// Reaches `/name`, `/values/N`, `/values/-` and the known members of a variable. All operations
/// apply, or none. Both texts must have passed [`json::check`](crate::json::check); a replacement
/// of a variable's member that is not there adds it.
pub fn patch(environment: &str, ops: &str) -> Result<String, PatchFault> {
    let mut members = Members::read(environment)?;
    let mut variables = elements(members.get("values").unwrap_or("[]"))?;
    let mut name = None;
    let mut cursor = Cursor::new(ops);
    cursor.open(b'[')?;
    while cursor.element()? {
        let op = cursor.skip()?;
        if !op.starts_with('{') {
            return Err(PatchFault::BadOperation);
        }
        apply(op, &mut name, &mut variables)?;
    }
    if let Some(name) = name {
        members.set("name", name);
    }
    members.set("values", format!("[{}]", variables.join(",")));
    Ok(members.write())
}

pub(super) fn elements(list: &str) -> Result<Vec<String>, Broken> {
    let mut cursor = Cursor::new(list);
    let mut out = Vec::new();
    cursor.open(b'[')?;
    while cursor.element()? {
        out.push(cursor.skip()?.to_owned());
    }
    Ok(out)
}

fn apply(
    raw: &str,
    name: &mut Option<String>,
    variables: &mut Vec<String>,
) -> Result<(), PatchFault> {
    let op = match member(raw, "op").map(unquote).as_deref() {
        Some("add") => Op::Add,
        Some("remove") => Op::Remove,
        Some("replace") => Op::Replace,
        _ => return Err(PatchFault::BadOperation),
    };
    let path = member(raw, "path").filter(|path| path.starts_with('"')).map(unquote);
    let path = path.ok_or(PatchFault::BadPath)?;
    let value = member(raw, "value");
    if op != Op::Remove && value.is_none() {
        return Err(PatchFault::EmptyValue);
    }
    let value = value.unwrap_or_default();
    match target(&path)? {
        Target::Name if op == Op::Remove => return Err(PatchFault::BadPath),
        Target::Name if !Type::Text.holds(value) => return Err(wrong(&path, Type::Text)),
        Target::Name if value == "\"\"" => return Err(PatchFault::EmptyValue),
        Target::Name => *name = Some(value.to_owned()),
        Target::Variable(position) => change_list(op, &path, position, value, variables)?,
        Target::Field(position, field) => {
            let variable = variables.get_mut(position).ok_or(PatchFault::NoSuchPath)?;
            *variable = change_field(op, &path, field, value, variable)?;
        }
    }
    Ok(())
}

fn change_list(
    op: Op,
    path: &str,
    position: Option<usize>,
    value: &str,
    variables: &mut Vec<String>,
) -> Result<(), PatchFault> {
    if op != Op::Remove {
        check_variable(path, value)?;
    }
    let at = position.unwrap_or(variables.len());
    match op {
        Op::Add if at <= variables.len() => variables.insert(at, value.to_owned()),
        Op::Remove if at < variables.len() => {
            variables.remove(at);
        }
        Op::Replace if at < variables.len() => {
            if let Some(variable) = variables.get_mut(at) {
                value.clone_into(variable);
            }
        }
        _ => return Err(PatchFault::NoSuchPath),
    }
    Ok(())
}

fn change_field(
    op: Op,
    path: &str,
    field: &str,
    value: &str,
    variable: &str,
) -> Result<String, PatchFault> {
    let mut members = Members::read(variable).map_err(|_| PatchFault::NoSuchPath)?;
    if op == Op::Remove {
        return if members.remove(field) {
            Ok(members.write())
        } else {
            Err(PatchFault::NoSuchPath)
        };
    }
    let kind = kind(field).ok_or(PatchFault::BadPath)?;
    if !kind.holds(value) {
        return Err(wrong(path, kind));
    }
    members.set(field, value.to_owned());
    Ok(members.write())
}

fn check_variable(path: &str, value: &str) -> Result<(), PatchFault> {
    if !value.starts_with('{') {
        return Err(wrong(path, Type::Object));
    }
    let mut faults = Vec::new();
    for (field, kind) in FIELDS {
        match member(value, field) {
            Some(raw) if !kind.holds(raw) => {
                faults.push(format!("{path}/{field}: must be {}", kind.name()));
            }
            None if field == "key" => {
                faults.push(format!("{path}: must have required property 'key'"));
            }
            _ => {}
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(PatchFault::Values(faults)) }
}

fn wrong(path: &str, kind: Type) -> PatchFault {
    PatchFault::Values(vec![format!("{path}: must be {}", kind.name())])
}

fn kind(field: &str) -> Option<Type> {
    FIELDS.iter().find(|(name, _)| *name == field).map(|(_, kind)| *kind)
}

fn target(path: &str) -> Result<Target<'_>, PatchFault> {
    if path == "/name" {
        return Ok(Target::Name);
    }
    let rest = path.strip_prefix("/values/").ok_or(PatchFault::BadPath)?;
    if rest == "-" {
        return Ok(Target::Variable(None));
    }
    let (position, field) = match rest.split_once('/') {
        Some((position, field)) => (position, Some(field)),
        None => (rest, None),
    };
    let digits = position.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = digits && (position == "0" || !position.starts_with('0'));
    let number = position.parse().ok().filter(|_| canonical).ok_or(PatchFault::BadPath)?;
    match field {
        None => Ok(Target::Variable(Some(number))),
        Some(field) if kind(field).is_some() => Ok(Target::Field(number, field)),
        Some(_) => Err(PatchFault::BadPath),
    }
}
