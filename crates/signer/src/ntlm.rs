//! NTLM over HTTP (MS-NTHT): three messages on one connection.
//!
//! The first request goes out unsigned. Its refusal leads to a negotiate message, the server's
//! challenge to an authenticate message. Then the connection is authenticated.

mod message;
mod proof;

use model::auth::Auth;

use crate::params::text;
use crate::{Answer, Env, Fault, Head, Outcome, Signable};

/// How far an exchange got.
#[derive(Clone, Debug, Default)]
pub(crate) enum Stage {
    /// Nothing is under way.
    #[default]
    Idle,
    /// The first message is to be sent, or was.
    Negotiate(String),
    /// The last message is to be sent, or was.
    Authenticate(String),
}

pub(crate) fn sign(request: &mut Signable<'_>, stage: &Stage) -> Outcome {
    request.remove_header("authorization");
    match stage {
        Stage::Idle => Outcome::Skipped,
        Stage::Negotiate(message) | Stage::Authenticate(message) => {
            request.authorize(format!("NTLM {message}"));
            Outcome::Signed
        }
    }
}

/// Adds the state of an exchange that is over, as the reference shows it.
pub(crate) fn show(auth: &mut Auth) {
    auth.set_by_system("state", Some("INITIALIZED".into()));
    auth.set_by_system("ntlmHeader", None);
}

/// Who logs on, and from where.
struct Account {
    user: String,
    password: String,
    domain: String,
    workstation: String,
}

pub(crate) fn answer(auth: &Auth, head: Head<'_>, env: &mut Env<'_>, stage: &mut Stage) -> Answer {
    if auth.get_bool("disableRetryRequest") {
        return Answer::Final;
    }
    // Whatever happens next, this stage is over.
    let before = std::mem::take(stage);
    match before {
        _ if !head.refused() => Answer::Final,
        Stage::Authenticate(_) => Answer::Final,
        Stage::Idle if !offered(head) => Answer::Final,
        Stage::Idle => {
            *stage = Stage::Negotiate(message::negotiate(&account(auth)));
            Answer::Replay
        }
        Stage::Negotiate(_) => match authenticate(auth, head, env) {
            Ok(message) => {
                *stage = Stage::Authenticate(message);
                Answer::Replay
            }
            Err(fault) => Answer::Failed(fault),
        },
    }
}

/// Whether the server speaks NTLM; a bare `Negotiate` stands for Kerberos alone.
fn offered(head: Head<'_>) -> bool {
    head.challenges().any(|one| one.contains("NTLM") || one == "negotiate")
}

fn authenticate(auth: &Auth, head: Head<'_>, env: &mut Env<'_>) -> Result<String, Fault> {
    let challenge = head.challenges().find_map(|one| one.strip_prefix("NTLM ").map(str::to_owned));
    let challenge = challenge.ok_or(Fault::Challenge("there is no NTLM challenge"))?;
    let challenge = message::Challenge::parse(&challenge)?;
    Ok(message::authenticate(&challenge, &account(auth), env))
}

fn account(auth: &Auth) -> Account {
    let (mut user, mut domain) = (text(auth, "username").into_owned(), text(auth, "domain"));
    if let Some((name, of)) = split(&user).filter(|_| domain.is_empty()) {
        (user, domain) = (name.to_owned(), of.to_owned().into());
    }
    Account {
        user,
        password: text(auth, "password").into_owned(),
        domain: domain.to_uppercase(),
        workstation: text(auth, "workstation").to_uppercase(),
    }
}

/// User and domain of `DOMAIN\user` or `user@domain`, if the text is just one of them.
fn split(user: &str) -> Option<(&str, &str)> {
    let ((Some((domain, name)), None) | (None, Some((name, domain)))) =
        (user.split_once('\\'), user.split_once('@'))
    else {
        return None;
    };
    let plain = |part: &str| !part.is_empty() && !part.contains(['\\', '@']);
    (plain(name) && plain(domain)).then_some((name, domain))
}

#[cfg(test)]
mod tests;
