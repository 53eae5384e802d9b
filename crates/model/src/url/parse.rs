//! Taking the text of a URL apart.

use std::borrow::Cow;
use std::ops::Range;

use super::{QueryParam, Url, UserInfo};
use crate::variables::{Variable, coerce, next_token};

impl Url {
    /// Takes a text apart. Every text is a URL, if a strange one.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = Text::new(text.trim_start_matches(coerce::is_space));
        let hash_at = text.find('#', 0..text.len());
        let body_end = text.find('?', 0..hash_at.unwrap_or(text.len()));
        let query_end = hash_at.unwrap_or(text.len());
        let mut url = Self {
            hash: hash_at.map(|at| text.slice(at + 1..text.len()).to_owned()),
            query: body_end.map_or_else(Vec::new, |at| text.query(at + 1..query_end)),
            ..Self::default()
        };
        let body = text.with_slashes(body_end.unwrap_or(query_end));
        url.fill_body(&body);
        url.variables = path_variables(url.path.as_deref().unwrap_or_default());
        url
    }

    /// Everything before the query.
    fn fill_body(&mut self, body: &Text<'_>) {
        let mut from = 0;
        if let Some(at) = body.find_text("://", 0..body.len()) {
            let protocol = body.slice(0..at);
            let rest = body.slice(at + 3..body.len());
            // Files have no host, so one slash stays to begin the path.
            let kept = protocol.eq_ignore_ascii_case("file") && rest.starts_with('/');
            from = body.len() - rest.trim_start_matches('/').len() - usize::from(kept);
            self.protocol = Some(protocol.to_owned());
        }
        let slash = body.find('/', from..body.len());
        if let Some(at) = slash {
            self.path = Some(body.split('/', at + 1..body.len()).map(str::to_owned).collect());
        }
        let mut authority = from..slash.unwrap_or(body.len());
        if let Some(at) = body.rfind('@', authority.clone()) {
            let colon = body.find(':', authority.start..at);
            self.auth = Some(UserInfo {
                user: Some(body.slice(authority.start..colon.unwrap_or(at)).to_owned()),
                password: colon.map(|colon| body.slice(colon + 1..at).to_owned()),
            });
            authority.start = at + 1;
        }
        // The colons of an IPv6 address stand before its closing bracket.
        let bracket = body.rfind(']', authority.clone()).unwrap_or(authority.start);
        if let Some(at) = body.rfind(':', bracket..authority.end) {
            self.port = Some(body.slice(at + 1..authority.end).to_owned());
            authority.end = at;
        }
        if !authority.is_empty() {
            self.host = Some(body.split('.', authority).map(str::to_owned).collect());
        }
    }
}

/// A parameter written as text.
pub(super) fn query_param(text: &str) -> QueryParam {
    let param = param(text);
    QueryParam { key: param.key.or_else(|| Some(String::new())), ..param }
}

/// The parameters of a query without its `?`.
pub(crate) fn query(text: &str) -> Vec<QueryParam> {
    let text = Text::new(text);
    text.query(0..text.len())
}

/// The parts of a host given as one text.
pub(super) fn host(text: &str) -> Vec<String> {
    let text = Text::new(text);
    text.split('.', 0..text.len()).map(str::to_owned).collect()
}

/// The segments of a path given as one text; `None` when it is empty.
pub(super) fn path(text: &str) -> Option<Vec<String>> {
    if text.is_empty() {
        return None;
    }
    let text = Text::new(text.strip_prefix('/').unwrap_or(text));
    Some(text.split('/', 0..text.len()).map(str::to_owned).collect())
}

/// The name of the variable that a segment stands for, and what follows it.
pub(super) fn segment_variable(segment: &str) -> Option<(&str, &str)> {
    let name = segment.strip_prefix(':')?;
    let end = name.find('.').unwrap_or(name.len());
    name.split_at_checked(end).filter(|(name, _)| !name.is_empty())
}

/// The variables that the segments name, still without values.
fn path_variables(segments: &[String]) -> Vec<Variable> {
    let mut variables: Vec<Variable> = Vec::new();
    for (name, _) in segments.iter().filter_map(|segment| segment_variable(segment)) {
        if !variables.iter().any(|known| known.key == name) {
            variables.push(Variable::new(name, None));
        }
    }
    variables
}

/// A text and the tokens in it that no mark is looked for in.
struct Text<'t> {
    text: Cow<'t, str>,
    tokens: Vec<Range<usize>>,
}

impl<'t> Text<'t> {
    fn new(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), tokens: tokens(text, |token| token.contains(MARKS)) }
    }

    fn len(&self) -> usize {
        self.text.len()
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The beginning of it, with slashes for backslashes, which are as long.
    fn with_slashes(&self, end: usize) -> Text<'_> {
        let body = self.slice(0..end);
        let text = if body.contains('\\') {
            let place = |(at, byte): (usize, char)| match byte {
                '\\' if !self.is_protected(at) => '/',
                other => other,
            };
            Cow::Owned(body.char_indices().map(place).collect())
        } else {
            Cow::Borrowed(body)
        };
        let inside = self.tokens.iter().filter(|token| token.end <= end);
        Text { text, tokens: inside.cloned().collect() }
    }

    fn is_protected(&self, at: usize) -> bool {
        is_inside(&self.tokens, at)
    }

    fn find(&self, mark: char, range: Range<usize>) -> Option<usize> {
        let found = self.slice(range.clone()).match_indices(mark);
        found.map(|(at, _)| range.start + at).find(|at| !self.is_protected(*at))
    }

    fn find_text(&self, mark: &str, range: Range<usize>) -> Option<usize> {
        let found = self.slice(range.clone()).match_indices(mark);
        found.map(|(at, _)| range.start + at).find(|at| !self.is_protected(*at))
    }

    fn rfind(&self, mark: char, range: Range<usize>) -> Option<usize> {
        let found = self.slice(range.clone()).rmatch_indices(mark);
        found.map(|(at, _)| range.start + at).find(|at| !self.is_protected(*at))
    }

    /// The pieces between the marks.
    fn split(&self, mark: char, range: Range<usize>) -> impl Iterator<Item = &str> {
        let mut next = Some(range.start);
        std::iter::from_fn(move || {
            let from = next?;
            let found = self.find(mark, from..range.end);
            next = found.map(|at| at + mark.len_utf8());
            Some(self.slice(from..found.unwrap_or(range.end)))
        })
    }

    fn query(&self, range: Range<usize>) -> Vec<QueryParam> {
        let mut params: Vec<_> = self.split('&', range).map(param).collect();
        // Nothing between two marks is no name at all, nothing at the end is an empty one.
        if let Some(last) = params.last_mut().filter(|last| last.key.is_none()) {
            last.key = Some(String::new());
        }
        params
    }
}

fn param(text: &str) -> QueryParam {
    let (key, value) = match text.split_once('=') {
        Some((key, value)) => (Some(key), Some(value)),
        None => (Some(text).filter(|text| !text.is_empty()), None),
    };
    let owned = |text: Option<&str>| text.map(str::to_owned);
    QueryParam { key: owned(key), value: owned(value), ..QueryParam::default() }
}

/// What tokens may hold without being taken apart by it.
const MARKS: [char; 8] = ['.', ':', '/', '?', '#', '@', '&', ']'];

/// The places of the tokens that `wanted` chooses, braces included.
pub(super) fn tokens(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut from = 0;
    while let Some(token) = next_token(text, from) {
        from = token.end;
        if text.get(token.clone()).is_some_and(&wanted) {
            tokens.push(token);
        }
    }
    tokens
}

/// Whether a place is in one of the tokens.
pub(super) fn is_inside(tokens: &[Range<usize>], at: usize) -> bool {
    let next = tokens.partition_point(|token| token.end <= at);
    tokens.get(next).is_some_and(|token| token.start <= at)
}
