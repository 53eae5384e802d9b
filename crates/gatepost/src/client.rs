//! How commands reach the gate: through the socket of whoever holds the data folder, by holding
//! it themselves, or over the network.

mod remote;

use std::{path::PathBuf, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{
    net::UnixStream,
    sync::Mutex,
    time::{Instant, sleep},
};

use crate::{
    cli::Connect,
    config::Settings,
    exit::Failure,
    holder::{self, Holder},
    json::Json as _,
    lock::{self, Lock, Role},
    output,
    router::Inside,
};
use remote::Remote;

/// How long to wait for a holder that is just starting or ending.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often to look meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// A way to the gate.
pub(crate) enum Session {
    /// On this machine.
    Local(Box<Local>),
    /// Over the network, with an admin key.
    Remote(Remote),
}

impl Session {
    /// The way that the flags name.
    pub(crate) fn open(connect: &Connect) -> Result<Self, Failure> {
        let settings = Settings::load(&connect.place, Vec::new())?;
        crate::cmd::diagnose_quietly();
        match connect.server() {
            Some(server) => Ok(Self::Remote(Remote::new(&server, connect.authority())?)),
            None => Ok(Self::Local(Box::new(Local::new(settings, Role::Command)))),
        }
    }

    /// Calls, and answers status and body.
    pub(crate) async fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<Bytes>,
    ) -> Result<(StatusCode, Value), Failure> {
        self.send(Request::builder().method(method).uri(path), path, body).await
    }

    /// Reads something as whoever `key` belongs to, with no other rights than theirs.
    pub(crate) async fn get_as(&self, key: &str, path: &str) -> Result<Value, Failure> {
        let mut key = header::HeaderValue::from_str(key)
            .map_err(|_| Failure::connection("the key in GATEPOST_KEY is no key"))?;
        key.set_sensitive(true);
        let request = Request::builder().uri(path).header("x-api-key", key);
        let (status, answer) = self.send(request, path, None).await?;
        match status {
            StatusCode::UNAUTHORIZED => {
                Err(Failure::connection("the server doesn't know the key in GATEPOST_KEY")
                    .hint("set it to a user's or an agent's key; `gatepost key create` makes one"))
            }
            status if status.is_success() => Ok(answer),
            status => Err(refused(status, &answer)),
        }
    }

    async fn send(
        &self,
        mut request: http::request::Builder,
        path: &str,
        body: Option<Bytes>,
    ) -> Result<(StatusCode, Value), Failure> {
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = request
            .header(header::USER_AGENT, concat!("gatepost/", env!("CARGO_PKG_VERSION")))
            .body(Full::new(body.unwrap_or_default()))
            .map_err(|_| Failure::usage(format!("`{path}` is no path")))?;
        let response = match self {
            Self::Local(local) => local.send(request).await?,
            Self::Remote(remote) => remote.send(request).await?,
        };
        let status = response.status();
        let bytes = response.into_body().collect().await.map_err(|error| cut(&error))?.to_bytes();
        Ok((status, serde_json::from_slice(&bytes).unwrap_or_default()))
    }

    /// Calls an operation that must succeed, and answers its body.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, Failure> {
        let body = body.map(|body| Bytes::from(body.to_string()));
        let (status, answer) = self.request(method, path, body).await?;
        if status.is_success() { Ok(answer) } else { Err(refused(status, &answer)) }
    }

    /// Reads something.
    pub(crate) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.call(Method::GET, path, None).await
    }

    /// Posts something.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Ends the session; a folder held is given free.
    pub(crate) async fn close(self) {
        if let Self::Local(local) = self {
            local.close().await;
        }
    }
}

/// The answer as a failure.
pub(crate) fn refused(status: StatusCode, answer: &Value) -> Failure {
    let words = message(answer).unwrap_or_else(|| format!("the server answered {status}"));
    let words = words.trim_end_matches('.');
    match status {
        StatusCode::UNAUTHORIZED => Failure::connection("the server doesn't know this admin key")
            .hint("set GATEPOST_ADMIN_KEY to a key that begins with gpm_; `gatepost key create --admin` on the server's machine makes one"),
        StatusCode::FORBIDDEN => Failure::denied(lower(words)),
        StatusCode::TOO_MANY_REQUESTS => {
            Failure::connection(lower(words)).hint("wait a moment and try again")
        }
        status if status.is_server_error() => Failure::connection(lower(words)),
        _ => Failure::usage(lower(words)),
    }
}

/// The sentence in an error's body, whatever its family.
pub(crate) fn message(answer: &Value) -> Option<String> {
    let texts = [answer.at("error").at("message"), answer.at("detail"), answer.at("title")];
    texts.into_iter().find_map(|text| text.as_str()).map(output::plain)
}

/// Sentences of the API begin with a capital; ours continue a line.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let second_is_lower = sentence.chars().nth(1).is_none_or(|letter| !letter.is_uppercase());
    match letters.next() {
        Some(first) if second_is_lower => first.to_lowercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

fn cut(error: &dyn std::fmt::Display) -> Failure {
    Failure::connection(format!("the connection was cut off: {error}"))
        .hint("the call may have been carried out: look before you repeat it")
}

/// The way to the gate on this machine. It finds the present holder for each call, and becomes
/// the holder when there is none.
pub(crate) struct Local {
    settings: Settings,
    socket: PathBuf,
    role: Role,
    holding: Mutex<Option<Holder>>,
}

impl Local {
    /// A way into the folder of `settings`; `role` is what it would hold the folder as.
    pub(crate) fn new(settings: Settings, role: Role) -> Self {
        let socket = holder::socket(&settings.folder);
        Self { settings, socket, role, holding: Mutex::default() }
    }

    /// Sends one request.
    pub(crate) async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Body>, Failure> {
        match self.reach().await? {
            Reached::Holding(inside) => Ok(inside.call(request.map(Body::new)).await),
            Reached::Socket(stream) => exchange(TokioIo::new(stream), request).await,
        }
    }

    /// The holder's socket, or this process as the holder.
    async fn reach(&self) -> Result<Reached, Failure> {
        let mut holding = self.holding.lock().await;
        if let Some(holder) = &*holding {
            return Ok(Reached::Holding(holder.inside().clone()));
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Ok(stream) = UnixStream::connect(&self.socket).await {
                return Ok(Reached::Socket(stream));
            }
            if let Some(lock) = Lock::take(&self.settings.folder, self.role)? {
                let holder =
                    Holder::open(&self.settings, lock, self.role, None, Vec::new()).await?;
                let inside = holder.inside().clone();
                *holding = Some(holder);
                return Ok(Reached::Holding(inside));
            }
            if Instant::now() >= deadline {
                return Err(self.unreachable());
            }
            sleep(LOOK_EVERY).await;
        }
    }

    fn unreachable(&self) -> Failure {
        let who = match lock::holder(&self.settings.folder) {
            Some(note) => format!("process {}", note.pid),
            None => "another process".to_owned(),
        };
        let folder = self.settings.folder.display();
        Failure::connection(format!("{who} holds the data folder `{folder}` and does not answer"))
            .hint("end that process, or name another folder with --data DIR")
    }

    /// Gives the folder free, when this process holds it. Later calls look for a holder anew.
    pub(crate) async fn close(&self) {
        let holder = self.holding.lock().await.take();
        if let Some(holder) = holder {
            holder.close().await;
        }
    }
}

enum Reached {
    Holding(Inside),
    Socket(UnixStream),
}

/// One request over a connection of its own.
pub(crate) async fn exchange<I>(
    io: I,
    mut request: Request<Full<Bytes>>,
) -> Result<Response<Body>, Failure>
where
    I: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
{
    request
        .headers_mut()
        .entry(header::HOST)
        .or_insert(header::HeaderValue::from_static("localhost"));
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(io).await.map_err(|error| cut(&error))?;
    tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(|error| cut(&error))?;
    Ok(response.map(Body::new))
}
