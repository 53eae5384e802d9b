//! Who is told of a failed run: a program by a signed message, people by mail.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::{Value, json};
use testkit::{App, Setup};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};

use super::{Team, text};

/// What a receiver got, whole messages.
type Inbox = Arc<Mutex<Vec<String>>>;

/// A receiver of messages over HTTP; its address.
async fn receiver(inbox: Inbox) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = vec![0; 64 << 10];
            let mut length = 0;
            // Head and body come in one or two pieces.
            while !is_whole(&bytes[..length]) {
                let read = stream.read(&mut bytes[length..]).await.unwrap_or(0);
                if read == 0 {
                    break;
                }
                length += read;
            }
            inbox.lock().unwrap().push(String::from_utf8_lossy(&bytes[..length]).into_owned());
            let _ = stream.write_all(b"HTTP/1.1 204 X\r\nConnection: close\r\n\r\n").await;
        }
    });
    format!("http://{address}/hook")
}

fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
    length.is_none_or(|length| body.len() >= length.parse().unwrap())
}

/// A server that takes mail; its address.
async fn mail_server(inbox: Inbox) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let (mut message, mut in_data) = (String::new(), false);
            stream.write_all(b"220 test\r\n").await.unwrap();
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                    break;
                }
                let answer: &[u8] = match line.trim_end() {
                    "." if in_data => {
                        in_data = false;
                        inbox.lock().unwrap().push(std::mem::take(&mut message));
                        b"250 taken\r\n"
                    }
                    _ if in_data => {
                        message.push_str(&line);
                        continue;
                    }
                    "DATA" => {
                        in_data = true;
                        b"354 go on\r\n"
                    }
                    "QUIT" => b"221 bye\r\n",
                    other => {
                        message.push_str(other);
                        message.push('\n');
                        b"250 ok\r\n"
                    }
                };
                stream.write_all(answer).await.unwrap();
            }
        }
    });
    format!("smtp://{address}")
}

async fn until(inbox: &Inbox, count: usize) -> Vec<String> {
    for _ in 0..400 {
        let all = inbox.lock().unwrap().clone();
        if all.len() >= count {
            return all;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nothing came")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_are_told_until_the_limit() {
    let (posts, mails) = (Inbox::default(), Inbox::default());
    let settings = monitor::Settings {
        notify: monitor::Notify {
            url: Some(receiver(posts.clone()).await),
            secret: Some(monitor::Secret("a long secret".to_owned())),
            smtp: Some(monitor::Smtp {
                url: monitor::Secret(mail_server(mails.clone()).await),
                from: "gatepost@example.com".to_owned(),
            }),
        },
        ..monitor::Settings::default()
    };
    let app = App::with(Setup { monitors: settings, ..Setup::default() }).await;
    let team = Team::on(app).await;
    let item = json!({ "name": "ping", "request": { "method": "GET",
        "url": format!("{}/x", receiver(Inbox::default()).await) },
        "event": [{ "listen": "test", "script": { "exec": [
            "pm.test('is teapot', () => pm.expect(pm.response.code).to.equal(418));"] } }] });
    let collection = json!({ "collection": { "info": { "name": "Checks",
        "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [item] } });
    let into = format!("/collections?workspace={}", team.workspace);
    let uid = text(&team.ana.post(&into, collection).await.ok()["collection"]["uid"]);
    let monitor = json!({ "monitor": { "name": "Smoke", "collection": uid,
        "notificationLimit": 2, "schedule": { "every": 60 }, "notifications": {
            "onFailure": [{ "email": "ana@example.com" }],
            "onError": [{ "email": "ops@example.com" }] } } });
    let into = format!("/monitors?workspace={}", team.workspace);
    team.ana.post(&into, monitor).await.ok();
    for _ in 0..4 {
        team.app.clock().advance(60_000);
        team.app.monitors().tick().await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let posts = until(&posts, 2).await;
    assert_eq!(posts.len(), 2, "no more after two failures in a row");
    let (head, body) = posts[0].split_once("\r\n\r\n").unwrap();
    let signature = monitor::webhook::signature("a long secret", body.as_bytes());
    assert!(head.contains(&format!("X-Gatepost-Signature: sha256={signature}")), "{head}");
    let told: Value = serde_json::from_str(body).unwrap();
    assert_eq!((&told["monitor_name"], &told["status"]), (&json!("Smoke"), &json!("failed")));
    assert_eq!(told["collection_name"], "Checks");
    assert_eq!(
        (&told["metrics"]["failedTests"], &told["metrics"]["requestCount"]),
        (&json!(1), &json!(1))
    );
    let mails = until(&mails, 2).await;
    assert_eq!(mails.len(), 2);
    assert!(mails[0].contains("RCPT TO:<ana@example.com>"), "{}", mails[0]);
    assert!(mails[0].contains("Subject: Monitor Smoke failed"), "{}", mails[0]);
    assert!(mails[0].contains("1 of 1 tests"), "{}", mails[0]);
}
