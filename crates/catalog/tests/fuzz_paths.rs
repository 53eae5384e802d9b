//! Request targets nobody sends by accident, against the one matcher.
//!
//! What is judged must be what is served: however a more lenient server might read a target, it
//! must not find another operation, or another id, than the matcher did when it accepted it.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use std::collections::BTreeSet;

use catalog::{CATALOGUE, Matched, Matcher, NoMatch, Spec};
use fuzzkit::fuzz;
use http::Method;
use proptest::{prelude::*, sample::select};

/// A path of the row, with ids that look like ids.
fn plain_path(spec: &Spec) -> String {
    let element = if spec.path.starts_with("/{") {
        "collections"
    } else if spec.path.starts_with("/specs") {
        "collection"
    } else {
        "spec"
    };
    let parts = spec.path.split('/').skip(1).enumerate().map(|(index, part)| match part {
        "{elementType}" => element.to_owned(),
        "{filePath}" => "dir/api.yaml".to_owned(),
        part if part.starts_with('{') => format!("Ab-{index}_z"),
        part => part.to_owned(),
    });
    parts.fold(String::new(), |path, part| path + "/" + &part)
}

fn encode(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    value.bytes().fold(String::new(), |mut text, byte| {
        if plain(byte) {
            text.push(char::from(byte));
        } else {
            text.extend(["%", &format!("{byte:02X}")]);
        }
        text
    })
}

/// The path that the matcher says it understood.
fn spelled_out(matched: &Matched) -> String {
    let mut values = matched.params.iter();
    let parts = matched.spec.path.split('/').skip(1).map(|part| {
        if part.starts_with('{') { encode(&values.next().unwrap().1) } else { part.to_owned() }
    });
    parts.fold(String::new(), |path, part| path + "/" + &part)
}

/// Readers more lenient than the matcher, written without looking at it.
mod lenient {
    use super::*;

    const ELEMENT_TYPES: [&str; 4] = ["collection", "collections", "spec", "specs"];

    fn decoded(text: &str) -> String {
        let bytes = text.as_bytes();
        let mut out = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let hex = text.get(at + 1..at + 3).and_then(|two| u8::from_str_radix(two, 16).ok());
            match hex {
                Some(byte) if bytes[at] == b'%' => {
                    out.push(byte);
                    at += 3;
                }
                _ => {
                    out.push(bytes[at]);
                    at += 1;
                }
            }
        }
        String::from_utf8_lossy(&out).into_owned()
    }

    /// Dot segments resolved, empty ones dropped.
    fn resolved(path: &str) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part.to_owned()),
            }
        }
        parts
    }

    /// The row and parameters that a path names when it is taken literally.
    fn row(method: &Method, parts: &[String]) -> Option<(&'static Spec, Vec<String>)> {
        let fit = |spec: &'static Spec| {
            let template: Vec<_> = spec.path.split('/').skip(1).collect();
            let open_end = template.last() == Some(&"{filePath}");
            if parts.len() < template.len() || (parts.len() > template.len() && !open_end) {
                return None;
            }
            let mut params = Vec::new();
            for (index, part) in template.iter().enumerate() {
                match *part {
                    "{filePath}" => params.push(parts[index..].join("/")),
                    "{elementType}" if !ELEMENT_TYPES.contains(&parts[index].as_str()) => {
                        return None;
                    }
                    // No id has a percent sign: this reader decoded too little.
                    part if part.starts_with('{') && parts[index].contains('%') => return None,
                    part if part.starts_with('{') => params.push(parts[index].clone()),
                    part if part == parts[index] => {}
                    _ => return None,
                }
            }
            Some((spec, params))
        };
        let fitting = CATALOGUE.iter().filter(|spec| spec.method == *method);
        // Of several the one with fewest parameters, those as far right as possible.
        fitting.filter_map(|spec| fit(spec)).min_by_key(|(spec, _)| {
            let open: Vec<_> = spec.path.split('/').map(|part| part.starts_with('{')).collect();
            (open.iter().filter(|open| **open).count(), open)
        })
    }

    /// Everything that lenient servers could understand.
    pub(super) fn readings(
        method: &Method,
        raw: &str,
    ) -> impl Iterator<Item = (&'static Spec, Vec<String>)> {
        let once = decoded(raw);
        let twice = decoded(&once);
        let whole = [raw.to_owned(), once.clone(), twice.clone(), decoded(&twice)];
        let with_slashes = whole.iter().map(|path| path.replace('\\', "/"));
        let without_matrix = whole.iter().map(|path| {
            path.split('/')
                .map(|part| part.split(';').next().unwrap_or(""))
                .collect::<Vec<_>>()
                .join("/")
        });
        let cut = whole.iter().map(|path| path.split(['\0', '?', '#']).next().unwrap().to_owned());
        let paths: BTreeSet<String> =
            whole.iter().cloned().chain(with_slashes).chain(without_matrix).chain(cut).collect();
        // Split first, decode each part: how careful servers do it.
        let careful = resolved(raw).iter().map(|part| decoded(part)).collect::<Vec<_>>();
        let all = paths.iter().map(|path| resolved(path)).chain([careful]).collect::<Vec<_>>();
        let method = method.clone();
        all.into_iter().filter_map(move |parts| row(&method, &parts))
    }
}

/// What every accepted target has to keep.
fn check(matcher: &Matcher, method: &Method, raw: &str) -> Result<Option<Matched>, TestCaseError> {
    let Ok(found) = matcher.find(method, raw) else { return Ok(None) };
    for (name, value) in &found.params {
        prop_assert!(!value.is_empty(), "{raw:?}: `{name}` is empty");
        prop_assert!(
            value.split('/').all(|part| !matches!(part, "" | "." | "..")),
            "{raw:?}: `{name}` is {value:?}"
        );
        let forbidden =
            |letter: char| letter.is_control() && letter.is_ascii() || "\\;?#".contains(letter);
        prop_assert!(!value.contains(forbidden), "{raw:?}: `{name}` is {value:?}");
        prop_assert!(*name == "filePath" || !value.contains(['/', '%', '.']), "{raw:?}");
    }
    let again = matcher.find(method, &spelled_out(&found));
    prop_assert_eq!(again.as_ref(), Ok(&found), "{:?} spelled out", raw);
    let values: Vec<_> = found.params.iter().map(|(_, value)| value.clone()).collect();
    for (spec, params) in lenient::readings(method, raw) {
        // A path taken literally still has its percent signs.
        let same = spec == found.spec && (params == values || raw.contains('%'));
        prop_assert!(
            same,
            "{raw:?} is {} {values:?}, but could be {} {params:?}",
            found.spec.id,
            spec.id
        );
    }
    Ok(Some(found))
}

/// What must come of a spoiled path.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Expect {
    Same,
    Refused,
    /// Refused, except where a file path takes it as part of a name.
    RefusedOrFile,
}

/// Ways to spoil a path, whole.
fn spoil_whole(path: &str) -> Vec<(String, Expect)> {
    use Expect::{Refused, Same};
    let last = path.rfind('/').unwrap();
    let (front, end) = path.split_at(last + 1);
    let first = path.chars().nth(1).unwrap();
    vec![
        (path.to_owned(), Same),
        (format!("{path}/"), Same),
        (path.replacen(first, &format!("%{:02x}", first as u32), 1), Same),
        (format!("{path}//"), Refused),
        (format!("/{path}"), Refused),
        (format!("//host{path}"), Refused),
        (format!("http://host{path}"), Refused),
        (path.trim_start_matches('/').to_owned(), Refused),
        (format!("/.{path}"), Refused),
        (format!("/..{path}"), Refused),
        (format!("/%2e{path}"), Refused),
        (format!("/%2E%2e{path}"), Refused),
        (format!("/%252e%252e{path}"), Refused),
        (format!("/x/..{path}"), Refused),
        (format!("/me/%2e%2e{path}"), Refused),
        (format!("/me/..%2f{}", &path[1..]), Refused),
        (format!("/me/%2e%2e%2f{}", &path[1..]), Refused),
        (format!("/me/..%5c{}", &path[1..]), Refused),
        (format!("/me\\..{path}"), Refused),
        (format!("/\\{}", &path[1..]), Refused),
        (path.replace('/', "\\"), Refused),
        (path.replacen('/', "%2F", 1), Refused),
        (format!("/{}", path[1..].to_ascii_uppercase()), Refused),
        (format!("{path}/.."), Refused),
        (format!("{path}/."), Refused),
        (format!("{path}/%2e%2e"), Refused),
        (format!("{path}/..%2f..%2fme"), Refused),
        (format!("{path}%00"), Refused),
        (format!("{path}%0a"), Refused),
        (format!("{path}%0d%0aX: y"), Refused),
        (format!("{path}\t"), Refused),
        (format!("{path};v=1"), Refused),
        (format!("{path}%3bv=1"), Refused),
        (format!("{path}%3Fx=1"), Refused),
        (format!("{path}%23x"), Refused),
        (format!("{path}?x=1"), Refused),
        (format!("{path}%"), Refused),
        (format!("{path}%2"), Refused),
        (format!("{path}%zz"), Refused),
        (format!("{path}%c0%af"), Refused),
        (format!("{path}%c0%ae%c0%ae"), Refused),
        (format!("{path}%ff"), Refused),
        (format!("{path}%2561"), Refused),
        (format!("{path}%25%36%31"), Refused),
        (format!("{path}{}", "a".repeat(4096)), Refused),
        (format!("{front};/{end}"), Refused),
        (format!("{front}./{end}"), Refused),
        (format!("{front}../{end}"), Refused),
    ]
}

/// Ways to spoil one of its segments.
fn spoil_segment(path: &str) -> Vec<(String, Expect)> {
    use Expect::{Refused, RefusedOrFile};
    let parts: Vec<_> = path.split('/').skip(1).collect();
    let mut spoiled = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let mut put = |new: String, expect| {
            let mut parts = parts.clone();
            parts[index] = &new;
            spoiled
                .push((parts.iter().fold(String::new(), |path, part| path + "/" + part), expect));
        };
        // At the end it is the one trailing slash that is ignored.
        if index + 1 < parts.len() {
            put(String::new(), Refused);
        }
        for new in [".", "..", "%2e", "%2e%2e", ".%2e", "%2e.", "%252e%252e", "..;", "%2e%2e;"] {
            put(new.to_owned(), Refused);
        }
        for end in
            [".", "%2e", "%20", "%09", "~", "%e2%80%ae", "\u{ff0f}x", "\u{2024}\u{2024}", "%2f"]
        {
            put(format!("{part}{end}"), RefusedOrFile);
        }
        put(format!("{part}%2f..%2f{part}"), Refused);
        put(format!("{part}%5c..%5c{part}"), Refused);
        put(format!("%2f{part}"), RefusedOrFile);
        put(format!(" {part}"), RefusedOrFile);
        put(format!("{part}%2fx"), RefusedOrFile);
    }
    spoiled
}

/// T-PATH: no nasty target is judged as one operation where it could be served as another.
#[test]
fn nasty_targets_are_refused_or_mean_the_same() {
    let matcher = Matcher::new();
    let (mut cases, mut accepted) = (0, 0);
    for spec in CATALOGUE.iter() {
        let path = plain_path(spec);
        let file = spec.path.ends_with("{filePath}");
        for (raw, expect) in spoil_whole(&path).into_iter().chain(spoil_segment(&path)) {
            cases += 1;
            let found =
                check(&matcher, &spec.method, &raw).unwrap_or_else(|fault| panic!("{fault}"));
            let id = found.as_ref().map(|matched| matched.spec.id);
            accepted += usize::from(found.is_some());
            match expect {
                Expect::Same => assert_eq!(id, Some(spec.id), "{} {raw}", spec.method),
                Expect::RefusedOrFile if file => {
                    assert!(id.is_none_or(|id| id == spec.id), "{raw}");
                }
                Expect::Refused | Expect::RefusedOrFile => {
                    assert_eq!(id, None, "{} {raw}", spec.method);
                }
            }
        }
    }
    assert!(cases >= 2_000, "only {cases} cases");
    assert!(accepted >= 2 * CATALOGUE.len(), "only {accepted} accepted");
}

/// Paths of rows with parts replaced, doubled, encoded or made up.
fn target() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(CATALOGUE.iter().flat_map(|spec| spec.path.split('/').skip(1)).collect::<Vec<_>>())
            .prop_map(str::to_owned),
        2 => "[A-Za-z0-9_-]{1,40}",
        2 => select(vec!["..", ".", "", "%2e%2e", "%2E", "..%2f", "%2f", "%5c", "%25", "%252f", "%25%32%66",
            ";", ";a=b", "%00", "%0a", "\\", "~", "%c0%af", "%ef%bc%8f", "\u{ff0e}\u{ff0e}", "*", "%", "%4"])
            .prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => "(%[0-9a-fA-F]{2}){1,4}",
    ];
    let made_up =
        prop::collection::vec((piece, select(vec!["/", "/", "/", "//", "%2F", "\\", ""])), 0..9)
            .prop_map(|parts| {
                parts.into_iter().fold(String::from("/"), |path, (part, end)| path + &part + end)
            });
    let spoiled = (
        select(CATALOGUE.iter().map(|spec| plain_path(spec)).collect::<Vec<_>>()),
        prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..6),
        prop::option::of((any::<prop::sample::Index>(), "[%./;\\\\a-f0-9]{1,6}")),
    )
        .prop_map(|(path, encoded, inserted)| {
            let mut parts: Vec<String> = path.chars().map(String::from).collect();
            for (index, upper) in encoded {
                let at = index.index(parts.len());
                if let [byte] = parts[at].as_bytes() {
                    parts[at] = if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") };
                }
            }
            if let Some((index, text)) = inserted {
                parts.insert(index.index(parts.len()), text);
            }
            parts.concat()
        });
    prop_oneof![3 => spoiled, 3 => made_up, 1 => any::<String>()]
}

#[test]
fn fuzz_accepted_targets_have_one_meaning() {
    let matcher = Matcher::new();
    let methods = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    fuzz("targets", &(target(), select(methods.to_vec())), |(raw, method)| {
        check(&matcher, &method, &raw).map(|_| ())
    });
}

#[test]
fn fuzz_the_method_never_changes_whether_a_path_exists() {
    let matcher = Matcher::new();
    fuzz("methods", &target(), |raw| {
        let no_such = Method::from_bytes(b"NOPE").unwrap();
        let Err(refusal) = matcher.find(&no_such, &raw) else {
            return Err(TestCaseError::fail(format!("{raw:?} has the method NOPE")));
        };
        let NoMatch::Method(allowed) = refusal else {
            prop_assert!(matcher.find(&Method::GET, &raw).is_err(), "{raw:?}: {refusal:?}");
            return Ok(());
        };
        prop_assert!(!allowed.is_empty());
        for method in allowed {
            let found = matcher.find(&method, &raw);
            prop_assert!(
                matches!(found, Ok(_) | Err(NoMatch::BadParam(_))),
                "{method} {raw:?}: {found:?}"
            );
        }
        Ok(())
    });
}

#[test]
fn fuzz_ids_come_back_as_they_were_sent() {
    let matcher = Matcher::new();
    let rows: Vec<_> =
        CATALOGUE.iter().filter(|spec| !spec.path.contains("{elementType}")).copied().collect();
    let ids = prop::collection::vec("[A-Za-z0-9][A-Za-z0-9_-]{0,60}", 8);
    fuzz("ids", &(select(rows), ids), |(spec, ids)| {
        let mut given = ids.iter();
        let path = spec.path.split('/').skip(1).fold(String::new(), |path, part| {
            path + "/" + if part.starts_with('{') { given.next().unwrap() } else { part }
        });
        let Ok(found) = matcher.find(&spec.method, &path) else {
            return Err(TestCaseError::fail(format!("{} {path} is not found", spec.method)));
        };
        // An id that is also a word of the API names the other operation; nothing else may.
        if found.spec == spec {
            let values: Vec<_> = found.params.iter().map(|(_, value)| value).collect();
            prop_assert_eq!(values, ids.iter().take(found.params.len()).collect::<Vec<_>>());
        } else {
            prop_assert!(found.params.len() < spec.path_params().count(), "{path}");
        }
        Ok(())
    });
}
