//! `progress`: a bar that grows with the items that are done.

use std::io::Write;

use super::{ReportFault, Reporter, Row, Setup, Wants, given::Values};
use crate::{event::Event, summary::Summary};

pub(super) const ROW: Row = Row {
    name: "progress",
    aliases: &[],
    doc: "Shows a bar on the terminal while the run goes on.",
    dominant: true,
    options: &[],
    make,
};

const WIDTH: u64 = 40;

struct Progress {
    /// Nothing where nobody watches.
    out: Option<Box<dyn Write>>,
    done: u64,
    of: u64,
    /// How much of the bar was drawn, and the percentage.
    drawn: Option<(u64, u64)>,
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of the table")]
fn make(setup: &Setup, _: &Values<'_>) -> Result<Box<dyn Reporter>, ReportFault> {
    let watched = setup.look.live_errors && !setup.silent;
    let out = watched.then(|| setup.errors.open());
    Ok(Box::new(Progress { out, done: 0, of: 0, drawn: None }))
}

impl Progress {
    fn draw(&mut self) -> Result<(), ReportFault> {
        let Some(out) = &mut self.out else { return Ok(()) };
        let of = self.of.max(1);
        let share = |part: u64| self.done.min(of).saturating_mul(part).checked_div(of).unwrap_or(0);
        let (filled, percent) = (share(WIDTH), share(100));
        // A long run of short items would write more than anybody sees.
        if self.drawn == Some((filled, percent)) && self.done != self.of {
            return Ok(());
        }
        self.drawn = Some((filled, percent));
        write!(out, "\rprogress [")?;
        for at in 0..WIDTH {
            out.write_all(if at < filled { b"=" } else { b"-" })?;
        }
        write!(out, "] {percent}% | {}/{}", self.done, self.of)?;
        Ok(out.flush()?)
    }
}

impl Reporter for Progress {
    fn name(&self) -> &'static str {
        ROW.name
    }

    fn wants(&self) -> Wants {
        Wants::default()
    }

    fn on(&mut self, event: &Event, _: &Summary) -> Result<(), ReportFault> {
        match event {
            Event::Start(start) => {
                let items = u64::try_from(start.items.len()).unwrap_or(u64::MAX);
                self.of = items.saturating_mul(u64::from(start.iterations));
                self.draw()
            }
            Event::Item(..) => {
                self.done = self.done.saturating_add(1);
                self.draw()
            }
            // Items may have been jumped over or run twice.
            Event::Iteration(cursor) => {
                let iterations = u64::from(cursor.iteration).saturating_add(1);
                self.done = iterations.saturating_mul(u64::from(cursor.length));
                self.draw()
            }
            _ => Ok(()),
        }
    }

    fn finish(&mut self, _: &Summary) -> Result<(), ReportFault> {
        if let Some(out) = &mut self.out {
            out.write_all(b"\n")?;
            out.flush()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::report::fixture::told;

    #[test]
    fn the_bar_grows_and_nobody_watching_sees_nothing() {
        let (text, _) = told(&["progress"], &[], |setup| {
            setup.errors = setup.output.clone();
            setup.look.live_errors = true;
        });
        let last = text.trim_end().rsplit('\r').next().unwrap();
        assert_eq!(last, format!("progress [{}] 100% | 10/10", "=".repeat(40)));
        assert!(text.contains("] 50% | 5/10"));
        assert_eq!(told(&["progress"], &[], |setup| setup.errors = setup.output.clone()).0, "");
    }
}
