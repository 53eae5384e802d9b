//! Dynamic variables: `{{$guid}}`, `{{$timestamp}}`, `{{$randomEmail}}` and the rest.
//!
//! [`NAMES`] is the whole list, [`value`] makes one value. Time and randomness come from a
//! [`Source`], so the same source gives the same values again. A variable that somebody defined
//! under one of these names goes first; that is the business of whoever substitutes.

mod basic;
mod draw;

#[cfg(test)]
mod tests;

use draw::Draw;

/// Where dynamic variables get time and randomness from.
pub trait Source {
    /// Sixty-four random bits.
    fn random(&mut self) -> u64;

    /// The time in milliseconds since 1970.
    fn now_ms(&self) -> i64;
}

/// A dynamic variable.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its name, with the `$`.
    pub name: &'static str,
    /// What its values are, in one line.
    pub about: &'static str,
    make: fn(&mut Draw<'_>) -> String,
}

/// A new value of the dynamic variable `name`, with its `$`; `None` when there is none of that name.
pub fn value(name: &str, source: &mut dyn Source) -> Option<String> {
    find(name).map(|row| row.value(source))
}

/// The dynamic variable `name`, with its `$`. Names are case-sensitive.
#[must_use]
pub fn find(name: &str) -> Option<&'static Row> {
    let place = NAMES.binary_search_by(|row| row.name.cmp(name)).ok()?;
    NAMES.get(place)
}

impl Row {
    /// A new value.
    pub fn value(&self, source: &mut dyn Source) -> String {
        (self.make)(&mut Draw::new(source))
    }
}

const fn row(name: &'static str, about: &'static str, make: fn(&mut Draw<'_>) -> String) -> Row {
    Row { name, about, make }
}

// NOTE: order matters. Names are found by halving, so they are sorted by their bytes.
/// Every dynamic variable, by name.
pub static NAMES: &[Row] = &[
    row("$guid", "A UUID, version 4", basic::uuid),
    row("$isoTimestamp", "The time in ISO 8601, UTC, to the millisecond", basic::iso_timestamp),
    row("$randomAlphaNumeric", "A digit or a lower-case letter", basic::alphanumeric),
    row("$randomBoolean", "true or false", basic::boolean),
    row("$randomHexColor", "A colour such as #7e3b42", basic::hex_color),
    row("$randomInt", "A whole number from 0 to 1000", basic::int),
    row("$randomPassword", "Fifteen letters, digits and underscores", basic::password),
    row("$randomPhoneNumber", "A phone number of ten digits", basic::phone),
    row(
        "$randomPhoneNumberExt",
        "A phone number with one or two digits before it",
        basic::phone_ext,
    ),
    row("$randomSemver", "A version such as 2.9.8", basic::semver),
    row("$randomUUID", "A UUID, version 4", basic::uuid),
    row("$timestamp", "The time in seconds since 1970", basic::timestamp),
];
