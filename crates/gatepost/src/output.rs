//! The one place that writes to the terminal: data to stdout, talk to stderr.

use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

use serde_json::Value;

use crate::exit::Failure;

/// Writes data to stdout, whole. A reader that went away, such as `head`, is no error.
pub(crate) fn data(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::input(format!("stdout can't be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes a line of data to stdout.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    data(&format!("{text}\n"))
}

/// Writes a value to stdout as one line of JSON.
pub(crate) fn json(value: &Value) -> Result<(), Failure> {
    line(&value.to_string())
}

/// Says a line to the person at the terminal.
pub(crate) fn talk(text: &str) {
    let mut stderr = io::stderr().lock();
    // Nobody is left to be told when stderr is gone.
    let _ = writeln!(stderr, "{text}");
}

/// Says why a command stops.
pub(crate) fn complain(failure: &Failure) {
    let (red, cyan, plain) =
        if colours() { ("\x1b[1;31m", "\x1b[36m", "\x1b[0m") } else { ("", "", "") };
    talk(&format!("{red}error:{plain} {}", failure.sentence));
    if let Some(hint) = &failure.hint {
        talk(&format!("{cyan}hint:{plain} {hint}"));
    }
}

/// Text from elsewhere without what could steer a terminal or turn the direction of reading.
pub(crate) fn plain(text: &str) -> String {
    let steers = |letter: &char| {
        letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().filter(|letter| !steers(letter)).collect()
}

/// True when stderr is a terminal whose user did not ask for plain text.
pub(crate) fn colours() -> bool {
    let asked_not = crate::config::variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    !asked_not && io::stderr().is_terminal()
}
