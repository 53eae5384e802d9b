//! What `--help` shows, for every command there is.

use crate::kit::Folder;

fn help(folder: &Folder, path: &[String]) -> String {
    let args: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
    folder.must(&args)
}

/// The subcommands that a help text lists.
fn subcommands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| line.starts_with("  "));
    listed.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn snapshot(folder: &Folder, path: &mut Vec<String>, seen: &mut usize) {
    let text = help(folder, path);
    assert!(text.contains("Example") || path.is_empty(), "{path:?} shows no example");
    let name = ["gatepost"].into_iter().chain(path.iter().map(String::as_str));
    insta::assert_snapshot!(name.collect::<Vec<_>>().join("-"), text);
    *seen += 1;
    for command in subcommands(&text) {
        path.push(command);
        snapshot(folder, path, seen);
        path.pop();
    }
}

#[test]
fn every_command_explains_itself() {
    let mut seen = 0;
    snapshot(&Folder::new(), &mut Vec::new(), &mut seen);
    assert!(seen > 25, "only {seen} commands were found");
}

#[test]
fn typing_errors_are_wrong_usage_with_a_suggestion() {
    let folder = Folder::new();
    for (args, expected) in [
        (&["sevre"][..], "'serve'"),
        (&["agent", "craete", "x"], "'create'"),
        (&["serve", "--lisen", "x"], "'--listen'"),
        (&["grant", "add", "bot", "collections"], "<LEVEL>"),
        (&["grant", "add", "bot"], "<AREA>"),
        (&["key", "create"], "--user"),
        (&["serve", "--tls-cert", "x"], "--tls-key"),
        (&["mcp", "--code", "--full"], "cannot be used with"),
        (&["import"], "<FILE>"),
        (&[], "Usage: gatepost <COMMAND>"),
    ] {
        let ended = folder.run(args);
        assert_eq!(ended.code, 2, "{args:?}");
        assert!(ended.err.contains(expected), "{args:?}: {}", ended.err);
        assert_eq!(ended.out, "", "{args:?}");
    }
    assert!(!folder.data().exists(), "wrong usage touched the data folder");
}
