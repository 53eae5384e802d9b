//! The table of results.

use std::io::Write;

use anyhow::{Result, bail};

/// One measured number.
pub(super) struct Row {
    pub(super) what: String,
    pub(super) target: String,
    pub(super) measured: String,
    /// Measured over target, or target over measured where more is better: 1 or less is met.
    pub(super) ratio: Option<f64>,
}

impl Row {
    /// A number that must not be more than `most`.
    pub(super) fn at_most(what: &str, measured: f64, most: f64, unit: &str) -> Self {
        Self {
            what: what.to_owned(),
            target: format!("<= {most} {unit}").trim_end().to_owned(),
            measured: format!("{measured:.2} {unit}").trim_end().to_owned(),
            ratio: Some(measured / most),
        }
    }

    /// A number that must not be less than `least`.
    pub(super) fn at_least(what: &str, measured: f64, least: f64, unit: &str) -> Self {
        Self {
            what: what.to_owned(),
            target: format!(">= {least} {unit}").trim_end().to_owned(),
            measured: format!("{measured:.2} {unit}").trim_end().to_owned(),
            ratio: Some(least / measured),
        }
    }

    /// A number without a target.
    pub(super) fn plain(what: &str, measured: String) -> Self {
        Self { what: what.to_owned(), target: String::new(), measured, ratio: None }
    }

    /// A number that could not be measured.
    pub(super) fn failed(what: String, error: &anyhow::Error) -> Self {
        let measured = format!("not measured: {error:#}");
        Self { what, target: String::new(), measured, ratio: Some(f64::INFINITY) }
    }

    fn verdict(&self) -> &'static str {
        match self.ratio {
            None => "",
            Some(ratio) if ratio <= 1.0 => "met",
            Some(_) => "MISSED",
        }
    }
}

#[derive(Default)]
pub(super) struct Table(Vec<Row>);

impl Table {
    pub(super) fn extend(&mut self, rows: Vec<Row>) {
        self.0.extend(rows);
    }

    /// Prints the table in Markdown; an error when a target was missed.
    pub(super) fn print(&self) -> Result<()> {
        let mut out = std::io::stdout().lock();
        writeln!(out, "| what | target | measured | of the target | |\n|---|---|---|---|---|")?;
        for row in &self.0 {
            let ratio = row.ratio.filter(|ratio| ratio.is_finite());
            let ratio = ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
            let Row { what, target, measured, .. } = row;
            writeln!(out, "| {what} | {target} | {measured} | {ratio} | {} |", row.verdict())?;
        }
        let missed = self.0.iter().filter(|row| row.verdict() == "MISSED").count();
        if missed > 0 {
            bail!("{missed} of {} numbers missed their target", self.0.len());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Row;

    #[test]
    fn targets_are_limits_on_their_side() {
        assert_eq!(Row::at_most("a", 100.0, 100.0, "ms").verdict(), "met");
        assert_eq!(Row::at_most("a", 100.1, 100.0, "ms").verdict(), "MISSED");
        assert_eq!(Row::at_least("a", 0.51, 0.5, "").verdict(), "met");
        assert_eq!(Row::at_least("a", 0.49, 0.5, "").verdict(), "MISSED");
        assert_eq!(Row::failed("a".to_owned(), &anyhow::anyhow!("x")).verdict(), "MISSED");
        assert_eq!(Row::plain("a", "1".to_owned()).verdict(), "");
    }
}
