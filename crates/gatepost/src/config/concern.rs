//! How a struct of settings is declared.

use std::{net::SocketAddr, path::PathBuf};

/// One key, as the example file and the lookup of names see it.
#[derive(Debug)]
pub(crate) struct Field {
    /// The key with its section: `limits.profile`.
    pub(crate) key: &'static str,
    /// The default as text; empty for none.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the example file shows it"))]
    pub(crate) default: &'static str,
    /// A value to show when there is no default.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the example file shows it"))]
    pub(crate) like: &'static str,
    /// What it does.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the example file shows it"))]
    pub(crate) doc: &'static str,
}

/// A value that a setting can have, read from text.
pub(crate) trait Setting: Sized {
    /// Reads it; the error says what it must be.
    fn read(text: &str) -> Result<Self, String>;
}

impl Setting for String {
    fn read(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

/// A setting that is never printed.
#[derive(Clone)]
pub(crate) struct SecretText(String);

impl SecretText {
    /// The text, for whoever needs it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SecretText {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SecretText(..)")
    }
}

impl Setting for SecretText {
    fn read(text: &str) -> Result<Self, String> {
        Ok(Self(text.to_owned()))
    }
}

impl Setting for PathBuf {
    fn read(text: &str) -> Result<Self, String> {
        Ok(Self::from(text))
    }
}

impl Setting for bool {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err("true or false".to_owned()),
        }
    }
}

impl Setting for u32 {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "a whole number, 0 or more".to_owned())
    }
}

impl Setting for SocketAddr {
    fn read(text: &str) -> Result<Self, String> {
        let must = || "an address and a port such as 127.0.0.1:7007".to_owned();
        match text.strip_prefix("localhost:") {
            Some(port) => format!("127.0.0.1:{port}").parse().map_err(|_| must()),
            None => text.parse().map_err(|_| must()),
        }
    }
}

impl<T: Setting> Setting for Option<T> {
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { T::read(text).map(Some) }
    }
}

/// Declares the settings of one concern.
///
/// `concern! { /// Docs.  Mcp in "mcp." { /// Docs.  user_keys: bool = "false", } }` makes the
/// struct `Mcp { user_keys: bool }`, its table `Mcp::FIELDS` (key `mcp.user_keys`, default, docs)
/// and `Mcp::load`, which reads every key or names the one that is wrong. A key without default
/// is an `Option` and says what it looks like: `url: Option<String> = "" like "https://…"`.
macro_rules! concern {
    (
        $(#[doc = $about:literal])+
        $name:ident in $section:literal {
            $( $(#[doc = $doc:literal])+ $field:ident: $type:ty = $default:literal $(like $like:literal)?, )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub(crate) struct $name {
            $( $(#[doc = $doc])+ pub(crate) $field: $type, )+
        }

        impl $name {
            /// The keys.
            pub(super) const FIELDS: &'static [$crate::config::concern::Field] = &[
                $( $crate::config::concern::Field {
                    key: concat!($section, stringify!($field)),
                    default: $default,
                    like: concat!("", $($like)?),
                    doc: concat!($($doc, "\n"),+),
                }, )+
            ];

            /// Reads the keys.
            pub(super) fn load(
                values: &$crate::config::values::Values,
            ) -> Result<Self, $crate::exit::Failure> {
                Ok(Self {
                    $( $field: values.read(concat!($section, stringify!($field)), $default)?, )+
                })
            }
        }
    };
}
