use super::*;
use crate::collection::ItemKind;
use crate::secret::Document;

fn merged(base: &str, ours: &str, theirs: &str) -> String {
    texts(Sides { base, ours, theirs }, &["name"]).unwrap_or_else(|paths| paths.join(" "))
}

#[test]
fn objects_merge_member_by_member() {
    let check = |base: &str, ours: &str, theirs: &str, expected: &str| {
        assert_eq!(merged(base, ours, theirs), expected, "{base} {ours} {theirs}");
    };
    check(r#"{"a":1}"#, r#"{"a":1}"#, r#"{"a":2}"#, r#"{"a":2}"#);
    check(r#"{"a":1,"b":1}"#, r#"{"a":2,"b":1}"#, r#"{"a":1,"b":2}"#, r#"{"a":2,"b":2}"#);
    check(r#"{"a":1}"#, r#"{"a":2}"#, r#"{ "a" : 2 }"#, r#"{"a":2}"#);
    check(r#"{"a":1}"#, r#"{"a":2}"#, r#"{"a":3}"#, "a");
    check(r#"{"a":1,"b":1}"#, r#"{"b":1}"#, r#"{"a":1}"#, "{}");
    check(r#"{"a":1}"#, "{}", r#"{"a":2}"#, "a");
    check("{}", r#"{"a":1}"#, r#"{"b":2}"#, r#"{"a":1,"b":2}"#);
    // What names the place stays ours, whoever changed it.
    check(
        r#"{"id":"b","name":"n"}"#,
        r#"{"id":"b","name":"n"}"#,
        r#"{"id":"t","name":"m"}"#,
        r#"{"id":"b","name":"n"}"#,
    );
    check(
        r#"{"request":{"method":"GET","header":[{"key":"A","value":"1"}]}}"#,
        r#"{"request":{"method":"PUT","header":[{"key":"A","value":"1"},{"key":"B","value":"2"}]}}"#,
        r#"{"request":{"method":"GET","header":[{"key":"C","value":"3"},{"key":"A","value":"4"}]}}"#,
        r#"{"request":{"method":"PUT","header":[{"key":"C","value":"3"},{"key":"A","value":"4"},{"key":"B","value":"2"}]}}"#,
    );
    // An address is one thing, even where its parts would fit.
    check(
        r#"{"request":{"url":{"host":["a"],"path":["b"]}}}"#,
        r#"{"request":{"url":{"host":["x"],"path":["b"]}}}"#,
        r#"{"request":{"url":{"host":["a"],"path":["y"]}}}"#,
        "request.url",
    );
    check(
        r#"{"event":[{"listen":"test","script":{"exec":["a"]}}]}"#,
        r#"{"event":[{"listen":"test","script":{"exec":["b"]}}]}"#,
        r#"{"event":[{"listen":"test","script":{"exec":["c"]}},{"listen":"prerequest"}]}"#,
        "event.test.script",
    );
    // Entries that can't be told apart make the list one thing.
    check(
        r#"{"header":[{"key":"A"},{"key":"A"}]}"#,
        r#"{"header":[{"key":"A"}]}"#,
        r#"{"header":[]}"#,
        "header",
    );
}

fn node(text: &str) -> Node {
    let (place, body) = text.split_once(' ').unwrap_or((text, ""));
    let (parent, key) = place.rsplit_once('/').map_or((None, place), |(p, k)| (Some(p), k));
    let kind = if key.starts_with('f') { ItemKind::Folder } else { ItemKind::Request };
    Node {
        key: key.to_owned(),
        parent: parent.map(str::to_owned),
        kind,
        name: key.to_uppercase(),
        document: Document::plain(format!(r#"{{"name":"{}","x":"{body}"}}"#, key.to_uppercase())),
    }
}

fn tree(nodes: &[&str]) -> Tree {
    let nodes = nodes.iter().map(|text| node(text)).collect();
    Tree { name: "C".to_owned(), head: Document::plain("{}"), nodes }
}

fn outcome(base: &[&str], ours: &[&str], theirs: &[&str]) -> String {
    let (base, ours, theirs) = (tree(base), tree(ours), tree(theirs));
    match trees(Sides { base: &base, ours: &ours, theirs: &theirs }) {
        Ok(tree) => {
            let shown = tree.nodes.iter().map(|node| {
                let parent = node.parent.as_ref().map(|key| format!("{key}/")).unwrap_or_default();
                let body = crate::json::member(&node.document.body, "x").unwrap_or_default();
                format!("{parent}{} {}", node.key, body.trim_matches('"')).trim().to_owned()
            });
            shown.collect::<Vec<_>>().join(", ")
        }
        Err(clashes) => clashes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    }
}

#[test]
fn collections_merge_item_by_item() {
    let check = |base: &[&str], ours: &[&str], theirs: &[&str], expected: &str| {
        assert_eq!(outcome(base, ours, theirs), expected);
    };
    check(&["a", "b"], &["a 1", "b"], &["a", "b 2", "c"], "a 1, b 2, c");
    check(&["f", "f/a", "b"], &["f", "f/a", "b"], &["b", "f", "f/a"], "b, f, f/a");
    check(&["f", "f/a"], &["f", "f/a"], &[], "");
    check(&["f", "a"], &["f", "f/a"], &["f", "a 1"], "f, f/a 1");
    check(&["a"], &["a 1"], &["a 2"], "both sides changed `x` of the request \"A\"");
    check(&["a"], &["a 1"], &[], "one side changed the request \"A\", the other deleted it");
    check(
        &["f"],
        &["f", "f/a"],
        &[],
        "one side put the request \"F / A\" where the other side deleted what it lies in",
    );
    check(
        &["f1", "f2", "a"],
        &["f1", "f1/a", "f2"],
        &["f1", "f2", "f2/a"],
        "both sides moved the request \"F1 / A\" to different places",
    );
    check(
        &["f1", "f2"],
        &["f1", "f1/f2"],
        &["f2", "f2/f1"],
        "both sides moved the folder \"F1 / F2\" to different places; both sides moved the folder \
         \"F2 / F1\" to different places",
    );
}
