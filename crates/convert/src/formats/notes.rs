//! What could not come along, and where it was.

use std::fmt::Write as _;

/// More places than this are counted only.
const NAMED: usize = 5;
/// Characters of a place that are shown.
const MAX_NAME: usize = 60;
/// Characters of what was lost.
const MAX_WHAT: usize = 200;
/// More different losses than this are told as one.
const MOST: usize = 500;

/// Losses in the order they were found, each with the places it was found at.
#[derive(Debug, Default)]
pub(crate) struct Notes(Vec<(String, usize, Vec<String>)>);

impl Notes {
    /// Notes that `what`, a noun phrase with its reason, was lost at `place`.
    pub(crate) fn add(&mut self, what: impl Into<String>, place: &str) {
        let mut what = what.into();
        if let Some((end, _)) = what.char_indices().nth(MAX_WHAT) {
            what.truncate(end);
        }
        if self.0.len() >= MOST && !self.0.iter().any(|(other, _, _)| *other == what) {
            "more than is listed here".clone_into(&mut what);
        }
        let place: String = place.chars().take(MAX_NAME).collect();
        match self.0.iter_mut().find(|(other, _, _)| *other == what) {
            None => self.0.push((what, 1, vec![place])),
            Some((_, count, places)) => {
                *count += 1;
                if places.len() < NAMED && !places.contains(&place) {
                    places.push(place);
                }
            }
        }
    }

    pub(crate) fn into_lines(self) -> Vec<String> {
        let line = |(what, count, places): (String, usize, Vec<String>)| {
            let places: Vec<String> = places.iter().map(|place| format!("`{place}`")).collect();
            let mut line = format!("{what}: {}", places.join(", "));
            if count > places.len() {
                // NOTE: writing to a string can't fail.
                let _ = write!(line, " ({count} times)");
            }
            line
        };
        self.0.into_iter().map(line).collect()
    }
}
