use model::auth::Scheme;
use model::url::Url;
use serde_json::Value;

use super::*;
use crate::SignBody;

#[test]
fn values_are_found_wherever_they_stand() {
    let rows = [
        (r#"Digest realm="a b", nonce="n""#, "realm", Some("a b")),
        (r#"digest NONCE="N""#, "nonce", Some("N")),
        (r#"Digest nonce="""#, "nonce", Some("")),
        (r#"Digest nonce="cut off"#, "nonce", None),
        ("Digest qop=auth", "qop", None),
        (r#"Digest cnonce="c", nonce="n""#, "nonce", Some("c")),
        (r#"Digest é="x", realm="ü""#, "realm", Some("ü")),
        ("", "realm", None),
    ];
    for (challenge, name, expected) in rows {
        assert_eq!(quoted(challenge, name), expected, "{challenge}");
    }
}

#[test]
fn counts_go_on_in_hexadecimal() {
    let rows = [
        ("00000001", "00000002"),
        ("00000009", "0000000a"),
        ("7", "00000008"),
        ("ffffffff", "100000000"),
        ("ffffffffffffffff", FIRST),
        ("", FIRST),
        ("x", FIRST),
    ];
    for (count, expected) in rows {
        assert_eq!(next(count), expected, "{count}");
    }
}

fn auth(pairs: &[(&str, &str)]) -> Auth {
    let mut auth = Auth::new(Scheme::Digest);
    for (name, value) in pairs {
        auth.set(name, Value::from(*value));
    }
    auth
}

fn sign_body(body: SignBody<'_>) -> Result<Outcome, Fault> {
    let auth = auth(&[("username", "u"), ("realm", "r"), ("nonce", "n"), ("qop", "auth-int")]);
    let (mut url, mut headers) = (Url::parse("http://h/"), Vec::new());
    let mut random = |bytes: &mut [u8]| bytes.fill(0);
    let mut env = Env { now_ms: 0, random: &mut random };
    let mut request =
        Signable { method: "POST", url: &mut url, headers: &mut headers, body, encode_url: true };
    sign(&auth, &mut request, &mut env, &mut Learned::default())
}

#[test]
fn a_body_without_fixed_bytes_has_no_integrity() {
    assert_eq!(sign_body(SignBody::Empty), Ok(Outcome::Signed));
    let fault = Fault::Body("it has no fixed bytes".to_owned());
    assert_eq!(sign_body(SignBody::Opaque), Err(fault));
}

struct Unreadable;

impl crate::Source for Unreadable {
    fn read(&self, _: &mut dyn FnMut(&[u8])) -> Result<(), String> {
        Err("gone".to_owned())
    }
}

#[test]
fn a_body_that_cannot_be_read_is_a_warning() {
    let fault = Fault::Body("gone".to_owned());
    assert_eq!(fault.to_string(), "the body can't be read: gone");
    assert_eq!(sign_body(SignBody::Source(&Unreadable)), Err(fault));
}

#[test]
fn nothing_is_learned_from_other_schemes() {
    let mut random = |bytes: &mut [u8]| bytes.fill(0);
    let mut env = Env { now_ms: 0, random: &mut random };
    let headers = [("WWW-Authenticate".to_owned(), br#"Basic realm="b""#.to_vec())];
    let head = Head { status: 401, headers: &headers };
    let mut learned = Learned::default();
    assert_eq!(answer(&auth(&[]), head, &mut env, &mut learned), Answer::Final);
    assert_eq!(learned.get("realm"), None);
}
