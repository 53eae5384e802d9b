//! All reporters on one run.

use std::{cell::RefCell, fs, io::Write, path::PathBuf, rc::Rc};

use model::variables::Kind;
use runner::report::{Given, Outlet, REPORTERS, Setup, choose};
use serde_json::{Value, json};

use crate::{
    server::Server,
    story::{Setting, item},
};

/// What went to the terminal.
#[derive(Clone, Default)]
struct Terminal(Rc<RefCell<Vec<u8>>>);

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Runs with every reporter; gives the text of each file, and what went to the terminal.
fn reports(setting: Setting, options: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
    let folder: PathBuf =
        std::env::temp_dir().join(format!("gatepost-reports-{}", uuid::Uuid::new_v4()));
    let terminal = Terminal::default();
    let copy = terminal.clone();
    let outlet = Outlet::new(move || Box::new(copy.clone()));
    let setup = Setup {
        folder: folder.clone(),
        verbose: true,
        output: outlet.clone(),
        errors: outlet,
        ..Setup::default()
    };
    let mut given = Given::default();
    for (key, value) in options {
        given.set(key, *value);
    }
    let names: Vec<_> = REPORTERS.iter().map(|row| row.name).collect();
    let chosen = choose(&names, &given, &setup).unwrap();
    let story = setting.tell_to(chosen.reporters);
    assert!(story.finished.report_faults.is_empty(), "{:?}", story.finished.report_faults);
    let text = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(&path).unwrap())
    };
    let files = fs::read_dir(&folder).unwrap().map(|file| text(file.unwrap().path()));
    let mut all: Vec<_> = files.collect();
    all.push(("terminal".to_owned(), String::from_utf8(terminal.0.take()).unwrap()));
    fs::remove_dir_all(&folder).unwrap();
    all
}

/// The bodies that a JSON report holds as numbers, as text.
fn bodies(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap();
    let mut text = Vec::new();
    for execution in document["run"]["executions"].as_array().unwrap() {
        let data = execution["response"]["stream"]["data"].as_array();
        let bytes = data.into_iter().flatten().filter_map(Value::as_u64);
        text.extend(bytes.filter_map(|byte| u8::try_from(byte).ok()));
        text.push(b'\n');
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn no_report_shows_a_secret() {
    let server = Server::start();
    let request = json!({
        "method": "POST",
        "url": server.url("/echo/{{s}}?q={{s}}"),
        "header": [{"key": "X-Key", "value": "{{s}}"}],
        "body": {"mode": "raw", "raw": "{\"s\": \"{{s}}\"}"},
    });
    let test = "const s = pm.environment.get('s'); console.log(s, {s}); \
        pm.test('named ' + s, () => pm.expect(s).to.equal('other')); throw new Error(s)";
    let setting = Setting::new([item("a", &request, "", test)]);
    let setting = setting.environment(&[("s", "c4n4ry-secret", Kind::Secret)]);
    let options = [("jsonl-bodies", None), ("jsonl-headers", None)];
    let all = reports(setting, &options);
    assert!(server.take()[0].line().contains("c4n4ry-secret"));
    assert_eq!(all.len(), 4, "a file of json, junit and html, and the terminal");
    for (name, text) in &all {
        assert!(!text.contains("c4n4ry"), "{name}: {text}");
        assert!(text.contains(runner::MASK), "{name}");
    }
    let document = all.iter().find(|(_, text)| text.starts_with('{')).map(|(_, text)| text);
    let bodies = bodies(document.unwrap());
    assert!(!bodies.contains("c4n4ry") && bodies.contains(runner::MASK), "{bodies}");
}

#[test]
fn names_of_files_tell_what_and_when() {
    let server = Server::start();
    let setting = Setting::new([item("a", &server.url("/a").into(), "", "")]);
    for (name, _) in reports(setting, &[]) {
        if name != "terminal" {
            // Such as `newman-run-report-2026-01-02-03-04-05-678-0.json`.
            let (stem, ending) = name.rsplit_once('.').unwrap();
            let time = stem.strip_prefix("newman-run-report-").unwrap();
            assert!(["json", "xml", "html"].contains(&ending), "{name}");
            assert_eq!(time.split('-').count(), 8, "{name}");
            assert!(time.chars().all(|c| c == '-' || c.is_ascii_digit()), "{name}");
        }
    }
}

#[test]
fn a_run_out_of_time_leaves_no_files() {
    let setting = Setting::new([item("a", &"http://127.0.0.1:1/".into(), "for(;;);", "")]);
    let setting =
        setting.with(|options| options.timeout = Some(std::time::Duration::from_millis(50)));
    let all = reports(setting, &[]);
    assert_eq!(all.len(), 1, "{:?}", all.iter().map(|(name, _)| name).collect::<Vec<_>>());
}
