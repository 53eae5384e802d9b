//! A key in a header or in the query, under a name of the user's choice.

use model::auth::Auth;

use crate::params::{given, text};
use crate::{Outcome, Signable};

pub(crate) fn sign(auth: &Auth, request: &mut Signable<'_>) -> Outcome {
    if given(auth, "key").is_none() && given(auth, "value").is_none() {
        return Outcome::Skipped;
    }
    let (name, value) = (text(auth, "key"), auth.get("value"));
    if auth.get("in").is_some_and(|place| place == "query") {
        request.remove_params(&[&name]);
        request.add_param(&name, value.map(Into::into));
    } else {
        request.remove_header(&name);
        request.add_header(&name, value.unwrap_or_default());
    }
    Outcome::Signed
}
