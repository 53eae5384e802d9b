//! Request targets as they come over a socket: what is judged is what the matcher reads.

use std::io::Write as _;

use catalog::{CATALOGUE, Matched, Matcher, NoMatch, Spec};
use http::Method;

use crate::kit::{Answer, Folder};

/// Ways to write the path of a row, good and nasty.
fn spellings(path: &str) -> Vec<String> {
    let rest = &path[1..];
    let last = path.rfind('/').unwrap() + 1;
    let (front, end) = path.split_at(last);
    [
        path.to_owned(),
        format!("{path}/"),
        format!("{path}//"),
        format!("/{path}"),
        format!("/.{path}"),
        format!("/../me{path}"),
        format!("/me/..{path}"),
        format!("/me/%2e%2e{path}"),
        format!("/me/..%2f{rest}"),
        format!("/%67atepost/..{path}"),
        format!("/%252e%252e{path}"),
        format!("/me\\..{path}"),
        path.replacen('/', "/%2f", 1),
        format!("/{}", rest.to_ascii_uppercase()),
        format!("{path}/.."),
        format!("{path}/%2e%2e"),
        format!("{path}%00"),
        format!("{path}%0d%0aX-Api-Key:%20x"),
        format!("{path};v=1"),
        format!("{path}%3fx=1"),
        format!("{path}%23x"),
        format!("{path}%zz"),
        format!("{path}%c0%af"),
        format!("{path}%2561"),
        format!("{front};/{end}"),
        format!("{front}../{end}"),
        format!("{front}%{:02x}{}", end.as_bytes()[0], &end[1..]),
    ]
    .into()
}

fn plain(spec: &Spec) -> String {
    spec.path_params().fold(spec.path.to_owned(), |path, name| {
        let word = if name == "elementType" { "collections" } else { "a1" };
        path.replace(&format!("{{{name}}}"), word)
    })
}

/// What an agent without any right gets for what the matcher found, and the reason it is told.
fn expected(
    target: &str,
    found: &Result<Matched, NoMatch>,
) -> (&'static [u16], Option<&'static str>) {
    match found {
        // Administration is closed by its path as sent, whatever follows.
        _ if target.starts_with("/gatepost/") => (&[403], Some("admin_only")),
        Err(NoMatch::Malformed(_) | NoMatch::BadParam(_)) => (&[400], None),
        Err(NoMatch::Path) => (&[404], Some("unknown_operation")),
        Err(NoMatch::Method(_)) => (&[405], None),
        Ok(matched) if matched.spec.area == catalog::Area::Gatepost => (&[403], Some("admin_only")),
        // Instructions are for everybody; the rest is hidden from it.
        Ok(matched) if matched.spec.needs.worst == catalog::Level::Always => (&[200], None),
        Ok(_) => (&[404, 400, 501], None),
    }
}

#[test]
fn nasty_targets_over_a_socket_mean_what_the_matcher_says() {
    let folder = Folder::new();
    let server = folder.serve(&["--limits", "off"]);
    let key = folder.agent("Nobody");
    let matcher = Matcher::new();
    let (mut cases, mut matched) = (0, 0);
    let reserved = ["/", "/healthz", "/readyz", "/metrics", "/openapi.json"];
    // Every spelling of every path once; half of the rows share theirs.
    let mut paths: Vec<_> =
        CATALOGUE.iter().map(|spec| (plain(spec), spec.method.clone())).collect();
    paths.sort_by(|a, b| a.0.cmp(&b.0));
    paths.dedup_by(|a, b| a.0 == b.0);
    for (path, method) in paths {
        for target in spellings(&path) {
            let found = matcher.find(&method, &target);
            if reserved.contains(&target.as_str()) {
                continue;
            }
            let mut socket = server.connect();
            let head = format!("{method} {target} HTTP/1.1\r\nhost: x\r\nx-api-key: {key}\r\n");
            let body = if method == Method::GET { "" } else { "content-length: 0\r\n" };
            socket.write_all(format!("{head}{body}connection: close\r\n\r\n").as_bytes()).unwrap();
            let answer = Answer::read(&mut socket);
            let (statuses, reason) = expected(&target, &found);
            let told = format!("{method} {target}: {found:?}\n{}", answer.head);
            assert!(statuses.contains(&answer.status), "{told}");
            if let Some(reason) = reason {
                assert!(answer.head.contains(&format!("x-gatepost-reason: {reason}")), "{told}");
            }
            if found.is_ok() {
                let known = !answer.head.contains("x-gatepost-reason: unknown_operation");
                assert!(known, "{told}");
            }
            cases += 1;
            matched += usize::from(found.is_ok());
        }
    }
    println!("{cases} targets, {matched} of them operations");
    assert!(cases >= 2_000 && matched >= 400, "{cases} {matched}");
}
