//! One pass over a document, copying it with its secrets masked.

use std::borrow::Cow;
use std::ops::Range;

use super::marker::marker;
use super::{names, token};
use crate::json::{Broken, Cursor, MAX_DEPTH, push_quoted, unquote};

/// What kind of document is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Collection,
    Values,
    Body,
}

/// What the value about to be walked is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Nothing special.
    Plain,
    /// A list of variables.
    Variables,
    /// A list of headers, or headers in one text.
    Headers,
    /// A list of cookies.
    Cookies,
    /// A list of parameters.
    Parameters,
    /// A URL, or an object around it.
    Url,
    /// An `auth` block: its members are secrets, but for its type.
    Auth,
    /// The value of a secret.
    Secret,
    /// The value of a variable of an environment.
    Value,
}

pub(super) struct Walk<'k> {
    key: &'k [u8; 32],
    kind: Kind,
    depth: usize,
    out: String,
    /// Inside a list of lines, a private key began and did not end.
    in_key: bool,
}

impl<'k> Walk<'k> {
    pub(super) fn new(key: &'k [u8; 32], kind: Kind) -> Self {
        Self { key, kind, depth: 0, out: String::new(), in_key: false }
    }

    pub(super) fn run(mut self, json: &str) -> Result<String, Broken> {
        self.out.reserve(json.len() + json.len() / 16);
        let mut cursor = Cursor::new(json);
        self.value(Place::Plain, &mut cursor)?;
        // What follows the value was never looked at, so it must be nothing.
        if cursor.peek().is_ok() { Err(Broken) } else { Ok(self.out) }
    }

    fn value(&mut self, place: Place, cursor: &mut Cursor<'_>) -> Result<(), Broken> {
        // Room for an envelope or two around what `check` accepted.
        if self.depth > 2 * MAX_DEPTH {
            return Err(Broken);
        }
        self.depth += 1;
        match cursor.peek()? {
            b'{' => self.object(place, cursor)?,
            b'[' => self.list(place, cursor)?,
            b'"' => {
                let raw = cursor.skip()?;
                self.text(place, raw);
            }
            b'n' | b't' | b'f' => self.out.push_str(cursor.skip()?),
            _ => {
                let raw = cursor.skip()?;
                match place {
                    Place::Secret | Place::Auth => self.mark(raw),
                    _ => self.out.push_str(raw),
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn list(&mut self, place: Place, cursor: &mut Cursor<'_>) -> Result<(), Broken> {
        cursor.open(b'[')?;
        self.out.push('[');
        let mut first = true;
        while cursor.element()? {
            if !first {
                self.out.push(',');
            }
            first = false;
            self.value(place, cursor)?;
        }
        self.in_key = false;
        self.out.push(']');
        Ok(())
    }

    /// Objects with a name and a value decide by the name, which may come after the value: so
    /// the value is walked first and what it became is replaced in the end.
    fn object(&mut self, place: Place, cursor: &mut Cursor<'_>) -> Result<(), Broken> {
        let mut entry = Entry::default();
        cursor.open(b'{')?;
        self.out.push('{');
        let mut first = true;
        while let Some(key) = cursor.key()? {
            if !first {
                self.out.push(',');
            }
            first = false;
            let name = key.name();
            self.name(key.raw);
            self.out.push(':');
            let (from, at) = (self.out.len(), cursor.at());
            self.value(self.place_of(place, &name), cursor)?;
            self.in_key = false;
            let raw = cursor.between(at, cursor.at());
            entry.note(&name, raw, from, self.out.len());
        }
        self.out.push('}');
        if entry.hides(place, self.kind) {
            for value in entry.values.into_iter().rev() {
                let mut hidden = Walk { depth: self.depth, out: String::new(), ..*self };
                hidden.value(Place::Secret, &mut Cursor::new(value.raw))?;
                self.out.replace_range(value.from..value.to, &hidden.out);
            }
        }
        Ok(())
    }

    /// What the member `name` of an object at `place` is.
    fn place_of(&self, place: Place, name: &str) -> Place {
        let environment = self.kind == Kind::Values;
        match (place, name) {
            (Place::Secret, _) => Place::Secret,
            (Place::Auth, "type" | "key" | "disabled" | "enabled") => Place::Plain,
            (Place::Auth, _) => Place::Auth,
            (_, name) if self.kind == Kind::Body => {
                let secret = names::parameter_says_secret(name) || names::member_says_secret(name);
                if secret { Place::Secret } else { Place::Plain }
            }
            (_, "auth") if !environment => Place::Auth,
            (Place::Value, _) | (_, "value") if environment => Place::Value,
            (_, "values") | (Place::Plain | Place::Url, "variable") => Place::Variables,
            (_, "header" | "headers") => Place::Headers,
            (_, "cookie" | "cookies") => Place::Cookies,
            (_, "query" | "urlencoded" | "formdata") => Place::Parameters,
            (_, "url" | "request" | "originalRequest") | (Place::Url, "raw") => Place::Url,
            (Place::Headers, name) if names::header_says_secret(name) => Place::Secret,
            _ if names::member_says_secret(name) => Place::Secret,
            _ => Place::Plain,
        }
    }

    fn name(&mut self, raw: &str) {
        self.scrub(raw, false);
    }

    fn text(&mut self, place: Place, raw: &str) {
        match place {
            Place::Secret | Place::Auth | Place::Cookies => self.mark_text(raw),
            Place::Headers => self.header_text(raw),
            Place::Url => self.url(raw),
            Place::Value => self.scrub(raw, true),
            _ => self.scrub(raw, false),
        }
    }

    /// Masks a whole text, unless it is empty or only names a variable.
    fn mark_text(&mut self, raw: &str) {
        let text = unquote(raw);
        if text.is_empty() || is_reference(&text) {
            self.out.push_str(raw);
        } else {
            self.mark(&text);
        }
    }

    fn mark(&mut self, secret: &str) {
        let marker = marker(self.key, secret);
        push_quoted(&mut self.out, &marker);
    }

    /// Copies text with the tokens in it masked, and for values the random words too.
    fn scrub(&mut self, raw: &str, value: bool) {
        let text = if raw.contains("\\u") { unquote(raw) } else { Cow::Borrowed(raw) };
        if self.in_key {
            self.in_key = !text.contains(token::KEY_END);
            return self.mark_text(raw);
        }
        let hidden = self.hidden(&text, value);
        if hidden.is_empty() {
            self.out.push_str(raw);
            return;
        }
        let mut masked = String::with_capacity(text.len());
        let mut done = 0;
        for range in hidden {
            masked.push_str(text.get(done..range.start).unwrap_or_default());
            masked.push_str(&marker(self.key, text.get(range.clone()).unwrap_or_default()));
            done = range.end;
        }
        masked.push_str(text.get(done..).unwrap_or_default());
        match text {
            Cow::Borrowed(_) => self.out.push_str(&masked),
            Cow::Owned(_) => push_quoted(&mut self.out, &masked),
        }
    }

    /// The ranges of `text` that must not be shown, in order.
    fn hidden(&mut self, text: &str, value: bool) -> Vec<Range<usize>> {
        let mut hidden = Vec::new();
        let mut from = 0;
        while let Some(range) = token::find(text, from) {
            let found = text.get(range.clone()).unwrap_or_default();
            self.in_key = found.starts_with('-') && !found.contains(token::KEY_END);
            from = range.end;
            hidden.push(range);
        }
        // A raw text's last quote is no part of a key that runs to its end.
        if let Some(last) = hidden.last_mut().filter(|last| last.end == text.len())
            && text.ends_with('"')
        {
            last.end -= 1;
        }
        if value {
            let words = token::random_words(text);
            let apart = |word: &Range<usize>| {
                hidden.iter().all(|token| word.end <= token.start || token.end <= word.start)
            };
            let words: Vec<_> = words.into_iter().filter(apart).collect();
            hidden.extend(words);
            hidden.sort_by_key(|range| range.start);
        }
        hidden
    }

    /// Headers in one text: masks the values of those that authenticate.
    fn header_text(&mut self, raw: &str) {
        let text = unquote(raw);
        let mut masked = String::with_capacity(text.len());
        let mut changed = false;
        for line in text.split_inclusive('\n') {
            let secret = line.split_once(':').filter(|(name, value)| {
                names::header_says_secret(name.trim()) && hides_something(value.trim())
            });
            match secret {
                Some((name, value)) => {
                    let end = value.trim_end().len();
                    masked.push_str(name);
                    masked.push_str(": ");
                    masked.push_str(&marker(self.key, value.trim()));
                    masked.push_str(value.get(end..).unwrap_or_default());
                    changed = true;
                }
                None => masked.push_str(line),
            }
        }
        self.scrub_changed(raw, &masked, changed);
    }

    /// A URL: masks a login in it and parameters with names that say secret.
    fn url(&mut self, raw: &str) {
        let text = unquote(raw);
        let (address, query) = match text.split_once('?') {
            Some((address, query)) => (address, Some(query)),
            None => (text.as_ref(), None),
        };
        let mut masked = String::with_capacity(text.len());
        let mut changed = self.login(address, &mut masked);
        if let Some(query) = query {
            let (query, hash) = query.split_once('#').map_or((query, None), |(a, b)| (a, Some(b)));
            for (position, parameter) in query.split('&').enumerate() {
                masked.push(if position > 0 { '&' } else { '?' });
                match parameter.split_once('=') {
                    Some((name, value))
                        if names::parameter_says_secret(name) && hides_something(value) =>
                    {
                        masked.push_str(name);
                        masked.push('=');
                        masked.push_str(&marker(self.key, value));
                        changed = true;
                    }
                    _ => masked.push_str(parameter),
                }
            }
            if let Some(hash) = hash {
                masked.push('#');
                masked.push_str(hash);
            }
        }
        self.scrub_changed(raw, &masked, changed);
    }

    /// Appends an address, with the login in it masked; true when it had one.
    fn login(&self, address: &str, masked: &mut String) -> bool {
        let parts = address.split_once("://").and_then(|(protocol, rest)| {
            let end = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at_checked(end)?;
            let (login, host) = authority.rsplit_once('@')?;
            hides_something(login).then_some((protocol, login, host, path))
        });
        let Some((protocol, login, host, path)) = parts else {
            masked.push_str(address);
            return false;
        };
        masked.push_str(protocol);
        masked.push_str("://");
        masked.push_str(&marker(self.key, login));
        masked.push('@');
        masked.push_str(host);
        masked.push_str(path);
        true
    }

    /// Scrubs a text that may have been masked in part.
    fn scrub_changed(&mut self, raw: &str, masked: &str, changed: bool) {
        if changed {
            let raw = crate::json::quote(masked);
            self.scrub(&raw, false);
        } else {
            self.scrub(raw, false);
        }
    }
}

/// True when a value is more than nothing or the name of a variable.
fn hides_something(value: &str) -> bool {
    !value.is_empty() && !is_reference(value)
}

/// True for `{{name}}` and nothing else, but for the word that names a scheme.
fn is_reference(text: &str) -> bool {
    let scheme = |word: &str| {
        ["bearer", "basic", "token", "digest", "apikey"]
            .iter()
            .any(|one| word.eq_ignore_ascii_case(one))
    };
    let text = match text.split_once(' ') {
        Some((word, rest)) if scheme(word) => rest,
        _ => text,
    };
    let name = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    name.is_some_and(|name| {
        let plain = |character: char| {
            character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | '$' | ':')
        };
        !name.is_empty()
            && name.len() <= 64
            && name.chars().all(plain)
            && token::find(name, 0).is_none()
    })
}

/// What an object says about its value, if it is a pair of name and value.
#[derive(Default)]
struct Entry<'a> {
    key: Option<Cow<'a, str>>,
    secret: bool,
    values: Vec<Written<'a>>,
}

/// A value as it came, and where it went.
struct Written<'a> {
    raw: &'a str,
    from: usize,
    to: usize,
}

impl<'a> Entry<'a> {
    fn note(&mut self, name: &str, raw: &'a str, from: usize, to: usize) {
        match name {
            "key" if raw.starts_with('"') => self.key = Some(unquote(raw)),
            "name" | "id" if self.key.is_none() && raw.starts_with('"') => {
                self.key = Some(unquote(raw));
            }
            "type" => self.secret |= unquote(raw) == "secret",
            "secret" => self.secret |= raw == "true",
            // Exports hold `initialValue`, `sessionValue` and others beside `value`.
            _ if name == "value" || name.ends_with("Value") => {
                self.values.push(Written { raw, from, to });
            }
            _ => {}
        }
    }

    fn hides(&self, place: Place, kind: Kind) -> bool {
        let key = self.key.as_deref().unwrap_or_default();
        match place {
            _ if self.values.is_empty() => false,
            _ if self.secret => true,
            Place::Variables => names::says_secret(key),
            Place::Headers => names::header_says_secret(key),
            Place::Cookies => true,
            Place::Parameters => names::parameter_says_secret(key),
            _ => kind == Kind::Values && names::says_secret(key),
        }
    }
}
