//! Every `tests/scripts/<name>.js` has what it prints beside it, in `<name>.txt`.
//!
//! A line `//// test` or `//// prerequest` begins a further script of the same run. With
//! `GATEPOST_UPDATE` set the expected texts are written anew.
#![cfg(test)]

use std::{fs, path::Path};

use sandbox::{Event, Limits};

use crate::stage::Stage;

/// What a case prints.
async fn output(source: &str) -> String {
    let stage = Stage::new(Limits::default());
    let (mut event, mut script) = (Event::Test, String::new());
    let mut scripts = Vec::new();
    for line in source.lines() {
        let next = match line {
            "//// test" => Some(Event::Test),
            "//// prerequest" => Some(Event::Prerequest),
            _ => None,
        };
        if let Some(next) = next {
            if !script.is_empty() {
                scripts.push((event, std::mem::take(&mut script)));
            }
            event = next;
        } else {
            script.push_str(line);
            script.push('\n');
        }
    }
    scripts.push((event, script));
    for (number, (event, script)) in scripts.into_iter().enumerate() {
        if number > 0 {
            stage.host.line("---");
        }
        let finished = stage.run(event, &script).await;
        stage.host.finished(&finished);
    }
    stage.host.lines.take()
}

#[tokio::test(flavor = "current_thread", start_paused = true)]
async fn scripts_print_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let update = std::env::var_os("GATEPOST_UPDATE").is_some();
    let mut wrong = Vec::new();
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "js")) {
        let printed = output(&fs::read_to_string(file).unwrap()).await;
        let beside = file.with_extension("txt");
        if update {
            fs::write(&beside, &printed).unwrap();
        } else if fs::read_to_string(&beside).unwrap_or_default() != printed {
            wrong.push(format!("{}:\n{printed}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
