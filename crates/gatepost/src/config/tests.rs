//! Sources and their order, wrong keys and values, the example file.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{Given, Settings, example::example};
use crate::{
    cli::Place,
    exit::{Exit, Failure},
};

/// A folder that is removed with the test.
struct Folder(PathBuf);

impl Folder {
    fn with(config: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("gatepost-config-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("gatepost.toml"), config).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn load(
    folder: &Path,
    environment: &[(&str, &str)],
    flags: Vec<Given>,
) -> Result<Settings, Failure> {
    let variables: BTreeMap<_, _> = environment.iter().copied().collect();
    let place = Place { data: Some(folder.to_owned()), config: None };
    Settings::from_sources(&place, flags, &|name| {
        variables.get(name).map(|text| (*text).to_owned())
    })
}

#[test]
fn the_later_source_wins() {
    let folder =
        Folder::with("listen = \"127.0.0.1:1\"\nowner_name = \"File\"\n[log]\nlevel = \"warn\"\n");
    let flags = Given::new("listen", "--listen", Some("127.0.0.1:3".into())).into_iter().collect();
    let environment = [("GATEPOST_LISTEN", "127.0.0.1:2"), ("GATEPOST_LOG_LEVEL", "debug")];
    let settings = load(&folder.0, &environment, flags).unwrap();
    assert_eq!(settings.server.listen.port(), 3);
    assert_eq!(settings.log.level.0.to_string(), "debug");
    assert_eq!(settings.data.owner_name.as_deref(), Some("File"));
    assert_eq!(settings.folder, folder.0);
}

#[test]
fn an_unknown_key_is_named_with_file_and_nearest_key() {
    let folder = Folder::with("[limits]\nprofil = \"off\"\n");
    let failure = load(&folder.0, &[], vec![]).unwrap_err();
    let file = folder.0.join("gatepost.toml");
    assert_eq!(failure.sentence, format!("unknown key `limits.profil` in `{}`", file.display()));
    assert_eq!(failure.hint.as_deref(), Some("did you mean `limits.profile`?"));
    assert_eq!(failure.exit, Exit::Input);
}

#[test]
fn wrong_values_are_refused_with_what_is_right() {
    for (config, expected) in [
        ("listen = \"here\"", "must be an address and a port such as 127.0.0.1:7007, not `here`"),
        ("limits = \"fast\"", "must be standard, cloud or off, not `fast`"),
        ("[limits]\ncalls_per_minute = -1", "must be a whole number, 0 or more, not `-1`"),
        ("[mcp]\nuser_keys = \"perhaps\"", "must be true or false, not `perhaps`"),
        ("[log]\nlevel = \"loud\"", "must be off, error, warn, info, debug or trace, not `loud`"),
        ("listen = [1]", "must be text, a whole number, true or false"),
        ("listen = ", "is no TOML, line 1: "),
        ("data = \"elsewhere\"", "points away from the data folder it lies in"),
        ("colour = \"red\"", "unknown key `colour`"),
    ] {
        let folder = Folder::with(config);
        let failure = load(&folder.0, &[], vec![]).unwrap_err();
        assert!(failure.sentence.contains(expected), "{config}: {}", failure.sentence);
        assert_eq!(failure.exit, Exit::Input, "{config}");
    }
}

#[test]
fn a_wrong_variable_is_wrong_usage() {
    let folder = Folder::with("");
    let failure = load(&folder.0, &[("GATEPOST_LIMITS", "none")], vec![]).unwrap_err();
    assert_eq!(
        failure.sentence,
        "`limits.profile` (from `GATEPOST_LIMITS`) must be standard, cloud or off, not `none`"
    );
    assert_eq!(failure.exit, Exit::Usage);
}

#[test]
fn limits_start_from_the_profile() {
    use catalog::LimitClass;
    use gate::{Limit, Limits};
    let list = |calls| Some(Limit { calls, window: 10_000 });
    for (config, expected) in [
        ("", Limits::standard()),
        ("limits = \"cloud\"", Limits::standard()),
        ("limits = \"off\"", Limits::off()),
        ("[limits]\nlists_per_10_seconds = 3", Limits::standard().with(LimitClass::List, list(3))),
        (
            "[limits]\nprofile = \"off\"\nlists_per_10_seconds = 3",
            Limits::off().with(LimitClass::List, list(3)),
        ),
        ("[limits]\ncalls_per_minute = 0", Limits::standard().with(LimitClass::Default, None)),
    ] {
        let folder = Folder::with(config);
        assert_eq!(load(&folder.0, &[], vec![]).unwrap().limits.limits(), expected, "{config}");
    }
}

#[test]
fn the_example_file_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("gatepost.example.toml");
    if std::env::var_os("UPDATE_EXAMPLE").is_some() {
        std::fs::write(&path, example()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, example(), "run this test with UPDATE_EXAMPLE=1");
}

#[test]
fn every_line_of_the_example_can_be_switched_on() {
    let mut text = String::new();
    for line in example().lines() {
        let commented =
            line.strip_prefix('#').filter(|rest| rest.contains(" = ") && !rest.starts_with(' '));
        text.push_str(commented.unwrap_or(line));
        text.push('\n');
    }
    let folder = Folder::with("");
    let file = folder.0.join("other.toml");
    std::fs::write(&file, text).unwrap();
    let place = Place { data: None, config: Some(file) };
    let settings = Settings::from_sources(&place, vec![], &|_| None).unwrap();
    assert_eq!(settings.limits.lists_per_10_seconds, Some(10));
    assert_eq!(settings.folder, Path::new("gatepost-data"));
}
