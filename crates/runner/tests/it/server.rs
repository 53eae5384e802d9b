//! A server that writes down what it is sent, byte by byte, and answers by the path.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// A server; it lives as long as the test process.
#[derive(Clone)]
pub(crate) struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    counts: Arc<Mutex<HashMap<String, u32>>>,
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    /// Method and target.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The header lines without those that each request has.
    pub(crate) fn own_headers(&self) -> Vec<String> {
        const DULL: [&str; 7] = [
            "User-Agent",
            "Accept",
            "Cache-Control",
            "Postman-Token",
            "Host",
            "Accept-Encoding",
            "Connection",
        ];
        let own = self.headers.iter().filter(|(key, _)| !DULL.contains(&key.as_str()));
        own.map(|(key, value)| format!("{key}: {value}")).collect()
    }
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, seen: Arc::default(), counts: Arc::default() };
        let accepting = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = accepting.clone();
                thread::spawn(move || server.serve(stream));
            }
        });
        server
    }

    /// The URL of a path, by the name `localhost`.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// The URL of a path, by the address.
    pub(crate) fn address_url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What came in since the last time.
    pub(crate) fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }

    /// Method and target of what came in since the last time.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.take().iter().map(Seen::line).collect()
    }

    fn serve(&self, stream: TcpStream) {
        stream.set_nodelay(true).unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut writer = stream;
        while let Some(seen) = read(&mut reader) {
            self.seen.lock().unwrap().push(seen.clone());
            let answer = self.answer(&seen);
            if answer.is_empty() || writer.write_all(&answer).is_err() {
                return;
            }
        }
    }

    fn count(&self, key: &str) -> u32 {
        let mut counts = self.counts.lock().unwrap();
        let count = counts.entry(key.to_owned()).or_default();
        *count += 1;
        *count
    }

    fn answer(&self, seen: &Seen) -> Vec<u8> {
        let (path, query) = seen.target.split_once('?').unwrap_or((&seen.target, ""));
        let query = decode(query);
        let parts: Vec<_> = path.split('/').skip(1).collect();
        match parts.as_slice() {
            ["hangup"] => Vec::new(),
            ["set"] => {
                let lines = query.split('|').map(|line| format!("Set-Cookie: {line}\r\n"));
                reply(200, &lines.collect::<String>(), "set")
            }
            ["redirect", code] => {
                let code = code.parse().unwrap();
                reply(code, &format!("Location: {query}\r\n"), "gone")
            }
            ["status", code] => reply(code.parse().unwrap(), "", "{\"status\":true}"),
            ["flaky", times] => {
                let count = self.count(&seen.target);
                if count > times.parse().unwrap() { reply(200, "", "at last") } else { Vec::new() }
            }
            ["slow", ms] => {
                thread::sleep(Duration::from_millis(ms.parse().unwrap()));
                reply(200, "", "slow")
            }
            ["bytes", size] => reply(200, "", &"x".repeat(size.parse().unwrap())),
            ["type", charset] => {
                let head = format!("Content-Type: text/plain; charset={charset}\r\n");
                reply_bytes(200, &head, b"gr\xfc\xdfe")
            }
            ["digest"] => match seen.header("authorization") {
                Some(value) if value.starts_with("Digest ") => reply(200, "", "in"),
                _ => reply(
                    401,
                    "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n",
                    "who",
                ),
            },
            ["token"] => {
                let token = format!("token-{}", self.count("token"));
                let body = format!("{{\"access_token\":\"{token}\",\"expires_in\":3600}}");
                reply(200, "Content-Type: application/json\r\n", &body)
            }
            _ => reply(200, "Content-Type: application/json\r\n", &echo(seen)),
        }
    }
}

fn echo(seen: &Seen) -> String {
    serde_json::json!({
        "method": seen.method, "target": seen.target, "headers": seen.headers, "body": seen.body,
    })
    .to_string()
}

fn reply(code: u16, head: &str, body: &str) -> Vec<u8> {
    reply_bytes(code, head, body.as_bytes())
}

fn reply_bytes(code: u16, head: &str, body: &[u8]) -> Vec<u8> {
    let reason = if code == 200 { "OK" } else { "Reason" };
    let length = body.len();
    let mut answer =
        format!("HTTP/1.1 {code} {reason}\r\n{head}Content-Length: {length}\r\n\r\n").into_bytes();
    answer.extend_from_slice(body);
    answer
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = Vec::new();
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).ok()?;
        let line: String = line.iter().map(|&byte| char::from(byte)).collect();
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let (key, value) = line.split_once(':')?;
        headers.push((key.to_owned(), value.trim_start().to_owned()));
    }
    let length = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case("content-length"));
    let length = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8_lossy(&body).into_owned();
    Some(Seen { method, target, headers, body })
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).unwrap()
}
