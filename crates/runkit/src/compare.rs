//! Where two outcomes differ.

use std::fmt::{self, Display, Formatter};

use serde_json::Value;

use crate::{
    case::Intended,
    outcome::{Outcome, PARTS},
};

/// So many lines around a line that differs are shown.
const CONTEXT: usize = 2;

/// A value that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where: part, then keys and indexes, joined by `/`.
    pub at: String,
    /// What Newman has there.
    pub newman: Option<Value>,
    /// What Gatepost has there.
    pub gatepost: Option<Value>,
}

impl Difference {
    /// The part of the outcome.
    #[must_use]
    pub fn part(&self) -> &str {
        self.at.split('/').next().unwrap_or_default()
    }
}

/// All differences, the telling parts first.
#[must_use]
pub fn differences(newman: &Outcome, gatepost: &Outcome) -> Vec<Difference> {
    let mut found = Vec::new();
    for part in PARTS {
        let (one, other) = (newman.0.get(*part), gatepost.0.get(*part));
        walk((*part).to_owned(), one, other, &mut found);
    }
    found
}

/// Those that nobody meant, and the intentions that did not come true.
#[must_use]
pub fn unintended(
    found: Vec<Difference>,
    intended: &[Intended],
) -> (Vec<Difference>, Vec<&Intended>) {
    let stale = intended.iter().filter(|it| !found.iter().any(|found| matches(&it.at, &found.at)));
    let stale = stale.collect();
    let meant = |found: &Difference| intended.iter().any(|it| matches(&it.at, &found.at));
    (found.into_iter().filter(|found| !meant(found)).collect(), stale)
}

/// True when a path fits a pattern.
fn matches(pattern: &str, path: &str) -> bool {
    let mut path = path.split('/');
    for step in pattern.split('/') {
        match (step, path.next()) {
            ("**", _) => return true,
            ("*", Some(_)) => {}
            (step, Some(other)) if step == other => {}
            _ => return false,
        }
    }
    path.next().is_none()
}

fn walk(at: String, one: Option<&Value>, other: Option<&Value>, found: &mut Vec<Difference>) {
    if one == other {
        return;
    }
    match (one, other) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            let more = other.keys().filter(|key| !one.contains_key(*key));
            for key in one.keys().chain(more) {
                walk(format!("{at}/{key}"), one.get(key), other.get(key), found);
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other)))
            if !is_text(one) || !is_text(other) =>
        {
            for index in 0..one.len().max(other.len()) {
                walk(format!("{at}/{index}"), one.get(index), other.get(index), found);
            }
        }
        _ => found.push(Difference { at, newman: one.cloned(), gatepost: other.cloned() }),
    }
}

fn is_text(items: &[Value]) -> bool {
    items.iter().all(Value::is_string)
}

impl Display for Difference {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        writeln!(to, "  {}", self.at)?;
        let start = start(self.newman.as_ref(), self.gatepost.as_ref());
        let lines = |value: &Option<Value>| match value {
            None => vec!["(nothing)".to_owned()],
            Some(Value::Array(items)) if is_text(items) && !items.is_empty() => {
                items.iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
            }
            Some(Value::String(text)) if text.contains('\n') => {
                text.lines().map(str::to_owned).collect()
            }
            Some(value) => vec![cut(&value.to_string(), start)],
        };
        let (newman, gatepost) = (lines(&self.newman), lines(&self.gatepost));
        let lines = side_by_side(&newman, &gatepost);
        let near = |at: usize| {
            let around = at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(lines.len());
            lines[around].iter().any(|(mark, _)| *mark != ' ')
        };
        for (at, (mark, line)) in lines.iter().enumerate() {
            if near(at) {
                writeln!(to, "    {mark} {line}")?;
            } else if at > 0 && near(at - 1) {
                writeln!(to, "      …")?;
            }
        }
        Ok(())
    }
}

/// Lines of both, each marked: `n` only Newman has, `g` only Gatepost has, a space both have.
fn side_by_side<'a>(one: &'a [String], other: &'a [String]) -> Vec<(char, &'a str)> {
    // Length of the longest common rest, from each pair of places on.
    let mut common = vec![vec![0_usize; other.len() + 1]; one.len() + 1];
    for (i, line) in one.iter().enumerate().rev() {
        for (j, fellow) in other.iter().enumerate().rev() {
            common[i][j] = if line == fellow {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < one.len() || j < other.len() {
        if i < one.len() && j < other.len() && one[i] == other[j] {
            lines.push((' ', one[i].as_str()));
            (i, j) = (i + 1, j + 1);
        } else if i < one.len() && (j == other.len() || common[i + 1][j] >= common[i][j + 1]) {
            lines.push(('n', one[i].as_str()));
            i += 1;
        } else {
            lines.push(('g', other[j].as_str()));
            j += 1;
        }
    }
    lines
}

/// A long value from shortly before the place where it differs.
fn cut(text: &str, start: usize) -> String {
    const LONGEST: usize = 600;
    let mut shown: String = text.chars().skip(start).take(LONGEST).collect();
    if start > 0 {
        shown = format!("(from letter {start}) … {shown}");
    }
    if text.chars().count() > start + LONGEST {
        shown += " …";
    }
    shown
}

/// Where two values begin to differ, less some letters; 0 unless they are long.
fn start(one: Option<&Value>, other: Option<&Value>) -> usize {
    const BEFORE: usize = 60;
    let (Some(one), Some(other)) = (one, other) else { return 0 };
    let (one, other) = (one.to_string(), other.to_string());
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    if same > 4 * BEFORE { same - BEFORE } else { 0 }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn outcome(value: &Value) -> Outcome {
        Outcome(value.as_object().unwrap().clone())
    }

    #[test]
    fn differences_name_the_smallest_part() {
        let one =
            outcome(&json!({"exit": 0, "requests": [{"line": "GET /", "headers": ["A", "B"]}]}));
        let other =
            outcome(&json!({"exit": 0, "requests": [{"line": "GET /", "headers": ["B"]}, 1]}));
        let found = differences(&one, &other);
        let at: Vec<&str> = found.iter().map(|found| found.at.as_str()).collect();
        assert_eq!(at, ["requests/0/headers", "requests/1"]);
        assert_eq!(found[0].to_string(), "  requests/0/headers\n    n A\n      B\n");
    }

    #[test]
    fn intentions_that_do_not_come_true_are_told() {
        let differs = |at: &str| Intended { at: at.to_owned(), why: "so".to_owned() };
        let found = |at: &str| Difference { at: at.to_owned(), newman: None, gatepost: None };
        for (pattern, path, fits) in [
            ("exit", "exit", true),
            ("exit", "exit/0", false),
            ("a/*/c", "a/5/c", true),
            ("a/*", "a/5/c", false),
            ("a/**", "a/5/c", true),
            ("a/**", "a", true),
        ] {
            let intended = [differs(pattern)];
            let (left, stale) = unintended(vec![found(path)], &intended);
            assert_eq!((left.is_empty(), stale.is_empty()), (fits, fits), "{pattern} {path}");
        }
    }
}
