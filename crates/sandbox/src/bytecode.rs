//! Code that many contexts load: compiled once per process, from then on loaded as bytecode.
//!
//! Bytecode is only ever read that this process wrote itself.

use std::{
    borrow::Cow,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use rquickjs::{
    Ctx, Error, Function, Module, Result,
    loader::{
        ImportAttributes, Loader, Resolver,
        bundle::{Bundle, ScaBundleData},
    },
    module::{Declared, WriteOptions},
};

/// The module that imports the others; nothing else may.
const IMPORTER: &str = "gatepost:importer";

/// A piece of code that is an ES module exporting one function.
pub(crate) struct Code {
    /// The module's name.
    name: &'static str,
    source: fn() -> Cow<'static, str>,
    /// How many contexts have loaded it.
    uses: AtomicU32,
    compiled: OnceLock<ScaBundleData<&'static [u8]>>,
}

impl Code {
    /// Code under a name, with what makes its source.
    pub(crate) const fn new(name: &'static str, source: fn() -> Cow<'static, str>) -> Self {
        Self { name, source, uses: AtomicU32::new(0), compiled: OnceLock::new() }
    }

    /// The function that the code exports, in this context.
    ///
    /// The first context takes it from the source, which costs a program that runs one script the
    /// least; the second one leaves bytecode for all that follow.
    pub(crate) fn load<'js>(&'static self, ctx: &Ctx<'js>) -> Result<Function<'js>> {
        if self.compiled.get().is_some() {
            return self.import(ctx);
        }
        let module = Module::declare(ctx.clone(), self.name, (self.source)().into_owned())?;
        if self.uses.fetch_add(1, Ordering::Relaxed) > 0 {
            let options = WriteOptions { strip_source: true, ..WriteOptions::default() };
            let bytes: &'static [u8] = Vec::leak(module.write(options)?);
            // Two threads may both have come here; the loser's bytes stay, once per library.
            let entry: Box<[(&'static str, &'static [u8])]> = Box::new([(self.name, bytes)]);
            self.compiled.get_or_init(|| Box::leak(entry));
        }
        exported(module)
    }

    fn import<'js>(&'static self, ctx: &Ctx<'js>) -> Result<Function<'js>> {
        let source = format!("import f from '{}'; export default f", self.name);
        exported(Module::declare(ctx.clone(), IMPORTER, source)?)
    }
}

fn exported(module: Module<'_, Declared>) -> Result<Function<'_>> {
    let (module, promise) = module.eval()?;
    promise.finish::<()>()?;
    module.get("default")
}

/// Finds compiled code by the name of its module.
pub(crate) struct Compiled(pub(crate) fn(&str) -> Option<&'static Code>);

impl Resolver for Compiled {
    fn resolve<'js>(
        &mut self,
        _: &Ctx<'js>,
        base: &str,
        name: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        // Scripts may write `import(…)`; nothing answers them.
        if base == IMPORTER && (self.0)(name).is_some() {
            return Ok(name.to_owned());
        }
        Err(Error::new_resolving(base, name))
    }
}

impl Loader for Compiled {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        match (self.0)(name).and_then(|code| code.compiled.get()) {
            Some(compiled) => Bundle(*compiled).load(ctx, name, attributes),
            None => Err(Error::new_loading(name)),
        }
    }
}
