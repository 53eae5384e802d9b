//! The list of what must have a case.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use serde::Deserialize;

use crate::case::{Case, Intended, root};

/// `rows.toml`: what Newman does, row by row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// Sentences by section and row.
    #[serde(rename = "rows")]
    sections: BTreeMap<String, BTreeMap<String, String>>,
    /// What differs on purpose in every case.
    #[serde(default)]
    pub differs: Vec<Intended>,
}

impl Rows {
    /// Reads the list.
    #[must_use]
    pub fn read() -> Self {
        let text = fs::read_to_string(root().join("rows.toml")).unwrap();
        toml::from_str(&text).unwrap_or_else(|error| panic!("`rows.toml`: {error}"))
    }

    /// Every row's name, `section.row`, with its sentence.
    pub fn all(&self) -> impl Iterator<Item = (String, &str)> {
        self.sections.iter().flat_map(|(section, rows)| {
            rows.iter().map(move |(row, says)| (format!("{section}.{row}"), says.as_str()))
        })
    }

    /// Rows without a case, cases without a row, and rows of cases that are not in the list.
    #[must_use]
    pub fn faults(&self, cases: &[Case]) -> Vec<String> {
        let known: BTreeSet<String> = self.all().map(|(row, _)| row).collect();
        let mut shown = BTreeSet::new();
        let mut faults = Vec::new();
        for case in cases {
            if case.rows.is_empty() {
                faults.push(format!("the case `{}` has no row", case.name));
            }
            if case.says.is_empty() {
                faults.push(format!("the case `{}` does not say what it shows", case.name));
            }
            for row in &case.rows {
                if !known.contains(row) {
                    faults.push(format!("the case `{}` names `{row}`, which is no row", case.name));
                }
                shown.insert(row.clone());
            }
        }
        let without = known.difference(&shown).map(|row| format!("the row `{row}` has no case"));
        faults.extend(without);
        faults
    }

    /// What differs from Newman on purpose, as a page for users: each reason, where it shows, and in
    /// which cases.
    #[must_use]
    pub fn differences(&self, cases: &[Case]) -> String {
        let mut page = String::from(
            "# What differs from Newman on purpose\n\nEvery case of the comparison with Newman \
             agrees in all that both peers send, answer, print and write, but for this. Written by \
             the tests from the cases in `crates/runkit`; `GATEPOST_UPDATE=1 cargo test -p runkit` \
             rewrites it.\n\n| What and why | Where it shows | Cases |\n|---|---|---|\n",
        );
        let everywhere = self.differs.iter().map(|it| (it, "(all)"));
        let of_cases = cases
            .iter()
            .flat_map(|case| case.differs.iter().map(move |it| (it, case.name.as_str())));
        let mut reasons = BTreeMap::<&str, (BTreeSet<&str>, BTreeSet<&str>)>::new();
        for (intended, case) in everywhere.chain(of_cases) {
            let (parts, names) = reasons.entry(&intended.why).or_default();
            parts.insert(intended.at.split('/').next().unwrap_or_default());
            names.insert(case);
        }
        let list = |words: &BTreeSet<&str>| {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        };
        for (why, (parts, names)) in &reasons {
            let why = why.replace('|', "\\|");
            page.extend(["| ", &why, " | ", &list(parts), " | ", &list(names), " |\n"]);
        }
        page
    }

    /// The list with the cases of each row, as a page.
    #[must_use]
    pub fn page(&self, cases: &[Case]) -> String {
        let mut page = String::from(
            "# What is compared with Newman\n\nWritten by the tests from `rows.toml` and the cases; \
             `GATEPOST_UPDATE=1 cargo test -p runkit` rewrites it.\n",
        );
        for (section, rows) in &self.sections {
            page.extend(["\n## ", section, "\n\n| Row | Cases |\n|---|---|\n"]);
            for (row, says) in rows {
                let row = format!("{section}.{row}");
                let of = cases.iter().filter(|case| case.rows.contains(&row));
                let names: Vec<String> = of.map(|case| format!("`{}`", case.name)).collect();
                let says = says.replace('|', "\\|");
                page.extend(["| ", &says, " | ", &names.join(", "), " |\n"]);
            }
        }
        page
    }
}
