//! How much of bodies goes into a report.

use super::{
    ReportFault,
    given::Values,
    registry::{OptionRow, setting, switch},
};

/// Of each body, once the report as a whole has got its share.
const LATER: usize = 2048;

pub(super) const BODY_LIMIT: OptionRow =
    setting("body-limit", "<bytes>", "Keep this much of each body; 0 keeps all of it.");
pub(super) const TOTAL_LIMIT: OptionRow = setting(
    "total-limit",
    "<bytes>",
    "Keep this much of all bodies, then 2 kB of each; 0: no limit.",
);
pub(super) const OMIT_BODIES: OptionRow = switch("omit-bodies", "Leave bodies out.");
pub(super) const OMIT_HEADERS: OptionRow = switch("omit-headers", "Leave headers out.");

/// How much of bodies goes into a report.
#[derive(Clone, Debug)]
pub(super) struct Bodies {
    each: usize,
    left: usize,
}

impl Bodies {
    /// The limits that were given, or these.
    pub(super) fn new(values: &Values<'_>, each: usize, total: usize) -> Result<Self, ReportFault> {
        let unlimited = |bytes| if bytes == 0 { usize::MAX } else { bytes };
        Ok(Self {
            each: unlimited(values.bytes("body-limit")?.unwrap_or(each)),
            left: unlimited(values.bytes("total-limit")?.unwrap_or(total)),
        })
    }

    /// How much of a body of this length to keep.
    pub(super) fn keep(&mut self, length: usize) -> usize {
        let kept = length.min(self.each).min(self.left.max(LATER));
        self.left = self.left.saturating_sub(kept);
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_gets_a_share_and_then_a_little_of_each() {
        let mut bodies = Bodies { each: 5000, left: 8000 };
        let kept = [9000, 100, 9000, 9000, 10].map(|length| bodies.keep(length));
        assert_eq!(kept, [5000, 100, 2900, 2048, 10]);
    }
}
