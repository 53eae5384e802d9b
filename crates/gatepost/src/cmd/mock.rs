//! `gatepost mock`

mod source;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use axum::body::Body;
use futures::FutureExt as _;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use mock::{Config, Served, host::written};
use serde_json::json;

use super::serve::{Signals, bind};
use crate::{
    exit::{Exit, Failure},
    listener::Listener,
    output,
};
use source::Source;

/// Changes of the files are looked for so often.
const LOOK: Duration = Duration::from_millis(500);
/// Bytes of a request's body at most.
const BODY: usize = 20 << 20;

/// Answer as a mock server from the saved examples of a collection file
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(after_help = "Example:\n  gatepost mock shop.json -e local.json --listen 127.0.0.1:8080")]
pub(crate) struct Args {
    /// Collection file; it is read again when it changes
    #[arg(value_name = "COLLECTION")]
    collection: PathBuf,

    /// Environment file
    #[arg(short, long, value_name = "FILE")]
    environment: Option<PathBuf>,

    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// Only answer calls whose body is the example's
    #[arg(long)]
    match_body: bool,

    /// Only answer calls with the example's value of this header; can be repeated
    #[arg(long, value_name = "NAME")]
    match_header: Vec<String>,

    /// Don't answer calls whose path is nearly the example's
    #[arg(long)]
    strict: bool,

    /// Milliseconds before each answer
    #[arg(long, value_name = "MS")]
    delay: Option<u64>,

    /// Say nothing of calls
    #[arg(short, long)]
    quiet: bool,

    /// Print one line of JSON when ready
    #[arg(long)]
    json: bool,
}

impl Args {
    fn config(&self) -> Result<Config, Failure> {
        let delay = self.delay.map(|duration| json!({ "type": "fixed", "duration": duration }));
        let change = json!({
            "matchBody": self.match_body,
            "matchHeader": !self.match_header.is_empty(),
            "headers": self.match_header,
            "matchFuzzy": !self.strict,
            "delay": delay,
        });
        let config = Config::default().with(&change);
        config.map_err(|fault| Failure::usage(format!("--delay must be {}", fault.wanted)))
    }
}

pub(crate) async fn run(args: Args) -> Result<Exit, Failure> {
    let config = args.config()?;
    let signals = Signals::listen()?;
    let mut source = Source::new(args.collection.clone(), args.environment.clone(), config);
    let served = Arc::new(ArcSwap::from_pointee(source.read()?));
    let (port, address) = bind(args.listen).await?;
    let listener = Listener::new(Arc::new({
        let served = served.clone();
        let quiet = args.quiet;
        move |request| answer(served.load_full(), request, quiet).boxed()
    }));
    listener.serve_tcp(port, None, false);
    announce(&args, address, &served.load())?;
    tokio::select! {
        () = signals.stop() => {}
        () = reload(&mut source, &served) => {}
    }
    listener.drain().await;
    Ok(Exit::Done)
}

fn announce(args: &Args, address: SocketAddr, served: &Served) -> Result<(), Failure> {
    let (url, examples) = (format!("http://{address}"), served.examples());
    if args.json {
        return output::json(&json!({ "event": "ready", "url": url, "examples": examples }));
    }
    let file = args.collection.display();
    let word = if examples == 1 { "example" } else { "examples" };
    output::talk(&format!("gatepost answers with {examples} {word} of {file} on {url}"));
    if examples == 0 {
        output::talk("save an example response in the collection to have something to answer with");
    }
    Ok(())
}

/// Reads the files again when they have changed. What can't be read leaves the mock as it was.
async fn reload(source: &mut Source, served: &ArcSwap<Served>) {
    loop {
        tokio::time::sleep(LOOK).await;
        match source.changed() {
            None => {}
            Some(Ok(changed)) => {
                let examples = changed.examples();
                served.store(Arc::new(changed));
                output::talk(&format!("read again: {examples} examples"));
            }
            Some(Err(failure)) => {
                output::complain(&failure);
                output::talk("the mock answers as before");
            }
        }
    }
}

async fn answer(served: Arc<Served>, request: Request<Body>, quiet: bool) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let Ok(body) = Limited::new(body, BODY).collect().await else {
        let message = "The request body is too large, or broke off.";
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        let reply = mock::refusal(status, "payloadTooLarge", message, "Body too large");
        return written(reply).map(Body::new);
    };
    let reply = served.answer_now(&parts, &target, &body.to_bytes());
    if !quiet {
        let (method, status) = (&parts.method, reply.status.as_u16());
        let (target, name) = (output::plain(&target), output::plain(&reply.name));
        output::talk(&format!("{method} {target} -> {status} {name}"));
    }
    if reply.delay > Duration::ZERO {
        tokio::time::sleep(reply.delay).await;
    }
    written(reply).map(Body::new)
}
