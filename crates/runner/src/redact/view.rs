//! A text with its escapes resolved, and the way back to where they stood.

use std::ops::Range;

/// A text as somebody will read it.
pub(super) struct View {
    pub(super) text: Vec<u8>,
    /// For each byte where it begins in the original, and at last the original's end.
    places: Vec<u32>,
}

impl View {
    /// The part of the original that a part of the view came from.
    pub(super) fn original(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let place = |at: usize| usize::try_from(*self.places.get(at)?).ok();
        Some(place(range.start)?..place(range.end)?)
    }
}

/// How many bytes an escape at the start of a text has, and what it stands for.
type Escape = fn(&[u8]) -> Option<(usize, char)>;

/// Shows the views of a text that differ from it, one after the other.
pub(super) fn views(text: &[u8], mut show: impl FnMut(&View)) {
    for (marker, escape) in [(b'+', plus as Escape), (b'\\', json), (b'&', html)] {
        if text.contains(&marker) {
            show(&view(text, marker, escape));
        }
    }
    if !text.contains(&b'%') {
        return;
    }
    let once = view(text, b'%', percent);
    show(&once);
    // Encoded twice, as a URL in the query of a URL is.
    if once.text.contains(&b'%') {
        let mut twice = view(&once.text, b'%', percent);
        let place = |at: &u32| once.places.get(usize::try_from(*at).ok()?).copied();
        twice.places = twice.places.iter().filter_map(place).collect();
        show(&twice);
    }
}

fn view(text: &[u8], marker: u8, escape: Escape) -> View {
    let mut seen = View { text: Vec::with_capacity(text.len()), places: Vec::new() };
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let found =
            if byte == marker || (marker == b'+' && byte == b'%') { escape(rest) } else { None };
        let Some((length, c)) = found else {
            seen.push(byte, at);
            at += 1;
            continue;
        };
        // Percent-encoding is of bytes, the others are of characters.
        let byte = u8::try_from(u32::from(c)).ok();
        let of_bytes = marker == b'%' || marker == b'+';
        if let Some(byte) = byte.filter(|byte| of_bytes || byte.is_ascii()) {
            seen.push(byte, at);
        } else {
            let mut buffer = [0; 4];
            c.encode_utf8(&mut buffer).bytes().for_each(|byte| seen.push(byte, at));
        }
        at += length;
    }
    seen.places.push(short(text.len()));
    seen
}

impl View {
    fn push(&mut self, byte: u8, place: usize) {
        self.text.push(byte);
        self.places.push(short(place));
    }
}

/// Texts are never longer than this; were one, its end would stand for all that follows.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn hex(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn percent(text: &[u8]) -> Option<(usize, char)> {
    let byte = u8::try_from(hex(text.get(1..3)?)?).ok()?;
    Some((3, char::from(byte)))
}

/// Forms, where `+` is a space.
fn plus(text: &[u8]) -> Option<(usize, char)> {
    if text.first() == Some(&b'+') { Some((1, ' ')) } else { percent(text) }
}

fn json(text: &[u8]) -> Option<(usize, char)> {
    let c = match text.get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => {
            let unit = hex(text.get(2..6)?)?;
            if let Some(c) = char::from_u32(unit) {
                return Some((6, c));
            }
            // The second half of a pair.
            let low = text.get(6..12).filter(|rest| rest.starts_with(b"\\u"))?;
            let low = hex(low.get(2..6)?)?;
            let pair = char::decode_utf16([u16::try_from(unit).ok()?, u16::try_from(low).ok()?]);
            return Some((12, pair.into_iter().next()?.ok()?));
        }
        other => char::from(*other),
    };
    Some((2, c))
}

fn html(text: &[u8]) -> Option<(usize, char)> {
    let end = text.iter().take(12).position(|byte| *byte == b';')?;
    let name = text.get(1..end)?;
    let c = match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        b"nbsp" => '\u{a0}',
        _ => {
            let number = std::str::from_utf8(name.strip_prefix(b"#")?).ok()?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((end + 1, c))
}
