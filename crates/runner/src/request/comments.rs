//! Comments in JSON bodies, which are for people and not sent.

/// The text without `//` and `/* */` comments outside of strings; `None` if it has none.
///
/// What stands in single quotes is no string. A comment that is never closed goes to the end.
pub(super) fn strip(text: &str) -> Option<String> {
    if !text.contains("//") && !text.contains("/*") {
        return None;
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', '/']) {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        let skipped = if from.starts_with('"') {
            let end = string_end(from);
            kept.push_str(from.get(..end).unwrap_or(from));
            end
        } else if from.starts_with("//") {
            // The line's end stays, together with a carriage return in front of it.
            from.find("\r\n").into_iter().chain(from.find('\n')).min().unwrap_or(from.len())
        } else if let Some(inner) = from.strip_prefix("/*") {
            inner.find("*/").map_or(from.len(), |end| end + 4)
        } else {
            kept.push('/');
            1
        };
        rest = from.get(skipped..).unwrap_or_default();
    }
    kept.push_str(rest);
    (kept.len() < text.len()).then_some(kept)
}

/// The length of the string that the text begins with, quotes included.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_outside_of_strings_goes() {
        for (text, kept) in [
            (
                "{\"a\": \"//no /*x*/ \\\" //q\", // c\n /* x\ny */ \"b\":2 } // end",
                "{\"a\": \"//no /*x*/ \\\" //q\", \n  \"b\":2 } ",
            ),
            ("{\"a\":1} /* unclosed", "{\"a\":1} "),
            ("{\"a\":1 /b/ 2, '//x'}", "{\"a\":1 /b/ 2, '"),
            ("a // b\r\nc", "a \r\nc"),
            ("/**/", ""),
            ("é//é", "é"),
        ] {
            assert_eq!(strip(text).as_deref(), Some(kept), "{text}");
        }
        for text in ["", "{\"u\":\"http://x\"}", "a / b", "\"/*"] {
            assert_eq!(strip(text), None, "{text}");
        }
    }
}
