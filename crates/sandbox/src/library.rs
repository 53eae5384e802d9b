//! The code that contexts load: our own prelude, and what scripts require.

use std::borrow::Cow;

use crate::bytecode::Code;

/// What every context begins with.
pub(crate) static CORE: Code = Code::new("gatepost:core", || {
    Cow::Borrowed(include_str!(concat!(env!("OUT_DIR"), "/core.js")))
});

/// The objects that scripts take apart.
static SDK: Code =
    Code::new("gatepost:sdk", || Cow::Borrowed(include_str!(concat!(env!("OUT_DIR"), "/sdk.js"))));

/// Wraps the text of a library as a module that exports one function.
macro_rules! library {
    ($name:literal, $file:literal) => {
        (
            $name,
            Code::new(concat!("gatepost:", $name), || {
                Cow::Borrowed(concat!(
                    "export default function (module, exports, require) {",
                    include_str!($file),
                    "\n}\n"
                ))
            }),
        )
    };
}

// What scripts require, `LIBRARIES`, by name.
include!(concat!(env!("OUT_DIR"), "/libraries.rs"));

/// The code of that name.
pub(crate) fn find(name: &str) -> Option<&'static Code> {
    match name {
        "sdk" => Some(&SDK),
        _ => {
            let place = LIBRARIES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
            LIBRARIES.get(place).map(|(_, code)| code)
        }
    }
}

/// The code of a module.
pub(crate) fn of_module(module: &str) -> Option<&'static Code> {
    match module.strip_prefix("gatepost:")? {
        "core" => Some(&CORE),
        name => find(name),
    }
}
