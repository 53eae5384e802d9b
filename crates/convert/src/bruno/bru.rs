//! The Bru language: a file is blocks of pairs, blocks of text and lists.

mod lines;
mod pair;

use lines::Lines;

/// Blocks of pairs, by the part of their name before a colon; the lines of all others are text.
const PAIRS: [&str; 20] = [
    "meta", "http", "get", "post", "put", "delete", "patch", "options", "head", "connect", "trace",
    "headers", "query", "params", "vars", "assert", "status", "auth", "settings", "metadata",
];
/// Bodies that are forms.
const FORMS: [&str; 3] = ["body:form-urlencoded", "body:multipart-form", "body:file"];

/// A file, of which parts are taken until nothing is left.
#[derive(Debug, Default)]
pub(super) struct Bru {
    blocks: Vec<Block>,
    /// Whether there are comments.
    pub(super) comments: bool,
    /// Names of annotations that are no descriptions.
    pub(super) annotations: Vec<String>,
}

#[derive(Debug)]
struct Block {
    name: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Pairs(Vec<Pair>),
    Text(String),
    List(Vec<String>),
}

/// A line of a block, or several where its value goes over more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) disabled: bool,
    /// Its description.
    pub(super) about: String,
}

/// Why a file can't be read, and what helps.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) line: usize,
    /// What follows the line's number in a sentence.
    pub(super) what: String,
    pub(super) remedy: &'static str,
}

impl Bru {
    /// Reads a file.
    pub(super) fn parse(text: &str) -> Result<Self, Broken> {
        let mut lines = Lines::new(text);
        let mut bru = Self::default();
        while let Some(line) = lines.next() {
            let line = line.trim();
            if is_comment(line) {
                bru.comments = true;
            } else if !line.is_empty() {
                let block = bru.block(line, &mut lines)?;
                bru.blocks.push(block);
            }
        }
        Ok(bru)
    }

    fn block<'a>(&mut self, line: &'a str, lines: &mut Lines<'a>) -> Result<Block, Broken> {
        let opened = line.find(['{', '[']).and_then(|at| line.split_at_checked(at));
        let name = opened.map_or("", |(name, _)| name.trim_end());
        // Blocks of examples are written so.
        let name =
            if line.ends_with(": {") { name.strip_suffix(':').unwrap_or(name) } else { name };
        let named = !name.is_empty() && !name.ends_with(':') && !name.contains(char::is_whitespace);
        let Some((_, rest)) = opened.filter(|_| named) else {
            // Such as `color: red` in an environment.
            let (name, value) = line.split_once(':').ok_or_else(|| {
                lines.broken(
                    "begins no block",
                    "write a block as its name and `{`, and end it with `}`",
                )
            })?;
            let value = value.trim();
            let value = match value.strip_prefix("'''") {
                Some(first) => lines.quoted(first)?.0,
                None => value.to_owned(),
            };
            let content = Content::Text(value);
            return Ok(Block { name: name.trim().to_owned(), content });
        };
        let content = if let Some(first) = rest.strip_prefix('[') {
            Content::List(lines.list(first, name)?)
        } else {
            let first = rest.strip_prefix('{').unwrap_or_default().trim();
            let part = name.split(':').next().unwrap_or(name);
            if PAIRS.contains(&part) || FORMS.contains(&name) {
                Content::Pairs(self.pairs(first, name, lines)?)
            } else {
                Content::Text(lines.text(first, name)?)
            }
        };
        Ok(Block { name: name.to_owned(), content })
    }

    /// Whether a block of this name is left.
    pub(super) fn has(&self, name: &str) -> bool {
        self.blocks.iter().any(|block| block.name == name)
    }

    /// The pairs of all blocks of this name.
    pub(super) fn take_pairs(&mut self, name: &str) -> Vec<Pair> {
        let mut taken = Vec::new();
        for block in &mut self.blocks {
            if let Content::Pairs(pairs) = &mut block.content
                && block.name == name
            {
                taken.append(pairs);
                block.name.clear();
            }
        }
        taken
    }

    /// The text of the last block of this name; one before it stays.
    pub(super) fn take_text(&mut self, name: &str) -> Option<String> {
        let texts = self.blocks.iter_mut().rev();
        let mut found = texts.filter(|block| block.name == name);
        let block = found.find(|block| matches!(block.content, Content::Text(_)))?;
        block.name.clear();
        match &mut block.content {
            Content::Text(text) => Some(std::mem::take(text)),
            _ => None,
        }
    }

    /// The entries of the last list of this name.
    pub(super) fn take_list(&mut self, name: &str) -> Vec<String> {
        let lists = self.blocks.iter_mut().rev();
        let mut found = lists.filter(|block| block.name == name);
        let Some(block) = found.find(|block| matches!(block.content, Content::List(_))) else {
            return Vec::new();
        };
        block.name.clear();
        match &mut block.content {
            Content::List(list) => std::mem::take(list),
            _ => Vec::new(),
        }
    }

    /// The names of blocks that nobody took.
    pub(super) fn left(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().map(|block| block.name.as_str()).filter(|name| !name.is_empty())
    }
}

/// Takes the value of a pair, and the pair with it.
pub(super) fn take(pairs: &mut Vec<Pair>, key: &str) -> String {
    let at = pairs.iter().position(|pair| pair.key == key);
    at.map(|at| pairs.remove(at).value).unwrap_or_default()
}

fn is_comment(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("//")
}

#[cfg(test)]
mod tests;
