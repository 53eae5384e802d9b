//! The actor, as a sentence begins.

use crate::{
    ActorKind, Record,
    clean::{clean, clean_to, is_quote, push_quoted},
};

/// How sentences about other kinds of actors begin; a name that begins so is quoted.
const BEGINNINGS: [&str; 7] = [
    "local administrator",
    "admin key",
    "an unauthenticated",
    "callers",
    "webhook",
    "the schedule",
    "gatepost",
];

pub(super) fn push(record: &Record, out: &mut String) {
    let actor = &record.actor;
    match actor.kind {
        ActorKind::Agent => {
            push_bare(&actor.name, out);
            push_owner(record, out);
        }
        ActorKind::Callers => out.push_str("Callers"),
        ActorKind::Webhook => {
            out.push_str("Webhook ");
            push_quoted(&actor.name, out);
            push_place(record, out);
            push_owner(record, out);
        }
        ActorKind::Schedule => {
            out.push_str("The schedule");
            push_owner(record, out);
        }
        ActorKind::User => push_bare(&actor.name, out),
        ActorKind::AdminKey => {
            out.push_str("Admin key ");
            push_quoted(&actor.name, out);
        }
        ActorKind::LocalAdmin => {
            out.push_str("local administrator ");
            push_bare(&actor.name, out);
        }
        ActorKind::Anonymous => {
            out.push_str("An unauthenticated caller");
            push_place(record, out);
        }
        ActorKind::System => out.push_str("Gatepost"),
    }
}

/// Whose access it has.
fn push_owner(record: &Record, out: &mut String) {
    out.push_str(", for ");
    match &record.actor.owner {
        Some(owner) => push_bare(&owner.name, out),
        None => out.push_str("its owner"),
    }
    out.push(',');
}

fn push_place(record: &Record, out: &mut String) {
    if let Some(ip) = &record.client.ip {
        out.push_str(" at ");
        out.push_str(&address(ip));
    }
}

/// A name as it is when it can't be taken for anything else, in quotes otherwise.
fn push_bare(name: &str, out: &mut String) {
    if is_plain(name) { out.push_str(name) } else { push_quoted(name, out) }
}

/// Whether a name is letters, digits and few signs, and no word of it can begin what was done.
pub(super) fn is_plain(name: &str) -> bool {
    let signs = |c: char| c == ' ' || c == '-' || c == '_' || c == '.' || c == '@' || c == '+';
    let lower = name.get(..20.min(name.len())).unwrap_or(name).to_lowercase();
    !name.is_empty()
        && name.chars().count() <= 80
        && name.chars().all(|c| (c.is_alphanumeric() && !is_quote(c)) || signs(c))
        && (name.is_ascii() || clean(name) == name)
        && name.split(' ').all(|word| !word.is_empty() && !is_reserved(word))
        && !BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
}

fn is_reserved(word: &str) -> bool {
    super::deed_words().binary_search_by(|have| have.as_str().cmp(word)).is_ok()
}

/// A network address: only what such an address can hold.
fn address(ip: &str) -> String {
    let mut text = clean_to(ip, 60);
    text.retain(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '%' | '[' | ']' | '-'));
    text
}
