//! The words of the command line before they are parsed: options of reporters, and settings files.
//!
//! Which options reporters have is theirs to know, so `--reporter-…` is taken out here. Settings
//! files become words that stand before those of the command line, which so win.

use serde_json::{Map, Value};

/// The option of one reporter, or of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReporterWord {
    /// What follows `--reporter-`.
    pub(super) key: String,
    /// Its value; none means that it is switched on.
    pub(super) value: Option<String>,
}

/// An option that the command has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// Its short form.
    pub(super) short: Option<char>,
}

/// Takes the options of reporters out of the words.
pub(super) fn take_reporter_words(words: Vec<String>) -> (Vec<String>, Vec<ReporterWord>) {
    let (mut rest, mut taken) = (Vec::new(), Vec::new());
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        if word == "--" {
            rest.push(word);
            rest.extend(words);
            break;
        }
        let Some(option) = word.strip_prefix("--reporter-") else {
            rest.push(word);
            continue;
        };
        let (key, value) = match option.split_once('=') {
            Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
            None => {
                (option.to_owned(), words.next_if(|next| next == "-" || !next.starts_with('-')))
            }
        };
        taken.push(ReporterWord { key, value });
    }
    (rest, taken)
}

/// The words that settings files stand for, where the command line does not say otherwise.
///
/// `takes` gives the option of the command that has a long form.
pub(super) fn from_settings(
    files: &[Value],
    words: &[String],
    takes: impl Fn(&str) -> Option<Known>,
) -> (Vec<String>, Vec<ReporterWord>) {
    let mut settings = Map::new();
    for file in files {
        let run = file.get("run").filter(|run| run.is_object()).unwrap_or(file);
        settings.extend(run.as_object().cloned().unwrap_or_default());
    }
    let (mut added, mut reporter) = (Vec::new(), Vec::new());
    for (name, value) in settings {
        if name == "reporter" {
            reporter.extend(nested(&value));
            continue;
        }
        let long = kebab(&name);
        let Some(Known { short }) = takes(&long) else { continue };
        let given = |word: &String| {
            let long = format!("--{long}");
            let is_long = word == &long || word.starts_with(&format!("{long}="));
            let letter = short.map(|letter| format!("-{letter}"));
            let is_short =
                letter.is_some_and(|letter| word.starts_with(&letter) && !word.starts_with("--"));
            is_long || is_short
        };
        if !words.iter().any(given) {
            added.extend(option(&long, &value));
        }
    }
    (added, reporter)
}

/// The words of one setting.
fn option(long: &str, value: &Value) -> Vec<String> {
    let word = format!("--{long}");
    match value {
        Value::Bool(true) => vec![word],
        Value::String(text) => vec![format!("{word}={text}")],
        Value::Number(number) => vec![format!("{word}={number}")],
        Value::Array(list) => list.iter().flat_map(|one| option(long, one)).collect(),
        Value::Bool(false) | Value::Null | Value::Object(_) => Vec::new(),
    }
}

/// `{"json": {"export": "x"}}`
fn nested(value: &Value) -> Vec<ReporterWord> {
    let mut words = Vec::new();
    for (reporter, options) in value.as_object().into_iter().flatten() {
        for (option, value) in options.as_object().into_iter().flatten() {
            let value = match value {
                Value::Bool(false) | Value::Null => continue,
                Value::Bool(true) => None,
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            };
            words.push(ReporterWord { key: format!("{reporter}-{}", kebab(option)), value });
        }
    }
    words
}

/// `iterationCount` as `iteration-count`.
fn kebab(name: &str) -> String {
    let mut word = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            word.push('-');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn options_of_reporters_are_taken_out() {
        let words = list(&[
            "c.json",
            "--reporter-json-export",
            "a.json",
            "-r",
            "cli,json",
            "--reporter-cli-no-summary",
            "--reporter-title=T",
            "--",
            "--reporter-x",
        ]);
        let (rest, taken) = take_reporter_words(words);
        assert_eq!(rest, list(&["c.json", "-r", "cli,json", "--", "--reporter-x"]));
        let pair = |key: &str, value: Option<&str>| ReporterWord {
            key: key.to_owned(),
            value: value.map(str::to_owned),
        };
        let expected = [
            pair("json-export", Some("a.json")),
            pair("cli-no-summary", None),
            pair("title", Some("T")),
        ];
        assert_eq!(taken, expected);
    }

    #[test]
    fn settings_stand_behind_the_command_line() {
        let files = [
            json!({ "iterationCount": 2, "bail": true, "unknown": 1, "insecure": false }),
            json!({ "run": { "envVar": ["a=1", "b=2"], "bail": "folder",
                "reporter": { "json": { "export": "x.json", "pretty": true } } } }),
        ];
        let takes = |long: &str| match long {
            "iteration-count" => Some(Known { short: Some('n') }),
            "bail" | "env-var" | "insecure" => Some(Known { short: None }),
            _ => None,
        };
        let (added, reporter) = from_settings(&files, &list(&["c.json", "-n", "5"]), takes);
        assert_eq!(added, list(&["--bail=folder", "--env-var=a=1", "--env-var=b=2"]));
        assert_eq!(reporter.len(), 2);
        assert_eq!(reporter[1], ReporterWord { key: "json-pretty".to_owned(), value: None });
    }
}
