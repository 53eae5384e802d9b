//! `gatepost serve`

use std::{net::SocketAddr, time::Duration};

use serde_json::json;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    time::{Instant, sleep},
};
use tokio_rustls::TlsAcceptor;

use super::shell;
use crate::{
    bootstrap::{self, FirstKeys},
    cli::Place,
    config::{Given, Settings},
    exit::{Exit, Failure},
    holder::Holder,
    json::Json as _,
    lock::{self, Lock, Note, Role},
    output, tls,
};

/// Start the server
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gatepost serve --listen 127.0.0.1:7007 --data ./gatepost-data")]
pub(crate) struct Args {
    /// Address and port [default: 127.0.0.1:7007]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,

    /// Rate limits: standard, cloud or off [default: standard]
    #[arg(long, value_name = "PROFILE")]
    limits: Option<String>,

    /// Address under which clients reach the server, if that is another one
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,

    /// TLS certificate chain, PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<String>,

    /// Private key of the certificate, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<String>,

    /// A proxy in front speaks TLS
    #[arg(long)]
    behind_proxy: bool,

    /// Name of the administrator that the first start creates [default: the OS user]
    #[arg(long, value_name = "NAME")]
    owner_name: Option<String>,

    /// Print one line of JSON when ready
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    place: Place,
}

impl Args {
    fn settings(&self) -> Result<Settings, Failure> {
        let behind_proxy = self.behind_proxy.then(|| "true".to_owned());
        let flags = [
            Given::new("listen", "--listen", self.listen.clone()),
            Given::new("limits.profile", "--limits", self.limits.clone()),
            Given::new("public_url", "--public-url", self.public_url.clone()),
            Given::new("tls_cert", "--tls-cert", self.tls_cert.clone()),
            Given::new("tls_key", "--tls-key", self.tls_key.clone()),
            Given::new("behind_proxy", "--behind-proxy", behind_proxy),
            Given::new("owner_name", "--owner-name", self.owner_name.clone()),
        ];
        Settings::load(&self.place, flags.into_iter().flatten().collect())
    }
}

pub(crate) async fn run(args: Args) -> Result<Exit, Failure> {
    let settings = args.settings()?;
    super::diagnose(settings.log.level, settings.log.format);
    let signals = Signals::listen()?;
    let tls = acceptor(&settings)?;
    allowed(&settings)?;
    let lock = hold(&settings).await?;
    let (port, address) = bind(settings.server.listen).await?;
    let url = url(&settings, address);
    let own = vec![address];
    let holder = Holder::open(&settings, lock, Role::Serve, Some(url.clone()), own).await?;
    let keys = bootstrap::keys(holder.inside(), &settings).await?;
    holder.listener().serve_tcp(port, tls, settings.server.behind_proxy);
    announce(&args, &settings, &url, keys.as_ref())?;
    if let Some(keys) = &keys {
        keys.shown()?;
    }
    signals.stop().await;
    output::talk("gatepost stops; calls under way are finished first");
    holder.close().await;
    Ok(Exit::Done)
}

fn acceptor(settings: &Settings) -> Result<Option<TlsAcceptor>, Failure> {
    match (&settings.server.tls_cert, &settings.server.tls_key) {
        (Some(cert), Some(key)) => Ok(Some(TlsAcceptor::from(tls::server(cert, key)?))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Failure::usage("`tls_cert` is set without `tls_key`")),
        (None, Some(_)) => Err(Failure::usage("`tls_key` is set without `tls_cert`")),
    }
}

/// Keys in the clear stay on this machine.
fn allowed(settings: &Settings) -> Result<(), Failure> {
    let server = &settings.server;
    let safe = server.listen.ip().to_canonical().is_loopback()
        || server.tls_cert.is_some()
        || server.behind_proxy;
    if safe {
        return Ok(());
    }
    let listen = server.listen;
    Err(Failure::usage(format!(
        "listening on `{listen}` would carry keys over the network in the clear"
    ))
    .hint("give --tls-cert and --tls-key, or --behind-proxy when a proxy in front speaks TLS"))
}

pub(super) async fn bind(listen: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let failed = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::connection(format!(
            "port {} of `{}` is in use by another program",
            listen.port(),
            listen.ip()
        ))
        .hint("end that program, or choose another port with --listen"),
        _ => Failure::connection(format!("`{listen}` can't be listened on: {error}"))
            .hint("choose another address with --listen"),
    };
    let listener = TcpListener::bind(listen).await.map_err(|error| failed(&error))?;
    let address = listener.local_addr().map_err(|error| failed(&error))?;
    Ok((listener, address))
}

fn url(settings: &Settings, address: SocketAddr) -> String {
    if let Some(url) = &settings.server.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let scheme = if settings.server.tls_cert.is_some() { "https" } else { "http" };
    format!("{scheme}://{address}")
}

/// Takes the data folder; a command that holds it for a moment is waited for.
async fn hold(settings: &Settings) -> Result<Lock, Failure> {
    let folder = &settings.folder;
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        if let Some(lock) = Lock::take(folder, Role::Serve)? {
            return Ok(lock);
        }
        let note = lock::holder(folder);
        let role = note.as_ref().map(|note| note.role);
        if role != Some(Role::Command) && role.is_some() || Instant::now() >= deadline {
            return Err(held(&folder.display().to_string(), note));
        }
        sleep(Duration::from_millis(20)).await;
    }
}

/// Why a held folder can't be had.
fn held(folder: &str, note: Option<Note>) -> Failure {
    let Some(Note { role, pid, url }) = note else {
        return Failure::connection(format!("another process holds the data folder `{folder}`"))
            .hint("name another folder with --data DIR");
    };
    if role == Role::Mcp {
        return Failure::connection(format!(
            "`gatepost mcp` (process {pid}) holds the data folder `{folder}`"
        ))
        .hint("end the MCP client that started it, start the server, then start the client again: it uses the server from then on");
    }
    let at = url.map(|url| format!(" at {url}")).unwrap_or_default();
    Failure::connection(format!("gatepost{at} (process {pid}) holds the data folder `{folder}`"))
        .hint("stop it, or name another folder with --data DIR")
}

fn announce(
    args: &Args,
    settings: &Settings,
    url: &str,
    keys: Option<&FirstKeys>,
) -> Result<(), Failure> {
    let data = settings.folder.display().to_string();
    if args.json {
        let mut line = json!({"event": "ready", "url": url, "data": data});
        if let Some(keys) = keys {
            line.set("adminKey", json!(keys.admin));
            line.set("apiKey", json!(keys.api));
        }
        return output::json(&line);
    }
    output::talk(&format!("gatepost listens on {url}\ndata folder: {data}"));
    let Some(keys) = keys else { return Ok(()) };
    let folder = match &args.place.data {
        Some(_) => format!(" --data {}", shell(&data)),
        None => String::new(),
    };
    output::talk(&format!(
        "\nThis is the first start. Keep these keys: they are shown once.\n\
         \n  admin key (administers):           {}\
         \n  API key (acts as {}):   {}\n\
         \nNext:\
         \n  curl -H 'X-API-Key: {}' {url}/me\
         \n  gatepost import my-collection.json{folder}\
         \n  gatepost agent create 'Release bot'{folder}",
        keys.admin,
        ::audit::clean(&keys.owner),
        keys.api,
        keys.api,
    ));
    Ok(())
}

/// The two signals that stop a server.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub(super) fn listen() -> Result<Self, Failure> {
        let listen = |kind| {
            signal(kind)
                .map_err(|error| Failure::connection(format!("signals can't be received: {error}")))
        };
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    async fn one(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Waits for a signal. A second one, while the server drains, ends the process at once.
    pub(super) async fn stop(mut self) {
        self.one().await;
        tokio::spawn(async move {
            self.one().await;
            std::process::exit(Exit::Failed as i32);
        });
    }
}
