use super::*;
use crate::{ElementKind, UserId};

pub(crate) fn element(kind: ElementKind, name: &str) -> Element {
    Element {
        kind,
        id: "5daabc50-8451-43f6-922d-96b403b4f28e".to_owned(),
        owner: UserId(12_345_678),
        name: name.to_owned(),
        workspace: "1f0df51a-8658-4ee8-a2a1-d2567dfa09a9".to_owned(),
        created_at: 1_696_876_498_000,
        updated_at: 1_696_876_499_250,
        updated_by: UserId(87_654_321),
        version: 1,
        fork: None,
    }
}

#[test]
fn an_environment_comes_back_with_its_values_as_sent() {
    let text = r#"{"name":"Prod","_postman_variable_scope":"environment","values":[
        {"key":"a","value":1.0,"x":{"y":1e3}}, {"key":"b","value":"s","type":"secret"}]}"#;
    let (name, document) = parse(text).unwrap();
    assert_eq!(name, "Prod");
    assert!(!document.body.contains("\"s\""));
    let element = element(ElementKind::Environment, "Prod");
    let head = r#"{"id":"5daabc50-8451-43f6-922d-96b403b4f28e","name":"Prod","owner":"12345678","createdAt":"2023-10-09T18:34:58.000Z","updatedAt":"2023-10-09T18:34:59.250Z","values":"#;
    let values = member(text, "values").unwrap();
    assert_eq!(render(&element, &document, false), format!("{head}{values},\"isPublic\":false}}"));
    assert_eq!(
        render(&element, &document, true),
        format!("{head}{values},\"uid\":\"12345678-5daabc50-8451-43f6-922d-96b403b4f28e\"}}")
    );
}

#[test]
fn problems_are_named_with_their_path() {
    let table = [
        ("[]", "environment: must be object"),
        ("{}", "environment: must have required property 'name'"),
        (r#"{"name":1}"#, "environment.name: must be string"),
        (r#"{"name":""}"#, "environment.name: must NOT have fewer than 1 characters"),
        (r#"{"name":"x","values":{}}"#, "environment.values: must be array"),
        (r#"{"name":"x","values":[{"key":"a"},7]}"#, "environment.values[1]: must be object"),
        (
            r#"{"name":"x","values":[{"value":"a"}]}"#,
            "environment.values[0]: must have required property 'key'",
        ),
        (
            r#"{"name":"x","values":[{"key":1,"enabled":"yes"}]}"#,
            "environment.values[0].key: must be string, environment.values[0].enabled: must be boolean,null",
        ),
    ];
    for (text, problem) in table {
        assert_eq!(parse(text).unwrap_err().to_string(), problem, "{text}");
    }
    assert!(parse("{").is_err());
}

#[test]
fn a_replacement_may_leave_name_and_values_out() {
    let (name, document) = parse_update("{}").unwrap();
    assert_eq!(name, None);
    let shown = render(&element(ElementKind::Environment, "e"), &document, false);
    assert!(shown.contains("\"values\":[]"), "{shown}");
    assert!(parse_update(r#"{"name":""}"#).is_err());
}

#[test]
fn globals_have_no_name() {
    let document = parse_globals(r#"{"values":[ {"key":"a","value":"v","secret":true} ],"x":1}"#);
    let document = document.unwrap();
    assert_eq!(document.secrets.len(), 1);
    assert_eq!(
        render_globals(&document),
        r#"{"values":[ {"key":"a","value":"v","secret":true} ]}"#
    );
    let missing = parse_globals("{}").unwrap_err();
    assert_eq!(missing.to_string(), ": must have required property 'values'");
}

const TWO: &str = r#"{"name":"e","z":1.0,"values":[{"key":"a","value":"1"},{"key":"b"}]}"#;

#[test]
fn patches_change_what_they_name() {
    let table = [
        (
            r#"[{"op":"replace","path":"/name","value":"new"}]"#,
            r#"{"name":"new","z":1.0,"values":[{"key":"a","value":"1"},{"key":"b"}]}"#,
        ),
        (
            r#"[{"op":"remove","path":"/values/1"},{"op":"remove","path":"/values/0"},{"op":"add","path":"/values/0","value":{"key":"c"}}]"#,
            r#"{"name":"e","z":1.0,"values":[{"key":"c"}]}"#,
        ),
        (
            r#"[{"op":"add","path":"/values/1","value":{"key":"c","value":"x","source":{}}}]"#,
            r#"{"name":"e","z":1.0,"values":[{"key":"a","value":"1"},{"key":"c","value":"x","source":{}},{"key":"b"}]}"#,
        ),
        (
            r#"[{"op":"add","path":"/values/-","value":{"key":"c"}}]"#,
            r#"{"name":"e","z":1.0,"values":[{"key":"a","value":"1"},{"key":"b"},{"key":"c"}]}"#,
        ),
        (
            r#"[{"op":"replace","path":"/values/0","value":{"key":"c"}}]"#,
            r#"{"name":"e","z":1.0,"values":[{"key":"c"},{"key":"b"}]}"#,
        ),
        (
            r#"[{"op":"replace","path":"/values/0/value","value":"2"},{"op":"add","path":"/values/1/description","value":"d"},{"op":"replace","path":"/values/1/secret","value":true}]"#,
            r#"{"name":"e","z":1.0,"values":[{"key":"a","value":"2"},{"key":"b","description":"d","secret":true}]}"#,
        ),
        (
            r#"[{"op":"remove","path":"/values/0/value"}]"#,
            r#"{"name":"e","z":1.0,"values":[{"key":"a"},{"key":"b"}]}"#,
        ),
        (
            r#"[{"op":"remove","path":"/values/0/key"}]"#,
            r#"{"name":"e","z":1.0,"values":[{"value":"1"},{"key":"b"}]}"#,
        ),
        ("[]", TWO),
    ];
    for (ops, expected) in table {
        assert_eq!(patch(TWO, ops).unwrap(), expected, "{ops}");
        assert_eq!(patched(expected).1.fill(), expected);
    }
    assert_eq!(patched(TWO).0.as_deref(), Some("e"));
}

#[test]
fn patches_are_refused_in_the_words_of_the_contract() {
    let no_path = "Cannot perform the operation at a path that does not exist";
    let bad_path = "Invalid path in JSON Patch operation";
    let table = [
        ("{}", "Patch sequence must be an array"),
        ("[7]", "Invalid operation in JSON Patch operation"),
        (r#"[{"op":"move","path":"/name"}]"#, "Invalid operation in JSON Patch operation"),
        (r#"[{"op":"remove"}]"#, bad_path),
        (r#"[{"op":"remove","path":"/name"}]"#, bad_path),
        (r#"[{"op":"remove","path":"/values"}]"#, bad_path),
        (r#"[{"op":"remove","path":"/values/01"}]"#, bad_path),
        (r#"[{"op":"remove","path":"/values/+1"}]"#, bad_path),
        (r#"[{"op":"remove","path":"/values/"}]"#, bad_path),
        (r#"[{"op":"replace","path":"/values/0/other","value":"x"}]"#, bad_path),
        (r#"[{"op":"replace","path":"/owner","value":"x"}]"#, bad_path),
        (r#"[{"op":"remove","path":"/values/2"}]"#, no_path),
        (r#"[{"op":"remove","path":"/values/-"}]"#, no_path),
        (r#"[{"op":"remove","path":"/values/1/value"}]"#, no_path),
        (r#"[{"op":"replace","path":"/values/2","value":{"key":"x"}}]"#, no_path),
        (r#"[{"op":"add","path":"/values/3","value":{"key":"x"}}]"#, no_path),
        (r#"[{"op":"add","path":"/values/2/key","value":"x"}]"#, no_path),
        (
            r#"[{"op":"add","path":"/values/0"}]"#,
            "Patch operations with empty value are not supported",
        ),
        (
            r#"[{"op":"replace","path":"/values/1/value","value":1}]"#,
            "/values/1/value: must be a string",
        ),
        (r#"[{"op":"replace","path":"/name","value":null}]"#, "/name: must be a string"),
        (r#"[{"op":"add","path":"/values/0","value":"x"}]"#, "/values/0: must be an object"),
        (
            r#"[{"op":"add","path":"/values/0","value":{"enabled":1}}]"#,
            "/values/0: must have required property 'key', /values/0/enabled: must be a boolean",
        ),
    ];
    for (ops, message) in table {
        let fault = patch(TWO, ops).unwrap_err();
        assert_eq!(fault.to_string(), message, "{ops}");
        assert_eq!(fault.list().is_some(), message.starts_with('/'), "{ops}");
    }
}

#[test]
fn steps_that_would_show_what_is_hidden_are_found() {
    let masker = crate::mask::Masker { key: [7; 32] };
    let before = r#"{"name":"A","values":[
        {"key":"api_key","value":"hidden-1"},
        {"key":"plain","value":"hidden-2","type":"secret","source":{}},
        {"key":"vaulted","value":"hidden-3","secret":true},
        {"key":"token","value":"hidden-4","type":"secret","secret":true},
        {"key":"note","value":"Bearer ghp_0123456789abcdefghijABCDEFGHIJ012345"},
        {"key":"host","value":"hidden-1"},
        {"key":"pin_token","value":1234}]}"#;
    let set =
        |path: &str, value: &str| format!(r#"{{"op":"replace","path":"{path}","value":{value}}}"#);
    let take = |path: &str| format!(r#"{{"op":"remove","path":"{path}"}}"#);
    let shows = [
        (vec![set("/values/0/key", r#""x""#)], "/values/0"),
        (vec![take("/values/0/key")], "/values/0"),
        (vec![set("/values/1/type", r#""default""#)], "/values/1"),
        (vec![take("/values/1/type")], "/values/1"),
        (vec![set("/values/2/secret", "false")], "/values/2"),
        (vec![take("/values/2/secret")], "/values/2"),
        (
            vec![
                take("/values/3/secret"),
                set("/values/3/type", r#""default""#),
                set("/values/3/key", r#""x""#),
            ],
            "/values/3",
        ),
        // The places of variables move.
        (vec![take("/values/0"), set("/values/0/type", r#""any""#)], "/values/0"),
        (
            vec![
                r#"{"op":"add","path":"/values/0","value":{"key":"n"}}"#.to_owned(),
                set("/values/1/key", r#""x""#),
            ],
            "/values/1",
        ),
        (vec![set("/values/6/key", r#""pin""#)], "/values/6"),
    ];
    for (steps, path) in shows {
        let ops = format!("[{}]", steps.join(","));
        let after = patch(before, &ops).unwrap();
        assert_eq!(revealed(&masker, before, &ops, &after).as_deref(), Some(path), "{ops}");
    }
    let harmless = [
        vec![],
        vec![set("/name", r#""B""#)],
        vec![set("/values/5/key", r#""base""#)],
        vec![set("/values/5/key", r#""secret_host""#)],
        vec![set("/values/4/type", r#""secret""#)],
        vec![set("/values/4/key", r#""note 2""#)],
        vec![set("/values/0/description", r#""the key""#), set("/values/0/enabled", "false")],
        vec![set("/values/0/key", r#""password""#)],
        vec![set("/values/1/type", r#""default""#), set("/values/1/value", r#""new""#)],
        vec![set("/values/0/value", r#""hidden-1""#), set("/values/0/key", r#""x""#)],
        vec![set("/values/3/type", r#""default""#)],
        vec![take("/values/0"), take("/values/0")],
        vec![set("/values/2", r#"{"key":"vaulted","value":"new"}"#)],
    ];
    for steps in harmless {
        let ops = format!("[{}]", steps.join(","));
        let after = patch(before, &ops).unwrap();
        assert_eq!(revealed(&masker, before, &ops, &after), None, "{ops}");
    }
}
