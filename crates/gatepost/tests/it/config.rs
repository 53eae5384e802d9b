//! Settings that can't be, and starts that can't happen.

use std::net::TcpListener;

use crate::kit::Folder;

/// The error is one sentence that names the thing, with a hint.
fn refused(folder: &Folder, args: &[&str], code: i32, sentence: &str, hint: &str) {
    let ended = folder.run(args);
    assert_eq!(ended.code, code, "{args:?}: {}", ended.err);
    let (first, rest) = ended.err.split_once('\n').unwrap();
    assert_eq!(first, format!("error: {sentence}"));
    assert_eq!(rest, if hint.is_empty() { String::new() } else { format!("hint: {hint}\n") });
    assert_eq!(ended.out, "");
}

#[test]
fn a_wrong_key_is_named_with_its_file_and_the_nearest_key() {
    let folder = Folder::new();
    let file = folder.file("my.toml", "listn = \"127.0.0.1:1\"\n");
    let sentence = format!("unknown key `listn` in `{file}`");
    refused(&folder, &["serve", "--config", &file], 3, &sentence, "did you mean `listen`?");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = Folder::new();
    let file = folder.0.join("none.toml").display().to_string();
    let sentence = format!(
        "the configuration file `{file}` can't be read: No such file or directory (os error 2)"
    );
    refused(&folder, &["serve", "--config", &file], 3, &sentence, "");
}

#[test]
fn the_network_needs_tls() {
    let folder = Folder::new();
    let hint = "give --tls-cert and --tls-key, or --behind-proxy when a proxy in front speaks TLS";
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.7:7007"] {
        let sentence =
            format!("listening on `{listen}` would carry keys over the network in the clear");
        refused(&folder, &["serve", "--listen", listen], 2, &sentence, hint);
    }
    assert!(!folder.data().exists());
    let server = folder.serve_at("0.0.0.0:0", &["--behind-proxy"]);
    assert!(server.url().starts_with("http://0.0.0.0:"));
}

#[test]
fn a_port_in_use_is_named() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let sentence = format!("port {port} of `127.0.0.1` is in use by another program");
    let hint = "end that program, or choose another port with --listen";
    refused(&folder, &["serve", "--listen", &format!("127.0.0.1:{port}")], 4, &sentence, hint);
}

#[test]
fn a_folder_that_can_not_be_made_is_named() {
    let folder = Folder::new();
    // A file in the way stops even the superuser, whom permissions would not.
    let file = folder.file("file", "");
    let sentence =
        format!("can't make the data folder `{file}/data`: Not a directory (os error 20)");
    let hint = "choose another with --data DIR";
    refused(&folder, &["serve", "--data", &format!("{file}/data")], 3, &sentence, hint);
}

#[test]
fn tls_files_that_can_not_be_used_are_named() {
    let folder = Folder::new();
    let none = folder.0.join("none.pem").display().to_string();
    let empty = folder.file("empty.pem", "");
    let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let key = folder.file("key.pem", &key);
    for (cert, expected) in [
        (&none, format!("the certificate file `{none}` can't be read")),
        (&empty, format!("the certificate file `{empty}` holds no certificate")),
    ] {
        let ended = folder.run(&["serve", "--tls-cert", cert, "--tls-key", &key]);
        assert_eq!(ended.code, 3);
        assert!(ended.err.starts_with(&format!("error: {expected}")), "{}", ended.err);
    }
}

#[test]
fn a_corrupt_database_is_named_and_left_alone() {
    let folder = Folder::new();
    folder.must(&["user", "list"]);
    let file = folder.data().join("gatepost.db");
    let damaged = b"this is no database, and it is long enough to be looked at as one".repeat(64);
    std::fs::write(&file, &damaged).unwrap();
    let ended = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(ended.code, 3, "{}", ended.err);
    assert_eq!(ended.err.lines().count(), 2, "{}", ended.err);
    assert!(ended.err.contains(&folder.data().display().to_string()), "{}", ended.err);
    assert_eq!(std::fs::read(&file).unwrap(), damaged);
}

#[test]
fn a_folder_in_use_is_told_with_its_holder() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let data = folder.data().display().to_string();
    let (url, pid) = (server.url(), server.pid());
    let sentence = format!("gatepost at {url} (process {pid}) holds the data folder `{data}`");
    let hint = "stop it, or name another folder with --data DIR";
    refused(&folder, &["serve", "--listen", "127.0.0.1:0"], 4, &sentence, hint);
}
