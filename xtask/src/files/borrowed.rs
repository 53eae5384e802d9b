//! Looks for sentences of the vendor's contract in the repository.

use std::{env, fs, path::PathBuf};

use anyhow::Result;

use super::Source;
use crate::shell;

/// Shorter texts may agree by chance.
const LONG: usize = 60;
/// So many texts are looked for, spread evenly over the file.
const SAMPLE: usize = 300;

/// A sentence for each tracked file that holds text of the vendor's contract, when that lies
/// beside the repository.
pub(super) fn check(sources: &[Source]) -> Result<Vec<String>> {
    let beside = shell::root().join("../shared/reference");
    let folder = env::var_os("GATEPOST_REFERENCE").map_or(beside, PathBuf::from);
    let file = folder.join("postman-openapi.yaml");
    if !file.is_file() {
        eprintln!("SKIPPED: the search for the vendor's sentences: its contract is not here");
        return Ok(Vec::new());
    }
    let sentences = sample(descriptions(&fs::read_to_string(file)?));
    let mut faults = Vec::new();
    for source in sources {
        let text = plain(&source.text);
        let found = sentences.iter().find(|sentence| text.contains(sentence.as_str()));
        if let Some(sentence) = found {
            faults.push(format!("{} holds the vendor's words: {sentence:?}", source.path));
        }
    }
    eprintln!("files: {} of the vendor's sentences were looked for", sentences.len());
    Ok(faults)
}

fn sample(all: Vec<String>) -> Vec<String> {
    let step = (all.len() / SAMPLE).max(1);
    all.into_iter().step_by(step).collect()
}

/// The long lines of all descriptions in a YAML document.
fn descriptions(yaml: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Indentation of the description whose block is being read.
    let mut block = None;
    for line in yaml.lines() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if block.is_some_and(|outer| !text.is_empty() && indent <= outer) {
            block = None;
        }
        let inline = text.trim_start_matches("- ").strip_prefix("description:");
        if let Some(inline) = inline {
            block = Some(indent);
            found.push(plain(inline.trim().trim_matches(['"', '\'', '|', '>', '-'])));
        } else if block.is_some() {
            found.push(plain(text));
        }
    }
    found.retain(|text| text.len() > LONG && text.contains(' '));
    found.sort();
    found.dedup();
    found
}

/// Text in one line, without marks of comments.
fn plain(text: &str) -> String {
    let words = text.lines().flat_map(|line| {
        let line = line.trim().trim_start_matches(['/', '!', '#', '*']);
        line.split_whitespace()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_of_descriptions_are_found_and_recognised_in_comments() {
        let yaml = "info:\n  description: |\n    Far too short.\n    \
                    This sentence is long enough that nobody would write it just so by chance.\n  \
                    title: This title is long, but a title is a name and no description at all.\n";
        let found = descriptions(yaml);
        assert_eq!(
            found,
            ["This sentence is long enough that nobody would write it just so by chance."]
        );
        let comment = "/// This sentence is long enough that nobody\n/// would write it just so \
                       by chance.\nfn f() {}";
        assert!(plain(comment).contains(&found[0]));
    }
}
