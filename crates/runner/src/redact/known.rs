//! The values that are secret, and where a text has them.

use std::{collections::BTreeSet, ops::Range};

use aho_corasick::AhoCorasick;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

use super::{MASK, SHORTEST, view};

/// Words that say nothing, even as the value of a secret.
const HARMLESS: [&str; 5] = ["true", "false", "null", "undefined", "[object Object]"];

/// Lines of a secret with several lines that are secrets themselves.
const SHORTEST_LINE: usize = 8;

/// Known secrets and what finds them.
#[derive(Default)]
pub(super) struct Known {
    values: BTreeSet<String>,
    finder: Option<Finder>,
}

struct Finder {
    automaton: AhoCorasick,
    /// From this pattern on they are base64.
    base64_from: usize,
}

impl Known {
    pub(super) fn has(&self, value: &str) -> bool {
        value.is_empty() || self.values.contains(value)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// These values and more.
    pub(super) fn with(&self, fresh: Vec<String>) -> Self {
        let mut values = self.values.clone();
        values.extend(fresh.into_iter().filter(|value| !value.is_empty()));
        let finder = Finder::new(&values);
        Self { values, finder }
    }

    /// The text with its secrets masked; `None` if it has none.
    pub(super) fn masked(&self, text: &[u8]) -> Option<Vec<u8>> {
        if let Ok(whole) = std::str::from_utf8(text)
            && self.values.contains(whole)
        {
            return Some(MASK.as_bytes().to_vec());
        }
        let ranges = self.finder.as_ref()?.ranges(text);
        if ranges.is_empty() {
            return None;
        }
        let mut masked = Vec::with_capacity(text.len());
        let mut from = 0;
        for range in ranges {
            masked.extend_from_slice(text.get(from..range.start).unwrap_or_default());
            masked.extend_from_slice(MASK.as_bytes());
            from = range.end;
        }
        masked.extend_from_slice(text.get(from..).unwrap_or_default());
        Some(masked)
    }
}

impl Finder {
    fn new(values: &BTreeSet<String>) -> Option<Self> {
        let long = |value: &&String| value.len() >= SHORTEST && !HARMLESS.contains(&value.as_str());
        let values: Vec<_> = values.iter().filter(long).collect();
        let plain: BTreeSet<_> = values.iter().flat_map(|value| plain_forms(value)).collect();
        let base64: BTreeSet<_> = values.iter().flat_map(|value| base64_forms(value)).collect();
        if plain.is_empty() {
            return None;
        }
        let base64_from = plain.len();
        let automaton = AhoCorasick::new(plain.iter().chain(&base64)).ok()?;
        Some(Self { automaton, base64_from })
    }

    /// Where a text has secrets; sorted, and none touches another.
    fn ranges(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        self.search(text, |range| found.push(range));
        view::views(text, |view| {
            self.search(&view.text, |range| found.extend(view.original(&range)));
        });
        found.sort_unstable_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
        for range in found {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }

    fn search(&self, text: &[u8], mut found: impl FnMut(Range<usize>)) {
        for hit in self.automaton.find_overlapping_iter(text) {
            let is_base64 = hit.pattern().as_usize() >= self.base64_from;
            found(if is_base64 { base64_around(text, hit.range()) } else { hit.range() });
        }
    }
}

/// The forms of a secret that are found as they are.
fn plain_forms(value: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![value.as_bytes().to_vec()];
    let lower = value.to_lowercase();
    forms.push(lower.into_bytes());
    forms.push(hex(value.as_bytes(), b"0123456789abcdef"));
    forms.push(hex(value.as_bytes(), b"0123456789ABCDEF"));
    if !value.is_ascii() {
        // Bytes that were read as characters, and characters that were written as bytes.
        forms.push(value.bytes().map(char::from).collect::<String>().into_bytes());
        forms.extend(value.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<_>>());
    }
    let lines = value.lines().map(str::trim).filter(|line| line.len() >= SHORTEST_LINE);
    forms.extend(lines.map(|line| line.as_bytes().to_vec()));
    forms.retain(|form| form.len() >= SHORTEST);
    forms
}

fn hex(bytes: &[u8], digits: &[u8; 16]) -> Vec<u8> {
    let digit = |half: u8| digits.get(usize::from(half)).copied().unwrap_or(b'0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// What base64 of any text that has the secret contains, wherever the secret begins in it.
fn base64_forms(value: &str) -> Vec<Vec<u8>> {
    let mut forms = Vec::new();
    for before in 0..3_usize {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(value.as_bytes());
        // Characters that are made of the secret's bits alone.
        let (first, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let text = engine.encode(&bytes);
            forms.extend(text.as_bytes().get(first..end).map(<[u8]>::to_vec));
        }
    }
    forms.retain(|form| form.len() >= SHORTEST);
    forms
}

/// All of the base64 that a hit lies in.
fn base64_around(text: &[u8], hit: Range<usize>) -> Range<usize> {
    let of = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(byte);
    let before = text.get(..hit.start).unwrap_or_default().iter().rev().take_while(of).count();
    let after = text.get(hit.end..).unwrap_or_default().iter().take_while(of).count();
    hit.start - before..hit.end + after
}
