//! Scripts as functions.
//!
//! A script becomes the body of a function of its own, so that what it declares stays in it, `return`
//! ends it, and what it does not declare is global. Legacy globals are members of an object around
//! that function (`with`), so a script may declare names of its own that are the same.

mod names;

use std::{collections::BTreeMap, rc::Rc};

use rquickjs::{Ctx, Error, Function, Persistent, Result, context::EvalOptions};

use crate::shared::Shared;

/// Characters before the script in its first line; one number for all forms, as columns are counted.
pub(crate) const PREFIX: usize = 64;

/// Characters after it.
pub(crate) const SUFFIX: usize = AFTER.len();
const AFTER: &str = "\n}})";

/// Scripts kept compiled at most, and characters of them.
const KEPT: usize = 1000;
const KEPT_TEXT: usize = 32 << 20;

/// A script, ready to run.
#[derive(Clone)]
pub(crate) struct Compiled {
    /// Takes `pm` and the legacy globals, gives the script's function.
    pub(crate) make: Persistent<Function<'static>>,
    /// Whether the script's function gives a promise.
    pub(crate) waits: bool,
    pub(crate) uses: Uses,
}

/// What a script needs around it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Uses {
    /// Names of legacy globals.
    pub(crate) legacy: bool,
    /// Methods that Sugar adds to the classes of the language.
    pub(crate) sugar: bool,
    /// It may throw something of its own, which may be `null`.
    pub(crate) throws: bool,
}

/// The scripts of an engine that are compiled.
#[derive(Default)]
pub(crate) struct Scripts {
    kept: BTreeMap<(Rc<str>, bool), Compiled>,
    text: usize,
    last: u32,
}

impl Scripts {
    /// The script with this source, compiled now or before.
    pub(crate) fn get(
        &mut self,
        ctx: &Ctx<'_>,
        shared: &Shared,
        source: &Rc<str>,
        legacy: bool,
    ) -> Result<Compiled> {
        let key = (Rc::clone(source), legacy);
        if let Some(compiled) = self.kept.get(&key) {
            return Ok(compiled.clone());
        }
        if self.kept.len() >= KEPT || self.text > KEPT_TEXT {
            self.kept.clear();
            self.text = 0;
            shared.sources.borrow_mut().clear();
        }
        self.last = self.last.wrapping_add(1);
        let compiled = compile(ctx, shared, self.last, source, legacy)?;
        self.text += source.len();
        self.kept.insert(key, compiled.clone());
        Ok(compiled)
    }
}

fn compile(
    ctx: &Ctx<'_>,
    shared: &Shared,
    number: u32,
    source: &Rc<str>,
    legacy: bool,
) -> Result<Compiled> {
    let mentions = names::scan(source);
    let legacy = legacy
        && !source.starts_with("\"use sandbox2\";")
        && !source.starts_with("'use sandbox2';");
    let uses = Uses {
        legacy: legacy && mentions.legacy,
        sugar: legacy && mentions.sugar,
        throws: mentions.throws,
    };
    // A script that only looks as if it waited is compiled as one that does not.
    let forms: &[bool] = if mentions.waits { &[true, false] } else { &[false] };
    let mut first_error = None;
    for &waits in forms {
        let text: Rc<str> = wrapped(source, uses.legacy, waits, '(').into();
        shared.sources.borrow_mut().insert(number, Rc::clone(&text));
        if mentions.unbalanced {
            check(ctx, number, source, uses.legacy, waits)?;
        }
        match evaluate(ctx, number, &text) {
            Ok(make) => {
                return Ok(Compiled { make: Persistent::save(ctx, make), waits, uses });
            }
            Err(Error::Exception) if forms.len() > 1 && first_error.is_none() => {
                first_error = Some(ctx.catch());
            }
            Err(error) => {
                return Err(first_error.map_or(error, |first| ctx.throw(first)));
            }
        }
    }
    Err(Error::Unknown)
}

/// Refuses a script that closes brackets of ours to get out of its function.
///
/// It may get out of one kind of brackets or of another, but not out of both.
fn check(ctx: &Ctx<'_>, number: u32, source: &str, legacy: bool, waits: bool) -> Result<()> {
    // Whatever gets out is not reached.
    let text = format!("throw 0;{}", wrapped(source, legacy, waits, '['));
    let Err(Error::Exception) = evaluate(ctx, number, &text) else { return Ok(()) };
    let thrown = ctx.catch();
    if thrown.as_int() == Some(0) { Ok(()) } else { Err(ctx.throw(thrown)) }
}

/// The script inside of what makes its function.
fn wrapped(source: &str, legacy: bool, waits: bool, bracket: char) -> String {
    let mut text = String::with_capacity(source.len() + PREFIX + 16);
    text.push(bracket);
    text.push_str("function(pm,scope){");
    if legacy {
        text.push_str("with(scope)");
    }
    text.push_str("return ");
    // The empty statement keeps a `use strict` of the script from being a directive.
    text.push_str(if waits { "async function(){;" } else { "function(){;" });
    while text.len() < PREFIX {
        text.push(' ');
    }
    text.push_str(source);
    text.push_str(if bracket == '(' { AFTER } else { "\n}}][0]" });
    text
}

fn evaluate<'js>(ctx: &Ctx<'js>, number: u32, text: &str) -> Result<Function<'js>> {
    let mut options = EvalOptions::default();
    options.strict = false;
    options.filename = Some(format!("script:{number}"));
    ctx.eval_with_options(text, options)
}
