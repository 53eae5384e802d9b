//! Diagnostic output on stderr; not the audit log.

use tracing_subscriber::filter::LevelFilter;

use super::Setting;

concern! {
    /// Diagnostic output on stderr; not the audit log, which can't be switched off.
    Log in "log." {
        /// How much: off, error, warn, info, debug or trace.
        level: LogLevel = "info",
        /// Form: text, or json for one object per line.
        format: LogFormat = "text",
    }
}

/// How much is said on stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogLevel(pub(crate) LevelFilter);

/// The form of what is said on stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object per line.
    Json,
}

impl Setting for LogLevel {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| "off, error, warn, info, debug or trace".to_owned())
    }
}

impl Setting for LogFormat {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("text or json".to_owned()),
        }
    }
}
