//! The options of `gatepost run`. Names and meanings are Newman's, as far as it has them.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ValueEnum;

/// Run a collection: requests, scripts, tests, reports
#[derive(Debug, clap::Args)]
#[command(
    args_override_self = true,
    after_help = "Examples:\n  gatepost run shop.json -e staging.json -r cli,junit\n  gatepost run shop.json --folder Orders -d rows.csv --bail\n  gatepost run shop.json --check\n\nOptions of reporters: --reporter-<name>-<option> [value], such as --reporter-json-export out.json"
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Args {
    /// File, URL or uid of a collection; - is stdin
    pub(super) collection: String,

    /// File, URL or uid of an environment
    #[arg(short, long, value_name = "PLACE", help_heading = "Input")]
    pub(super) environment: Option<String>,
    /// File or URL of global variables
    #[arg(short, long, value_name = "PLACE", help_heading = "Input")]
    pub(super) globals: Option<String>,
    /// File or URL of rows to iterate over, CSV or JSON
    #[arg(short = 'd', long, value_name = "PLACE", help_heading = "Input")]
    pub(super) iteration_data: Option<String>,
    /// How many iterations [default: one per row of data, or one]
    #[arg(short = 'n', long, value_name = "N", value_parser = positive32, help_heading = "Input")]
    pub(super) iteration_count: Option<u32>,
    /// Run this folder or request only, by name or id; may be given again
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(super) folder: Vec<String>,
    /// Set a variable of the environment; may be given again
    #[arg(long, value_name = "KEY=VALUE", help_heading = "Input")]
    pub(super) env_var: Vec<String>,
    /// Set a global variable; may be given again
    #[arg(long, value_name = "KEY=VALUE", help_heading = "Input")]
    pub(super) global_var: Vec<String>,
    /// Begin with the cookies in this file
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(super) cookie_jar: Option<PathBuf>,
    /// Files of bodies are relative to this folder
    #[arg(
        long,
        value_name = "DIR",
        default_value = ".",
        hide_default_value = true,
        help_heading = "Input"
    )]
    pub(super) working_dir: PathBuf,
    /// Don't read files of bodies outside the working folder
    #[arg(long, help_heading = "Input")]
    pub(super) no_insecure_file_read: bool,
    /// Server that uids are looked up at [default: the Postman API]
    #[arg(long, value_name = "URL", help_heading = "Input")]
    pub(super) server: Option<String>,
    /// Key for that [default: `GATEPOST_KEY`, else `POSTMAN_API_KEY`]
    #[arg(long, value_name = "KEY", help_heading = "Input")]
    pub(super) postman_api_key: Option<String>,

    /// Stop at the first failure; with `folder`, at the first error
    #[arg(long, value_name = "WHEN", num_args = 0..=1, default_missing_value = "failure", help_heading = "Course")]
    pub(super) bail: Option<Bail>,
    /// Pause before each request, in milliseconds
    #[arg(long, value_name = "MS", num_args = 0..=1, value_parser = positive, help_heading = "Course")]
    pub(super) delay_request: Option<u64>,
    /// Time for the whole run, in milliseconds
    #[arg(long, value_name = "MS", num_args = 0..=1, value_parser = positive, help_heading = "Course")]
    pub(super) timeout: Option<u64>,
    /// Time for each request, in milliseconds
    #[arg(long, value_name = "MS", num_args = 0..=1, value_parser = positive, help_heading = "Course")]
    pub(super) timeout_request: Option<u64>,
    /// Time for each script, in milliseconds
    #[arg(long, value_name = "MS", num_args = 0..=1, value_parser = positive, help_heading = "Course")]
    pub(super) timeout_script: Option<u64>,
    /// How many iterations run at a time
    #[arg(
        long,
        value_name = "N",
        default_value = "1",
        hide_default_value = true,
        help_heading = "Course"
    )]
    pub(super) jobs: NonZeroUsize,
    /// How often a failed request is tried again
    #[arg(
        long,
        value_name = "N",
        default_value = "0",
        hide_default_value = true,
        help_heading = "Course"
    )]
    pub(super) retry: u32,
    /// Pause before it is tried again, in milliseconds
    #[arg(long, value_name = "MS", value_parser = positive, help_heading = "Course")]
    pub(super) retry_delay: Option<u64>,
    /// Only look: unresolved variables, unknown calls and names, missing files; nothing is sent
    #[arg(long, help_heading = "Course")]
    pub(super) check: bool,

    /// Don't follow redirects
    #[arg(long, help_heading = "Network")]
    pub(super) ignore_redirects: bool,
    /// Accept certificates that can't be verified
    #[arg(short = 'k', long, help_heading = "Network")]
    pub(super) insecure: bool,
    /// Client certificates by URL, JSON
    #[arg(long, value_name = "FILE", help_heading = "Network")]
    pub(super) ssl_client_cert_list: Option<PathBuf>,
    /// Client certificate, PEM
    #[arg(long, value_name = "FILE", help_heading = "Network")]
    pub(super) ssl_client_cert: Option<PathBuf>,
    /// Its key, PEM
    #[arg(long, value_name = "FILE", help_heading = "Network")]
    pub(super) ssl_client_key: Option<PathBuf>,
    /// What opens the key
    #[arg(long, value_name = "TEXT", help_heading = "Network")]
    pub(super) ssl_client_passphrase: Option<String>,
    /// More authorities to trust, PEM
    #[arg(long, value_name = "FILE", help_heading = "Network")]
    pub(super) ssl_extra_ca_certs: Option<PathBuf>,
    /// Only these hosts may be called, such as `*.example.com`; may be given again
    #[arg(long, value_name = "HOST", help_heading = "Network")]
    pub(super) allow_host: Vec<String>,
    /// These hosts may not be called; may be given again
    #[arg(long, value_name = "HOST", help_heading = "Network")]
    pub(super) deny_host: Vec<String>,
    /// These addresses may be called, such as `10.1.0.0/16`, though a wider range is denied
    #[arg(long, value_name = "RANGE", help_heading = "Network")]
    pub(super) allow_range: Vec<String>,
    /// These addresses may not be called; may be given again
    #[arg(long, value_name = "RANGE", help_heading = "Network")]
    pub(super) deny_range: Vec<String>,

    /// Who writes about the run, by comma
    #[arg(
        short,
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        default_value = "cli",
        hide_default_value = true,
        help_heading = "Output"
    )]
    pub(super) reporters: Vec<String>,
    /// Write the environment as it is at the end
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) export_environment: Option<PathBuf>,
    /// Write the global variables as they are at the end
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) export_globals: Option<PathBuf>,
    /// Write the collection as it was run
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) export_collection: Option<PathBuf>,
    /// Write the cookies as they are at the end
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) export_cookie_jar: Option<PathBuf>,
    /// End with code 0 whatever happens
    #[arg(short = 'x', long, help_heading = "Output")]
    pub(super) suppress_exit_code: bool,
    /// The cli reporter says nothing
    #[arg(long, help_heading = "Output")]
    pub(super) silent: bool,
    /// Symbols of plain letters
    #[arg(long, help_heading = "Output")]
    pub(super) disable_unicode: bool,
    /// Colours: `auto`, `on` or `off`
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        help_heading = "Output"
    )]
    pub(super) color: Colour,
    /// Bodies, sizes and times of each request
    #[arg(long, help_heading = "Output")]
    pub(super) verbose: bool,
}

/// What ends a run early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Bail {
    /// The first failure; what is running is finished.
    Failure,
    /// The first error; an unknown folder before anything runs.
    Folder,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// At a terminal.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

fn positive(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err("The value must be a positive integer.".to_owned()),
    }
}

fn positive32(text: &str) -> Result<u32, String> {
    positive(text).map(|number| u32::try_from(number).unwrap_or(u32::MAX))
}
