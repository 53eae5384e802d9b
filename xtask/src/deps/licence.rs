//! Reads licence expressions.

use anyhow::{Result, bail};

/// True when the terms of an SPDX expression can be met with the allowed licences alone.
pub(super) fn allows(terms: &str, allow: &[String]) -> Result<bool> {
    let spaced = terms.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let fine = either(&mut words, allow)?;
    match words.next() {
        None => Ok(fine),
        Some(word) => bail!("`{word}` is out of place"),
    }
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, allow: &[String]) -> Result<bool> {
    let mut fine = both(words, allow)?;
    while words.next_if_eq(&"OR").is_some() {
        fine |= both(words, allow)?;
    }
    Ok(fine)
}

fn both(words: &mut Words<'_>, allow: &[String]) -> Result<bool> {
    let mut fine = one(words, allow)?;
    while words.next_if_eq(&"AND").is_some() {
        fine &= one(words, allow)?;
    }
    Ok(fine)
}

fn one(words: &mut Words<'_>, allow: &[String]) -> Result<bool> {
    match words.next() {
        Some("(") => {
            let fine = either(words, allow)?;
            if words.next() != Some(")") {
                bail!("a parenthesis is not closed");
            }
            Ok(fine)
        }
        Some(name) if !matches!(name, "OR" | "AND" | "WITH" | ")") => {
            let whole = match words.next_if_eq(&"WITH").and_then(|_| words.next()) {
                Some(exception) => format!("{name} WITH {exception}"),
                None => name.to_owned(),
            };
            Ok(allow.contains(&whole))
        }
        Some(word) => bail!("`{word}` is out of place"),
        None => bail!("it ends too early"),
    }
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn expressions_mean_what_they_say() {
        let allow = ["MIT", "ISC", "Unicode-3.0"].map(str::to_owned);
        for (terms, expected) in [
            ("MIT", true),
            ("GPL-3.0", false),
            ("MIT OR GPL-3.0", true),
            ("GPL-3.0/MIT", true),
            ("MIT AND ISC", true),
            ("MIT AND GPL-3.0", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("GPL-3.0 OR MIT AND ISC", true),
            ("(GPL-3.0 OR MIT) AND LGPL-2.1", false),
            ("MIT WITH Some-exception", false),
            ("Apache-2.0 WITH LLVM-exception OR MIT", true),
        ] {
            assert_eq!(allows(terms, &allow).unwrap(), expected, "{terms}");
        }
        for broken in ["", "MIT OR", "(MIT", "MIT ISC", ") MIT"] {
            assert!(allows(broken, &allow).is_err(), "{broken}");
        }
    }
}
