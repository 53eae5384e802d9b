//! Fills in the answer: captures, variables, dynamic values and helpers.

use std::borrow::Cow;

use model::variables::Dynamic;
use serde_json::Value;

use crate::{call::Call, example::token, tree::Captures, variables::Variables};

/// Where the texts of one answer come from.
pub(crate) struct Filling<'f> {
    pub(crate) captures: &'f Captures,
    pub(crate) variables: &'f Variables,
    pub(crate) call: &'f Call<'f>,
}

impl Filling<'_> {
    /// The text with its tokens replaced. What is put in is not looked at again; names that nobody
    /// knows stay as they are.
    pub(crate) fn fill<'t>(&self, text: &'t str, dynamic: &mut dyn Dynamic) -> Cow<'t, str> {
        if !text.contains("{{") {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, name, after)) = token(rest) {
            // Of `{{{{a}}` the last pair of braces counts.
            let (extra, name) =
                name.rsplit_once("{{").map_or(("", name), |(extra, name)| (extra, name));
            out.push_str(before);
            if name.len() < rest.len() && rest.contains("{{{{") && !extra.is_empty() {
                out.push_str("{{");
                out.push_str(extra);
            }
            match self.value(name, dynamic) {
                Some(value) => out.push_str(&value),
                None => out.extend(["{{", name, "}}"]),
            }
            rest = after;
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    fn value(&self, name: &str, dynamic: &mut dyn Dynamic) -> Option<String> {
        let captured = self.captures.iter().find(|(known, _)| known == name);
        if let Some((_, text)) = captured {
            return Some(text.clone());
        }
        if let Some(text) = self.variables.get(name) {
            return Some(text.to_owned());
        }
        self.helper(name.trim()).or_else(|| dynamic.value(name))
    }

    /// `$body`, `$queryParams`, `$headers` and `$pathSegments`; empty when they find nothing and no
    /// default is given.
    fn helper(&self, text: &str) -> Option<String> {
        let (helper, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let mut arguments = arguments(rest).into_iter();
        let wanted = arguments.next();
        let found = match (helper, &wanted) {
            ("$body", None) => Some(self.call.text().into_owned()),
            ("$body", Some(path)) => self.of_body(path),
            ("$queryParams", Some(name)) => {
                let pairs = self.call.query.iter().find(|(known, _)| known == name);
                pairs.map(|(_, value)| value.clone())
            }
            ("$headers", Some(name)) => self.call.header(name).map(str::to_owned),
            ("$pathSegments", Some(at)) => {
                at.parse().ok().and_then(|at: usize| self.call.path.segments.get(at).cloned())
            }
            ("$queryParams" | "$headers" | "$pathSegments", None) => None,
            _ => return None,
        };
        Some(found.or_else(|| arguments.next()).unwrap_or_default())
    }

    /// What a path such as `a.b.0.c` leads to in the JSON body; `\.` is a dot in a name.
    fn of_body(&self, path: &str) -> Option<String> {
        let body: Value = serde_json::from_slice(self.call.body).ok()?;
        let mut at = &body;
        for step in steps(path) {
            at = match at {
                Value::Array(list) => list.get(step.parse::<usize>().ok()?)?,
                other => other.get(&step)?,
            };
        }
        Some(match at {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }
}

/// Arguments in quotes of either kind.
fn arguments(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['\'', '"']) {
        let Some(quote) = rest.get(start..).and_then(|it| it.chars().next()) else { break };
        let inner = rest.get(start + 1..).unwrap_or_default();
        let Some(end) = inner.find(quote) else { break };
        found.push(inner.get(..end).unwrap_or_default().to_owned());
        rest = inner.get(end + 1..).unwrap_or_default();
    }
    found
}

fn steps(path: &str) -> Vec<String> {
    let mut steps = vec![String::new()];
    let mut letters = path.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&'.') => {
                letters.next();
                if let Some(step) = steps.last_mut() {
                    step.push('.');
                }
            }
            '.' => steps.push(String::new()),
            other => {
                if let Some(step) = steps.last_mut() {
                    step.push(other);
                }
            }
        }
    }
    steps
}
