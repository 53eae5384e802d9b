//! `gatepost export`

use crate::kit::{COLLECTION, Ended, Folder};

#[test]
fn a_collection_goes_out_in_every_format() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let file = folder.file("payments.json", COLLECTION);
    let uid = folder.must(&["import", &file]).trim().to_owned();
    let export = |key: &str, args: &[&str]| {
        let args = [&["export"], args].concat();
        Ended::of(folder.command(&args).env("GATEPOST_KEY", key))
    };
    let key = server.api_key();
    for (format, expected) in [
        ("openapi", "openapi: 3.0.3\n"),
        ("postman", "\"name\":\"Payments\""),
        ("har", "\"version\": \"1.2\""),
        ("curl", "curl "),
    ] {
        for name in ["payments", &uid] {
            let ended = export(key, &[name, "--format", format]);
            assert_eq!(ended.code, 0, "{format}: {}", ended.err);
            assert!(ended.out.contains(expected), "{format}: {}", ended.out);
        }
    }
    let out = folder.0.join("payments.json.har");
    let ended = export(key, &["Payments", "--format", "har", "--out", out.to_str().unwrap()]);
    assert_eq!((ended.code, ended.out.as_str()), (0, ""), "{}", ended.err);
    assert_eq!(folder.run(&["import", out.to_str().unwrap()]).code, 0);

    // Agents see what they are granted, and nothing at first.
    let agent = folder.agent("Release bot");
    let ended = export(&agent, &[&uid, "--format", "curl"]);
    assert_ne!(ended.code, 0);
    assert_eq!(ended.out, "");
    let ended = folder.run(&["export", &uid, "--format", "curl"]);
    assert!(ended.err.contains("GATEPOST_KEY is not set"), "{}", ended.err);
    assert_ne!(export("gpk_unknown", &[&uid, "--format", "curl"]).code, 0);
    assert_eq!(export(key, &["Paymets", "--format", "curl"]).code, 2);
}
