//! Chooses the example for a call.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::{
    answer::Hit,
    call::Call,
    config::Config,
    example::{self, Asked, Example, Shape},
    filter::Filter,
    miss::{Candidate, Miss},
    path::{self, Path, Segment},
    query::{self, POINT},
    tree::{Captures, Tree},
    variables::Variables,
};

/// What an equal body adds to a score, in thousandths.
const SAME_BODY: i64 = 5 * POINT;
/// The most that a path with a few other letters can reach: its own score, parameters and body.
const NEAR_AT_MOST: i64 = (70 + 10) * POINT + SAME_BODY;
/// So many candidates are told of a miss.
const TOLD: usize = 3;

/// The examples of a mock, ready to be chosen from.
#[derive(Debug)]
pub struct Index {
    pub(crate) config: Config,
    pub(crate) variables: Variables,
    examples: Vec<Example>,
    requests: Vec<Asked>,
    /// By method: paths with wildcards and without, in lower case.
    trees: HashMap<String, Tree>,
    /// By method, number of segments and what is no id in them.
    ids: HashMap<(String, usize, String), Vec<usize>>,
    /// By method and number of segments.
    lengths: HashMap<(String, usize), Vec<usize>>,
    /// By request: its examples that take turns, in order.
    turns: HashMap<usize, Vec<usize>>,
}

/// An example that may be the one.
struct Scored {
    example: usize,
    score: i64,
    captures: Captures,
}

/// The search for the best example.
struct Choice<'c> {
    index: &'c Index,
    call: &'c Call<'c>,
    allowed: &'c dyn Fn(&Example) -> bool,
    filter: &'c Filter<'c>,
    seen: BTreeSet<usize>,
    best: Option<Scored>,
}

impl Choice<'_> {
    /// Takes an example whose path without wildcards has a score.
    fn literal(&mut self, at: usize, score: impl Fn(&Path) -> Option<i64>) {
        let path = self.index.examples.get(at).and_then(|it| it.path.literal.as_ref());
        if let Some(score) = path.and_then(score) {
            self.take(at, score, Captures::new());
        }
    }

    /// Takes an example whose path has this score; it counts once, as it came first.
    fn take(&mut self, at: usize, path_score: i64, captures: Captures) {
        let Some(example) = self.index.examples.get(at) else { return };
        let dropped = !(self.allowed)(example) || self.filter.drops(example, self.call).is_some();
        if dropped || !self.seen.insert(at) {
            return;
        }
        let score = self.index.score(example, path_score, self.call, self.filter);
        let better = self.best.as_ref().is_none_or(|best| {
            let other = self.index.examples.get(best.example);
            (score, Rank::of(example)) > (best.score, other.map_or(Rank::LAST, Rank::of))
        });
        if better {
            self.best = Some(Scored { example: at, score, captures });
        }
    }
}

impl Index {
    /// Reads a collection (format 2) and an environment, both as JSON.
    #[must_use]
    pub fn compile(collection: &Value, environment: Option<&Value>, config: Config) -> Self {
        let variables = Variables::new(collection, environment);
        let (examples, requests) = example::read(collection, &variables);
        let mut trees = HashMap::<String, Tree>::new();
        let mut ids = HashMap::<_, Vec<usize>>::new();
        let mut lengths = HashMap::<_, Vec<usize>>::new();
        for (at, example) in examples.iter().enumerate() {
            let method = &example.method;
            let tree = trees.entry(method.clone()).or_default();
            if let Some(path) = &example.path.literal {
                let text = |segment: &String| Segment::Text(segment.to_lowercase());
                tree.insert(&path.segments.iter().map(text).collect::<Vec<_>>(), at);
                let (length, rest) = path.without_ids();
                ids.entry((method.clone(), length, rest)).or_default().push(at);
                lengths.entry((method.clone(), length)).or_default().push(at);
            }
            if let Some(wild) = example.path.wild.as_ref().filter(|_| config.match_wildcards) {
                tree.insert(wild, at);
            }
        }
        let turns = turns(&examples);
        Self { config, variables, examples, requests, trees, ids, lengths, turns }
    }

    /// The examples that take turns with the one that was found, if it is one of them and the call
    /// named none.
    pub(crate) fn turns(&self, hit: &Hit<'_>) -> Option<Turns<'_>> {
        let takes_turns = hit.score.is_some() && hit.example.extension.sequence.is_some();
        let all = self.turns.get(&hit.example.request).filter(|_| takes_turns)?;
        Some(Turns { index: self, request: hit.example.request, all })
    }

    /// How every example stands to a call, the best first: its score in thousandths, and why it was
    /// dropped, if it was.
    pub(crate) fn explain(&self, call: &Call<'_>) -> Vec<(&Example, i64, Option<String>)> {
        let method = call.method.to_ascii_uppercase();
        let filter = Filter::new(&self.config, call);
        let mut rows: Vec<_> = self
            .examples
            .iter()
            .map(|example| {
                let path = self.path_score(example, call);
                let reason = Self::dropped(example, path, call, &method, &filter);
                let score = if path > 0 { self.score(example, path, call, &filter) } else { 0 };
                (example, score, reason)
            })
            .collect();
        rows.sort_by(|(one, score, dropped), (other, other_score, other_dropped)| {
            let order = (dropped.is_some(), -score).cmp(&(other_dropped.is_some(), -other_score));
            order.then_with(|| Rank::of(other).cmp(&Rank::of(one)))
        });
        rows
    }

    /// The score of an example's path, in points; 0 when it does not fit.
    fn path_score(&self, example: &Example, call: &Call<'_>) -> i64 {
        let literal = example.path.literal.as_ref();
        let near = |path: &Path| path.near(&call.path).filter(|_| self.config.match_fuzzy);
        let wild = || {
            let fits = !captures_of(&example.path, call).is_empty();
            (self.config.match_wildcards && fits).then_some(path::WILD)
        };
        let exact = literal.and_then(|path| path.score(&call.path)).filter(|it| *it > path::WILD);
        exact
            .or_else(wild)
            .or_else(|| literal.and_then(|path| path.score(&call.path)))
            .or_else(|| literal.and_then(near))
            .unwrap_or_default()
    }

    /// Why an example is not the one for a call, whatever the others are.
    fn dropped(
        example: &Example,
        path: i64,
        call: &Call<'_>,
        method: &str,
        filter: &Filter<'_>,
    ) -> Option<String> {
        let code = call.header("x-mock-response-code");
        if example.method != method {
            Some(format!("its method is {}", example.method))
        } else if path == 0 {
            Some("its path differs".to_owned())
        } else if let Some(code) = code.filter(|code| example.code.to_string() != *code) {
            Some(format!("its status is {}, not {code}", example.code))
        } else {
            filter.drops(example, call)
        }
    }

    /// All examples, in the order of the collection.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// The configuration it was compiled with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Chooses the example for a call.
    pub fn find(&self, call: &Call<'_>) -> Result<Hit<'_>, Miss> {
        let method = call.method.to_ascii_uppercase();
        let code = call.header("x-mock-response-code");
        let allowed = |example: &Example| {
            example.method == method && code.is_none_or(|code| example.code.to_string() == code)
        };
        let named = match (call.header("x-mock-response-id"), call.header("x-mock-response-name")) {
            (Some(id), _) => Some(self.best_of(|it| allowed(it) && it.is(id))),
            (None, Some(name)) => Some(self.best_of(|it| allowed(it) && it.name == name)),
            (None, None) => None,
        };
        if let Some(found) = named {
            let example = found.ok_or_else(|| self.miss(call, &method))?;
            let captures = captures_of(&example.path, call);
            return Ok(Hit { example, score: None, captures, index: self });
        }
        let filter = Filter::new(&self.config, call);
        let chosen = self.choose(call, &method, &allowed, &filter);
        let Scored { example, score, captures } = chosen.ok_or_else(|| self.miss(call, &method))?;
        let example = self.examples.get(example).ok_or_else(|| self.miss(call, &method))?;
        Ok(Hit { example, score: Some(score), captures, index: self })
    }

    fn choose(
        &self,
        call: &Call<'_>,
        method: &str,
        allowed: &dyn Fn(&Example) -> bool,
        filter: &Filter<'_>,
    ) -> Option<Scored> {
        let mut choice =
            Choice { index: self, call, allowed, filter, seen: BTreeSet::new(), best: None };
        // Each example has the score of the first step that fits: paths without wildcards first.
        let found = self.trees.get(method).map(|tree| tree.find(&call.path)).unwrap_or_default();
        let (plain, wild): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(_, captures)| captures.is_empty());
        for (at, _) in plain {
            choice.literal(at, |path| path.score(&call.path));
        }
        for (at, captures) in wild {
            choice.take(at, path::WILD, captures);
        }
        let (length, rest) = call.path.without_ids();
        for at in self.ids.get(&(method.to_owned(), length, rest)).into_iter().flatten() {
            choice.literal(*at, |path| path.score(&call.path));
        }
        let enough = choice.best.as_ref().is_some_and(|best| best.score >= NEAR_AT_MOST);
        if self.config.match_fuzzy && !enough {
            for at in self.lengths.get(&(method.to_owned(), length)).into_iter().flatten() {
                choice.literal(*at, |path| path.near(&call.path));
            }
        }
        choice.best
    }

    /// The score of an example whose path has this score, in thousandths.
    fn score(&self, example: &Example, path: i64, call: &Call<'_>, filter: &Filter<'_>) -> i64 {
        let mut score = path * POINT;
        if self.config.match_query_params {
            score += query::score(&example.query, &call.query);
        }
        if filter.rewards_bodies() && example.expected.equals(call) {
            score += SAME_BODY;
        }
        score
    }

    /// Of examples that are equally good: by id, the first with status 200, else the first.
    fn best_of(&self, fits: impl Fn(&Example) -> bool) -> Option<&Example> {
        self.examples.iter().filter(|it| fits(it)).max_by_key(|it| Rank::of(it))
    }

    /// Why nothing was chosen, and what came closest.
    fn miss(&self, call: &Call<'_>, method: &str) -> Miss {
        let filter = Filter::new(&self.config, call);
        let mut candidates: Vec<(usize, Candidate)> = self
            .examples
            .iter()
            .filter_map(|example| {
                let path = example.path.literal.as_ref();
                let score = self.path_score(example, call);
                let distance = match (score, path) {
                    (1.., _) => 0,
                    (_, Some(path)) => path.distance(&call.path),
                    (_, None) => {
                        example.path.wild.as_ref()?.len().abs_diff(call.path.segments.len()) * 8 + 4
                    }
                };
                let reason = Self::dropped(example, score, call, method, &filter);
                let reason =
                    reason.unwrap_or_else(|| "another id or name was asked for".to_owned());
                let (id, name) = (example.id.clone(), example.name.clone());
                Some((distance, Candidate { id, name, score, reason }))
            })
            .collect();
        candidates
            .sort_by(|(one, a), (other, b)| (one, &a.id, &a.name).cmp(&(other, &b.id, &b.name)));
        candidates.truncate(TOLD);
        let asked = |request: &&Asked| {
            let literal = request.path.literal.as_ref();
            let fits = literal.and_then(|path| path.score(&call.path)).is_some()
                || !captures_of(&request.path, call).is_empty();
            request.method == method && fits
        };
        let needs_example = self.requests.iter().filter(asked).any(|request| !request.has_examples)
            && self.requests.iter().filter(asked).all(|request| !request.has_examples);
        let (message, header) = if needs_example {
            (
                "To mock this request add an example response for the mock server to return.",
                "You need an example",
            )
        } else {
            ("Double check your method and the request path and try again.", "No matching requests")
        };
        let closest = candidates.into_iter().map(|(_, candidate)| candidate).collect();
        Miss { message, header, closest }
    }
}

/// Examples of one request that answer in turns.
pub(crate) struct Turns<'i> {
    index: &'i Index,
    /// Which request it is.
    pub(crate) request: usize,
    all: &'i [usize],
}

impl<'i> Turns<'i> {
    /// The example whose turn it is after `before` answers; the last one stays, unless it says that
    /// the first follows.
    pub(crate) fn after(&self, before: u64) -> Option<&'i Example> {
        let count = self.all.len();
        let last = self.index.examples.get(*self.all.last()?)?;
        let before = usize::try_from(before).unwrap_or(usize::MAX);
        let at = if last.extension.cycle { before % count } else { before.min(count - 1) };
        self.index.examples.get(*self.all.get(at)?)
    }
}

/// Examples that take turns, by request and in order.
fn turns(examples: &[Example]) -> HashMap<usize, Vec<usize>> {
    let mut turns = HashMap::<usize, Vec<usize>>::new();
    for (at, example) in examples.iter().enumerate() {
        if example.extension.sequence.is_some() {
            turns.entry(example.request).or_default().push(at);
        }
    }
    for all in turns.values_mut() {
        all.sort_by_key(|at| examples.get(*at).and_then(|it| it.extension.sequence));
    }
    turns
}

/// What the wildcards of one path capture of a call; nothing when it does not fit.
fn captures_of(path: &Shape, call: &Call<'_>) -> Captures {
    let mut tree = Tree::default();
    if let Some(wild) = &path.wild {
        tree.insert(wild, 0);
    }
    tree.find(&call.path).into_iter().next().map(|(_, captures)| captures).unwrap_or_default()
}

/// The order of examples with the same score: status 200 first, then by id.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'e>(bool, std::cmp::Reverse<(&'e str, &'e str)>);

impl<'e> Rank<'e> {
    const LAST: Self = Self(false, std::cmp::Reverse(("\u{10ffff}", "")));

    fn of(example: &'e Example) -> Self {
        Self(example.code == 200, std::cmp::Reverse((&example.id, &example.name)))
    }
}
