//! What was not carried.

use std::fmt::Write as _;

/// More names than this are counted only.
const NAMED: usize = 5;

/// Characters of a name that are shown.
const MAX_NAME: usize = 60;

/// A way to lose something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    UnlistedFolder,
    UnlistedRequest,
    UnlistedExample,
    Nothing,
    Loop,
    HeaderLine,
    Auth,
    AuthBeside,
    BodyBeside,
    EventsBeside,
    Entry,
}

/// What was lost, in the order it was found, with the names of those it was lost from.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<(Loss, usize, Vec<String>)>);

impl Notes {
    pub(super) fn add(&mut self, loss: Loss, from: &str) {
        let known = self.0.iter_mut().find(|(other, _, _)| *other == loss);
        let Some((_, count, names)) = known else {
            self.0.push((loss, 1, vec![short(from)]));
            return;
        };
        *count += 1;
        if names.len() < NAMED {
            names.push(short(from));
        }
    }

    pub(super) fn into_lines(self) -> Vec<String> {
        self.0.into_iter().map(|(loss, count, names)| line(loss, count, &names)).collect()
    }
}

/// Names are for finding something again, and some are whole texts.
fn short(name: &str) -> String {
    let end = name.char_indices().nth(MAX_NAME).map(|(end, _)| end);
    match end.and_then(|end| name.get(..end)) {
        Some(start) => format!("{start}\u{2026}"),
        None => name.to_owned(),
    }
}

fn line(loss: Loss, count: usize, names: &[String]) -> String {
    let mut line = loss.words(count);
    for (position, name) in names.iter().enumerate() {
        let before = if position == 0 { ": " } else { ", " };
        // NOTE: writing to a string can't fail.
        let _ = write!(line, "{before}`{name}`");
    }
    if count > names.len() {
        let _ = write!(line, " and {} more", count - names.len());
    }
    line
}

impl Loss {
    fn words(self, count: usize) -> String {
        let (one, many) = match self {
            Self::UnlistedFolder => ("folder that no order lists", "folders that no order lists"),
            Self::UnlistedRequest => {
                ("request that no order lists", "requests that no order lists")
            }
            Self::UnlistedExample => {
                ("example that no order lists", "examples that no order lists")
            }
            Self::Nothing => (
                "entry of an order that names nothing in the file",
                "entries of orders that name nothing in the file",
            ),
            Self::Loop => {
                ("place of a folder inside itself", "places of folders inside themselves")
            }
            Self::HeaderLine => ("header line without a name", "header lines without a name"),
            Self::Auth => (
                "authentication whose parameters can't be read",
                "authentications whose parameters can't be read",
            ),
            Self::AuthBeside => (
                "authentication beside an older entry, which counts",
                "authentications beside older entries, which count",
            ),
            Self::BodyBeside => (
                "body for another mode than the one that is chosen",
                "bodies for other modes than the one that is chosen",
            ),
            Self::EventsBeside => (
                "script beside older entries, which count",
                "scripts beside older entries, which count",
            ),
            Self::Entry => ("entry that is no object", "entries that are no objects"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_of_a_kind_are_one_line() {
        let mut notes = Notes::default();
        notes.add(Loss::Loop, "A");
        for number in 1..=7 {
            notes.add(Loss::UnlistedRequest, &format!("R{number}"));
        }
        let expected = [
            "1 place of a folder inside itself: `A`",
            "7 requests that no order lists: `R1`, `R2`, `R3`, `R4`, `R5` and 2 more",
        ];
        assert_eq!(notes.into_lines(), expected);
    }

    #[test]
    fn names_are_short() {
        assert_eq!(short("a name"), "a name");
        assert_eq!(short(&"\u{e4}".repeat(61)), format!("{}\u{2026}", "\u{e4}".repeat(60)));
    }
}
