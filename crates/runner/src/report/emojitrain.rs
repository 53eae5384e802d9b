//! `emojitrain`: a face for each item.

use std::io::Write;

use super::{ReportFault, Reporter, Row, Setup, Wants, given::Values};
use crate::{event::Event, summary::Summary};

pub(super) const ROW: Row = Row {
    name: "emojitrain",
    aliases: &[],
    doc: "Shows a face for each item, and one for the run.",
    dominant: true,
    options: &[],
    make,
};

struct Emojitrain {
    out: Box<dyn Write>,
    silent: bool,
    /// How many failures there were before this item.
    failures: usize,
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of the table")]
fn make(setup: &Setup, _: &Values<'_>) -> Result<Box<dyn Reporter>, ReportFault> {
    let out = setup.output.open();
    Ok(Box::new(Emojitrain { out, silent: setup.silent, failures: 0 }))
}

impl Emojitrain {
    fn face(&mut self, face: &str) -> Result<(), ReportFault> {
        if !self.silent {
            self.out.write_all(face.as_bytes())?;
            self.out.flush()?;
        }
        Ok(())
    }
}

impl Reporter for Emojitrain {
    fn name(&self) -> &'static str {
        ROW.name
    }

    fn wants(&self) -> Wants {
        Wants::default()
    }

    fn on(&mut self, event: &Event, so_far: &Summary) -> Result<(), ReportFault> {
        if !matches!(event, Event::Item(..)) {
            return Ok(());
        }
        let failed = so_far.failures.len() > self.failures;
        self.failures = so_far.failures.len();
        self.face(if failed { "😢 " } else { "😀 " })
    }

    fn finish(&mut self, summary: &Summary) -> Result<(), ReportFault> {
        self.face(if summary.passed() { " 😍\n" } else { " 😭\n" })
    }
}

#[cfg(test)]
mod tests {
    use crate::report::fixture::told;

    #[test]
    fn a_face_for_each_item() {
        assert_eq!(told(&["emojitrain"], &[], |_| {}).0, "😢 😢 😀 😀 😢 😀 😢 😀 😀 😢  😭\n");
    }
}
