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
    /// Where what somebody wrote begins in the text.
    pub(crate) begin: usize,
    /// Where it ends.
    pub(crate) end: usize,
}

/// V8's words, and where the error is if that is another place.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Reworded {
    pub(crate) words: String,
    /// An offset into the text.
    pub(crate) offset: Option<usize>,
}

impl Place<'_> {
    /// Line and column of an offset.
    pub(crate) fn line_and_column(&self, offset: usize) -> (u32, u32) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

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
pub(crate) fn reword(raw: &Raw<'_>) -> Option<Reworded> {
    let here = |words| Reworded { words, offset: None };
    if raw.class == "SyntaxError" && raw.thrower.is_none() {
        return match raw.place {
            Some(place) => syntax::reword(raw.message, place),
            None => syntax::reword_unplaced(raw.message).map(here),
        };
    }
    words::reword(raw).map(here)
}
