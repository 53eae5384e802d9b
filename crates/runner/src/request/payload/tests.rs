use model::runnable::{FileBody, FormParam, FormSource};
use serde_json::json;

use super::*;

fn payload(body: &mut Body, method: &str, headers: &[Header]) -> (Payload, Vec<String>) {
    let behaviour = Behaviour::default();
    let files = Files::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR")), false);
    let source =
        Source { method, headers, behaviour: &behaviour, prune: true, files: Some(&files) };
    let mut warnings = Vec::new();
    let payload = source.payload(Some(body), &mut |warning| warnings.push(warning));
    (payload, warnings)
}

fn bytes(payload: &Payload) -> String {
    match payload.body("B") {
        wire::Body::Empty => String::new(),
        wire::Body::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        wire::Body::Parts(parts) => {
            let part = |part: wire::Part| match part {
                wire::Part::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
                wire::Part::File { len, .. } => format!("<{len}>"),
            };
            parts.into_iter().map(part).collect()
        }
    }
}

fn raw(value: Value, language: Option<&str>) -> Body {
    let options = language.map(|language| json!({ "raw": { "language": language } }));
    Body { mode: Mode::Raw, raw: Some(value), options, ..Body::default() }
}

#[test]
fn raw_bodies_have_their_type_and_lose_comments_if_they_are_json() {
    let json_header = [Header::new("content-TYPE", "application/vnd.x+json; charset=utf-8")];
    for (value, language, headers, sent, media) in [
        (json!("{} // c"), Some("json"), &[][..], "{} ", Some("application/json")),
        (json!("{} // c"), None, &[][..], "{} // c", Some("text/plain")),
        (json!("{} // c"), None, &json_header[..], "{} ", Some("text/plain")),
        (json!("{} // c"), Some("text"), &json_header[..], "{} // c", Some("text/plain")),
        (json!({"a": 1}), Some("json"), &[][..], "{\"a\":1}", Some("application/json")),
        (json!("x"), Some("HTML"), &[][..], "x", Some("text/plain")),
        (json!("x"), Some("xml"), &[][..], "x", Some("application/xml")),
        (json!(5), None, &[][..], "", None),
        (json!(true), None, &[][..], "", None),
        (json!(""), None, &[][..], "", None),
    ] {
        let mut body = raw(value.clone(), language);
        let (payload, _) = payload(&mut body, "POST", headers);
        assert_eq!(bytes(&payload), sent, "{value} {language:?}");
        let own = if let Payload::Bytes(_, media) = payload { media } else { None };
        assert_eq!(own, media, "{value} {language:?}");
    }
    let mut body = raw(json!("1 // c"), Some("json"));
    let _ = payload(&mut body, "POST", &[]);
    assert_eq!(body.raw, Some(json!("1 ")));
}

#[test]
fn five_methods_lose_their_body() {
    for (method, kept) in [
        ("GET", false),
        ("COPY", false),
        ("HEAD", false),
        ("PURGE", false),
        ("UNLOCK", false),
        ("DELETE", true),
        ("OPTIONS", true),
        ("LINK", true),
        ("FOO", true),
    ] {
        let (payload, _) = payload(&mut raw(json!("x"), None), method, &[]);
        assert_eq!(!payload.is_empty(), kept, "{method}");
    }
}

#[test]
fn graphql_takes_text_variables_verbatim() {
    for (body, sent) in [
        (
            json!({"query": "{a}", "operationName": "O", "variables": {"a": 1}}),
            r#"{"query":"{a}","operationName":"O","variables":{"a":1}}"#,
        ),
        (
            json!({"query": "{a}", "operationName": "", "variables": ""}),
            r#"{"query":"{a}","operationName":""}"#,
        ),
        (
            json!({"query": "{a}", "variables": "{\"b\": 1 }"}),
            r#"{"query":"{a}","variables":{"b": 1 }}"#,
        ),
        (
            json!({"query": "{a}", "variables": null, "operationName": null}),
            r#"{"query":"{a}","operationName":null,"variables":null}"#,
        ),
        (json!({"variables": "{}"}), r#"{"variables":{}}"#),
        (json!({"extra": 1}), "{}"),
        (json!("{b}"), "{}"),
    ] {
        let mut all = Body { mode: Mode::Graphql, graphql: Some(body.clone()), ..Body::default() };
        assert_eq!(bytes(&payload(&mut all, "POST", &[]).0), sent, "{body}");
    }
}

#[test]
fn forms_are_encoded_strictly_and_grouped() {
    let field = |key: Option<&str>, value: Option<&str>| UrlencodedParam {
        key: key.map(str::to_owned),
        value: value.map(Value::from),
        ..UrlencodedParam::default()
    };
    let mut body = Body {
        mode: Mode::Urlencoded,
        urlencoded: vec![
            field(Some("a"), Some("!'()* ~é+&=")),
            field(Some("b"), Some("1")),
            field(Some("a"), Some("2")),
            field(Some("n"), None),
            field(None, Some("x")),
            field(Some(""), Some("y")),
        ],
        ..Body::default()
    };
    let sent = "a=%21%27%28%29%2A%20~%C3%A9%2B%26%3D&a=2&b=1&n=&undefined=x&=y";
    assert_eq!(bytes(&payload(&mut body, "POST", &[]).0), sent);
}

fn file(key: &str, sources: &[&str]) -> FormParam {
    let sources = sources.iter().map(|&one| one.to_owned()).collect();
    FormParam { source: FormSource::Files(sources), ..named(key, None) }
}

fn named(key: &str, value: Option<Value>) -> FormParam {
    FormParam { key: key.to_owned(), value, ..FormParam::default() }
}

#[test]
fn parts_of_forms_keep_their_place() {
    let mut body = Body {
        mode: Mode::Formdata,
        formdata: vec![
            named("n", Some(json!(5))),
            named("o", Some(json!({"a": 1}))),
            named("q\"\r\n", None),
            FormParam { content_type: Some("text/csv".into()), ..named("t", Some(json!("x"))) },
            FormParam { file_name: Some("q.json".into()), ..named("f", Some(json!("y"))) },
            file("g", &[]),
            file("i", &["nope", "Cargo.toml", "/etc/hostname"]),
            FormParam { source: FormSource::Base64, ..named("j", Some(json!("aGVsbG8="))) },
            FormParam { disabled: true, ..named("d", None) },
        ],
        ..Body::default()
    };
    let (payload, warnings) = payload(&mut body, "POST", &[]);
    let text = bytes(&payload);
    let heads: Vec<_> = text
        .split("--B\r\nContent-Disposition: form-data; ")
        .skip(1)
        .map(|part| part.replace("\r\n", "|"))
        .collect();
    assert_eq!(
        heads[..6],
        [
            "name=\"n\"||5|",
            "name=\"o\"||{\"a\":1}|",
            "name=\"q\"%0D%0A\"|||",
            "name=\"t\"|Content-Type: text/csv||x|",
            "name=\"f\"; filename=\"q.json\"|Content-Type: application/json||y|",
            "name=\"g\"; filename=\"\"|||",
        ]
    );
    assert!(
        heads[6]
            .starts_with("name=\"i\"; filename=\"Cargo.toml\"|Content-Type: application/toml||<")
    );
    assert_eq!(heads[7], "name=\"j\"|Content-Type: application/octet-stream||hello|--B--|");
    assert_eq!(
        warnings,
        [
            "Form param `g`, file load error: missing file source",
            "Form param `i`, file load error: \"nope\", no such file",
            "Form param `i`, file load error: PPERM: insecure file access outside working directory",
        ]
    );
}

#[test]
fn a_file_that_is_not_there_is_an_empty_body() {
    let of = |src: Option<&str>, content: Option<&str>| Body {
        mode: Mode::File,
        file: Some(FileBody {
            src: src.map(Into::into),
            content: content.map(Into::into),
            ..FileBody::default()
        }),
        ..Body::default()
    };
    for (src, content, sent, warning) in [
        (Some("nope.txt"), None, "", "Binary file load error: \"nope.txt\", no such file"),
        (Some(""), None, "", "Binary file load error: invalid or missing file source"),
        (None, Some("aGVsbG8="), "hello", ""),
    ] {
        let (payload, warnings) = payload(&mut of(src, content), "POST", &[]);
        assert_eq!(bytes(&payload), sent);
        assert_eq!(warnings.concat(), warning);
    }
}
