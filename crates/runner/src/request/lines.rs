//! Header lines in the order of the wire.

use std::{borrow::Cow, collections::HashMap};

use model::runnable::Header;

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) header: wire::Header,
    /// The runner added it.
    pub(crate) system: bool,
}

/// Header lines; no two spellings of one name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    lines: Vec<Line>,
}

/// The bytes of a header's value, one per character.
pub(crate) fn latin1(name: &str, value: &str) -> Result<Vec<u8>, wire::Fault> {
    if value.is_ascii() {
        return Ok(value.as_bytes().to_vec());
    }
    let bytes = value.chars().map(|c| u8::try_from(u32::from(c)));
    let bytes: Result<_, _> = bytes.collect();
    bytes.map_err(|_| wire::Fault::HeaderValue { name: name.to_owned() })
}

impl Lines {
    /// The lines of the user's headers.
    ///
    /// Lines of exactly one name stand together, where the first of them stood. Of names that differ
    /// in case only, the spelling that comes up last takes the place of those before it.
    pub(crate) fn of_user(headers: &[Header]) -> Result<Self, wire::Fault> {
        let mut groups: Vec<(&Header, Vec<Line>)> = Vec::with_capacity(headers.len());
        let mut spelled = HashMap::new();
        for header in headers.iter().filter(|header| !header.disabled && !header.key.is_empty()) {
            let line = Line {
                header: wire::Header {
                    name: header.key.clone(),
                    value: latin1(&header.key, &header.value)?,
                },
                system: header.system,
            };
            let place = *spelled.entry(header.key.as_str()).or_insert_with(|| {
                groups.push((header, Vec::with_capacity(1)));
                groups.len() - 1
            });
            if let Some((_, lines)) = groups.get_mut(place) {
                lines.push(line);
            }
        }
        let mut named: Vec<Vec<Line>> = Vec::with_capacity(groups.len());
        let mut places = HashMap::new();
        for (header, lines) in groups {
            let name = if header.key.bytes().any(|byte| byte.is_ascii_uppercase()) {
                Cow::Owned(header.key.to_ascii_lowercase())
            } else {
                Cow::Borrowed(header.key.as_str())
            };
            let place = *places.entry(name).or_insert_with(|| {
                named.push(Vec::new());
                named.len() - 1
            });
            if let Some(place) = named.get_mut(place) {
                *place = lines;
            }
        }
        Ok(Self { lines: named.into_iter().flatten().collect() })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    /// The first line of a name, in any case.
    pub(crate) fn get(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.header.is(name))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Adds a line at the end.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.lines.push(Line { header: wire::Header::new(name, value), system: true });
    }

    /// Gives the line of a name another value, or adds it at the end.
    pub(crate) fn put(&mut self, name: &str, value: Vec<u8>) {
        let first = self.lines.iter().position(|line| line.header.is(name));
        let Some(first) = first else { return self.add(name, value) };
        if let Some(line) = self.lines.get_mut(first) {
            line.header.value = value;
        }
        let mut index = 0;
        self.lines.retain(|line| {
            index += 1;
            index <= first + 1 || !line.header.is(name)
        });
    }

    /// Removes the lines of a name; gives its spelling, if there were any.
    pub(crate) fn remove(&mut self, name: &str) -> Option<String> {
        let spelling = self.get(name).map(|line| line.header.name.clone());
        if spelling.is_some() {
            self.lines.retain(|line| !line.header.is(name));
        }
        spelling
    }

    /// The lines as they are sent.
    pub(crate) fn to_wire(&self) -> Vec<wire::Header> {
        self.lines.iter().map(|line| line.header.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(user: &[(&str, &str)], sent: &[&str]) {
        let headers: Vec<_> = user.iter().map(|&(key, value)| Header::new(key, value)).collect();
        let lines = Lines::of_user(&headers).unwrap();
        let text: Vec<_> = lines
            .iter()
            .map(|line| format!("{}: {}", line.header.name, line.header.text()))
            .collect();
        assert_eq!(text, sent);
    }

    #[test]
    fn spellings_of_one_name_replace_each_other() {
        check(&[("X-D", "1"), ("x-d", "2"), ("X-D", "3"), ("B", "1")], &["x-d: 2", "B: 1"]);
        check(&[("x-d", "1"), ("B", "1"), ("X-D", "2")], &["X-D: 2", "B: 1"]);
        check(
            &[("x-d", "1"), ("B", "1"), ("x-d", "2"), ("B", "2")],
            &["x-d: 1", "x-d: 2", "B: 1", "B: 2"],
        );
        check(&[("Host", "a"), ("host", "b")], &["host: b"]);
        check(&[("", "v"), ("E", "")], &["E: "]);
        check(&[("L", "\u{e9}")], &["L: \u{e9}"]);
    }

    #[test]
    fn values_are_one_byte_per_character() {
        let fault = Lines::of_user(&[Header::new("U", "\u{20ac}")]).unwrap_err();
        assert_eq!(fault.to_string(), "Invalid character in header content [\"U\"]");
        let lines = Lines::of_user(&[Header::new("L", "\u{e9}")]).unwrap();
        assert_eq!(lines.get("l").unwrap().header.value, [0xe9]);
    }

    #[test]
    fn lines_are_put_in_place_or_at_the_end() {
        let mut lines = Lines::of_user(&[Header::new("A", "1"), Header::new("B", "2")]).unwrap();
        lines.put("a", b"3".to_vec());
        lines.put("c", b"4".to_vec());
        assert_eq!(lines.remove("B").as_deref(), Some("B"));
        assert_eq!(lines.remove("B"), None);
        let text: Vec<_> = lines.iter().map(|line| line.header.name.as_str()).collect();
        assert_eq!(text, ["A", "c"]);
        assert!(lines.has("C"));
    }
}
