//! Newman, unmodified, runs a collection straight from the server.

use std::{convert::Infallible, net::SocketAddr};

use bytes::Bytes;
use http::{Request, Response, header};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{node, scratch::Scratch, server::Server};

/// Answers what it was sent, as JSON.
async fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let serving = http1::Builder::new().serve_connection(
                TokioIo::new(stream),
                service_fn(async |request| told(request).await),
            );
            tokio::spawn(serving);
        }
    });
    address
}

async fn told(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let header = |name: &str| {
        request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let (token, method) = (header("x-token"), request.method().to_string());
    let path = request.uri().to_string();
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let text = json!({
        "method": method, "path": path, "token": token, "body": String::from_utf8_lossy(&body),
    });
    let response = Response::builder().header(header::CONTENT_TYPE, "application/json");
    Ok(response.body(Full::new(text.to_string().into())).unwrap())
}

fn request(name: &str, request: &Value, test: &str) -> Value {
    let script = format!("pm.test('{name}', () => {{ const it = pm.response.json(); {test} }});");
    json!({"name": name, "request": request, "event": [
        {"listen": "test", "script": {"type": "text/javascript", "exec": [script]}},
    ]})
}

fn collection() -> Value {
    let list = request(
        "list",
        &json!({"method": "GET", "url": "{{base}}/payments?page=2"}),
        "pm.expect(it.path).to.equal('/payments?page=2');",
    );
    let create = request(
        "create",
        &json!({"method": "POST", "url": "{{base}}/payments",
            "body": {"mode": "raw", "raw": "{\"amount\": 1.0, \"by\": \"{{who}}\"}"}}),
        "pm.expect(it.method).to.equal('POST');\
         pm.expect(it.body).to.equal('{\"amount\": 1.0, \"by\": \"Ana\"}');",
    );
    let header = json!([{"key": "X-Token", "value": "{{token}}"}]);
    let with_token = request(
        "with token",
        &json!({"method": "GET", "url": "{{base}}/payments/1", "header": header}),
        "pm.expect(it.token).to.equal('s3cret');",
    );
    json!({"collection": {
        "info": {"name": "Payments", "schema":
            "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "variable": [{"key": "who", "value": "Ana"}],
        "item": [list, {"name": "Changes", "item": [create]}, with_token],
    }})
}

#[tokio::test(flavor = "multi_thread")]
async fn newman_runs_a_collection_from_its_address() {
    let Some(packages) = node::packages("Newman", "testkit", "newman") else { return };
    let newman = packages.join("node_modules/newman/bin/newman.js");
    let scratch = Scratch::new();
    let server = Server::start(&scratch.data());
    let (key, base) = (server.api_key(), format!("http://{}", echo().await));
    let mut client = server.client(&key);
    let mut empty = collection();
    empty["collection"]["item"] = json!([]);
    let made = client.post("/collections", &empty).await.expect(200);
    let path = format!("/collections/{}", made["collection"]["uid"].as_str().unwrap());
    client.put(&path, &collection()).await.expect(200);
    let environment = json!({"environment": {"name": "Test", "values": [
        {"key": "base", "value": base, "type": "default", "enabled": true},
        {"key": "token", "value": "s3cret", "type": "secret", "enabled": true},
    ]}});
    let made = client.post("/environments", &environment).await.expect(200);
    let uid = made["environment"]["uid"].as_str().unwrap();
    let report = scratch.join("report.json");
    let url = |path: &str, key: &str| format!("{}{path}?apikey={key}", server.url());
    let environment = url(&format!("/environments/{uid}"), &key);
    let run = |key: &str| {
        let collection = url(&path, key);
        let reporters = ["--reporters", "cli,json", "--reporter-json-export"];
        let mut args = vec!["run", &collection, "-e", &environment, "--color", "off"];
        args.extend(reporters);
        args.push(report.to_str().unwrap());
        node::run(&newman, &args, &[])
    };

    let said = run(&key);
    assert_eq!(said.code, Some(0), "{said:?}");
    let report: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    let stats = &report["run"]["stats"];
    for (what, total) in [("requests", 3), ("assertions", 3), ("iterations", 1)] {
        assert_eq!(stats[what], json!({"total": total, "pending": 0, "failed": 0}), "{what}");
    }
    assert_eq!(report["run"]["failures"], json!([]));

    // The words are those of our 401.
    let refused = server.client("gpk_wrong").get(&path).await;
    let words = refused.expect(401)["error"]["message"].as_str().unwrap().to_owned();
    let said = run("gpk_wrong");
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(format!("{}{}", said.out, said.err).contains(&words), "{said:?}");
    server.stop().await;
}
