//! The table of numbers.

use std::{fmt::Display, io::Write};

use super::{Cli, Done};
use crate::{
    report::{
        terminal::Ink,
        units::{Size, Time, span},
    },
    summary::{Average, Summary},
};

/// Columns of the labels.
const LABELS: usize = 25;

/// What the edges of a table are drawn with.
struct Edges {
    line: &'static str,
    side: &'static str,
    top: [&'static str; 3],
    middle: [&'static str; 3],
    /// Below the last row with columns.
    last: [&'static str; 3],
    bottom: [&'static str; 2],
    between: [&'static str; 2],
}

const UNICODE: Edges = Edges {
    line: "─",
    side: "│",
    top: ["┌", "┬", "┐"],
    middle: ["├", "┼", "┤"],
    last: ["├", "┴", "┤"],
    bottom: ["└", "┘"],
    between: ["├", "┤"],
};

const ASCII: Edges = Edges {
    line: "-",
    side: "|",
    top: ["-", "-", "-"],
    middle: ["-", "+", "-"],
    last: ["-", "-", "-"],
    bottom: ["-", "-"],
    between: ["-", "-"],
};

impl Cli {
    pub(super) fn table(&mut self, summary: &Summary) -> Done {
        let edges = if self.look.unicode { UNICODE } else { ASCII };
        let numbers = &summary.statistics;
        let rows = [
            ("iterations", numbers.iterations),
            ("requests", numbers.requests),
            ("test-scripts", numbers.test_scripts),
            ("prerequest-scripts", numbers.prerequest_scripts),
            ("assertions", numbers.assertions),
        ];
        let texts = texts(summary);
        let widest = |heading: &str, number: fn(&crate::summary::Count) -> u64| {
            let wide = rows.iter().map(|(_, count)| number(count).to_string().len()).max();
            wide.unwrap_or(0).max(heading.len()).saturating_add(2)
        };
        let (executed, failed) = (widest("executed", |c| c.total), widest("failed", |c| c.failed));
        // "failed" alone would be narrower than its column ever is.
        let failed = failed.max(10);
        let longest = texts.iter().map(|text| text.chars().count()).max().unwrap_or(0);
        let natural = LABELS + executed + failed + 2;
        let more = (longest + 2).saturating_sub(natural);
        let widths = [LABELS, executed + more.div_ceil(2), failed + more / 2];

        writeln!(self.out)?;
        self.rule(&edges, edges.top, widths)?;
        self.cells(&edges, widths, [&"", &"executed", &"failed"], [None; 3])?;
        for (label, count) in rows {
            self.rule(&edges, edges.middle, widths)?;
            let ink = if count.failed > 0 { Ink::Red } else { Ink::Green };
            let alarm = (count.failed > 0).then_some(Ink::Red);
            let cells: [&dyn Display; 3] = [&label, &count.total, &count.failed];
            self.cells(&edges, widths, cells, [Some(ink), None, alarm])?;
        }
        self.rule(&edges, edges.last, widths)?;
        let width = widths.iter().sum::<usize>() + 2;
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                self.wide_rule(&edges, edges.between, width)?;
            }
            let gap = (width - 2).saturating_sub(text.chars().count());
            let side = self.look.ink(Ink::Grey, edges.side);
            writeln!(self.out, "{side} {text}{:gap$} {side}", "")?;
        }
        self.wide_rule(&edges, edges.bottom, width)
    }

    fn rule(&mut self, edges: &Edges, ends: [&str; 3], widths: [usize; 3]) -> Done {
        let [left, middle, right] = ends;
        let [first, second, third] = widths.map(|width| edges.line.repeat(width));
        let line = format_args!("{left}{first}{middle}{second}{middle}{third}{right}");
        Ok(writeln!(self.out, "{}", self.look.ink(Ink::Grey, line))?)
    }

    fn wide_rule(&mut self, edges: &Edges, ends: [&str; 2], width: usize) -> Done {
        let [left, right] = ends;
        let line = format_args!("{left}{}{right}", edges.line.repeat(width));
        Ok(writeln!(self.out, "{}", self.look.ink(Ink::Grey, line))?)
    }

    fn cells(
        &mut self,
        edges: &Edges,
        widths: [usize; 3],
        cells: [&dyn Display; 3],
        inks: [Option<Ink>; 3],
    ) -> Done {
        let side = self.look.ink(Ink::Grey, edges.side);
        write!(self.out, "{side}")?;
        for ((width, cell), ink) in widths.into_iter().zip(cells).zip(inks) {
            let text = cell.to_string();
            let gap = width.saturating_sub(1).saturating_sub(text.len());
            match ink {
                Some(ink) => write!(self.out, "{:gap$}{} {side}", "", self.look.ink(ink, text))?,
                None => write!(self.out, "{:gap$}{text} {side}", "")?,
            }
        }
        Ok(writeln!(self.out)?)
    }
}

/// The rows that go over all columns.
fn texts(summary: &Summary) -> Vec<String> {
    let timings = &summary.timings;
    let mut texts = vec![
        format!("total run duration: {}", span(timings.started_ms, timings.completed_ms)),
        format!("total data received: {} (approx)", Size(summary.received_bytes)),
    ];
    let mut average = |what: &str, average: &Average| {
        if average.count > 0 {
            let [mean, min, max, deviation] =
                [average.mean, average.min, average.max, average.deviation].map(Time);
            texts.push(format!(
                "average {what} time: {mean} [min: {min}, max: {max}, s.d.: {deviation}]"
            ));
        }
    };
    average("response", &timings.response);
    average("DNS lookup", &timings.dns);
    average("first byte", &timings.first_byte);
    if summary.statistics.retried > 0 {
        texts.push(format!("requests tried again: {}", summary.statistics.retried));
    }
    texts
}
