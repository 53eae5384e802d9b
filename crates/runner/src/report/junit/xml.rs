//! Text in XML. Characters that XML has no place for become U+FFFD.

use std::fmt::{self, Write};

/// The value of an attribute.
pub(super) struct Attribute<'t>(pub(super) &'t str);

/// Text inside a CDATA section, which an end inside it cuts in two.
pub(super) struct CData<'t>(pub(super) &'t str);

fn legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

impl fmt::Display for Attribute<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '"' => out.write_str("&quot;")?,
                '\t' => out.write_str("&#x9;")?,
                '\n' => out.write_str("&#xA;")?,
                '\r' => out.write_str("&#xD;")?,
                c if legal(c) => out.write_char(c)?,
                _ => out.write_char(char::REPLACEMENT_CHARACTER)?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for CData<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.split("]]>").enumerate() {
            if at > 0 {
                out.write_str("]]]]><![CDATA[>")?;
            }
            for c in part.chars() {
                out.write_char(if legal(c) { c } else { char::REPLACEMENT_CHARACTER })?;
            }
        }
        Ok(())
    }
}
