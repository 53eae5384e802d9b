//! Names that say that a value is a secret.

/// True for the name of a variable or header that says so anywhere in it.
pub(super) fn says_secret(name: &str) -> bool {
    const WORDS: [&str; 9] = [
        "pass",
        "secret",
        "token",
        "apikey",
        "auth",
        "credential",
        "privatekey",
        "cookie",
        "session",
    ];
    let name = plain(name);
    WORDS.iter().any(|word| name.contains(word))
}

/// True for the name of a header whose value authenticates somebody.
pub(super) fn header_says_secret(name: &str) -> bool {
    says_secret(name) && !plain(name).starts_with("accesscontrol")
}

/// True for the name of a parameter that says so at its end.
///
/// Parameters have ordinary names (`author`, `passenger`, `session_count`), so this looks closer
/// than [`says_secret`].
pub(super) fn parameter_says_secret(name: &str) -> bool {
    const ENDS: [&str; 15] = [
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "secret",
        "token",
        "apikey",
        "accesskey",
        "secretkey",
        "privatekey",
        "credential",
        "credentials",
        "authorization",
        "auth",
        "sessionid",
    ];
    let name = plain(name);
    ENDS.iter().any(|end| name.ends_with(end))
}

/// True for a member that can only be a header or a cookie.
pub(super) fn member_says_secret(name: &str) -> bool {
    const HEADERS: [&str; 6] =
        ["authorization", "proxyauthorization", "cookie", "setcookie", "xapikey", "xauthtoken"];
    // Every member of a document is asked, so this allocates nothing and most names end here.
    if name.len() < "cookie".len() {
        return false;
    }
    HEADERS.iter().any(|header| plain_chars(name).eq(header.chars()))
}

/// Lower case, without the characters that only part words.
fn plain(name: &str) -> String {
    plain_chars(name).collect()
}

fn plain_chars(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|character| !matches!(character, '-' | '_' | ' ' | '.'))
        .flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_judged_by_what_they_say() {
        // name, as variable or header, as parameter
        let table = [
            ("password", true, true),
            ("DB_PASS", true, false),
            ("api-key", true, true),
            ("API_KEY", true, true),
            ("x-api-key", true, true),
            ("apiKey", true, true),
            ("clientSecret", true, true),
            ("access_token", true, true),
            ("Private-Key", true, true),
            ("PRIVATE_KEY_ID", true, false),
            ("Authorization", true, true),
            ("Set-Cookie", true, false),
            ("sessionid", true, true),
            ("credentials", true, true),
            ("author", true, false),
            ("passenger", true, false),
            ("url", false, false),
            ("key", false, false),
            ("Content-Type", false, false),
            ("", false, false),
        ];
        for (name, variable, parameter) in table {
            assert_eq!(says_secret(name), variable, "{name}");
            assert_eq!(parameter_says_secret(name), parameter, "{name}");
        }
        assert!(!header_says_secret("Access-Control-Allow-Credentials"));
        assert!(header_says_secret("X-Auth-Token") && !header_says_secret("Accept"));
        assert!(member_says_secret("Proxy-Authorization") && !member_says_secret("auth"));
    }
}
