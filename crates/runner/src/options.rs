//! How a collection is to be run.

use std::{
    collections::BTreeMap, fmt, num::NonZeroUsize, path::PathBuf, sync::Arc, time::Duration,
};

/// The settings of a run. `Options::default()` is what the reference does without options.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Options {
    /// How many iterations; none means one per row of data, or one.
    pub iterations: Option<u32>,
    /// Folders or requests to run, by id or name; empty means all.
    pub folders: Vec<String>,
    /// When to stop.
    pub bail: Bail,
    /// A pause before each item.
    pub delay: Duration,
    /// The time for the whole run.
    pub timeout: Option<Duration>,
    /// The time for a request.
    pub timeout_request: Option<Duration>,
    /// The time for a script.
    pub timeout_script: Option<Duration>,
    /// Follow redirects, unless the collection says otherwise.
    pub follow_redirects: bool,
    /// Accept certificates that can't be verified, unless the collection says otherwise.
    pub insecure: bool,
    /// Files of bodies are relative to this folder.
    pub working_dir: PathBuf,
    /// Files of bodies may lie outside the folder.
    pub read_outside: bool,
    /// Client certificates; the first match is taken.
    pub certificates: Vec<CertificateRule>,
    /// More authorities to trust: PEM.
    pub extra_roots: Vec<u8>,
    /// The variables that choose a proxy: `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`.
    pub proxy_environment: BTreeMap<String, String>,
    /// How many iterations run at a time.
    pub jobs: NonZeroUsize,
    /// How often a request without an answer is tried again; a status is an answer, whatever it is.
    pub retries: u32,
    /// The pause before that.
    pub retry_delay: Duration,
    /// What `User-Agent` says.
    pub user_agent: String,
    /// Measure finding addresses as well (`--verbose`).
    pub verbose: bool,
    /// Which hosts and addresses may be dialled, also after redirects.
    pub egress: Arc<wire::Guard>,
    /// What a run may use.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            iterations: None,
            folders: Vec::new(),
            bail: Bail::Never,
            delay: Duration::ZERO,
            timeout: None,
            timeout_request: None,
            timeout_script: None,
            follow_redirects: true,
            insecure: false,
            working_dir: PathBuf::from("."),
            read_outside: true,
            certificates: Vec::new(),
            extra_roots: Vec::new(),
            proxy_environment: BTreeMap::new(),
            jobs: NonZeroUsize::MIN,
            retries: 0,
            retry_delay: Duration::ZERO,
            user_agent: concat!("Gatepost/", env!("CARGO_PKG_VERSION")).to_owned(),
            verbose: false,
            egress: wire::Guard::open(),
            limits: Limits::default(),
        }
    }
}

/// When a run stops early.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Bail {
    /// Never.
    #[default]
    Never,
    /// After the first failure; what is running is finished.
    Failure,
    /// At the first error of a script or request, which becomes the error of the run.
    Folder,
}

/// What a run may use; a server sets these, the command line does not.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of memory for scripts.
    pub script_memory: usize,
    /// Bytes of one decoded response body.
    pub response_body: u64,
    /// Bytes of bodies that wait for their turn in reports, with several jobs.
    pub waiting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { script_memory: 2 << 30, response_body: 1 << 30, waiting: 64 << 20 }
    }
}

/// A client certificate and where it is used.
#[derive(Clone, Debug, Default)]
pub struct CertificateRule {
    /// Its name, for messages.
    pub name: String,
    /// Patterns such as `https://example.com:443/*`; none matches every address.
    pub matches: Vec<String>,
    /// The certificate chain: PEM.
    pub certificate: Vec<u8>,
    /// The private key: PEM.
    pub key: Vec<u8>,
    /// Certificate and key in one: PKCS 12.
    pub pfx: Vec<u8>,
    /// What opens the key.
    pub passphrase: Option<Secret>,
    /// What reports say of it.
    pub document: Option<serde_json::Value>,
}

/// A text that is never printed.
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    /// Takes the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Gives the text to who needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(..)")
    }
}
