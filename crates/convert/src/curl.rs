//! Commands of cURL, read and written.

mod command;
mod form;
mod options;
mod words;
mod write;

pub use write::write;

use crate::{
    Converted, Fault,
    formats::{Notes, item},
};

/// Whether a line begins a command of cURL.
pub(crate) fn is_command(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("$ ");
    let word = line.split_whitespace().next().unwrap_or_default();
    let file = word.rsplit(['/', '\\']).next().unwrap_or_default();
    file == "curl" || file == "curl.exe"
}

/// Makes a collection of the commands in `text`, one request each; a comment before a command is
/// its request's name.
pub fn read(name: &str, text: &str) -> Result<Converted, Fault> {
    let mut notes = Notes::default();
    let mut items = Vec::new();
    let lines = words::commands(text).map_err(|why| Fault::Format("commands of cURL", why))?;
    for line in lines {
        if line.words.first().is_some_and(|word| is_command(word)) {
            let request = command::request(&line, &mut notes);
            items.extend(request.map(item::Request::into_item));
        } else if let Some(word) = line.words.first() {
            notes.add("a command that is not cURL", word);
        }
    }
    if items.is_empty() {
        return Err(Fault::Format("commands of cURL", "no command names a URL".to_owned()));
    }
    item::collection(name, &items, notes)
}
