//! Redirects: where to, with which method, and what changes in the header lines.

use model::{
    runnable::Behaviour,
    url::{Url, Wire},
};

use super::{headers, lines::Lines};

/// How redirects are followed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the behaviour")]
pub(crate) struct Rules {
    pub(crate) follow: bool,
    pub(crate) most: u32,
    pub(crate) keep_method: bool,
    pub(crate) keep_authorization: bool,
    pub(crate) referer: bool,
}

/// How many redirects are followed if nobody says otherwise.
const MOST: u32 = 10;

impl Rules {
    /// The rules for a behaviour; `follow` is what the run does without it.
    pub(crate) fn new(behaviour: &Behaviour, follow: bool) -> Self {
        Self {
            follow: behaviour.follow_redirects.unwrap_or(follow),
            most: behaviour.max_redirects.unwrap_or(MOST),
            keep_method: behaviour.follow_original_http_method == Some(true),
            keep_authorization: behaviour.follow_authorization_header == Some(true),
            referer: behaviour.remove_referer_header_on_redirect != Some(true),
        }
    }

    /// Whether the body goes along.
    pub(crate) fn keeps_body(self, code: u16) -> bool {
        self.keep_method || matches!(code, 307 | 308)
    }

    /// The method of the next request.
    pub(crate) fn method(self, code: u16, method: &str) -> &str {
        if self.keeps_body(code) || method == "HEAD" { method } else { "GET" }
    }
}

/// Whether an answer asks to go elsewhere.
pub(crate) fn asked(code: u16, location: Option<&str>) -> Option<&str> {
    location.filter(|location| (300..400).contains(&code) && !location.is_empty())
}

/// The URL that a location means, seen from where it was sent; dot segments stay.
pub(crate) fn resolve(from: &Wire, location: &str) -> Url {
    // In front of the query a backslash is a slash.
    let turned;
    let end = location.find(['?', '#']).unwrap_or(location.len());
    let (path, rest) = location.split_at(end);
    let location = if path.contains('\\') {
        turned = format!("{}{rest}", path.replace('\\', "/"));
        turned.as_str()
    } else {
        location
    };
    let scheme = location.split_once("://").map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    if scheme.is_some_and(is_scheme) {
        return Url::parse(location);
    }
    if location.starts_with("//") {
        return Url::parse(&format!("{}:{location}", from.scheme));
    }
    let path = from.target.split('?').next().unwrap_or("/");
    let target = match location.bytes().next() {
        Some(b'/') => location.to_owned(),
        Some(b'?') => format!("{path}{location}"),
        Some(b'#') => format!("{}{location}", from.target),
        _ => {
            let folder = path.rfind('/').and_then(|slash| path.get(..=slash)).unwrap_or("/");
            format!("{folder}{location}")
        }
    };
    Url::parse(&format!("{}://{}{target}", from.scheme, from.authority))
}

/// What a next request says about the one before, without user, password and fragment.
fn referer(from: &Wire) -> String {
    format!("{}://{}{}", from.scheme, from.authority, from.target)
}

/// A step from one request to the next.
pub(crate) struct Step<'a> {
    pub(crate) from: &'a Wire,
    pub(crate) to: &'a Wire,
    /// The value of `Host` for the next request.
    pub(crate) host: &'a str,
    pub(crate) keeps_body: bool,
    /// The form in parts is sent again, with another boundary.
    pub(crate) boundary: Option<(&'a str, u64)>,
    pub(crate) rules: Rules,
}

impl Step<'_> {
    /// Changes the header lines; cookies are the caller's.
    pub(crate) fn rewrite(&self, lines: &mut Lines) {
        let host = lines.remove("host");
        let mut form = None;
        if !self.keeps_body {
            lines.remove("content-type");
            lines.remove("content-length");
            lines.remove("transfer-encoding");
        } else if let Some(boundary) = self.boundary {
            let own = |name: &str| lines.get(name).is_some_and(|line| !line.system);
            let (own_type, own_length) = (own("content-type"), own("content-length"));
            form = Some((boundary, own_type, own_length));
        }
        if self.from.host != self.to.host && !self.rules.keep_authorization {
            lines.remove("authorization");
        }
        if self.rules.referer {
            lines.put("Referer", referer(self.from).into_bytes());
        }
        if let Some(name) = host {
            lines.add(&name, self.host);
        }
        if let Some(info) = &self.to.user_info
            && !lines.has("authorization")
        {
            lines.add("Authorization", headers::basic(info));
        }
        if let Some(((boundary, length), own_type, own_length)) = form {
            if !own_type && lines.remove("content-type").is_some() {
                lines.add("Content-Type", format!("multipart/form-data; boundary={boundary}"));
            }
            if !own_length && lines.remove("content-length").is_some() {
                lines.add("Content-Length", length.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use model::runnable::Header;

    use super::*;

    fn wire(host: &str, target: &str) -> Wire {
        Wire {
            scheme: "http".to_owned(),
            host: host.to_owned(),
            port: Some(7801),
            authority: format!("{host}:7801"),
            target: target.to_owned(),
            user_info: Some(("u".to_owned(), "p".to_owned())),
            href: String::new(),
        }
    }

    fn rewritten(step: &Step<'_>, user: &[(&str, &str)]) -> Vec<String> {
        let user: Vec<_> = user.iter().map(|&(key, value)| Header::new(key, value)).collect();
        let mut lines = Lines::of_user(&user).unwrap();
        step.rewrite(&mut lines);
        lines.iter().map(|line| format!("{}: {}", line.header.name, line.header.text())).collect()
    }

    #[test]
    fn methods_change_but_for_307_and_308() {
        let rules = Rules::new(&Behaviour::default(), true);
        for code in [300, 301, 302, 303, 304, 305, 399] {
            assert_eq!(rules.method(code, "POST"), "GET");
            assert_eq!(rules.method(code, "HEAD"), "HEAD");
            assert!(!rules.keeps_body(code));
        }
        assert_eq!(rules.method(307, "POST"), "POST");
        assert_eq!(rules.method(308, "PUT"), "PUT");
        let keep = Rules { keep_method: true, ..rules };
        assert_eq!(keep.method(302, "POST"), "POST");
    }

    #[test]
    fn only_3xx_with_a_location_is_a_redirect() {
        assert_eq!(asked(302, Some("/x")), Some("/x"));
        assert_eq!(asked(302, Some("")), None);
        assert_eq!(asked(302, None), None);
        assert_eq!(asked(201, Some("/x")), None);
    }

    #[test]
    fn locations_are_seen_from_where_they_were_sent() {
        for (location, target) in [
            ("/t", "/t"),
            ("../x", "/a/../x"),
            ("?q=1", "/a/b?q=1"),
            ("#f", "/a/b?c"),
            ("c/../d", "/a/c/../d"),
            ("mailto:x", "/a/mailto:x"),
            ("\\x?\\", "/x?\\"),
            ("/a b\"{}|<>", "/a%20b%22%7B%7D|%3C%3E"),
        ] {
            let to = resolve(&wire("localhost", "/a/b?c"), location).wire(true).unwrap();
            assert_eq!((to.authority.as_str(), to.target.as_str()), ("localhost:7801", target));
        }
        for (location, authority, target) in [
            ("//localhost:7802/pp", "localhost:7802", "/pp"),
            ("HTTP://LOCALHOST:7802/x", "localhost:7802", "/x"),
            ("https://u:p@h/", "h", "/"),
        ] {
            let to = resolve(&wire("localhost", "/a/b?c"), location).wire(true).unwrap();
            assert_eq!((to.authority.as_str(), to.target.as_str()), (authority, target));
        }
        let fault = resolve(&wire("localhost", "/"), "ftp://x/").wire(true).unwrap_err();
        assert_eq!(fault.to_string(), "Invalid protocol: ftp:");
    }

    #[test]
    fn host_goes_to_the_end_and_the_referer_is_set() {
        let (from, to) =
            (wire("localhost", "/a?q"), Wire { user_info: None, ..wire("localhost", "/t") });
        let rules = Rules::new(&Behaviour::default(), true);
        let step =
            Step { from: &from, to: &to, host: "new", keeps_body: false, boundary: None, rules };
        assert_eq!(
            rewritten(
                &step,
                &[
                    ("host", "foo"),
                    ("Authorization", "Z"),
                    ("Referer", "mine"),
                    ("Content-Type", "x"),
                    ("content-length", "2"),
                    ("X", "1")
                ]
            ),
            ["Authorization: Z", "Referer: http://localhost:7801/a?q", "X: 1", "host: new"],
        );
        let rules = Rules { referer: false, ..rules };
        let step = Step { keeps_body: true, rules, ..step };
        assert_eq!(
            rewritten(&step, &[("Host", "foo"), ("Content-Type", "x"), ("Content-Length", "2")]),
            ["Content-Type: x", "Content-Length: 2", "Host: new"],
        );
    }

    #[test]
    fn authorization_stays_with_its_host() {
        let (from, to) =
            (wire("localhost", "/"), Wire { user_info: None, ..wire("127.0.0.1", "/") });
        let rules = Rules { referer: false, ..Rules::new(&Behaviour::default(), true) };
        let step =
            Step { from: &from, to: &to, host: "new", keeps_body: false, boundary: None, rules };
        assert!(rewritten(&step, &[("authorization", "Z")]).is_empty());
        let rules = Rules { keep_authorization: true, ..rules };
        assert_eq!(
            rewritten(&Step { rules, ..step }, &[("authorization", "Z")]),
            ["authorization: Z"]
        );
    }
}
