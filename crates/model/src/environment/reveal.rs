//! Whether a change of an environment would show what was masked.

use super::patch::{elements, patch};
use crate::json::{Broken, Cursor, member};
use crate::mask::{Masker, find_marker, is_marker};

/// The path of the first variable that `ops` would make show what it hides, such as `/values/0`.
///
/// Whether a value is a secret also hangs on its key, type and flag, so whoever sees `before` only
/// masked must not change these and keep the value. `after` is `before` after `ops`. Values that
/// the steps bring along are nobody's secret, and a value may always become hidden.
#[must_use]
pub fn revealed(masker: &Masker, before: &str, ops: &str, after: &str) -> Option<String> {
    // The same steps on the masked text: where a marker is left, an old value was kept.
    let Ok(kept) = patch(&masker.values(before), ops) else { return Some("/values".to_owned()) };
    let shown = masker.values(after);
    let list = |text: &str| elements(member(text, "values").unwrap_or("[]")).unwrap_or_default();
    let (kept, shown) = (list(&kept), list(&shown));
    if kept.len() != shown.len() {
        return Some("/values".to_owned());
    }
    let mut pairs = kept.iter().zip(&shown);
    let at = pairs.position(|(kept, shown)| kept != shown && differs(kept, shown) != Ok(false))?;
    Some(format!("/values/{at}"))
}

/// True when a member of `kept` holds a marker and that of `shown` tells more, or something else.
fn differs(kept: &str, shown: &str) -> Result<bool, Broken> {
    let mut members = Cursor::new(kept);
    members.open(b'{')?;
    while let Some(key) = members.key()? {
        let hidden = members.skip()?;
        let now = member(shown, &key.name()).unwrap_or_default();
        if hidden != now && !is_marker(now) && find_marker(hidden).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
