//! V8's words for errors, since they surface in reports.
//!
//! QuickJS names less than V8 does; what is missing is read from the source at the place where the
//! error happened.

mod callee;
pub(crate) mod json;
mod syntax;
mod tokens;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use tokens::{Kind, Token, tokens};

/// Where an error happened.
#[derive(Clone, Copy)]
pub(crate) struct Place<'t> {
    /// The whole source.
    pub(crate) text: &'t str,
    /// The line, from 1.
    pub(crate) line: u32,
    /// The column, from 1, in characters.
    pub(crate) column: u32,
}

impl Place<'_> {
    /// The place as an offset into the text.
    pub(crate) fn offset(&self) -> usize {
        let mut start = 0;
        for _ in 1..self.line {
            match self.text.get(start..).and_then(|rest| rest.find('\n')) {
                Some(end) => start += end + 1,
                None => return self.text.len(),
            }
        }
        let line = self.text.get(start..).unwrap_or_default();
        let before = (self.column as usize).saturating_sub(1);
        line.char_indices().nth(before).map_or(self.text.len(), |(at, _)| start + at)
    }
}

/// An error of the engine.
pub(crate) struct Raw<'t> {
    /// Its class.
    pub(crate) class: &'t str,
    /// Its message.
    pub(crate) message: &'t str,
    /// The function of the language that threw it, if it was one.
    pub(crate) thrower: Option<&'t str>,
    /// Where in a script it was thrown.
    pub(crate) place: Option<Place<'t>>,
}

/// V8's words for an error of the engine; `None` where they are the same, or not known.
pub(crate) fn reword(raw: &Raw<'_>) -> Option<String> {
    if raw.class == "SyntaxError"
        && let Some(place) = raw.place
        && raw.thrower.is_none()
    {
        return syntax::reword(raw.message, place);
    }
    words::reword(raw)
}
