//! From what a user asked for to reporters.

use std::borrow::Cow;

use super::{REPORTERS, ReportFault, Reporter, Row, Setup};

/// Options of reporters as a user gave them, in order.
#[derive(Clone, Debug, Default)]
pub struct Given(Vec<Pair>);

#[derive(Clone, Debug)]
struct Pair {
    /// What followed `--reporter-`.
    key: String,
    /// The same in small letters without hyphens.
    plain: String,
    /// Nothing if the option stood alone.
    value: Option<String>,
}

impl Given {
    /// Takes an option: what follows `--reporter-`, and its value if it has one.
    pub fn set(&mut self, key: &str, value: Option<&str>) {
        let value = value.map(str::to_owned);
        self.0.push(Pair { key: key.to_owned(), plain: plain(key), value });
    }
}

fn plain(key: &str) -> String {
    key.chars().filter(|c| *c != '-' && *c != '_').flat_map(char::to_lowercase).collect()
}

/// The options of one reporter.
#[derive(Debug)]
pub(super) struct Values<'g> {
    row: &'static Row,
    pairs: Vec<(&'static str, Option<&'g str>)>,
}

impl<'g> Values<'g> {
    /// Options for all reporters count less than those for this one; of equals the last counts.
    fn new(row: &'static Row, given: &'g Given) -> Self {
        let mut pairs = Vec::new();
        let all = given.0.iter().filter_map(|pair| Some((row.option(&pair.plain)?, pair)));
        let own = given.0.iter().filter_map(|pair| Some((row.own_option(&pair.plain)?, pair)));
        for (name, pair) in all.chain(own) {
            pairs.push((name, pair.value.as_deref()));
        }
        Self { row, pairs }
    }

    fn find(&self, name: &str) -> Option<&(&'static str, Option<&'g str>)> {
        self.pairs.iter().rev().find(|(given, _)| *given == name)
    }

    /// Whether a switch is on.
    pub(super) fn on(&self, name: &str) -> bool {
        let pair = self.find(name);
        pair.is_some_and(|(_, value)| !matches!(value, Some("false" | "off" | "no" | "0")))
    }

    /// A text; nothing if it is not given.
    pub(super) fn text(&self, name: &str) -> Option<&'g str> {
        let (_, value) = self.find(name)?;
        value.filter(|text| !text.is_empty() && *text != "true")
    }

    /// The parts of a list.
    pub(super) fn list(&self, name: &str) -> Vec<&'g str> {
        let parts = self.text(name).unwrap_or_default().split(',');
        parts.map(str::trim).filter(|part| !part.is_empty()).collect()
    }

    /// A number of bytes; `k`, `m` and `g` behind it multiply by 1024 each.
    pub(super) fn bytes(&self, name: &'static str) -> Result<Option<usize>, ReportFault> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let lower = text.to_ascii_lowercase();
        let (digits, shift) = match lower
            .trim_end_matches('b')
            .split_at_checked(lower.trim_end_matches('b').len().saturating_sub(1))
        {
            Some((digits, "k")) => (digits, 10),
            Some((digits, "m")) => (digits, 20),
            Some((digits, "g")) => (digits, 30),
            _ => (lower.trim_end_matches('b'), 0),
        };
        let number = digits.trim().parse::<usize>().ok();
        match number.and_then(|number| number.checked_mul(1 << shift)) {
            Some(bytes) => Ok(Some(bytes)),
            None => Err(self.fault(format!("`{name}` takes a number of bytes, not `{text}`"))),
        }
    }

    pub(super) fn fault(&self, message: String) -> ReportFault {
        ReportFault::Option { reporter: self.row.name, message }
    }
}

impl Row {
    fn option(&self, key: &str) -> Option<&'static str> {
        self.options.iter().map(|option| option.name).find(|name| plain(name) == key)
    }

    /// The option that a key with the name of the reporter in front stands for.
    fn own_option(&self, key: &str) -> Option<&'static str> {
        self.names().find_map(|name| self.option(key.strip_prefix(name)?))
    }
}

/// The reporters that a user asked for.
pub struct Chosen {
    /// The reporters.
    pub reporters: Vec<Box<dyn Reporter>>,
    /// What to tell the user before the run, a sentence each.
    pub warnings: Vec<String>,
}

/// Makes the reporters of these names. What is unknown leads to a warning.
pub fn choose(names: &[&str], given: &Given, setup: &Setup) -> Result<Chosen, ReportFault> {
    let mut chosen = Chosen { reporters: Vec::new(), warnings: Vec::new() };
    let mut rows: Vec<&'static Row> = Vec::new();
    let mut dominant = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        let Some(row) = Row::find(name) else {
            let all: Vec<_> = REPORTERS.iter().map(|row| row.name).collect();
            let all = all.join(", ");
            chosen.warnings.push(format!("there is no reporter `{name}`, only {all}"));
            continue;
        };
        if rows.iter().any(|other| other.name == row.name) {
            continue;
        }
        let values = Values::new(row, given);
        chosen.reporters.push((row.make)(setup, &values)?);
        if row.dominant && values.text("export").is_none() {
            dominant.push(row.name);
        }
        rows.push(row);
    }
    if dominant.len() > 1 {
        let list = dominant.join(", ");
        chosen.warnings.push(format!("reporters {list} might not work well together"));
    }
    for pair in &given.0 {
        let known = REPORTERS
            .iter()
            .any(|row| row.option(&pair.plain).is_some() || row.own_option(&pair.plain).is_some());
        if !known {
            chosen.warnings.push(unknown(&pair.key));
        }
    }
    Ok(chosen)
}

/// Says that an option is unknown, and which ones its reporter has.
fn unknown(key: &str) -> String {
    let named = REPORTERS.iter().flat_map(|row| row.names().map(move |name| (name, row)));
    let fitting = named.filter(|(name, _)| plain(key).starts_with(name));
    let options = match fitting.max_by_key(|(name, _)| name.len()) {
        Some((name, row)) if !row.options.is_empty() => {
            let all: Vec<_> = row.options.iter().map(|option| option.name).collect();
            Cow::Owned(format!(": `{name}` has {}", all.join(", ")))
        }
        _ => Cow::Borrowed(""),
    };
    format!("no reporter has the option `--reporter-{key}`{options}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(pairs: &[(&str, Option<&str>)]) -> Given {
        let mut given = Given::default();
        for (key, value) in pairs {
            given.set(key, *value);
        }
        given
    }

    fn values<'g>(name: &str, given: &'g Given) -> Values<'g> {
        Values::new(Row::find(name).unwrap(), given)
    }

    #[test]
    fn an_option_for_one_counts_more_than_one_for_all() {
        let given = given(&[
            ("json-export", Some("a.json")),
            ("export", Some("all")),
            ("cli-noSummary", None),
            ("no-console", Some("false")),
            ("htmlextra-browserTitle", Some("T")),
        ]);
        assert_eq!(values("json", &given).text("export"), Some("a.json"));
        assert_eq!(values("junit", &given).text("export"), Some("all"));
        assert_eq!(values("jsonl", &given).text("export"), Some("all"));
        assert!(values("cli", &given).on("no-summary"));
        assert!(!values("cli", &given).on("no-console"));
        assert_eq!(values("html", &given).text("browser-title"), Some("T"));
    }

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("0", Some(0)),
            ("12", Some(12)),
            ("4k", Some(4096)),
            ("2MB", Some(2 << 20)),
            ("1g", Some(1 << 30)),
            ("k", None),
            ("-1", None),
            ("ä", None),
            ("99999999999999999999", None),
        ] {
            let given = given(&[("json-body-limit", Some(text))]);
            assert_eq!(values("json", &given).bytes("body-limit").ok().flatten(), bytes, "{text}");
        }
    }

    #[test]
    fn what_is_unknown_is_said() {
        let given = given(&[("json-exprot", Some("x")), ("foo", None), ("junit-export", None)]);
        let names = ["nosuch", "progress", "emojitrain", "progress"];
        let chosen = choose(&names, &given, &Setup::default()).unwrap();
        assert_eq!(chosen.reporters.len(), 2);
        insta::assert_snapshot!(chosen.warnings.join("\n"));
    }
}
