//! Where cases are run.

use std::{
    env,
    fmt::{self, Display, Formatter},
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use tokio::runtime::Runtime;

use crate::{
    Outcome,
    case::{Case, Expected},
    compare::{Difference, differences, unintended},
    echo::{Certificates, Echo},
    peer::{Errand, Gatepost, Newman, Said},
    rows::Rows,
};

/// A place to run cases one after another; make one for each thread.
pub struct Bench {
    /// Newman, or why it can't be asked.
    pub newman: Result<Newman, &'static str>,
    /// Gatepost, or why it can't be asked.
    pub gatepost: Result<Gatepost, &'static str>,
    /// Newman takes both sides, which shows what differs by itself.
    pub twice: bool,
    rows: Rows,
    folder: PathBuf,
    runtime: Runtime,
}

/// What a case showed.
#[derive(Debug)]
pub struct Verdict {
    /// What Newman did, if it was asked.
    pub newman: Option<Outcome>,
    /// What Gatepost did, if it was asked.
    pub gatepost: Option<Outcome>,
    /// Differences that nobody meant.
    pub differences: Vec<Difference>,
    /// What else is wrong with the case.
    pub complaints: Vec<String>,
}

impl Verdict {
    /// True when nothing is wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.differences.is_empty() && self.complaints.is_empty()
    }
}

impl Display for Verdict {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        self.complaints.iter().try_for_each(|complaint| writeln!(to, "  {complaint}"))?;
        // The whole report repeats what the telling parts say.
        let telling = self.differences.iter().any(|it| it.part() != "report");
        let shown = self.differences.iter().filter(|it| !telling || it.part() != "report");
        shown.into_iter().try_for_each(|difference| difference.fmt(to))
    }
}

impl Default for Bench {
    fn default() -> Self {
        Self::new()
    }
}

impl Bench {
    /// A new one, with what is installed.
    #[must_use]
    pub fn new() -> Self {
        let id = uuid::Uuid::new_v4().simple().to_string();
        let folder = env::temp_dir().join(format!("gp-runkit-{}", &id[..12]));
        fs::create_dir(&folder).unwrap();
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_all().build().unwrap();
        let (newman, gatepost) = (Newman::find(), Gatepost::find());
        Self { newman, gatepost, twice: false, rows: Rows::read(), folder, runtime }
    }

    /// Runs a case through both programs.
    pub fn run(&mut self, case: &Case) -> Verdict {
        let certificates = case.tls.then(certificates);
        let echo = self.runtime.block_on(Echo::start(case.answers(), certificates));
        let work = self.folder.join("work");
        let ask = |run: &mut dyn FnMut(&Errand) -> Said| {
            let errand = prepare(case, &echo, &work);
            let _ = echo.take();
            let said = run(&errand);
            Outcome::read(case, &said, &echo.take(), &work.join("out"))
        };
        let newman = self.newman.as_mut().ok().map(|newman| ask(&mut |it| newman.run(it)));
        if self.twice {
            let again = self.newman.as_mut().ok().map(|newman| ask(&mut |it| newman.run(it)));
            return self.judge(case, newman, again);
        }
        let gatepost = self.gatepost.as_ref().ok().map(|gatepost| ask(&mut |it| gatepost.run(it)));
        self.judge(case, newman, gatepost)
    }

    fn judge(&self, case: &Case, newman: Option<Outcome>, gatepost: Option<Outcome>) -> Verdict {
        let mut complaints = Vec::new();
        let mut check = |name: &str, outcome: &Option<Outcome>| {
            if let (Some(counts), Some(expected)) =
                (outcome.as_ref().map(Outcome::counts), case.expect)
                && counts != expected
            {
                complaints.push(surprise(name, expected, counts));
            }
        };
        check("Newman", &newman);
        let mut left = Vec::new();
        if let (Some(newman), Some(gatepost)) = (&newman, &gatepost) {
            let all = differences(newman, gatepost);
            let (unmeant, _) = unintended(all, &self.rows.differs);
            let (unmeant, stale) = unintended(unmeant, &case.differs);
            left = unmeant;
            let stale = if self.twice { Vec::new() } else { stale };
            let told = stale.iter().map(|it| format!("`{}` is the same, against intention", it.at));
            complaints.extend(told);
        } else if case.differs.is_empty() {
            check("Gatepost", &gatepost);
        }
        Verdict { newman, gatepost, differences: left, complaints }
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn surprise(name: &str, expected: Expected, counts: Expected) -> String {
    format!("{name} was expected to end with {expected:?}, but ended with {counts:?}")
}

/// A fresh copy of the case, and the command for it.
fn prepare(case: &Case, echo: &Echo, work: &Path) -> Errand {
    let _ = fs::remove_dir_all(work);
    let fill = |text: &str| {
        let certificates =
            if case.tls { certificates().folder().display().to_string() } else { String::new() };
        let text = echo.fill(text).replace("<certificates>", &certificates);
        text.replace("<work>", &work.display().to_string())
    };
    case.unpack(work, fill);
    fs::create_dir_all(work.join("out")).unwrap();
    Errand {
        args: case.command_line(fill),
        folder: work.to_path_buf(),
        env: case.env.iter().map(|(name, value)| (name.clone(), fill(value))).collect(),
        alone: case.alone,
    }
}

/// Made once; making keys takes time.
fn certificates() -> &'static Certificates {
    static MADE: OnceLock<Certificates> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = env::temp_dir().join(format!("gp-runkit-certificates-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Certificates::make(folder)
    })
}
