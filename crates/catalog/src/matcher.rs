//! Finds the operation of a request; the only matcher in the program.

use std::collections::BTreeMap;

use http::Method;

use crate::{CATALOGUE, Spec, Target, TargetFault};

/// Finds operations by method and path.
pub struct Matcher(matchit::Router<Vec<&'static Spec>>);

/// An operation and the parameters of its path, percent-decoded once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The operation.
    pub spec: &'static Spec,
    /// Path parameters in order.
    pub params: Vec<(&'static str, String)>,
}

impl Matched {
    /// The value of a path parameter.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// Why no operation was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoMatch {
    /// The path can't be taken as a path of this API: 400.
    Malformed(TargetFault),
    /// A path parameter can't be an id: 400.
    BadParam(&'static str),
    /// No operation has this path: 404.
    Path,
    /// The path exists with other methods: 405 with `Allow`.
    Method(Vec<Method>),
}

/// The values `{elementType}` may have, per first path segment.
const ELEMENT_TYPES: &[(&str, &[&str])] = &[
    ("/{elementType}/{elementId}/tasks/{taskId}", &["collections", "specs"]),
    ("/collections/{collectionUid}/generations/{elementType}", &["spec"]),
    ("/specs/{specId}/generations/{elementType}", &["collection"]),
];

impl Default for Matcher {
    fn default() -> Self {
        Self::new()
    }
}

impl Matcher {
    /// A matcher over the whole catalogue.
    ///
    /// # Panics
    /// Never: a test proves that the catalogue's paths do not conflict; a row that did would
    /// be left out, and so be unknown.
    #[must_use]
    pub fn new() -> Self {
        let mut by_shape = BTreeMap::<String, Vec<&'static Spec>>::new();
        for spec in CATALOGUE.iter() {
            by_shape.entry(shape(spec.path)).or_default().push(spec);
        }
        let mut router = matchit::Router::new();
        for (path, specs) in by_shape {
            let inserted = router.insert(path, specs);
            debug_assert!(inserted.is_ok(), "catalogue paths do not conflict: {inserted:?}");
        }
        Self(router)
    }

    /// Finds the operation of a request line, path without query.
    pub fn find(&self, method: &Method, path: &str) -> Result<Matched, NoMatch> {
        let target = Target::parse(path).map_err(NoMatch::Malformed)?;
        let hit = self.0.at(&target.joined).map_err(|_| NoMatch::Path)?;
        let values: Vec<String> = hit.params.iter().map(|(_, value)| value.to_owned()).collect();
        let fitting: Vec<&'static Spec> =
            hit.value.iter().copied().filter(|spec| fits(spec, &values, &target)).collect();
        if fitting.is_empty() {
            return Err(NoMatch::Path);
        }
        let Some(spec) = fitting.iter().copied().find(|spec| spec.method == *method) else {
            return Err(NoMatch::Method(fitting.iter().map(|spec| spec.method.clone()).collect()));
        };
        let params: Vec<_> = spec.path_params().zip(values).collect();
        for (name, value) in &params {
            if !valid_param(name, value) {
                return Err(NoMatch::BadParam(name));
            }
        }
        Ok(Matched { spec, params })
    }
}

/// The path as the router needs it: parameters named by position, `{filePath}` as a catch-all.
fn shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    for (index, part) in path.split('/').enumerate().skip(1) {
        shape.push('/');
        match part {
            "{filePath}" => shape.push_str("{*rest}"),
            part if part.starts_with('{') => shape.extend(["{p", &index.to_string(), "}"]),
            part => shape.push_str(part),
        }
    }
    shape
}

fn fits(spec: &Spec, values: &[String], target: &Target) -> bool {
    if let Some(index) = target.first_encoded_slash {
        let catch_all = spec.path.split('/').skip(1).position(|part| part == "{filePath}");
        if catch_all.is_none_or(|position| index < position) {
            return false;
        }
    }
    let allowed = ELEMENT_TYPES.iter().find(|(path, _)| *path == spec.path);
    allowed.is_none_or(|(_, words)| {
        let position = spec.path_params().position(|name| name == "elementType");
        position.and_then(|at| values.get(at)).is_some_and(|word| words.contains(&word.as_str()))
    })
}

fn valid_param(name: &str, value: &str) -> bool {
    if name == "filePath" {
        return value.len() <= 1024;
    }
    let mut bytes = value.bytes();
    value.len() <= 128
        && bytes.next().is_some_and(|first| first.is_ascii_alphanumeric())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
