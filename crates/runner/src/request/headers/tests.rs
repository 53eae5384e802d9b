use bytes::Bytes;
use model::runnable::UrlencodedParam;

use super::*;

/// The lines without those that never differ.
fn lines(setting: &Setting<'_>) -> Vec<String> {
    let assembled = setting.assemble().unwrap();
    let all = assembled.lines.iter().map(|line| (line.header.name.clone(), line.header.text()));
    let dull = ["User-Agent", "Accept", "Cache-Control", "Postman-Token"];
    all.filter(|(name, _)| !dull.contains(&name.as_str()))
        .map(|(name, value)| match name.as_str() {
            "Host" => "H".to_owned(),
            "Accept-Encoding" => "E".to_owned(),
            "Connection" if value == "keep-alive" => "C".to_owned(),
            _ => format!("{name}: {value}"),
        })
        .collect()
}

fn setting<'a>(method: &'a str, payload: &'a Payload, behaviour: &'a Behaviour) -> Setting<'a> {
    Setting {
        method,
        user: &[],
        payload,
        length: 2,
        boundary: "B",
        behaviour,
        host: "localhost:1",
        user_info: None,
        agent: "a",
        token: "t",
        cookie: Some("a=1"),
        before: None,
    }
}

fn text() -> Payload {
    Payload::Bytes(Bytes::from_static(b"hi"), Some("text/plain"))
}

fn found() -> Payload {
    Payload::File(super::super::files::Found { path: "x".into(), len: 2 }, "a/b")
}

#[test]
fn the_order_depends_on_the_body() {
    let behaviour = Behaviour::default();
    let form = Payload::Fields(vec![UrlencodedParam::default()]);
    let parts = Payload::Multipart(Vec::new());
    let bytes = Payload::Bytes(Bytes::from_static(b"hi"), None);
    for (payload, tail) in [
        (
            &text(),
            &["Content-Type: text/plain", "H", "E", "C", "Content-Length: 2", "Cookie: a=1"][..],
        ),
        (&bytes, &["H", "E", "C", "Content-Length: 2", "Cookie: a=1"]),
        (
            &form,
            &[
                "H",
                "E",
                "C",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: 2",
                "Cookie: a=1",
            ],
        ),
        (
            &parts,
            &[
                "H",
                "E",
                "C",
                "Content-Type: multipart/form-data; boundary=B",
                "Cookie: a=1",
                "Content-Length: 2",
            ],
        ),
        (&found(), &["H", "E", "C", "Cookie: a=1", "Content-Length: 2", "Content-Type: a/b"]),
    ] {
        assert_eq!(lines(&setting("POST", payload, &behaviour)), tail);
    }
}

#[test]
fn a_body_that_is_not_there_has_a_length_for_some_methods() {
    let behaviour = Behaviour::default();
    for (method, says) in [
        ("POST", true),
        ("PUT", true),
        ("PATCH", true),
        ("FOO", true),
        ("COPY", true),
        ("GET", false),
        ("HEAD", false),
        ("DELETE", false),
        ("OPTIONS", false),
        ("TRACE", false),
    ] {
        let setting = Setting { length: 0, ..setting(method, &Payload::Empty, &behaviour) };
        let has = lines(&setting).contains(&"Content-Length: 0".to_owned());
        assert_eq!(has, says, "{method}");
    }
}

#[test]
fn the_users_headers_come_first_and_win() {
    let behaviour = Behaviour::default();
    let header = |key: &str, value: &str| Header::new(key, value);
    let form = Payload::Fields(Vec::new());
    let parts = Payload::Multipart(Vec::new());
    for (payload, user, sent) in [
        (
            &text(),
            vec![header("content-TYPE", "q"), header("content-length", "9"), header("host", "x")],
            &["content-TYPE: q", "content-length: 9", "host: x", "E", "C", "Cookie: a=1"][..],
        ),
        (
            &text(),
            vec![header("cookie", "z=1"), header("Connection", "close")],
            &[
                "cookie: z=1; a=1",
                "Connection: close",
                "Content-Type: text/plain",
                "H",
                "E",
                "Content-Length: 2",
            ],
        ),
        (
            &text(),
            vec![header("Transfer-Encoding", "chunked")],
            &[
                "Transfer-Encoding: chunked",
                "Content-Type: text/plain",
                "H",
                "E",
                "C",
                "Cookie: a=1",
            ],
        ),
        (
            &form,
            vec![header("content-type", "text/x"), header("B", "2")],
            &[
                "content-type: application/x-www-form-urlencoded",
                "B: 2",
                "H",
                "E",
                "C",
                "Content-Length: 2",
                "Cookie: a=1",
            ],
        ),
        (
            &parts,
            vec![header("content-type", "multipart/mixed"), header("B", "2")],
            &[
                "content-type: multipart/form-data; boundary=B",
                "B: 2",
                "H",
                "E",
                "C",
                "Cookie: a=1",
                "Content-Length: 2",
            ],
        ),
        (
            &parts,
            vec![header("content-type", "multipart/form-data; boundary=xyz")],
            &[
                "content-type: multipart/form-data; boundary=xyz",
                "H",
                "E",
                "C",
                "Cookie: a=1",
                "Content-Length: 2",
            ],
        ),
    ] {
        let setting = Setting { user: &user, ..setting("POST", payload, &behaviour) };
        assert_eq!(lines(&setting), sent);
    }
}

#[test]
fn system_headers_can_be_switched_off() {
    let names = [
        "cache-control",
        "postman-token",
        "content-type",
        "content-length",
        "accept-encoding",
        "connection",
        "host",
        "user-agent",
        "accept",
    ];
    let behaviour = Behaviour {
        disabled_system_headers: Some(names.map(str::to_owned).to_vec()),
        ..Behaviour::default()
    };
    for payload in [text(), found(), Payload::Multipart(Vec::new()), Payload::Empty] {
        assert_eq!(lines(&setting("POST", &payload, &behaviour)), ["Cookie: a=1"]);
    }
}

#[test]
fn reports_show_what_the_user_wrote_and_then_what_was_added() {
    let behaviour = Behaviour::default();
    let disabled = Header { disabled: true, ..Header::new("D", "d") };
    let user =
        [Header::new("X", "1"), Header::new("x", "2"), disabled, Header::new("Cookie", "u=1")];
    let info = ("u".to_owned(), "p".to_owned());
    let payload = text();
    let setting =
        Setting { user: &user, user_info: Some(&info), ..setting("POST", &payload, &behaviour) };
    let mut assembled = setting.assemble().unwrap();
    assert!(assembled.lines.has("authorization"));
    upsert(&mut assembled.reported, assembled.late);
    let shown: Vec<_> = assembled
        .reported
        .iter()
        .map(|one| {
            format!(
                "{}={}{}{}",
                one.key,
                one.value,
                if one.disabled { "-" } else { "" },
                if one.system { "+" } else { "" }
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "X=1",
            "x=2",
            "D=d-",
            "Cookie=u=1; a=1+",
            "Content-Type=text/plain+",
            "User-Agent=a+",
            "Accept=*/*+",
            "Cache-Control=no-cache+",
            "Postman-Token=t+",
            "Host=localhost:1+",
            "Accept-Encoding=gzip, deflate, br+",
            "Connection=keep-alive+",
            "Content-Length=2+"
        ]
    );
    assert_eq!(assembled.own_cookie.as_deref(), Some(b"u=1".as_slice()));
}
