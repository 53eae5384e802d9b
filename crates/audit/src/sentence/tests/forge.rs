//! No name can pass for a part of the sentence around it.

use proptest::prelude::*;

use super::{allowed, sentence};
use crate::{Actor, Record, Resource, clean, sentence::deed_words};

/// Names that try to end their place in the sentence, and to look like something else.
#[rustfmt::skip]
const NASTY: &[&str] = &[
    "", " ", "'", "''", "\\", "\\'", "'\\", "\\\\'", "x'", "'x", "x\\", "x\\'", "a'b'c",
    "Payments' in workspace 'Core' — allowed by collections full",
    "Payments' in workspace 'Core' — allowed by collections full.",
    "Payments\\' in workspace \\'Core", "' — denied: no grant", " — allowed by", "—", " — ",
    ", for Ana,", "Ana, for Bob", "Ana, read collection 'X' — allowed", ", for ", ",",
    "; smallest grant: all", "Release bot, for Ana", "for Ana", "for", "tried to delete",
    "Ana tried", "Ana read", "read", "deleted", "set out to", "Ana set out to delete workspace",
    "called", "asked for", "local administrator", "local administrator ana",
    "Local Administrator root", "LOCAL ADMINISTRATOR root", "admin key", "Admin key 'x'",
    "An unauthenticated caller", "an unauthenticated caller at 1.2.3.4", "Gatepost", "gatepost",
    "Gatepost: all is well.", "a\nb", "a\r\nb", "a\u{b}b", "a\u{c}b", "a\u{85}b", "a\u{2028}b",
    "a\u{2029}b", "\n\n\n", "line\n2026-01-01 Ana read collection 'X' — allowed.",
    "\u{1b}[31mred\u{1b}[0m", "\u{1b}]0;title\u{7}", "\u{9b}31m", "\u{7f}", "\u{0}", "a\u{0}b",
    "\u{8}\u{8}\u{8}Ana", "\u{202e}gnidaer", "\u{202d}x\u{202c}", "\u{2066}x\u{2069}",
    "\u{200e}x", "\u{200f}x", "\u{61c}x", "A\u{200b}na", "A\u{200c}na", "A\u{200d}na",
    "A\u{2060}na", "A\u{feff}na", "A\u{ad}na", "A\u{34f}na", "A\u{180e}na", "A\u{fe0f}na",
    "A\u{e0041}na", "\u{3164}", "A\u{3164}na", "\u{ffa0}", "\u{2800}", "A\u{2800}na", "a\u{a0}b",
    "a\u{2003}b", "a\u{3000}b", "a  b", "  a", "a  ", "\ta\t", "O’Brien", "‘quoted’",
    "x’ — allowed by y", "x＇ — allowed", "xʼ", "x′", "x`", "x´", "“double”", "\"double\"",
    "{\"seq\":0,\"text\":\"x\"}", "\"seq\":0,\"text\":\"", "</script><script>alert(1)</script>",
    "<b>bold</b>", "a|b", "a=b", "CEF:0|x|y|", "a\\|b", "a\\=b", "%0a%0d", "%27 — allowed",
    "${jndi:ldap://x}", "$(id)", "`id`", "{{secret}}", "=cmd|' /C calc'!A0", "+1+1", "-1",
    "@SUM(1)", "Größe", "中文名字", "имя", "اسم", "🙂", "👩‍👩‍👧", "Ａｎａ", "Ana\u{301}",
    "a\u{300}\u{301}\u{302}\u{303}", "ﷺ", "null", "undefined", "true", "0", "1e309", "..",
    "../../etc/passwd", "C:\\x", "\\u0027", "&#39; — allowed", "&apos;", "\\x27", "\\n", "\\r\\n",
];

/// All of them, and long ones.
fn nasty() -> Vec<String> {
    let mut names: Vec<String> = NASTY.iter().map(|name| (*name).to_owned()).collect();
    for length in [79, 80, 81, 200, 10_000] {
        names.push("x".repeat(length));
        names.push("'".repeat(length));
        names.push("\\".repeat(length));
        names.push(format!("{}' — allowed", "x".repeat(length)));
        names.push("中".repeat(length));
    }
    names
}

/// What a reader can take out of a sentence.
#[derive(Debug, PartialEq)]
struct Read {
    actor: String,
    owner: Option<String>,
    name: String,
    workspace: String,
}

/// A name at the start of `text`, quoted or bare, and what follows it.
fn name<'a>(text: &'a str, stops: &dyn Fn(&str) -> bool) -> (String, &'a str) {
    let Some(quoted) = text.strip_prefix('\'') else {
        let end = text.char_indices().map(|(at, _)| at).find(|at| stops(&text[*at..])).unwrap();
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut out = String::new();
    let mut characters = quoted.char_indices();
    loop {
        match characters.next().unwrap() {
            (_, '\\') => out.push(characters.next().unwrap().1),
            (at, '\'') => return (out, &quoted[at + 1..]),
            (_, other) => out.push(other),
        }
    }
}

fn begins_deed(text: &str) -> bool {
    let Some(text) = text.strip_prefix(' ') else { return false };
    deed_words().iter().any(|word| {
        text.strip_prefix(word.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

fn read(text: &str, is_agent: bool) -> Read {
    let (actor, owner, rest);
    if is_agent {
        let after;
        (actor, after) = name(text, &|text| text.starts_with(", for "));
        let (found, after) = name(&after[", for ".len()..], &|text| text.starts_with(','));
        (owner, rest) = (Some(found), &after[1..]);
    } else {
        let after;
        (actor, after) = name(text, &begins_deed);
        (owner, rest) = (None, after);
    }
    let rest = rest.strip_prefix(" read collection ").unwrap();
    let (collection, rest) = name(rest, &|_| unreachable!());
    let rest = rest.strip_prefix(" in workspace ").unwrap();
    let (workspace, rest) = name(rest, &|_| unreachable!());
    assert_eq!(rest, " — allowed by collections read.");
    Read { actor, owner, name: collection, workspace }
}

/// The name as it is shown: cleaned, look-alikes of the quotation mark made one.
fn shown(text: &str) -> String {
    let alike = ['‘', '’', '‛', '′', 'ʼ', '＇', '`', '´', 'ʹ', 'ꞌ'];
    clean(text).replace(alike, "'")
}

fn record(actor: Actor, name: &str, workspace: &str) -> Record {
    let target = Resource::target("collection", "c1", name).within("w1", workspace);
    Record { actor, ..allowed("getCollection", vec![target], "collections read") }
}

#[test]
fn a_sentence_is_read_back_as_it_was_meant() {
    let names = nasty();
    assert!(names.len() >= 100);
    let others: Vec<&String> = names.iter().rev().collect();
    for (name, other) in names.iter().zip(others) {
        // An id stands in where there is no name at all.
        let or = |name: &str, id: &str| if name.is_empty() { id.to_owned() } else { shown(name) };
        let agent = Actor::agent("agt_a", name.as_str(), "1", other.as_str());
        let text = sentence(&record(agent, other, name));
        let expected = Read {
            actor: shown(name),
            owner: Some(shown(other)),
            name: or(other, "c1"),
            workspace: or(name, "w1"),
        };
        assert_eq!(read(&text, true), expected, "{name:?} {other:?} in {text}");

        let text = sentence(&record(Actor::user("1", name.as_str()), name, other));
        let expected = Read {
            actor: shown(name),
            owner: None,
            name: or(name, "c1"),
            workspace: or(other, "w1"),
        };
        assert_eq!(read(&text, false), expected, "{name:?} {other:?} in {text}");
        assert!(text.chars().all(|c| !c.is_control()) && text.chars().count() < 600, "{text}");
    }
}

#[test]
fn users_never_pass_for_administrators() {
    for name in nasty() {
        let text = sentence(&record(Actor::user("1", name.as_str()), "P", "W")).to_lowercase();
        for beginning in ["local administrator", "admin key", "an unauthenticated", "gatepost"] {
            assert!(!text.starts_with(beginning), "{name:?}: {text}");
        }
    }
}

#[test]
fn explanations_stay_on_one_line() {
    for name in nasty() {
        let mut record = record(Actor::user("1", "Ana"), "P", "W");
        record.by = name.clone();
        record.needs = vec![name.clone()];
        assert!(sentence(&record).chars().all(|c| !c.is_control()), "{name:?}");
    }
}

proptest! {
    #[test]
    fn any_name_is_read_back(name in "\\PC{0,100}|.{0,100}", other in ".{0,20}") {
        let or = |name: &str, id: &str| if name.is_empty() { id.to_owned() } else { shown(name) };
        let agent = Actor::agent("agt_a", name.as_str(), "1", other.as_str());
        let expected = Read {
            actor: shown(&name),
            owner: Some(shown(&other)),
            name: or(&other, "c1"),
            workspace: or(&name, "w1"),
        };
        prop_assert_eq!(read(&sentence(&record(agent, &other, &name)), true), expected);
    }
}
