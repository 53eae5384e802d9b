use std::collections::BTreeSet;

use http::Method;

use crate::{CATALOGUE, Matcher, NoMatch, Operation, op};

#[test]
fn ids_and_routes_are_unique() {
    let ids: BTreeSet<_> = CATALOGUE.iter().map(|spec| spec.id).collect();
    let routes: BTreeSet<_> =
        CATALOGUE.iter().map(|spec| (spec.method.as_str(), spec.path)).collect();
    assert_eq!(ids.len(), CATALOGUE.len());
    assert_eq!(routes.len(), CATALOGUE.len());
}

#[test]
fn every_row_is_found_by_its_own_path() {
    let matcher = Matcher::new();
    for spec in CATALOGUE.iter() {
        let path = spec
            .path
            .replace("/{elementType}/{elementId}", "/specs/e1")
            .replace(
                "{elementType}",
                if spec.path.starts_with("/specs") { "collection" } else { "spec" },
            )
            .replace(['{', '}'], "");
        let hit = matcher.find(&spec.method, &path).unwrap_or_else(|no| panic!("{path}: {no:?}"));
        assert_eq!(hit.spec.id, spec.id, "{path}");
    }
}

#[test]
fn unknown_method_names_the_known_ones() {
    let no = Matcher::new().find(&Method::PUT, "/collections").unwrap_err();
    assert_eq!(no, NoMatch::Method(vec![Method::GET, Method::POST]));
    assert_eq!(Matcher::new().find(&Method::GET, "/nope").unwrap_err(), NoMatch::Path);
}

#[test]
fn literal_segments_beat_parameters() {
    let hit = Matcher::new().find(&Method::GET, "/collections/collection-forks").unwrap();
    assert_eq!(hit.spec.id, op::GetCollectionsForkedByUser::SPEC.id);
}

#[test]
fn only_file_paths_hold_encoded_slashes() {
    let matcher = Matcher::new();
    for path in ["/specs/s1/files/a%2Fb.yaml", "/specs/s1/files/a/b.yaml"] {
        let hit = matcher.find(&Method::GET, path).unwrap();
        assert_eq!((hit.spec.id, hit.param("filePath")), ("getSpecFile", Some("a/b.yaml")));
    }
    assert_eq!(matcher.find(&Method::GET, "/collections%2Fc1").unwrap_err(), NoMatch::Path);
    assert_eq!(matcher.find(&Method::GET, "/specs%2Fs1/files/a").unwrap_err(), NoMatch::Path);
}
