//! Markdown of limited length, in which nothing that people wrote can pass for structure.

use std::fmt::Write as _;

use gate::Reply;

/// A view holds at most so many bytes, besides the line that says how to get the rest.
const MOST: usize = 24 * 1024;
/// Names and values in a line are shown up to so many characters.
const LINE: usize = 160;
/// A description is shown up to so many bytes.
pub(super) const PROSE: usize = 2_000;

/// A view in the making.
pub(super) struct Page {
    text: String,
    /// Lines that found no room.
    dropped: usize,
}

impl Page {
    /// A view with this title.
    pub(super) fn new(title: &str) -> Self {
        Self { text: format!("# {}\n", inline(title)), dropped: 0 }
    }

    /// Begins a section.
    pub(super) fn section(&mut self, title: &str) {
        self.push("");
        self.push(&format!("## {}", inline(title)));
    }

    /// Adds a line whose parts are safe already.
    pub(super) fn line(&mut self, text: &str) {
        self.push(text);
    }

    /// Adds `- name: value`; nothing when there is no value.
    pub(super) fn field(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.push(&format!("- {name}: {}", inline(value)));
        }
    }

    /// Adds what somebody wrote about the thing, as a quotation.
    pub(super) fn prose(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.push("");
        let shown = clip(text, PROSE.min(self.room()));
        for line in shown.lines() {
            self.push(format!("> {}", visible(line)).trim_end());
        }
        self.more(text.len() - shown.len(), "bytes of it, in the element itself");
    }

    /// Adds a block of code, up to `most` bytes of it; `how` says how to get the rest.
    pub(super) fn block(&mut self, language: &str, text: &str, most: usize, how: &str) {
        if self.dropped > 0 || self.room() < LINE {
            self.dropped += 1;
            return;
        }
        let shown = clip(text, most.min(self.room()));
        // Longer than any run of backticks inside, or the text could end the block.
        let longest = shown.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(3.max(longest + 1));
        let known = language.chars().all(|letter| letter.is_ascii_alphanumeric());
        self.push(&format!("{fence}{}", if known { language } else { "" }));
        for line in shown.lines() {
            self.push(&visible(line));
        }
        // Room or not: an open block would swallow what follows.
        self.text.push_str(&fence);
        self.text.push('\n');
        self.more(text.len() - shown.len(), &format!("bytes: {how}"));
    }

    /// Adds a table of up to `most` rows; `how` says how to get the rest.
    pub(super) fn table(&mut self, head: &[&str], rows: &[Vec<String>], most: usize, how: &str) {
        if rows.is_empty() {
            return;
        }
        self.push("");
        self.push(&format!("| {} |", head.join(" | ")));
        self.push(&format!("|{}", "---|".repeat(head.len())));
        for row in rows.iter().take(most) {
            let cells: Vec<String> =
                row.iter().map(|cell| inline(cell).replace('|', "\\|")).collect();
            self.push(&format!("| {} |", cells.join(" | ")));
        }
        self.push("");
        self.more(rows.len().saturating_sub(most), how);
    }

    /// Says that there is more, and how to get it.
    pub(super) fn more(&mut self, left: usize, how: &str) {
        if left > 0 {
            self.push(&format!("… {left} more {how}"));
        }
    }

    /// The answer; `how` says what to do when there was no room for all.
    pub(super) fn finish(mut self, how: &str) -> String {
        if self.dropped > 0 {
            // Writing to a string can't fail.
            let _ = writeln!(self.text, "\n… {} more lines: {how}", self.dropped);
        }
        self.text
    }

    fn room(&self) -> usize {
        MOST.saturating_sub(self.text.len())
    }

    fn push(&mut self, line: &str) {
        // Once one line found no room the next ones don't either: what is shown has no holes.
        if self.dropped > 0 || line.len() > self.room() {
            self.dropped += usize::from(!line.is_empty());
            return;
        }
        let empty = line.is_empty() && (self.text.ends_with("\n\n") || self.text.is_empty());
        if !empty {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }
}

/// 200 with Markdown.
pub(super) fn reply(text: String) -> Reply {
    Reply { content_type: Some("text/markdown; charset=utf-8"), ..Reply::json(text) }
}

/// A text in one line of limited length.
pub(super) fn inline(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = visible(&words.join(" "));
    match whole.char_indices().nth(LINE) {
        Some((at, _)) => format!("{}…", whole.get(..at).unwrap_or_default()),
        None => whole,
    }
}

/// A text as code in a line.
pub(super) fn code(text: &str) -> String {
    let text = inline(text);
    if text.is_empty() {
        return String::new();
    }
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Without characters that are there and not seen: a reader that sees them must not be led by them.
fn visible(text: &str) -> String {
    let hidden = |letter: char| {
        letter.is_control() && letter != '\t'
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().filter(|letter| !hidden(*letter)).collect()
}

/// At most so many bytes from the beginning, whole characters and, if possible, whole lines.
fn clip(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let cut = text.get(..end).unwrap_or_default();
    match cut.rfind('\n') {
        Some(at) if at >= end / 2 => cut.get(..at).unwrap_or(cut),
        _ => cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_no_structure() {
        let mut page = Page::new("A\n# B");
        page.prose("one\n# two\n```");
        page.field("Name", "x\n## y");
        page.field("Nothing", " ");
        page.table(&["A"], &[vec!["a | b\nc".to_owned()]], 5, "");
        page.block("json", "``` ```` x", 100, "");
        let text = page.finish("");
        assert_eq!(
            text,
            "# A # B\n\n> one\n> # two\n> ```\n- Name: x ## y\n\n| A |\n|---|\n| a \\| b c |\n\n\
             `````json\n``` ```` x\n`````\n",
        );
    }

    #[test]
    fn the_rest_is_counted() {
        let mut page = Page::new("T");
        let rows: Vec<Vec<String>> = (0..7).map(|row: i32| vec![row.to_string()]).collect();
        page.table(&["N"], &rows, 5, "rows: ask for them");
        page.block("", "abcdef", 4, "getIt");
        let text = page.finish("");
        assert!(text.contains("| 4 |\n\n… 2 more rows: ask for them\n"), "{text}");
        assert!(text.contains("```\nabcd\n```\n… 2 more bytes: getIt\n"), "{text}");
    }

    #[test]
    fn a_view_is_bounded_and_says_so() {
        let mut page = Page::new("T");
        for line in 0..10_000 {
            page.line(&format!("- line {line}"));
        }
        page.block("json", "{}", 100, "");
        let text = page.finish("ask elsewhere");
        assert!(text.len() < MOST + 200, "{}", text.len());
        assert!(text.ends_with(" more lines: ask elsewhere\n"), "{}", &text[text.len() - 100..]);
    }

    #[test]
    fn texts_are_clipped_between_letters() {
        assert_eq!(clip("äöü", 3), "ä");
        assert_eq!(clip("ab\ncd", 4), "ab");
        assert_eq!(inline("a\u{202e}b\u{200b}c\td"), "abc d");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(inline(&"x".repeat(500)).chars().count(), LINE + 1);
    }
}
