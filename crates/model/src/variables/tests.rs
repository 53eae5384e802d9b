//! What was seen of variables, as tables.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::{
    Dynamic, Kind, Lookup, MAX_GROWTH, NoDynamic, NoVariables, Scope, Scopes, Variable, substitute,
    substitute_json,
};

fn scope(json: &Value) -> Scope {
    Scope::new(json.as_array().unwrap().iter().map(Variable::from_json).collect())
}

fn replaced(text: &str, lookup: &dyn Lookup) -> String {
    substitute(text, lookup, &mut NoDynamic).into_owned()
}

/// What a variable of a type stores, what scripts read and what a token becomes.
#[test]
fn types_convert_what_is_written() {
    let check = |kind: &str, written: Value, stored: Value, read: Option<Value>, text: &str| {
        let variable = Variable::from_json(&json!({"key": "k", "type": kind, "value": written}));
        assert_eq!(variable.value, Some(stored), "{kind} {written}");
        assert_eq!(variable.get().map(Cow::into_owned), read, "{kind} {written}");
        assert_eq!(variable.text(), text, "{kind} {written}");
    };
    let same = |kind: &str, value: Value, text: &str| {
        check(kind, value.clone(), value.clone(), Some(value), text);
    };
    for kind in ["any", "secret", "default", "json", "foo"] {
        same(kind, json!("1"), "1");
        same(kind, json!(0), "0");
        same(kind, json!(false), "false");
        same(kind, json!(null), "null");
        same(kind, json!({"a": 1}), "[object Object]");
        same(kind, json!([1, 2]), "1,2");
    }
    for kind in ["string", "STRING"] {
        same(kind, json!("false"), "false");
        for (written, text) in [
            (json!(0), "0"),
            (json!(false), "false"),
            (json!(null), "null"),
            (json!({"a": 1}), "[object Object]"),
            (json!([1, 2]), "1,2"),
        ] {
            check(kind, written, json!(text), Some(json!(text)), text);
        }
    }
    same("number", json!(1.5), "1.5");
    check("number", json!("1"), json!(1), Some(json!(1)), "1");
    check("number", json!(false), json!(0), Some(json!(0)), "0");
    check("number", json!(null), json!(0), Some(json!(0)), "0");
    check("number", json!("x"), json!(null), Some(json!(null)), "NaN");
    same("boolean", json!(true), "true");
    for (written, value) in [
        (json!("false"), true),
        (json!("0"), true),
        (json!({}), true),
        (json!(0), false),
        (json!(""), false),
        (json!(null), false),
    ] {
        check("boolean", written, json!(value), Some(json!(value)), &value.to_string());
    }
    check("array", json!([1, 2]), json!("[1,2]"), Some(json!([1, 2])), "1,2");
    check("array", json!("[1]"), json!("[1]"), Some(json!([1])), "1");
    check("array", json!({"a": 1}), json!("{\"a\":1}"), None, "");
    check("array", json!("x"), json!("x"), None, "");
    check("array", json!(null), json!("null"), None, "");
    check("object", json!({"a": 1}), json!("{\"a\":1}"), Some(json!({"a": 1})), "[object Object]");
    check("object", json!("[1]"), json!("[1]"), None, "");
    check("object", json!(4), json!("4"), None, "");
}

#[test]
fn undefined_is_a_value_of_its_own() {
    let check = |kind: &str, stored: Option<Value>, text: &str| {
        let variable = Variable::from_json(&json!({"key": "k", "type": kind}));
        assert_eq!((variable.value.clone(), &*variable.text()), (stored, text), "{kind}");
    };
    check("any", None, "");
    check("array", None, "");
    check("string", Some(json!("undefined")), "undefined");
    check("number", Some(json!(null)), "NaN");
    check("boolean", Some(json!(false)), "false");
}

#[test]
fn reports_show_variables_in_one_form() {
    let check = |given: Value, shown: &str| {
        assert_eq!(Variable::from_json(&given).to_json().to_string(), shown, "{given}");
    };
    check(json!({"key": "a", "value": 1}), r#"{"type":"any","value":1,"key":"a"}"#);
    check(
        json!({"value": 1, "type": "secret", "key": "a"}),
        r#"{"type":"any","value":1,"key":"a"}"#,
    );
    check(
        json!({"key": "a", "disabled": true, "enabled": false}),
        r#"{"disabled":true,"type":"any","key":"a"}"#,
    );
    check(
        json!({"key": "s", "value": 1, "type": "string", "description": "x", "name": "n", "system": true}),
        r#"{"name":"n","description":{"content":"x","type":"text/plain"},"type":"string","value":"1","key":"s","system":true}"#,
    );
    check(json!({"id": "old", "value": 2}), r#"{"id":"old","type":"any","value":2}"#);
    check(json!({"key": 5, "value": "f"}), r#"{"type":"any","value":"f","key":5}"#);
    check(json!({"key": "", "value": "f"}), r#"{"type":"any","value":"f","key":""}"#);
    check(json!({"_q": 1, "key": "a"}), r#"{"_":{"q":1},"type":"any","key":"a"}"#);
    check(json!("text"), r#"{"type":"any"}"#);
}

#[test]
fn the_last_variable_that_is_not_disabled_counts() {
    let mut scope = scope(&json!([
        {"key": "a", "value": 1},
        {"key": "a", "value": 2, "disabled": true},
        {"key": "b", "value": "x", "disabled": true},
        {"key": "c", "value": 3},
        {"key": "c", "value": 4}
    ]));
    let get = |scope: &Scope, key: &str| scope.get(key).map(Cow::into_owned);
    assert_eq!(get(&scope, "a"), Some(json!(1)));
    assert_eq!(get(&scope, "b"), None);
    assert_eq!(get(&scope, "c"), Some(json!(4)));
    assert!(!scope.has("b") && !scope.has("A") && scope.has("c"));
    assert_eq!(Value::Object(scope.to_object(false)), json!({"a": 1, "c": 4}));
    assert_eq!(Value::Object(scope.to_object(true)), json!({"a": 2, "b": "x", "c": 4}));
    scope.set("c", Some(json!(9)), None);
    let values: Vec<_> = scope.variables().iter().map(|one| one.value.clone()).collect();
    assert_eq!(values[3..], [Some(json!(3)), Some(json!(9))]);
    scope.set("b", Some(json!(6)), None);
    assert_eq!((get(&scope, "b"), scope.variables().len()), (Some(json!(6)), 6));
    scope.unset("b");
    scope.unset("c");
    scope.unset("nothing");
    assert!(!scope.has("b") && !scope.has("c"));
    let left: Vec<_> = scope.variables().iter().map(|one| one.key.as_str()).collect();
    assert_eq!(left, ["a", "a", "b"], "disabled ones stay");
    scope.clear();
    assert!(scope.variables().is_empty() && !scope.has("a"));
}

#[test]
fn setting_keeps_or_changes_the_type() {
    let mut scope = scope(&json!([{"key": "n", "value": "5", "type": "number"}]));
    let mut check = |value: Value, kind: Option<&str>, shown: Value| {
        scope.set("n", Some(value), kind.and_then(Kind::from_name));
        assert_eq!(scope.variables()[0].to_json(), shown);
    };
    check(json!("7"), None, json!({"type": "number", "value": 7, "key": "n"}));
    check(json!("x"), Some("string"), json!({"type": "string", "value": "x", "key": "n"}));
    check(
        json!({"a": 1}),
        Some("object"),
        json!({"type": "object", "value": "{\"a\":1}", "key": "n"}),
    );
    check(json!(4), None, json!({"type": "object", "value": "4", "key": "n"}));
    check(json!(4), Some("nope"), json!({"type": "object", "value": "4", "key": "n"}));
    scope.set("u", None, None);
    assert!(scope.has("u") && scope.get("u").is_none());
    scope.set("", Some(json!(3)), None);
    assert!(scope.has(""));
}

/// Big scopes find by hash, and must find the same.
#[test]
fn big_scopes_find_the_same() {
    let mut big = Scope::default();
    for number in 0..100 {
        big.set(&format!("k{number}"), Some(json!(number)), None);
    }
    big.push(Variable { disabled: true, ..Variable::new("k5", Some(json!("off"))) });
    big.push(Variable::new("k7", Some(json!("again"))));
    assert_eq!(big.get("k5").unwrap().as_i64(), Some(5));
    assert_eq!(big.get("k7").unwrap().as_str(), Some("again"));
    big.unset("k7");
    assert!(!big.has("k7"));
    for number in (0..100).filter(|number| number % 10 != 0) {
        big.unset(&format!("k{number}"));
        assert!(!big.has(&format!("k{number}")));
        assert_eq!(big.get("k90").unwrap().as_i64(), Some(90));
    }
    let left: Vec<_> = big.to_object(false).into_iter().map(|(_, value)| value).collect();
    assert_eq!(Value::from(left), json!([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]));
}

#[test]
fn tokens_are_taken_verbatim() {
    let scope = scope(&json!([
        {"key": "a", "value": "A"}, {"key": "n", "value": null}, {"key": "u"},
        {"key": "o", "value": {"x": 1}}, {"key": "arr", "value": [1, 2]}, {"key": "t", "value": true},
        {"key": "f", "value": 1.5}, {"key": "in", "value": "a"}, {"key": " a ", "value": "sp"},
        {"key": "open", "value": "{{a"}, {"key": "close", "value": "}}"}, {"key": "", "value": "EMPTY"},
        {"key": "dol", "value": "$& $1 $$"}, {"key": "x.y-z/w", "value": "odd"},
        {"key": "nl\nq", "value": "NL"}, {"key": "xa", "value": "deep"}, {"key": "ü", "value": "ö"},
        {"key": "off", "value": 1, "disabled": true}
    ]));
    for (text, expected) in [
        ("no token", "no token"),
        ("{{a}}", "A"),
        ("{{ a }}", "sp"),
        ("{{A}}", "{{A}}"),
        ("{{n}}", "null"),
        ("{{u}}|", "|"),
        ("{{o}}", "[object Object]"),
        ("{{arr}}", "1,2"),
        ("{{t}}", "true"),
        ("{{f}}", "1.5"),
        ("{{{{in}}}}", "A"),
        ("{{x{{in}}}}", "deep"),
        ("{{x{{nope}}}}", "{{x{{nope}}}}"),
        ("{{open}}}}", "A"),
        ("{{a{{close}}", "A"),
        ("{{}}", "EMPTY"),
        ("{{{a}}}", "{A}"),
        ("{{dol}}", "$& $1 $$"),
        ("{{constructor}}", "{{constructor}}"),
        ("{{x.y-z/w}}", "odd"),
        ("{{a}", "{{a}"),
        ("{a}}", "{a}}"),
        ("{{a}}{{a}}", "AA"),
        ("{{a\n}}", "{{a\n}}"),
        ("{{nl\nq}}", "NL"),
        ("{{a}b}}", "{{a}b}}"),
        ("{{{{a}}", "{{A"),
        ("{{a}}}}", "A}}"),
        ("{{off}}", "{{off}}"),
        ("é{{ü}}é{{", "éöé{{"),
        ("{{$nope}}", "{{$nope}}"),
    ] {
        assert_eq!(replaced(text, &scope), expected, "{text}");
    }
}

#[test]
fn texts_without_tokens_are_not_copied() {
    let scope = scope(&json!([{"key": "a", "value": "A"}]));
    for text in ["", "plain", "{ {a}}", "{{b}} {{", "{{a"] {
        assert!(matches!(substitute(text, &scope, &mut NoDynamic), Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn values_are_looked_through_nineteen_times() {
    let chain =
        (0..30).map(|n| json!({"key": format!("c{n}"), "value": format!("{{{{c{}}}}}", n + 1)}));
    let mut list: Vec<_> = chain.collect();
    list.extend([
        json!({"key": "c30", "value": "END"}),
        json!({"key": "loop", "value": "{{loop}}"}),
        json!({"key": "loop1", "value": "{{loop2}}"}),
        json!({"key": "loop2", "value": "{{loop1}}"}),
        json!({"key": "l1", "value": "{{l2}}"}),
        json!({"key": "l2", "value": "{{l3}}"}),
        json!({"key": "l3", "value": "{{l1}}"}),
        json!({"key": "grow", "value": "x{{grow}}"}),
        json!({"key": "twice", "value": "{{twice}}{{twice}}"}),
        json!({"key": "many", "value": "{{many}}".repeat(50)}),
    ]);
    let scope = scope(&list.into());
    let check = |text: &str, expected: &str| assert_eq!(replaced(text, &scope), expected, "{text}");
    check("{{c0}}", "{{c19}}");
    check("{{c11}}", "{{c30}}");
    check("{{c12}}", "END");
    check("{{loop}}", "{{loop}}");
    check("{{loop1}}", "{{loop2}}");
    check("{{l1}}", "{{l2}}");
    check("{{grow}}", "xxxxxxxxxxxxxxxxxxx{{grow}}");
    assert_eq!(replaced("{{twice}}", &scope).len(), 9 << 19);
    assert!(replaced("{{many}}", &scope).len() <= MAX_GROWTH + 8);
}

#[test]
fn dynamic_values_are_new_at_every_use_and_weakest() {
    let scope =
        scope(&json!([{"key": "$mine", "value": "own"}, {"key": "via", "value": "{{$n}}"}]));
    let mut count = 0;
    let mut dynamic = |name: &str| {
        count += 1;
        (name == "$n" || name == "$mine").then(|| count.to_string())
    };
    let dynamic: &mut dyn Dynamic = &mut dynamic;
    assert_eq!(substitute("{{$n}} {{$n}} {{$mine}} {{via}}", &scope, dynamic), "1 2 own 3");
    assert_eq!(substitute("{{ $n}} {{n}}", &NoVariables, dynamic), "{{ $n}} {{n}}");
}

#[test]
fn copies_replace_strings_only() {
    let scope = scope(&json!([{"key": "a", "value": "A"}]));
    let copy = |value: Value| substitute_json(&value, &scope, &mut NoDynamic);
    assert_eq!(
        copy(json!({"a": "{{a}}", "b": ["{{a}}", 1, null, {"c": "{{a}}"}], "{{a}}": 2, "d": true})),
        json!({"a": "A", "b": ["A", 1, null, {"c": "A"}], "{{a}}": 2, "d": true})
    );
    assert_eq!(copy(json!(5)), json!(5));
}

#[test]
fn stronger_scopes_hide_weaker_ones() {
    let all = Scopes {
        local: scope(&json!([{"key": "l", "value": "L"}, {"key": "lu"}])),
        data: json!({"l": "d", "n": 1, "nu": null, "o": {"x": 1}, "a": [1, [2, null]], "f": false})
            .as_object()
            .unwrap()
            .clone(),
        environment: scope(&json!([
            {"key": "ce", "value": "E"}, {"key": "n", "value": "e"},
            {"key": "dis", "value": "D", "disabled": true}, {"key": "en", "value": null}
        ])),
        collection: scope(&json!([{"key": "ce", "value": "C"}, {"key": "nu", "value": "c"}])),
        globals: scope(
            &json!([{"key": "g", "value": "G"}, {"key": "dis", "value": "gd"}, {"key": "lu", "value": "g"}]),
        ),
        vault: Some(scope(&json!([{"key": "v", "value": "secret"}, {"key": "g", "value": "x"}]))),
    };
    let text = "{{l}} {{n}} {{nu}} {{o}} {{a}} {{f}} {{ce}} {{g}} {{dis}} {{en}} {{lu}}| {{vault:v}} {{v}}";
    assert_eq!(
        replaced(text, &all),
        "L 1 {{nu}} [object Object] 1,2, false E G gd null | secret {{v}}"
    );
    assert_eq!(replaced("{{nu}} {{l}} {{vault:v}}", &all.for_scripts()), "null L {{vault:v}}");
    assert_eq!(replaced("{{nu}} {{l}}", &all.data), "null d");
    let get = |name: &str| all.get(name).map(Cow::into_owned);
    assert_eq!(get("nu"), Some(Value::Null));
    assert_eq!(get("lu"), None, "an undefined value hides as well");
    assert_eq!(get("ce"), Some(json!("E")));
    assert_eq!(get("v"), None);
    assert!(all.has("nu") && all.has("lu") && !all.has("v"));
    let object = Value::Object(all.to_object(true));
    assert_eq!(
        object.to_string(),
        r#"{"g":"G","dis":"D","ce":"E","nu":null,"n":1,"en":null,"l":"L","o":{"x":1},"a":[1,[2,null]],"f":false}"#
    );
    assert_eq!(all.to_object(false)["dis"], json!("gd"));
    assert_eq!(all.secrets().collect::<Vec<_>>(), ["secret", "x"]);
}
