//! Administration over the network.

use crate::kit::{Ended, Folder};

#[test]
fn an_admin_key_administers_and_nothing_else_does() {
    let home = Folder::new();
    let server = home.serve(&[]);
    let agent = home.agent("Release bot");
    let away = Folder::new();
    let list = |key: &str| {
        let args = ["user", "list", "--server", server.url()];
        Ended::of(away.command(&args).env("GATEPOST_ADMIN_KEY", key))
    };
    let listed = list(server.admin_key());
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert!(listed.out.starts_with("ID"));
    assert_eq!(list("gpm_wrong").code, 4);
    assert_eq!(list("").code, 4);
    assert_eq!(list(server.api_key()).code, 5);
    assert_eq!(list(&agent).code, 5);
    assert!(!away.data().exists(), "a remote command touched the local data folder");
}

#[test]
fn keys_never_travel_in_the_clear() {
    let folder = Folder::new();
    let args = ["user", "list", "--server", "http://gatepost.example"];
    let ended = Ended::of(folder.command(&args).env("GATEPOST_ADMIN_KEY", "gpm_x"));
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("would carry the admin key in the clear"), "{}", ended.err);
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let folder = Folder::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}");
    let args = ["user", "list", "--server", &url];
    let ended = Ended::of(folder.command(&args).env("GATEPOST_ADMIN_KEY", "gpm_x"));
    assert_eq!(ended.code, 4);
    let sentence = format!("error: no connection to `127.0.0.1` port {}", free.port());
    assert!(ended.err.starts_with(&sentence), "{}", ended.err);
}

#[test]
fn tls_is_served_and_checked() {
    let home = Folder::new();
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let cert = home.file("cert.pem", &made.cert.pem());
    let key = home.file("key.pem", &made.signing_key.serialize_pem());
    let server = home.serve(&["--tls-cert", &cert, "--tls-key", &key]);
    assert!(server.url().starts_with("https://127.0.0.1:"));
    let other = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let other = home.file("other.pem", &other.cert.pem());
    for (authority, code) in [(&cert, 0), (&other, 4)] {
        let args = ["user", "list", "--server", server.url(), "--server-ca", authority];
        let ended = Ended::of(home.command(&args).env("GATEPOST_ADMIN_KEY", server.admin_key()));
        assert_eq!(ended.code, code, "{}", ended.err);
    }
}
