//! What is sent.

use serde_json::{Value, json};

use crate::{
    server::{Seen, Server},
    story::{Setting, Story, item},
};

fn send(server: &Server, requests: &[Value]) -> (Story, Vec<Seen>) {
    let items: Vec<_> = requests.iter().map(|request| item("x", request, "", "")).collect();
    let story = Setting::new(items).tell();
    (story, server.take())
}

#[test]
fn variables_are_replaced_everywhere() {
    let server = Server::start();
    let port = server.url("").rsplit_once(':').unwrap().1.to_owned();
    let request = json!({
        "method": "POST",
        "url": {"protocol": "http", "host": ["{{host}}"], "port": port, "path": [":p", "{{v}}"],
            "query": [{"key": "{{k}}", "value": "{{v}}"}], "variable": [{"key": "p", "value": "{{v}}1"}]},
        "header": [{"key": "X-{{k}}", "value": "{{v}}"}],
        "body": {"mode": "urlencoded", "urlencoded": [{"key": "{{k}}", "value": "{{v}} {{no}}"}]},
    });
    let story = Setting::new([item("x", &request, "pm.globals.set('v', 'V'); pm.environment.set('k', 'K'); pm.variables.set('host', 'localhost')", "")]).tell();
    assert!(story.finished.summary.passed(), "{:?}", story.failures());
    let sent = &server.take()[0];
    assert_eq!(sent.line(), "POST /V1/V?K=V");
    assert_eq!(sent.own_headers()[0], "X-K: V");
    assert_eq!(sent.body, "K=V%20%7B%7Bno%7D%7D");
}

#[test]
fn cookies_come_back_and_redirects_are_followed() {
    let server = Server::start();
    let (story, sent) = send(
        &server,
        &[
            server.url("/set?a=1|b=2; Path=/other").into(),
            json!({"url": server.url("/x"), "header": [{"key": "cookie", "value": "u=1"}]}),
            json!({"method": "POST", "url": server.url("/redirect/302?/to"), "body": {"mode": "raw", "raw": "hi"}}),
            json!({"method": "POST", "url": server.url("/redirect/307?/to"), "body": {"mode": "raw", "raw": "hi"}}),
        ],
    );
    let own: Vec<_> =
        sent.iter().map(|seen| (seen.line(), seen.own_headers(), seen.body.clone())).collect();
    let referer = |code: &str| format!("Referer: {}", server.url(&format!("/redirect/{code}?/to")));
    let expect = |line: &str, headers: &[&str], body: &str| {
        (
            line.to_owned(),
            headers.iter().map(|&one| one.to_owned()).collect::<Vec<_>>(),
            body.to_owned(),
        )
    };
    assert_eq!(
        own[1..],
        [
            expect("GET /x", &["cookie: u=1; a=1"], ""),
            expect(
                "POST /redirect/302?/to",
                &["Content-Type: text/plain", "Content-Length: 2", "Cookie: a=1"],
                "hi"
            ),
            expect("GET /to", &["Cookie: a=1", &referer("302")], ""),
            expect(
                "POST /redirect/307?/to",
                &["Content-Type: text/plain", "Content-Length: 2", "Cookie: a=1"],
                "hi"
            ),
            expect(
                "POST /to",
                &["Content-Type: text/plain", "Content-Length: 2", "Cookie: a=1", &referer("307")],
                "hi"
            ),
        ]
    );
    assert!(story.lines.contains(&"  request POST /redirect/302?/to: 200 OK".to_owned()));
    assert_eq!(sent[2].header("host"), sent[3].header("host"));
}

#[test]
fn cookies_of_one_host_do_not_follow_to_another() {
    let server = Server::start();
    let to = server.address_url("/to");
    let (_, sent) = send(
        &server,
        &[
            server.url("/set?a=1").into(),
            json!({
                "url": server.url(&format!("/redirect/302?{to}")),
                "header": [{"key": "Authorization", "value": "Z"}],
            }),
        ],
    );
    assert_eq!(sent[1].header("cookie"), Some("a=1"));
    assert_eq!((sent[2].header("cookie"), sent[2].header("authorization")), (None, None));
}

#[test]
fn redirects_end_at_a_limit() {
    let server = Server::start();
    let url = server.url("/redirect/302?/redirect/302%3F/to");
    let behaviour = |value: Value| {
        let mut one = item("x", &url.clone().into(), "", "");
        one["protocolProfileBehavior"] = value;
        one
    };
    let items = [
        behaviour(json!({"maxRedirects": 1})),
        behaviour(json!({"maxRedirects": 2})),
        behaviour(json!({"followRedirects": false})),
    ];
    let story = Setting::new(items).tell();
    let loops = format!(
        "request: Exceeded maxRedirects. Probably stuck in a redirect loop {}",
        server.url("/redirect/302?/to")
    );
    assert_eq!(story.failures(), [loops]);
    let requests = story.only(&["request"]);
    assert!(requests[1].ends_with("200 OK") && requests[2].ends_with("302 Reason"), "{requests:?}");
}

#[test]
fn bodies_and_behaviours_reach_the_wire() {
    let server = Server::start();
    let folder = std::env::temp_dir().join(format!("runner-request-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("f.txt"), "file").unwrap();
    let file = json!({"mode": "file", "file": {"src": "f.txt"}});
    let form = json!({"mode": "formdata", "formdata": [
        {"key": "a", "value": "1"}, {"key": "f", "type": "file", "src": ["f.txt", "nope"]},
    ]});
    let post = |body: &Value| json!({"method": "POST", "url": server.url("/x"), "body": body});
    let mut quiet = item(
        "q",
        &post(&json!({"mode": "raw", "raw": "{} // c", "options": {"raw": {"language": "json"}}})),
        "",
        "console.log(pm.request.body.raw)",
    );
    quiet["protocolProfileBehavior"] = json!({"disabledSystemHeaders": {
        "user-agent": true, "postman-token": true, "cache-control": true, "accept": true}});
    let items = [item("f", &post(&file), "", ""), item("m", &post(&form), "", ""), quiet];
    let story = Setting::new(items).with(|options| options.working_dir.clone_from(&folder)).tell();
    let sent = server.take();
    assert_eq!(sent[0].own_headers(), ["Content-Length: 4", "Content-Type: text/plain"]);
    assert_eq!(sent[0].body, "file");
    assert!(
        sent[1]
            .body
            .contains("name=\"f\"; filename=\"f.txt\"\r\nContent-Type: text/plain\r\n\r\nfile\r\n")
    );
    let names: Vec<_> = sent[2].headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Content-Type", "Host", "Accept-Encoding", "Connection", "Content-Length"]);
    assert_eq!(
        story.only(&["console"]),
        [
            "   console warn \"Form param `f`, file load error: \\\"nope\\\", no such file\"",
            "   console log \"{} \"",
        ]
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn proxies_are_taken_from_the_environment_and_the_request() {
    let server = Server::start();
    let url = server.url("");
    let proxy = url.clone();
    let port = url.rsplit_once(':').unwrap().1;
    let own =
        json!({"url": "http://own.invalid/own", "proxy": {"host": "127.0.0.1", "port": port}});
    let items = [
        item("far", &"http://far.invalid/far?q".into(), "", ""),
        item("near", &server.url("/near").into(), "", ""),
    ];
    let story = Setting::new(items)
        .with(|options| {
            let variables = [("HTTP_PROXY", proxy), ("NO_PROXY", "localhost".to_owned())];
            options.proxy_environment =
                variables.map(|(name, value)| (name.to_owned(), value)).into();
        })
        .tell();
    assert!(story.finished.summary.passed(), "{:?}", story.failures());
    assert_eq!(server.lines(), ["GET http://far.invalid/far?q", "GET /near"]);
    Setting::new([item("own", &own, "", "")]).tell();
    assert_eq!(server.lines(), ["GET http://own.invalid/own"]);
}

#[test]
fn texts_are_decoded_by_their_charset() {
    let server = Server::start();
    let test = "console.log(pm.response.text())";
    let story = Setting::new([item("x", &server.url("/type/iso-8859-1").into(), "", test)]).tell();
    assert_eq!(story.only(&["console"]), ["   console log \"grüße\""]);
}

#[test]
fn faults_of_a_request_are_named() {
    let server = Server::start();
    let get = |url: &str, headers: Value| json!({"url": url, "header": headers});
    let method = json!({"url": server.url("/"), "method": "A B"});
    let (story, _) = send(
        &server,
        &[
            get("ftp://x/", json!([])),
            get("http://localhost:99999/", json!([])),
            get(&server.url("/"), json!([{"key": "X Bad", "value": "1"}])),
            get(&server.url("/"), json!([{"key": "X-U", "value": "€"}])),
            get(&server.url("/hangup"), json!([])),
            method,
        ],
    );
    let names: Vec<_> = story
        .finished
        .summary
        .failures
        .iter()
        .map(|failure| failure.error.name.clone().unwrap())
        .collect();
    assert_eq!(names, ["Error", "RangeError", "TypeError", "TypeError", "Error", "TypeError"]);
    assert_eq!(
        story.failures(),
        [
            "request: Invalid protocol: ftp:",
            "request: Port should be >= 0 and < 65536. Received type string ('99999').",
            "request: Header name must be a valid HTTP token [\"X Bad\"]",
            "request: Invalid character in header content [\"X-U\"]",
            "request: socket hang up",
            "request: Method must be a valid HTTP token [\"A B\"]",
        ]
    );
}
