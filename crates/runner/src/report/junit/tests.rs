use crate::report::fixture::filed;

#[test]
fn the_story_as_suites() {
    insta::assert_snapshot!(filed("junit", &[]));
}
