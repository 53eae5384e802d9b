use super::*;
use crate::report::fixture::told;

#[test]
fn the_story_as_text() {
    insta::assert_snapshot!(told(&["cli"], &[], |_| {}).0);
}

#[test]
fn the_story_without_symbols_and_most_of_the_rest() {
    let options = [("no-banner", None), ("cli-no-success-assertions", None), ("no-console", None)];
    let (text, _) = told(&["cli"], &options, |setup| setup.look.unicode = false);
    insta::assert_snapshot!(text);
}

#[test]
fn the_story_with_everything() {
    let (text, _) = told(&["cli"], &[("cli-no-summary", None)], |setup| setup.verbose = true);
    insta::assert_snapshot!(text);
}

#[test]
fn the_story_in_colours_on_a_narrow_terminal() {
    let (text, _) = told(&["cli"], &[], |setup| {
        setup.look = Look { color: true, columns: Some(60), live: true, ..setup.look };
    });
    insta::assert_snapshot!(text.replace('\x1b', "^"));
}

#[test]
fn parts_are_left_out() {
    let all = told(&["cli"], &[], |_| {}).0;
    for (option, part) in [
        ("no-summary", "total run duration"),
        ("no-failures", "inside \""),
        ("no-assertions", "says ping\n"),
        ("no-banner", "gatepost"),
        ("no-console", "│ \"it"),
    ] {
        assert!(all.contains(part), "{part}");
        let some = told(&["cli"], &[(option, None), ("no-failures", None)], |_| {}).0;
        assert!(!some.contains(part), "{option}: {some}");
    }
    assert_eq!(told(&["cli"], &[("silent", None)], |_| {}).0, "");
    assert_eq!(told(&["cli"], &[], |setup| setup.silent = true).0, "");
}

#[test]
fn nothing_steers_the_terminal() {
    for verbose in [false, true] {
        let (text, _) = told(&["cli"], &[], |setup| setup.verbose = verbose);
        assert!(!text.contains('\x1b'), "{text}");
    }
}

#[test]
fn times_stand_in_front_of_lines() {
    let (text, _) = told(&["cli"], &[("show-timestamps", None)], |_| {});
    let stamped = |line: &&str| line.starts_with("  [") && line.contains("M]");
    assert!(text.lines().filter(stamped).count() > 20, "{text}");
}
