//! References, within a file and across files.

use serde_json::Value;

use super::{Problem, Spec, files::plain_path};

/// So many references may lead to one another.
const CHAIN: usize = 50;

/// A place in a description.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    pub value: &'a Value,
    /// The file, whose own references are relative to it.
    pub file: usize,
}

impl<'a> Node<'a> {
    /// A member of it, as it stands.
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        self.value.get(name).map(|value| Self { value, file: self.file })
    }

    /// The members of an object, or the entries of a list with their numbers as names.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a str, Self)> {
        let file = self.file;
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(name, value)| (name.as_str(), Self { value, file }))
    }

    /// The entries of a list.
    pub(crate) fn entries(self) -> impl Iterator<Item = Self> {
        let file = self.file;
        self.value.as_array().into_iter().flatten().map(move |value| Self { value, file })
    }

    /// The text of a member.
    pub(crate) fn text(self, name: &str) -> Option<&'a str> {
        self.value.get(name).and_then(Value::as_str)
    }

    /// Whether a member is true.
    pub(crate) fn flag(self, name: &str) -> bool {
        self.value.get(name) == Some(&Value::Bool(true))
    }

    /// What it refers to, if it is a reference.
    pub(crate) fn reference(self) -> Option<&'a str> {
        self.text("$ref")
    }
}

impl Spec {
    /// The root.
    pub(crate) fn root(&self) -> Node<'_> {
        const NOTHING: &Value = &Value::Null;
        Node { value: self.documents.first().map_or(NOTHING, |(_, value)| value), file: 0 }
    }

    /// The path of a file.
    pub(crate) fn path(&self, file: usize) -> &str {
        self.documents.get(file).map(|(path, _)| path.as_str()).unwrap_or_default()
    }

    /// What a node stands for: itself, or what its reference leads to in the end.
    pub(crate) fn follow<'a>(&'a self, node: Node<'a>) -> Result<Node<'a>, Problem> {
        let mut node = node;
        for _ in 0..CHAIN {
            let Some(reference) = node.reference() else { return Ok(node) };
            node = self.at(node.file, reference)?;
        }
        let what = "refers to itself, or along too many others";
        Err(Problem::new(self.path(node.file), node.reference().unwrap_or_default(), what))
    }

    /// The place that a reference names; for finding cycles.
    pub(crate) fn place(&self, file: usize, reference: &str) -> Option<(usize, String)> {
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if path.is_empty() { file } else { self.file(file, path).ok()? };
        Some((file, pointer.to_owned()))
    }

    fn file(&self, from: usize, path: &str) -> Result<usize, Problem> {
        let problem = |what: &str| Problem::new(self.path(from), "", what);
        if path.contains("://") {
            return Err(problem(&format!("refers to `{path}`, and nothing is fetched")));
        }
        let folder = self.path(from).rsplit_once('/').map_or("", |(folder, _)| folder);
        let whole = if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        let plain = plain_path(&decoded(&whole))
            .ok_or_else(|| problem(&format!("refers to `{path}`, which lies outside")))?;
        self.by_path
            .get(&plain)
            .copied()
            .ok_or_else(|| problem(&format!("refers to the file `{path}`, which is not there")))
    }

    /// The place that a reference in a file leads to.
    pub(crate) fn at(&self, from: usize, reference: &str) -> Result<Node<'_>, Problem> {
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if path.is_empty() { from } else { self.file(from, path)? };
        let missing = || {
            let what = format!("refers to `{reference}`, which is not there");
            Problem::new(self.path(from), "", what)
        };
        let (_, document) = self.documents.get(file).ok_or_else(missing)?;
        let pointer = decoded(pointer);
        let value = document.pointer(&pointer).ok_or_else(missing)?;
        Ok(Node { value, file })
    }
}

/// The files that a document refers to, without addresses elsewhere.
pub(super) fn files_of(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                let path = reference.split('#').next().unwrap_or_default();
                let path = decoded(path);
                if !path.is_empty() && !path.contains("://") && !found.contains(&path) {
                    found.push(path);
                }
            }
            members.values().for_each(|value| files_of(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| files_of(value, found)),
        _ => {}
    }
}

/// Percent signs of a fragment, decoded.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        match (byte, digit(tail.first()), digit(tail.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high << 4 | low).unwrap_or(b'?'));
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
