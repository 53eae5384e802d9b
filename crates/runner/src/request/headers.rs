//! The header lines of a request: the user's, then the system's.

use base64::{Engine, engine::general_purpose::STANDARD};
use model::runnable::{Behaviour, Header};

use super::{
    lines::{Lines, latin1},
    payload::Payload,
};
use crate::event;

/// What the header lines of a request are made from.
pub(crate) struct Setting<'a> {
    pub(crate) method: &'a str,
    /// The user's headers; those that signing added are marked as system.
    pub(crate) user: &'a [Header],
    pub(crate) payload: &'a Payload,
    /// The length of the payload as it goes out.
    pub(crate) length: u64,
    /// What stands between the parts of a form.
    pub(crate) boundary: &'a str,
    pub(crate) behaviour: &'a Behaviour,
    /// The value of `Host`.
    pub(crate) host: &'a str,
    /// User and password of the URL.
    pub(crate) user_info: Option<&'a (String, String)>,
    /// The value of `User-Agent`.
    pub(crate) agent: &'a str,
    /// The value of `Postman-Token`.
    pub(crate) token: &'a str,
    /// The cookies of the jar, as a line.
    pub(crate) cookie: Option<&'a str>,
    /// The request was sent before: what it knows of the user's own cookies.
    pub(crate) before: Option<&'a Before>,
}

/// A request that was sent before, and is sent again with what was added then.
#[derive(Clone, Debug)]
pub(crate) struct Before {
    pub(crate) headers: Vec<Header>,
    pub(crate) own_cookie: Option<Vec<u8>>,
}

/// The header lines of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assembled {
    /// As they go out.
    pub(crate) lines: Lines,
    /// As scripts and reports see them: the user's as written, then what was added.
    pub(crate) reported: Vec<event::Header>,
    /// Those that scripts and reports see once there is an answer, instead of the user's own.
    pub(crate) late: Vec<event::Header>,
    /// The user's own cookies, which stay in front of the jar's.
    pub(crate) own_cookie: Option<Vec<u8>>,
    /// Why they can't go out: one of the user's is no header.
    pub(crate) fault: Option<wire::Fault>,
}

/// Methods that say nothing of a body that is not there.
const BODILESS: [&str; 6] = ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

/// The boundary that the user's own content type names.
pub(crate) fn own_boundary(user: &[Header]) -> Option<String> {
    let is = |header: &&Header| !header.disabled && header.key.eq_ignore_ascii_case("content-type");
    let value = &user.iter().rev().find(is)?.value;
    let rest = value.strip_prefix("multipart/form-data")?;
    let (_, boundary) = rest.split_once("boundary=")?;
    let boundary = boundary.split([';', ' ', '\t']).next()?.trim_matches('"');
    (!boundary.is_empty()).then(|| boundary.to_owned())
}

impl Setting<'_> {
    /// Puts the lines together.
    pub(crate) fn assemble(&self) -> Result<Assembled, wire::Fault> {
        let (mut lines, fault) = match Lines::of_user(self.user) {
            Ok(lines) => (lines, None),
            // The others are told all the same.
            Err(fault) => {
                let good = |header: &&Header| Lines::of_user(std::slice::from_ref(*header)).is_ok();
                let good: Vec<_> = self.user.iter().filter(good).cloned().collect();
                (Lines::of_user(&good)?, Some(fault))
            }
        };
        let own_cookie = match self.before {
            Some(before) => before.own_cookie.clone(),
            None => own_cookie(&mut lines),
        };
        if self.disabled("content-type")
            && lines.get("content-type").is_some_and(|line| line.system)
        {
            lines.remove("content-type");
        }
        if lines.get("host").is_some_and(|line| line.header.value.is_empty()) {
            lines.put("Host", self.host.into());
        }
        let users = lines.iter().count();
        if let Payload::Bytes(_, Some(media)) = self.payload {
            self.system(&mut lines, "Content-Type", media);
        }
        self.system(&mut lines, "User-Agent", self.agent);
        self.system(&mut lines, "Accept", "*/*");
        self.system(&mut lines, "Cache-Control", "no-cache");
        self.system(&mut lines, "Postman-Token", self.token);
        self.system(&mut lines, "Host", self.host);
        self.system(&mut lines, "Accept-Encoding", "gzip, deflate, br");
        self.system(&mut lines, "Connection", "keep-alive");
        // Not reported, as the reference does not: it would show what the URL hides.
        let mut hidden = None;
        if let Some(info) = self.user_info
            && !lines.has("authorization")
        {
            lines.add("Authorization", basic(info));
            hidden = Some(lines.iter().count() - 1);
        }
        self.body_lines(&mut lines, own_cookie.as_deref())?;
        let reported = self.report(&lines, users, hidden);
        let late = lines.iter().filter(|line| is_late(line.header.name.as_str()));
        let late = late.map(|line| event::Header {
            key: line.header.name.clone(),
            value: line.header.text().into_owned(),
            disabled: false,
            system: true,
        });
        let late = late.collect();
        Ok(Assembled { lines, reported, late, own_cookie, fault })
    }

    /// Cookies and what is said of the body; their order depends on what the body is.
    fn body_lines(&self, lines: &mut Lines, own: Option<&[u8]>) -> Result<(), wire::Fault> {
        match self.payload {
            Payload::Empty => {
                self.cookies(lines, own)?;
                if !BODILESS.contains(&self.method) {
                    self.length(lines);
                }
            }
            Payload::Bytes(..) => {
                self.length(lines);
                self.cookies(lines, own)?;
            }
            Payload::Fields(_) => {
                const FORM: &str = "application/x-www-form-urlencoded";
                let media = lines.get("content-type").map(|line| line.header.text().into_owned());
                match media {
                    None => self.system(lines, "Content-Type", FORM),
                    Some(media) if media.starts_with(FORM) => {}
                    Some(_) => lines.put("Content-Type", FORM.into()),
                }
                self.length(lines);
                self.cookies(lines, own)?;
            }
            Payload::Multipart(_) => {
                let media = format!("multipart/form-data; boundary={}", self.boundary);
                if !lines.has("content-type") {
                    self.system(lines, "Content-Type", &media);
                } else if own_boundary(self.user).is_none() {
                    lines.put("Content-Type", media.into());
                }
                self.cookies(lines, own)?;
                self.length(lines);
            }
            Payload::File(_, media) => {
                self.cookies(lines, own)?;
                self.length(lines);
                self.system(lines, "Content-Type", media);
            }
        }
        Ok(())
    }

    /// Adds a line of the system, unless the user has one or does not want it.
    fn system(&self, lines: &mut Lines, name: &str, value: &str) {
        if !lines.has(name) && !self.disabled(name) {
            lines.add(name, value);
        }
    }

    fn disabled(&self, name: &str) -> bool {
        let disabled = self.behaviour.disabled_system_headers.iter().flatten();
        // Only keys in small letters count.
        disabled.into_iter().any(|disabled| *disabled == name.to_ascii_lowercase())
    }

    fn length(&self, lines: &mut Lines) {
        // A length besides chunks is what request smuggling is made of; servers refuse it.
        if !lines.has("transfer-encoding") {
            self.system(lines, "Content-Length", &self.length.to_string());
        }
    }

    fn cookies(&self, lines: &mut Lines, own: Option<&[u8]>) -> Result<(), wire::Fault> {
        if let Some(line) = cookie_line(own, self.cookie)? {
            lines.put("Cookie", line);
        }
        Ok(())
    }

    fn report(&self, lines: &Lines, users: usize, hidden: Option<usize>) -> Vec<event::Header> {
        let mut reported: Vec<_> = self.user.iter().map(event::Header::from_user).collect();
        if self.disabled("content-type") {
            // That of a text is there, but switched off.
            let is_type = |one: &&mut event::Header| one.key.eq_ignore_ascii_case("content-type");
            let own = reported.iter_mut().filter(is_type).find(|one| !one.disabled);
            match (own, self.payload) {
                (Some(own), _) => own.disabled = own.system,
                (None, Payload::Bytes(_, Some(media))) => reported.push(event::Header {
                    key: "Content-Type".to_owned(),
                    value: (*media).to_owned(),
                    disabled: true,
                    system: true,
                }),
                (None, _) => {}
            }
        }
        // The type of forms and files comes too late to be reported.
        let late = !matches!(self.payload, Payload::Empty | Payload::Bytes(..));
        let added = lines.iter().enumerate().skip(users);
        let added = added.filter(|(index, line)| {
            let comes_late = late && line.header.is("content-type");
            Some(*index) != hidden && !comes_late && !is_late(&line.header.name)
        });
        reported.extend(added.map(|(_, line)| event::Header {
            key: line.header.name.clone(),
            value: line.header.text().into_owned(),
            disabled: false,
            system: line.system,
        }));
        reported
    }
}

/// Whether a header is told as it was sent, and so not before it was.
fn is_late(name: &str) -> bool {
    ["cookie", "content-length"].iter().any(|late| late.eq_ignore_ascii_case(name))
}

/// Puts headers into a list: in the place of the one of that name, else at the end.
pub(crate) fn upsert(list: &mut Vec<event::Header>, headers: Vec<event::Header>) {
    for header in headers {
        let same = |one: &event::Header| one.key.eq_ignore_ascii_case(&header.key);
        if list.iter().filter(|one| same(one)).count() > 1 {
            list.retain(|one| !same(one));
        }
        match list.iter().position(same) {
            Some(at) => list.splice(at..=at, [header]).for_each(drop),
            None => list.push(header),
        }
    }
}

/// The user's own cookies, in one line.
fn own_cookie(lines: &mut Lines) -> Option<Vec<u8>> {
    let own = lines.iter().filter(|line| line.header.is("cookie"));
    let own: Vec<_> = own.map(|line| line.header.value.as_slice()).collect();
    if own.is_empty() {
        return None;
    }
    let joined = own.join(b"; ".as_slice());
    lines.put("Cookie", joined.clone());
    (!joined.is_empty()).then_some(joined)
}

/// The user's cookies and those of the jar.
pub(crate) fn cookie_line(
    own: Option<&[u8]>,
    jar: Option<&str>,
) -> Result<Option<Vec<u8>>, wire::Fault> {
    let jar = jar.map(|jar| latin1("Cookie", jar)).transpose()?;
    Ok(match (own, jar) {
        (None, jar) => jar,
        (Some(own), None) => Some(own.to_vec()),
        (Some(own), Some(jar)) => Some([own, &jar].join(b"; ".as_slice())),
    })
}

/// The value of `Authorization` for user and password.
pub(crate) fn basic((user, password): &(String, String)) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

#[cfg(test)]
mod tests;
