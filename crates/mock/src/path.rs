//! Paths of calls and examples, and how well they fit.

use std::borrow::Cow;

/// Scores of the steps, from the best.
pub(crate) const EQUAL: i64 = 100;
const EQUAL_BUT_SLASH: i64 = 95;
const EQUAL_BUT_CASE: i64 = 90;
const EQUAL_BUT_BOTH: i64 = 85;
/// Wildcards stand for segments.
pub(crate) const WILD: i64 = 80;
const IDS: i64 = 79;
const IDS_BUT_SLASH: i64 = 75;
const NEAR: i64 = 70;
/// Paths longer than this are not compared letter by letter.
const LONGEST: usize = 512;

/// A path in segments, decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) segments: Vec<String>,
    /// Slashes at its end.
    slashes: usize,
}

/// A segment of an example's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// Text, in lower case.
    Text(String),
    /// Anything that is not empty, under this name.
    Any(String),
    /// Texts in lower case with names between them: `file-{{n}}.json`.
    Mixed(Vec<Piece>),
}

/// A part of a mixed segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Any(String),
}

impl Path {
    /// The path of a call: everything before the `?`.
    pub(crate) fn of_call(text: &str) -> Self {
        Self::new(text.trim_start_matches('/').split('/').map(decode))
    }

    /// A path of decoded segments; empty ones at the end are slashes.
    pub(crate) fn new<S: AsRef<str>>(segments: impl Iterator<Item = S>) -> Self {
        let mut segments: Vec<String> = segments.map(|one| one.as_ref().to_owned()).collect();
        let mut slashes = 0;
        while segments.last().is_some_and(String::is_empty) {
            segments.pop();
            slashes += 1;
        }
        if segments.is_empty() {
            slashes = 0;
        }
        Self { segments, slashes }
    }

    /// The score of a path without wildcards, by the first step that fits; without fuzziness.
    pub(crate) fn score(&self, call: &Self) -> Option<i64> {
        let slash = self.slashes == call.slashes;
        if self.segments == call.segments {
            return Some(if slash { EQUAL } else { EQUAL_BUT_SLASH });
        }
        let same = |(one, other): (&String, &String)| {
            one.eq_ignore_ascii_case(other) || one.to_lowercase() == other.to_lowercase()
        };
        if self.segments.len() == call.segments.len()
            && self.segments.iter().zip(&call.segments).all(same)
        {
            return Some(if slash { EQUAL_BUT_CASE } else { EQUAL_BUT_BOTH });
        }
        if self.without_ids() == call.without_ids() && self.has_ids() | call.has_ids() {
            return Some(if slash { IDS } else { IDS_BUT_SLASH });
        }
        None
    }

    /// The score of two paths that differ in a few letters.
    pub(crate) fn near(&self, call: &Self) -> Option<i64> {
        if self.segments.len() != call.segments.len() || self.slashes.abs_diff(call.slashes) > 1 {
            return None;
        }
        let (one, other) = (self.segments.join("/"), call.segments.join("/"));
        let length = one.chars().count().max(other.chars().count());
        let most = (length / 20).max(1);
        (length <= LONGEST && distance(&one, &other, most) <= most).then_some(NEAR)
    }

    /// How far two paths are from each other, for what is told of a miss.
    pub(crate) fn distance(&self, call: &Self) -> usize {
        let (one, other) = (self.segments.join("/"), call.segments.join("/"));
        if one.len().max(other.len()) > LONGEST {
            return one.len().abs_diff(other.len()).max(LONGEST);
        }
        distance(&one.to_lowercase(), &other.to_lowercase(), LONGEST)
    }

    /// The number of segments, and those that are no ids.
    pub(crate) fn without_ids(&self) -> (usize, String) {
        let kept: Vec<&str> =
            self.segments.iter().map(String::as_str).filter(|one| !is_id(one)).collect();
        (self.segments.len(), kept.join("/"))
    }

    fn has_ids(&self) -> bool {
        self.segments.iter().any(|one| is_id(one))
    }
}

impl Segment {
    /// What it captures of a call's segment; `None` when it does not fit.
    pub(crate) fn capture(&self, segment: &str) -> Option<Vec<(String, String)>> {
        match self {
            Self::Text(text) => (segment.to_lowercase() == *text).then(Vec::new),
            Self::Any(name) => {
                (!segment.is_empty()).then(|| vec![(name.clone(), segment.to_owned())])
            }
            Self::Mixed(pieces) => capture(pieces, segment),
        }
    }
}

/// Fits texts one after the other; what lies between them is captured and never empty.
fn capture(pieces: &[Piece], segment: &str) -> Option<Vec<(String, String)>> {
    let mut captured = Vec::new();
    let mut rest = segment;
    let mut open: Option<&str> = None;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Any(name) => {
                // Of two names side by side the first gets one letter.
                if let Some(before) = open.replace(name) {
                    let letter = rest.chars().next()?.len_utf8();
                    let (taken, left) = rest.split_at_checked(letter)?;
                    captured.push((before.to_owned(), taken.to_owned()));
                    rest = left;
                }
            }
            Piece::Text(text) => {
                // Case folding that changes lengths would misplace the cut.
                let lower = rest.to_ascii_lowercase();
                let last = at + 1 == pieces.len();
                let skip = usize::from(open.is_some());
                let place = if last && open.is_some() {
                    lower.len().checked_sub(text.len()).filter(|_| lower.ends_with(text.as_str()))
                } else {
                    lower.get(skip..).and_then(|part| part.find(text.as_str())).map(|at| at + skip)
                }?;
                if place < skip || open.is_none() && place > 0 {
                    return None;
                }
                if let Some(name) = open.take() {
                    captured.push((name.to_owned(), rest.get(..place)?.to_owned()));
                }
                rest = rest.get(place + text.len()..)?;
            }
        }
    }
    match open {
        Some(name) if !rest.is_empty() => captured.push((name.to_owned(), rest.to_owned())),
        None if rest.is_empty() => {}
        _ => return None,
    }
    Some(captured)
}

/// Digits, a UUID, or letters and digits with a digit among at least six of them.
fn is_id(segment: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric();
    let digits = segment.chars().filter(char::is_ascii_digit).count();
    if segment.is_empty() || digits == 0 {
        return false;
    }
    digits == segment.len()
        || segment.len() >= 6 && segment.chars().all(plain)
        || segment.len() == 36
            && segment.split('-').map(str::len).eq([8, 4, 4, 4, 12])
            && segment.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// Percent-encoding taken off; text with a broken one, or that is no UTF-8 then, stays as it is.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        rest = if let (b'%', Some(high), Some(low)) = (first, digit(0), digit(1)) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            after.get(2..).unwrap_or_default()
        } else {
            bytes.push(*first);
            after
        };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Levenshtein's distance, or more than `most` as soon as it is that.
fn distance(one: &str, other: &str, most: usize) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        let mut least = left;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, fellow) in row.iter_mut().skip(1).zip(&other) {
            let best = (diagonal + usize::from(letter != *fellow)).min(*cell + 1).min(left + 1);
            diagonal = std::mem::replace(cell, best);
            left = best;
            least = least.min(best);
        }
        if least > most {
            return least;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_known() {
        for (one, other, expected) in
            [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("flaw", "lawn", 2)]
        {
            assert_eq!(distance(one, other, 100), expected, "{one} {other}");
            assert_eq!(distance(other, one, 100), expected, "{other} {one}");
        }
    }

    #[test]
    fn ids_are_told_from_words() {
        for id in ["1", "0042", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "a1b2c3", "abcdef1"] {
            assert!(is_id(id), "{id}");
        }
        for word in ["", "v1", "users", "abcdef", "a1b2", "a-1", "x.1", "payments2x-"] {
            assert!(!is_id(word), "{word}");
        }
    }

    #[test]
    fn mixed_segments_capture_what_lies_between() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let any = |name: &str| Piece::Any(name.to_owned());
        let file = [text("file-"), any("n"), text(".json")];
        let one = capture(&file, "File-7.JSON").unwrap();
        assert_eq!(one, [("n".to_owned(), "7".to_owned())]);
        for wrong in ["file-.json", "file-7", "xfile-7.json", "file-7.json.txt", ""] {
            assert_eq!(capture(&file, wrong), None, "{wrong}");
        }
        let two = capture(&[any("a"), any("b")], "xyz").unwrap();
        assert_eq!(two, [("a".to_owned(), "x".to_owned()), ("b".to_owned(), "yz".to_owned())]);
    }
}
