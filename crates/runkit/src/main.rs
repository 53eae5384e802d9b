//! Shows where Gatepost differs from Newman, case by case.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    io::{Write as _, stdout},
    process::ExitCode,
    sync::Mutex,
    thread,
};

use clap::Parser;
use runkit::{
    Bench, Outcome, Verdict, case::Case, compare::Difference, outcome::PARTS, rows::Rows,
};

/// Runs cases through Newman and Gatepost and shows where they differ.
///
/// Of a difference, lines marked `n` are Newman's and lines marked `g` are Gatepost's.
#[derive(Parser)]
#[command(name = "cargo xtask cases", bin_name = "cargo xtask cases")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Options {
    /// Names of cases, or parts of names; all cases without any.
    names: Vec<String>,
    /// Only differences in this part; may be given more than once.
    #[arg(long, value_parser = PARTS.to_vec())]
    part: Vec<String>,
    /// Only cases of rows that begin so, `url` or `url.dots`.
    #[arg(long)]
    row: Option<String>,
    /// Shows everything both did, but the whole reports only if `--part report` asks for them.
    #[arg(long)]
    show: bool,
    /// Asks Newman alone and shows what it did.
    #[arg(long)]
    newman: bool,
    /// Lets Newman take both sides, which shows what differs by itself.
    #[arg(long)]
    twice: bool,
    /// One line for each case that differs.
    #[arg(long)]
    brief: bool,
    /// Only which places differ, and in how many cases, the most frequent first.
    #[arg(long)]
    places: bool,
    /// What `expect` of each case would be, by what Newman does.
    #[arg(long)]
    counts: bool,
    /// Shows the rows with their cases, and runs nothing.
    #[arg(long)]
    rows: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let mut cases = Case::named(&options.names);
    if let Some(row) = &options.row {
        cases.retain(|case| case.rows.iter().any(|of| of.starts_with(row.as_str())));
    }
    if options.rows {
        return rows(&cases);
    }
    let queue = Mutex::new(cases.iter());
    let verdicts = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..2.min(cases.len()) {
            scope.spawn(|| {
                let mut bench = Bench::new();
                bench.twice = options.twice;
                if options.newman || options.counts {
                    bench.gatepost = Err("it was not asked");
                }
                while let Some(case) = queue.lock().ok().and_then(|mut queue| queue.next()) {
                    let verdict = bench.run(case);
                    if !options.places {
                        say(&told(case, &verdict, &options));
                    }
                    if let Ok(mut verdicts) = verdicts.lock() {
                        verdicts.insert(case.name.clone(), verdict);
                    }
                }
            });
        }
    });
    let verdicts = verdicts.into_inner().unwrap_or_default();
    if options.places {
        say(&places(&verdicts));
    }
    say(&[sum_up(&verdicts)]);
    let good = verdicts.values().all(Verdict::is_good);
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn say(lines: &[String]) {
    let mut out = stdout().lock();
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
}

fn rows(cases: &[Case]) -> ExitCode {
    let list = Rows::read();
    let faults = list.faults(&Case::all());
    say(&[list.page(cases)]);
    say(&faults);
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is shown of a case, as lines.
fn told(case: &Case, verdict: &Verdict, options: &Options) -> Vec<String> {
    let asked = |part: &str| options.part.iter().any(|asked| asked == part);
    let wanted = |part: &str| options.part.is_empty() || asked(part);
    let mut lines = Vec::new();
    if options.counts
        && let Some(counts) = verdict.newman.as_ref().map(Outcome::counts)
    {
        let runkit::case::Expected { exit, requests, assertions, failures } = counts;
        return vec![format!("{} {exit} {requests} {assertions} {failures}", case.name)];
    }
    if options.newman || options.show {
        lines.push(format!("=== {}: {}", case.name, case.says));
        for (name, outcome) in [("newman", &verdict.newman), ("gatepost", &verdict.gatepost)] {
            let parts = outcome.iter().flat_map(|outcome| &outcome.0);
            let parts =
                parts.filter(|(part, _)| wanted(part) && (asked(part) || *part != "report"));
            lines.extend(parts.map(|(part, value)| format!("{name} {part} {value:#}")));
        }
    }
    let shown: Vec<_> = verdict.differences.iter().filter(|it| wanted(it.part())).collect();
    if shown.is_empty() && verdict.complaints.is_empty() {
        return lines;
    }
    lines.push(format!("--- {}: {} differences", case.name, verdict.differences.len()));
    if options.brief {
        return lines;
    }
    lines.extend(verdict.complaints.iter().map(|complaint| format!("  {complaint}")));
    // The whole report repeats what the telling parts say.
    let telling = shown.iter().any(|it| it.part() != "report");
    let shown = shown.into_iter().filter(|it| asked("report") || !telling || it.part() != "report");
    lines.extend(shown.map(Difference::to_string));
    lines
}

/// Places that differ, without indexes, with the number of cases and one of them.
fn places(verdicts: &BTreeMap<String, Verdict>) -> Vec<String> {
    let mut places = BTreeMap::<String, BTreeSet<&str>>::new();
    for (name, verdict) in verdicts {
        for difference in &verdict.differences {
            let step =
                |step: &str| if step.parse::<usize>().is_ok() { "*" } else { step }.to_owned();
            let place: Vec<String> = difference.at.split('/').map(step).collect();
            places.entry(place.join("/")).or_default().insert(name);
        }
    }
    let mut places: Vec<_> = places.into_iter().collect();
    places.sort_by_key(|(_, cases)| Reverse(cases.len()));
    let line = |(place, cases): (String, BTreeSet<&str>)| {
        let example = cases.first().copied().unwrap_or_default();
        format!("{:4} {place} ({example})", cases.len())
    };
    places.into_iter().map(line).collect()
}

fn sum_up(verdicts: &BTreeMap<String, Verdict>) -> String {
    let count = |part: &str| {
        let differs = |verdict: &Verdict| verdict.differences.iter().any(|it| it.part() == part);
        verdicts.values().filter(|verdict| differs(verdict)).count()
    };
    let good = verdicts.values().filter(|verdict| verdict.is_good()).count();
    let parts: Vec<String> = PARTS.iter().map(|part| format!("{part} {}", count(part))).collect();
    let all = verdicts.len();
    format!("{good} of {all} cases agree; cases that differ by part: {}", parts.join(", "))
}
