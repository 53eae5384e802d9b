//! A text with its escapes resolved, and the way back to where they stood.

use std::ops::Range;

/// A text as somebody will read it.
pub(super) struct View {
    pub(super) text: Vec<u8>,
    /// For each byte where it begins in the original, and at last the original's end.
    places: Vec<usize>,
}

impl View {
    /// The part of the original that a part of the view came from.
    pub(super) fn original(&self, range: &Range<usize>) -> Option<Range<usize>> {
        Some(*self.places.get(range.start)?..*self.places.get(range.end)?)
    }
}

/// How many bytes an escape at the start of a text has, and what it stands for.
type Escape = fn(&[u8]) -> Option<(usize, char)>;

/// The views of a text that differ from it.
pub(super) fn views(text: &[u8]) -> Vec<View> {
    let mut views = Vec::new();
    let mut take = |marker: u8, escape: Escape| {
        if text.contains(&marker) {
            views.push(view(text, marker, escape));
        }
    };
    take(b'%', percent);
    take(b'+', plus);
    take(b'\\', json);
    take(b'&', html);
    // Encoded twice, as a URL in the query of a URL is.
    if let Some(once) =
        views.first().filter(|view| text.contains(&b'%') && view.text.contains(&b'%'))
    {
        let mut twice = view(&once.text, b'%', percent);
        twice.places = twice.places.iter().filter_map(|at| once.places.get(*at).copied()).collect();
        views.push(twice);
    }
    views
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
    seen.places.push(text.len());
    seen
}

impl View {
    fn push(&mut self, byte: u8, place: usize) {
        self.text.push(byte);
        self.places.push(place);
    }
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
