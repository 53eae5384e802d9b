use super::*;

fn pairs(text: &str, name: &str) -> Vec<(String, String, bool)> {
    let pairs = Bru::parse(text).unwrap().take_pairs(name);
    pairs.into_iter().map(|pair| (pair.key, pair.value, pair.disabled)).collect()
}

fn on(key: &str, value: &str) -> (String, String, bool) {
    (key.to_owned(), value.to_owned(), false)
}

#[test]
fn pairs_are_lines() {
    let text = "\u{feff}headers {\r\n  a: b: c  \r\n  ~d : e\n  # no\n  \"f: \\\"g\": {{h}}\n  i:\n\n}\nheaders { j: {{k}} }\nheaders {}\n";
    let off = ("d".to_owned(), "e".to_owned(), true);
    let expected = vec![on("a", "b: c"), off, on("f: \"g", "{{h}}"), on("i", ""), on("j", "{{k}}")];
    assert_eq!(pairs(text, "headers"), expected);
}

#[test]
fn values_go_over_lines() {
    let text = "vars {\n  a: '''\n    x\n      y\n  '''\n  b: '''one''' @contentType(text/plain)\n  c: [\n    d\n    e\n  ]\n  f: [\n}\n";
    let expected = vec![
        on("a", "x\n  y"),
        on("b", "one @contentType(text/plain)"),
        on("c", "d, e"),
        on("f", "["),
    ];
    assert_eq!(pairs(text, "vars"), expected);
}

#[test]
fn annotations_describe() {
    let text = "vars {\n  @number\n  @description('it\\'s: so')\n  a: 1\n  @description('''\n    b\n  ''')\n  c: 2\n  @d: 3\n  @description(\"e\") f: 4\n}\n";
    let mut bru = Bru::parse(text).unwrap();
    let found = bru.take_pairs("vars");
    let found: Vec<_> = found.iter().map(|pair| (pair.key.as_str(), pair.about.as_str())).collect();
    assert_eq!(found, [("a", "it's: so"), ("c", "b"), ("@d", ""), ("f", "e")]);
    assert_eq!(bru.annotations, ["number"]);
}

#[test]
fn texts_lose_their_indentation() {
    let text = "// c\nbody:json {\n\n  {\n    \"a\": 1\n  }\n\n}\ndocs {\n# not indented\n}\ntests {\n}\nwhat:ever {\n  no pair\n}\nvars:secret [\n  a,\n  ~b\n]\ncolor: red\n";
    let mut bru = Bru::parse(text).unwrap();
    assert!(bru.comments);
    assert_eq!(bru.take_text("body:json").as_deref(), Some("{\n  \"a\": 1\n}\n"));
    assert_eq!(bru.take_text("docs").as_deref(), Some("# not indented"));
    assert_eq!(bru.take_text("tests").as_deref(), Some(""));
    assert_eq!(bru.take_list("vars:secret"), ["a", "~b"]);
    assert_eq!(bru.left().collect::<Vec<_>>(), ["what:ever", "color"]);
}

#[test]
fn what_is_broken_has_a_line() {
    for (text, line, what) in [
        ("meta {\n  a\n}", 2, "is no `key: value`"),
        ("\nmeta {\n  a: b\n", 2, "opens the block `meta`"),
        ("docs {\n", 1, "opens the block `docs`"),
        ("vars {\n  a: '''\n}\n", 2, "opens a value"),
        ("vars:secret [\n a\n", 1, "opens the list"),
        ("vars {\n  @description('a\n  b: c\n}", 2, "opens an annotation"),
        ("meta {\n}\nwhat\n", 3, "begins no block"),
    ] {
        let broken = Bru::parse(text).unwrap_err();
        assert_eq!(broken.line, line, "{text}");
        assert!(broken.what.starts_with(what), "{text}: {}", broken.what);
    }
}
