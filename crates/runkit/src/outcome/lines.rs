//! Text without what is new in every run.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// What is replaced, and by what; an empty mark leaves nothing.
static MARKS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let marks = [
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<time>"),
        // In names of files.
        (r"\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-\d{3}-0", "<time>"),
        (r"-{26}\d{24}", "<boundary>"),
        // Where OpenSSL noticed it.
        (r"[0-9A-F]{8,16}:error:[0-9A-F]{8}:[^:]*:[^:]*:([^:]*):[^\n]*", "<openssl $1>"),
        // Newman knows few places in scripts, and some are of its own sources.
        (r"\b(test|prerequest)-script:\d+:\d+", "$1-script"),
        (r"\b(PostmanRuntime|Newman|GatepostRuntime|Gatepost)/\d+\.\d+\.\d+", "<program>"),
    ];
    marks.into_iter().map(|(what, mark)| (Regex::new(what).unwrap(), mark)).collect()
});

/// How long something took, and colours.
static PRINTED: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let marks = [
        ("\u{1b}\\[[0-9;]*m", ""),
        ("^(newman|gatepost)(:|$)", "<program>$2"),
        (r"\b(\d+m )?\d+(\.\d+)?(ms|µs|s)\b", "<t>"),
        (r"\(cache\)", "<t>"),
        (r"\d+/\d+/\d+, \d+:\d\d:\d\d [AP]M", "<date>"),
        (r"\d+:\d\d:\d\d [AP]M", "<date>"),
        // The programs' names in `User-Agent` are not of one length.
        (r"\d+(\.\d+)?k?B↑", "<size>↑"),
        // Widths follow from how long the times are.
        ("─+", "─"),
        ("-{4,}", "-"),
        (" {2,}", "  "),
        (" +$", ""),
    ];
    marks.into_iter().map(|(what, mark)| (Regex::new(what).unwrap(), mark)).collect()
});

/// A text with marks in it.
pub(super) fn words(text: &str) -> String {
    MARKS
        .iter()
        .fold(text.to_owned(), |text, (what, mark)| what.replace_all(&text, *mark).into_owned())
}

/// Printed lines with marks in them, without empty ones at the end.
pub(super) fn plain(text: &str) -> Value {
    let line = |line: &str| {
        PRINTED
            .iter()
            .fold(words(line), |line, (what, mark)| what.replace_all(&line, *mark).into_owned())
    };
    text.trim_end().lines().map(line).collect()
}

/// What the reporter prints, without the item of a failed request: Newman has lost its name.
pub(super) fn printed(text: &str) -> Value {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let lost = lines.last().is_some_and(|last| last.trim_end().ends_with("at request"));
        if !lost || !line.trim_start().starts_with("inside \"") {
            lines.push(line);
        }
    }
    plain(&lines.join("\n"))
}

/// A stack as far as scripts decide it: the engine's own frames are its own business.
pub(super) fn stack(stack: &str) -> String {
    let own =
        |line: &&str| line.contains("sandbox-script") || !line.trim_start().starts_with("at ");
    stack.lines().filter(own).collect::<Vec<_>>().join("\n")
}
