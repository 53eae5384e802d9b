//! Which item comes next.

use std::collections::HashMap;

use crate::event::Next;

/// The order of the items that run, and the names by which scripts jump.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    length: usize,
    by_id: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
}

impl Flow {
    /// The flow of these items: ids and names, in order. Of equal ones the last is meant.
    pub(crate) fn new<'a>(items: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut flow = Self::default();
        for (index, (id, name)) in items.into_iter().enumerate() {
            flow.length = index + 1;
            flow.by_id.insert(id.to_owned(), index);
            flow.by_name.insert(name.to_owned(), index);
        }
        flow
    }

    /// The item after the one at `position`; none ends the iteration.
    pub(crate) fn after(&self, position: usize, next: &Next) -> Option<usize> {
        match next {
            Next::Following => Some(position + 1).filter(|next| *next < self.length),
            Next::Named(Some(name)) => {
                self.by_id.get(name).or_else(|| self.by_name.get(name)).copied()
            }
            Next::Named(None) | Next::Stop => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_go_before_names_and_the_last_of_equals_is_meant() {
        let flow = Flow::new([("1", "a"), ("2", "b"), ("3", "a"), ("a", "c")]);
        let named = |name: &str| flow.after(0, &Next::Named(Some(name.to_owned())));
        assert_eq!(named("1"), Some(0));
        assert_eq!(named("a"), Some(3));
        assert_eq!(named("b"), Some(1));
        assert_eq!(named("zz"), None);
        assert_eq!(flow.after(0, &Next::Following), Some(1));
        assert_eq!(flow.after(3, &Next::Following), None);
        assert_eq!(flow.after(0, &Next::Named(None)), None);
        assert_eq!(Flow::new([]).after(0, &Next::Following), None);
    }
}
