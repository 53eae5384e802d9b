//! What reporters are made with, besides their options.

use std::{
    fmt,
    io::{self, Write},
    path::PathBuf,
    rc::Rc,
    str::FromStr,
};

/// What all reporters are made with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The program's own name, for the banner.
    pub program: String,
    /// The collection's file as the user gave it, for annotations.
    pub source: Option<String>,
    /// The folder of reports for which no path is given.
    pub folder: PathBuf,
    /// How the names of their files begin.
    pub stem: String,
    /// How text on the terminal looks.
    pub look: Look,
    /// Nothing goes to the terminal.
    pub silent: bool,
    /// Requests are shown with bodies, sizes and times.
    pub verbose: bool,
    /// Where text for the user goes.
    pub output: Outlet,
    /// Where progress goes, which is no output.
    pub errors: Outlet,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            program: "gatepost".to_owned(),
            source: None,
            folder: PathBuf::from("newman"),
            stem: "newman-run-report".to_owned(),
            look: Look::default(),
            silent: false,
            verbose: false,
            output: Outlet::stdout(),
            errors: Outlet::stderr(),
        }
    }
}

/// How text on the terminal looks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about a terminal")]
pub struct Look {
    /// Text has colours.
    pub color: bool,
    /// Symbols outside ASCII are used.
    pub unicode: bool,
    /// How many columns there are, if the output has an end.
    pub columns: Option<usize>,
    /// Somebody watches the output as it comes.
    pub live: bool,
    /// Somebody watches the place for progress, which understands control sequences.
    pub live_errors: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { color: false, unicode: true, columns: None, live: false, live_errors: false }
    }
}

/// When text has colours.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Color {
    /// On terminals, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

impl Color {
    /// Whether there are colours, on a terminal or not, with `NO_COLOR` set or not.
    #[must_use]
    pub fn resolve(self, terminal: bool, no_color: bool) -> bool {
        match self {
            Self::Auto => terminal && !no_color,
            Self::On => true,
            Self::Off => false,
        }
    }
}

impl FromStr for Color {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => Ok(Self::Auto),
            "on" => Ok(Self::On),
            "off" => Ok(Self::Off),
            other => Err(format!("`{other}` is none of `auto`, `on`, `off`")),
        }
    }
}

/// A place for text; each reporter opens it for itself.
#[derive(Clone)]
pub struct Outlet(Rc<dyn Fn() -> Box<dyn Write>>);

impl Outlet {
    /// A place that `open` opens.
    pub fn new(open: impl Fn() -> Box<dyn Write> + 'static) -> Self {
        Self(Rc::new(open))
    }

    /// Standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self::new(|| Box::new(io::stdout()))
    }

    /// Standard error.
    #[must_use]
    pub fn stderr() -> Self {
        Self::new(|| Box::new(io::stderr()))
    }

    /// Opens it.
    #[must_use]
    pub fn open(&self) -> Box<dyn Write> {
        (self.0)()
    }
}

impl fmt::Debug for Outlet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Outlet")
    }
}
