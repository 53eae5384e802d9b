//! The table of failures.

use std::io::Write;

use super::{Cli, Done, title};
use crate::{
    report::{
        assertion,
        terminal::{Ink, clean, columns, soft_wrap},
    },
    summary::{Failure, FailureKind, Summary},
};

/// Columns of the names, where a terminal ends.
const NAMES: usize = 24;

/// A row: cells in lines, with the colour of each line of details.
struct Entry {
    number: String,
    names: Vec<String>,
    details: Vec<(String, bool)>,
}

impl Cli {
    pub(super) fn list_failures(&mut self, summary: &Summary) -> Done {
        let digits = summary.failures.len().to_string().len();
        // Two passes instead of a list: there may be very many.
        let (mut names, mut details) = ("failure".len(), "detail".len());
        for (at, failure) in summary.failures.iter().enumerate() {
            let entry = entry(failure, at, digits);
            names = entry.names.iter().map(|name| columns(name)).max().unwrap_or(0).max(names);
            let wide = entry.details.iter().flat_map(|(text, _)| text.split('\n'));
            details = wide.map(columns).max().unwrap_or(0).max(details);
        }
        let numbers = digits + 1;
        if let Some(end) = self.look.columns {
            names = names.min(NAMES);
            details = details.min(end.saturating_sub(numbers + names + 6).max(20));
        }
        let look = self.look;
        let head = |text| look.ink(Ink::AlarmHeading, text);
        writeln!(
            self.out,
            "\n {:numbers$}{}  {}{:gap$}  {}",
            "",
            head("#"),
            head("failure"),
            "",
            head("detail"),
            numbers = numbers - 1,
            gap = names - "failure".len(),
        )?;
        for (at, failure) in summary.failures.iter().enumerate() {
            writeln!(self.out)?;
            self.failure(&entry(failure, at, digits), names, details)?;
        }
        Ok(())
    }

    fn failure(&mut self, entry: &Entry, names: usize, details: usize) -> Done {
        let mut left: Vec<String> = Vec::new();
        for name in &entry.names {
            left.push(shortened(name, names));
        }
        let mut right = Vec::new();
        for (text, loud) in &entry.details {
            right.extend(soft_wrap(text, details).into_iter().map(|line| (line, *loud)));
        }
        let margin = entry.number.len();
        for at in 0..left.len().max(right.len()) {
            let number = if at == 0 { entry.number.as_str() } else { "" };
            let name = left.get(at).map_or("", String::as_str);
            let (text, loud) = right.get(at).map_or(("", true), |(text, loud)| (text, *loud));
            if text.is_empty() {
                let line = format!(" {number:margin$}  {name}");
                writeln!(self.out, "{}", line.trim_end())?;
                continue;
            }
            let gap = names.saturating_sub(columns(name));
            write!(self.out, " {number:margin$}  {name}{:gap$}  ", "")?;
            if loud {
                writeln!(self.out, "{text}")?;
            } else {
                writeln!(self.out, "{}", self.look.ink(Ink::Grey, text))?;
            }
        }
        Ok(())
    }
}

fn entry(failure: &Failure, at: usize, digits: usize) -> Entry {
    let error = &failure.error;
    let (class, test, message) = match &failure.kind {
        FailureKind::Assertion { name, .. } => {
            (assertion::class(error), &**name, assertion::message(error, name))
        }
        FailureKind::Request | FailureKind::Script(_) => {
            let message = error.message.as_deref().unwrap_or_default();
            (error.name.as_deref().unwrap_or_default(), "", message)
        }
    };
    let mut names = vec![clean(class).replace('\n', " ")];
    if failure.cursor.cycles > 1 {
        let iteration = u64::from(failure.cursor.iteration).saturating_add(1);
        names.push(format!("iteration: {iteration}"));
    }
    let item = &failure.item;
    let path = if item.name.is_empty() {
        format!("{}{}", item.path(" / "), title(&item.name, &item.id))
    } else {
        item.path(" / ")
    };
    let mut details = vec![
        (clean(test).into_owned(), true),
        (clean(message).into_owned(), false),
        (format!("at {}", failure.at()), false),
        (format!("inside \"{}\"", clean(&path)), false),
    ];
    if let Some(hint) = &error.hint {
        details.push((clean(hint).into_owned(), false));
    }
    let number = at.saturating_add(1);
    Entry { number: format!("{number:0digits$}."), names, details }
}

/// The text, cut to this many columns.
fn shortened(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        if columns(&short) + columns(c.encode_utf8(&mut [0; 4])) + 1 > width {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}
