//! The code that contexts load: our own prelude, and what scripts require.

use std::borrow::Cow;

use crate::bytecode::Code;

/// What every context begins with.
pub(crate) static CORE: Code = Code::new("gatepost:core", || {
    Cow::Borrowed(include_str!(concat!(env!("OUT_DIR"), "/core.js")))
});

/// A part of our own JavaScript that is loaded when it is needed.
macro_rules! part {
    ($name:literal, $file:literal) => {
        (
            $name,
            Code::new(concat!("gatepost:", $name), || {
                Cow::Borrowed(include_str!(concat!(env!("OUT_DIR"), "/", $file)))
            }),
        )
    };
}

/// The objects that scripts take apart, in parts.
static SDK: [(&str, Code); 7] = [
    part!("sdk", "sdk.js"),
    part!("sdk/chai", "sdk-chai.js"),
    part!("sdk/cookie", "sdk-cookie.js"),
    part!("sdk/fault", "sdk-fault.js"),
    part!("sdk/legacy", "sdk-legacy.js"),
    part!("sdk/media", "sdk-media.js"),
    part!("sdk/request", "sdk-request.js"),
];

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
    let table: &'static [(&str, Code)] = if name.starts_with("sdk") { &SDK } else { &LIBRARIES };
    let place = table.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    table.get(place).map(|(_, code)| code)
}

/// The code of a module.
pub(crate) fn of_module(module: &str) -> Option<&'static Code> {
    match module.strip_prefix("gatepost:")? {
        "core" => Some(&CORE),
        name => find(name),
    }
}
