//! Parameters as the schemes read them.

use std::borrow::Cow;

use model::auth::Auth;

/// The text of a parameter that counts as given: neither missing nor empty, zero or false.
pub(crate) fn given<'a>(auth: &'a Auth, key: &str) -> Option<Cow<'a, str>> {
    auth.get(key).filter(|_| auth.get_bool(key))
}

/// The same, with an empty text for what is not given.
pub(crate) fn text<'a>(auth: &'a Auth, key: &str) -> Cow<'a, str> {
    given(auth, key).unwrap_or_default()
}
