//! Functions of Rust that our own JavaScript calls.
//!
//! They are members of one object that only the prelude sees; scripts reach them through `pm`, the
//! console and the other things the prelude makes of them.

#![expect(clippy::unnecessary_wraps, reason = "all natives have one signature")]

mod bytes;
mod console;
mod control;
mod errors;
mod library;
mod report;
mod request;
mod scope;
pub(crate) mod text;
mod timer;

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result, Value, function::Rest};

use crate::{execution::Execution, shared::Shared};

/// A function of Rust, under the name the prelude calls it by.
pub(crate) struct Native {
    name: &'static str,
    run: Run,
}

type Run = for<'a, 'js> fn(&Given<'a, 'js>) -> Result<Value<'js>>;

const fn native(name: &'static str, run: Run) -> Native {
    Native { name, run }
}

/// All of them, by subject.
const NATIVES: &[&[Native]] = &[
    bytes::NATIVES,
    console::NATIVES,
    control::NATIVES,
    errors::NATIVES,
    library::NATIVES,
    report::NATIVES,
    request::NATIVES,
    scope::NATIVES,
    text::NATIVES,
    timer::NATIVES,
];

/// An object that has them all.
pub(crate) fn object<'js>(ctx: &Ctx<'js>, shared: &Rc<Shared>) -> Result<Object<'js>> {
    let object = Object::new_proto(ctx.clone(), None)?;
    for one in NATIVES.iter().copied().flatten() {
        let (shared, run) = (Rc::clone(shared), one.run);
        let call = move |ctx: Ctx<'js>, arguments: Rest<Value<'js>>| {
            run(&Given { ctx: &ctx, shared: &shared, arguments: &arguments.0 })
        };
        object.set(one.name, Function::new(ctx.clone(), call)?)?;
    }
    Ok(object)
}

/// Whether there is a function of that name.
#[cfg(test)]
pub(crate) fn is_native(name: &str) -> bool {
    NATIVES.iter().copied().flatten().any(|native| native.name == name)
}

/// What a call came with.
pub(crate) struct Given<'a, 'js> {
    pub(crate) ctx: &'a Ctx<'js>,
    pub(crate) shared: &'a Rc<Shared>,
    arguments: &'a [Value<'js>],
}

impl<'js> Given<'_, 'js> {
    /// The argument at a place; undefined if it was not given.
    pub(crate) fn argument(&self, place: usize) -> Value<'js> {
        self.arguments.get(place).cloned().unwrap_or_else(|| self.undefined())
    }

    /// The arguments from a place on.
    pub(crate) fn rest(&self, place: usize) -> &[Value<'js>] {
        self.arguments.get(place..).unwrap_or_default()
    }

    /// An argument as text, converted the way JavaScript does it.
    pub(crate) fn text(&self, place: usize) -> Result<String> {
        text::text_of(self.ctx, &self.argument(place))
    }

    /// An argument as a number; NaN if it is none.
    pub(crate) fn number(&self, place: usize) -> f64 {
        self.arguments.get(place).and_then(Value::as_number).unwrap_or(f64::NAN)
    }

    /// An argument as a number that counts something.
    pub(crate) fn count(&self, place: usize) -> u32 {
        let number = self.number(place);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates, and NaN becomes 0"
        )]
        let count = number as u32;
        count
    }

    pub(crate) fn flag(&self, place: usize) -> bool {
        self.arguments.get(place).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The script that runs; without one there is nothing to answer.
    pub(crate) fn execution(&self) -> Option<Rc<Execution>> {
        self.shared.current()
    }

    pub(crate) fn undefined(&self) -> Value<'js> {
        Value::new_undefined(self.ctx.clone())
    }

    pub(crate) fn string(&self, text: &str) -> Result<Value<'js>> {
        rquickjs::String::from_str(self.ctx.clone(), text).map(rquickjs::String::into_value)
    }

    /// Text, or undefined.
    pub(crate) fn maybe_string(&self, text: Option<&str>) -> Result<Value<'js>> {
        text.map_or_else(|| Ok(self.undefined()), |text| self.string(text))
    }

    pub(crate) fn bool(&self, value: bool) -> Value<'js> {
        Value::new_bool(self.ctx.clone(), value)
    }

    pub(crate) fn integer(&self, value: u32) -> Value<'js> {
        Value::new_number(self.ctx.clone(), f64::from(value))
    }
}
