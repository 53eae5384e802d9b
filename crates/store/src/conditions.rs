//! Conditions put together at run time, their placeholders numbered in order.

use std::fmt::Write as _;

use crate::db::Par;

/// SQL text and the parameters it names.
#[derive(Clone)]
pub(crate) struct Conditions<'a> {
    text: String,
    params: Vec<Par<'a>>,
}

impl<'a> Conditions<'a> {
    /// Empty text after `params`, which other text before it names.
    pub(crate) fn new(params: &[Par<'a>]) -> Self {
        Self { text: String::new(), params: params.to_vec() }
    }

    /// Adds text in which each `$` stands for the next of `values`.
    pub(crate) fn add<const N: usize>(&mut self, text: &str, values: [Par<'a>; N]) {
        let mut parts = text.split('$');
        self.text.push_str(parts.next().unwrap_or_default());
        for (part, value) in parts.zip(values) {
            self.params.push(value);
            // Writing to a string can't fail.
            let _ = write!(self.text, "${}{part}", self.params.len());
        }
    }

    /// Adds a condition that must hold too.
    pub(crate) fn and<const N: usize>(&mut self, condition: &str, values: [Par<'a>; N]) {
        self.text.push_str(" AND ");
        self.add(condition, values);
    }

    /// The text and all parameters.
    pub(crate) fn done(self) -> (String, Vec<Par<'a>>) {
        (self.text, self.params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_go_on_counting() {
        let mut sql = Conditions::new(&[Par::Null]);
        sql.and("a > $", [1.into()]);
        sql.and("(b = $ OR b = $)", ["x".into(), "y".into()]);
        let (text, params) = sql.done();
        assert_eq!(text, " AND a > $2 AND (b = $3 OR b = $4)");
        assert_eq!(params.len(), 4);
    }
}
