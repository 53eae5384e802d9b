//! What reports say of a failed assertion that failed with something that is no error.

use crate::event::Problem;

/// The class: that of assertions if it has none.
pub(super) fn class(problem: &Problem) -> &str {
    problem.name.as_deref().unwrap_or("AssertionError")
}

/// The message: the assertion's name if there is none.
pub(super) fn message<'t>(problem: &'t Problem, name: &'t str) -> &'t str {
    problem.message.as_deref().unwrap_or(name)
}

/// The stack in the form that readers of these reports know: where in the list of assertions and of
/// items, instead of where in the script.
pub(super) fn stack(problem: &Problem, index: u32, position: u32) -> String {
    let (class, message) = (class(problem), problem.message.as_deref().unwrap_or_default());
    let (index, position) = (u64::from(index) + 1, u64::from(position) + 1);
    format!("{class}: {message}\n   at Object.eval sandbox-script.js:{index}:{position})")
}
