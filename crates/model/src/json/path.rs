//! Where in a JSON text something is.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// A place in a JSON text, printed like `collection.item[3].name`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path<'a> {
    steps: Vec<Step<'a>>,
}

#[derive(Clone, Debug)]
enum Step<'a> {
    Member(Cow<'a, str>),
    Element(usize),
}

impl<'a> Path<'a> {
    pub(crate) fn enter(&mut self, name: impl Into<Cow<'a, str>>) {
        self.steps.push(Step::Member(name.into()));
    }

    pub(crate) fn enter_element(&mut self, index: usize) {
        self.steps.push(Step::Element(index));
    }

    pub(crate) fn leave(&mut self) {
        self.steps.pop();
    }

    /// This place with one more member, as text.
    pub(crate) fn with(&self, name: &str) -> String {
        let mut longer = self.clone();
        longer.steps.push(Step::Member(name.to_owned().into()));
        longer.to_string()
    }

    pub(crate) fn len(&self) -> usize {
        self.steps.len()
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.steps.iter().enumerate() {
            match step {
                Step::Element(index) => write!(f, "[{index}]")?,
                Step::Member(name) if is_word(name) => {
                    if position > 0 {
                        f.write_char('.')?;
                    }
                    f.write_str(name)?;
                }
                Step::Member(name) => write!(f, "[{}]", super::quote(name))?,
            }
        }
        Ok(())
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
