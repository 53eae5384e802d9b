use std::{fmt::Write as _, path::Path};

use super::*;

#[test]
fn both_names_run() {
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    for (line, expected) in [
        ("gatepost run x.json", Some(2)),
        ("gatepost newman run x.json", Some(3)),
        ("gatepost newman", Some(2)),
        ("gatepost serve run", None),
    ] {
        assert_eq!(named(&words(line)), expected, "{line}");
    }
    let short = |long: &str| takes(long).map(|known| known.short);
    assert_eq!(short("iteration-count"), Some(Some('n')));
    assert_eq!(short("env-var"), Some(None));
    assert_eq!(takes("nothing"), None);
}

/// The options of `run` as a table.
fn table() -> String {
    let mut command = Cli::command();
    let run = command.find_subcommand_mut("run").unwrap();
    let mut table = String::new();
    let mut heading = "";
    for arg in run.get_arguments().filter(|arg| arg.get_help_heading().is_some()) {
        let group = arg.get_help_heading().unwrap();
        if group != heading {
            heading = group;
            let _ = write!(table, "\n### {group}\n\n| Option | What it does |\n|---|---|\n");
        }
        let short = arg.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
        let long = arg.get_long().unwrap();
        let takes = arg.get_action().takes_values();
        let value = arg.get_value_names().filter(|_| takes).and_then(<[_]>::first);
        let value = match value {
            Some(value) if arg.get_num_args().is_some_and(|range| range.min_values() == 0) => {
                format!(" [{value}]")
            }
            Some(value) => format!(" {value}"),
            None => String::new(),
        };
        let help = arg.get_help().unwrap().to_string().replace('|', "\\|");
        let _ = writeln!(table, "| `{short}--{long}{value}` | {help} |");
    }
    table
}

#[test]
fn the_page_has_every_option() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/run.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (start, end) = ("<!-- options: made from the command line -->", "<!-- end of options -->");
    let (before, rest) = page.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let made = format!("{before}{start}\n{}\n{end}{after}", table());
    if page != made && std::env::var_os("GATEPOST_UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    } else {
        assert!(page == made, "docs/run.md is stale: run again with GATEPOST_UPDATE=1");
    }
}
