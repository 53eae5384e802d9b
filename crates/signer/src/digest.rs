//! Digest (RFC 7616), driven by the challenges of the server.
//!
//! Without a nonce the first request goes out unsigned; its refusal teaches realm, nonce, qop and
//! opaque, and the request is sent again. Later requests use the nonce on and count. A challenge
//! is read only in part: values in quotes, and a `qop` that is a list counts as none.

use model::auth::Auth;

use crate::hash::{Hash, hex};
use crate::params::given;
use crate::signable::Content;
use crate::{Answer, Env, Fault, Head, Outcome, Signable};

/// What challenges taught, and how often the nonce was used.
///
/// In the order in which it was learned, which is that of reports.
#[derive(Clone, Debug, Default)]
pub(crate) struct Learned(Vec<(&'static str, String)>);

impl Learned {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn set(&mut self, name: &'static str, value: impl Into<String>) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value.into(),
            None => self.0.push((name, value.into())),
        }
    }

    /// Adds it to an auth, where the user has given nothing.
    pub(crate) fn show(&self, auth: &mut Auth) {
        for (name, value) in &self.0 {
            if given(auth, name).is_none() {
                auth.set_by_system(name, Some(value.as_str().into()));
            }
        }
    }
}

/// The values that hold: those of the user, else those that were learned.
struct Values {
    realm: String,
    nonce: String,
    qop: String,
    opaque: String,
    client_nonce: String,
    nonce_count: String,
}

impl Values {
    fn of(auth: &Auth, learned: &Learned) -> Self {
        let value = |name: &str| {
            let own = given(auth, name).map(Into::into);
            own.or_else(|| learned.get(name).map(str::to_owned)).unwrap_or_default()
        };
        Self {
            realm: value("realm"),
            nonce: value("nonce"),
            qop: value("qop"),
            opaque: value("opaque"),
            client_nonce: value("clientNonce"),
            nonce_count: value("nonceCount"),
        }
    }

    fn has_qop(&self) -> bool {
        matches!(self.qop.as_str(), "auth" | "auth-int")
    }
}

const FIRST: &str = "00000001";
const CLIENT_NONCE: usize = 8;

pub(crate) fn sign(
    auth: &Auth,
    request: &mut Signable<'_>,
    env: &mut Env<'_>,
    learned: &mut Learned,
) -> Result<Outcome, Fault> {
    let mut values = Values::of(auth, learned);
    let user = given(auth, "username");
    let Some(user) = user.filter(|_| !values.nonce.is_empty() && !values.realm.is_empty()) else {
        return Ok(Outcome::Skipped);
    };
    request.remove_header("authorization");
    let name = given(auth, "algorithm").unwrap_or("MD5".into());
    let (hash, session) = algorithm(&name)?;
    if values.client_nonce.is_empty() && (values.has_qop() || session) {
        values.client_nonce = env.word(CLIENT_NONCE);
        learned.set("clientNonce", values.client_nonce.as_str());
    }
    if values.nonce_count.is_empty() && values.has_qop() {
        learned.set("nonceCount", FIRST);
        FIRST.clone_into(&mut values.nonce_count);
    }
    let uri = request.wire()?.target;
    let pass = given(auth, "password").unwrap_or_default();
    let secret = secret(hash, session, [&user, &pass], &values);
    let response = response(hash, &secret, &subject(hash, request, &uri, &values)?, &values);
    request.authorize(header([&user, &uri, &name, &response], session, &values));
    Ok(Outcome::Signed)
}

fn algorithm(name: &str) -> Result<(Hash, bool), Fault> {
    let (base, session) = name.strip_suffix("-sess").map_or((name, false), |base| (base, true));
    let hash = match base {
        "MD5" => Hash::Md5,
        "SHA-256" => Hash::Sha256,
        "SHA-512-256" => Hash::Sha512Half,
        _ => return Err(Fault::Algorithm(name.to_owned())),
    };
    Ok((hash, session))
}

/// The hash of who asks, called H(A1) in the RFC.
fn secret(hash: Hash, session: bool, [user, pass]: [&str; 2], values: &Values) -> String {
    let secret = hex(&hash.of(format!("{user}:{}:{pass}", values.realm).as_bytes()));
    if !session {
        return secret;
    }
    let text = format!("{secret}:{}:{}", values.nonce, values.client_nonce);
    hex(&hash.of(text.as_bytes()))
}

/// The hash of what is asked for, called H(A2) in the RFC.
fn subject(
    hash: Hash,
    request: &Signable<'_>,
    uri: &str,
    values: &Values,
) -> Result<String, Fault> {
    let mut text = format!("{}:{uri}", request.method);
    if values.qop == "auth-int" {
        let mut state = hash.start();
        if request.read_body(&mut |bytes| state.update(bytes))? == Content::Unknown {
            return Err(Fault::Body("it has no fixed bytes".to_owned()));
        }
        text = format!("{text}:{}", hex(&state.finalize()));
    }
    Ok(hex(&hash.of(text.as_bytes())))
}

fn response(hash: Hash, secret: &str, subject: &str, values: &Values) -> String {
    let Values { nonce, qop, client_nonce, nonce_count, .. } = values;
    let text = if values.has_qop() {
        format!("{secret}:{nonce}:{nonce_count}:{client_nonce}:{qop}:{subject}")
    } else {
        format!("{secret}:{nonce}:{subject}")
    };
    hex(&hash.of(text.as_bytes()))
}

/// The header; servers have come to rely on the order of its parts.
fn header([user, uri, name, response]: [&str; 4], session: bool, values: &Values) -> String {
    let Values { realm, nonce, qop, opaque, client_nonce, nonce_count } = values;
    let mut text = format!(
        r#"Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", algorithm="{name}""#
    );
    if values.has_qop() {
        text = format!("{text}, qop={qop}, nc={nonce_count}");
    }
    if values.has_qop() || session {
        text = format!(r#"{text}, cnonce="{client_nonce}""#);
    }
    text = format!(r#"{text}, response="{response}""#);
    if opaque.is_empty() { text } else { format!(r#"{text}, opaque="{opaque}""#) }
}

pub(crate) fn answer(
    auth: &Auth,
    head: Head<'_>,
    env: &mut Env<'_>,
    learned: &mut Learned,
) -> Answer {
    if auth.get_bool("disableRetryRequest") {
        return Answer::Final;
    }
    let values = Values::of(auth, learned);
    let asked = head
        .challenges()
        .find(|one| one.get(..7).is_some_and(|prefix| prefix.eq_ignore_ascii_case("digest ")));
    let Some(challenge) = asked.filter(|_| head.refused()) else {
        learned.set("nonceCount", next(&values.nonce_count));
        return Answer::Final;
    };
    let field = |name: &str| quoted(&challenge, name).unwrap_or_default();
    let (qop, opaque) = (field("qop"), field("opaque"));
    let counts = !qop.is_empty() || !values.qop.is_empty();
    let known = !values.nonce.is_empty()
        && !values.realm.is_empty()
        && (opaque.is_empty() || !values.opaque.is_empty())
        && (qop.is_empty() || !values.qop.is_empty())
        && !(counts && (values.client_nonce.is_empty() || values.nonce_count.is_empty()));
    // A second refusal: the server does not want the credentials.
    if known {
        return Answer::Final;
    }
    learned.set("nonce", field("nonce"));
    learned.set("realm", field("realm"));
    for (name, value) in [("opaque", opaque), ("qop", qop)] {
        if !value.is_empty() {
            learned.set(name, value);
        }
    }
    if counts {
        learned.set("clientNonce", env.word(CLIENT_NONCE));
        learned.set("nonceCount", FIRST);
    }
    Answer::Replay
}

/// The value of `name="…"`, wherever it stands.
fn quoted<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    let lower = challenge.to_ascii_lowercase();
    let start = lower.find(&format!("{name}=\""))? + name.len() + 2;
    challenge.get(start..)?.split_once('"').map(|(value, _)| value)
}

/// The count after this one; it is hexadecimal.
fn next(count: &str) -> String {
    let next = u64::from_str_radix(count, 16).ok().and_then(|count| count.checked_add(1));
    next.map_or_else(|| FIRST.to_owned(), |count| format!("{count:08x}"))
}

#[cfg(test)]
mod tests;
