//! What is people's in a generated collection: the rules of a synchronisation.

/// Members of an auth that the description gives; all others are credentials.
const GIVEN: &[&str] =
    &["key", "in", "scope", "redirect_uri", "accessTokenUrl", "authUrl", "grant_type"];

/// Members of a body that say what it is, not what is in it.
const FORM: &[&str] = &["mode", "type", "contentType", "language"];

/// Whether of what people and the description both changed people's stays, by its path in an item
/// or in the collection: values, credentials, descriptions and variables.
pub(super) fn stays(path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match *path.as_slice() {
        ["variable", ..] | ["request", "header"] | ["request", "header" | "url", .., "value"] => {
            true
        }
        ["auth", ref inside @ ..] | ["request", "auth", ref inside @ ..] => credential(inside),
        ["request", "body", ref inside @ ..] => {
            !inside.last().is_some_and(|last| FORM.contains(last))
        }
        _ => path.contains(&"description"),
    }
}

/// Whether a member of an auth is people's: not which kind it is, nor where it goes.
fn credential(inside: &[&str]) -> bool {
    !matches!(*inside, [] | ["type"]) && !inside.get(1).is_some_and(|name| GIVEN.contains(name))
}
