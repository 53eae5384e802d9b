//! Every case of every scheme.
#![cfg(test)]

use std::{fs, path::Path};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use model::auth::Scheme;
use rsa::pkcs8::DecodePublicKey;
use rsa::signature::Verifier;
use serde_json::Value;

use crate::case::{Case, Sent};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors"))
}

fn key(name: &str) -> String {
    fs::read_to_string(folder().join(format!("keys/{name}.pem"))).unwrap()
}

/// The cases of a file; `{{name}}` in it is a key.
fn cases(path: &Path) -> Vec<Case> {
    let mut text = fs::read_to_string(path).unwrap();
    for name in ["rsa2048", "rsa2048-pkcs1", "rsa1024", "p256", "p384", "p521"] {
        let key = serde_json::to_string(&key(name)).unwrap();
        text = text.replace(&format!("{{{{{name}}}}}"), key.trim_matches('"'));
    }
    serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn check(file: &str) {
    let mut faults = Vec::new();
    for case in cases(&folder().join(file)) {
        let (mut sent, warned) = case.play();
        let mut expected = case.ours.clone().unwrap_or_else(|| case.sent.clone());
        assert_eq!(case.ours.is_some(), case.unlike.is_some(), "{}: reason missing", case.name);
        if case.warned {
            // Where nothing was signed, the host is no part of the signature.
            for one in &mut expected {
                one.headers.retain(|(name, _)| name != "Host");
            }
        }
        verify(&case, &mut sent, &mut expected);
        if sent != expected {
            let [sent, expected] =
                [sent, expected].map(|list| serde_json::to_string(&list).unwrap());
            faults.push(format!("{}\n   sent {sent}\n   not  {expected}", case.name));
        } else if case.warned && !warned && case.unlike.is_none() {
            faults.push(format!("{}: no warning", case.name));
        } else if warned && !case.warned && case.unlike.is_none() {
            faults.push(format!("{}: a warning", case.name));
        }
    }
    assert!(faults.is_empty(), "{file}: {} cases differ\n{}", faults.len(), faults.join("\n"));
}

/// Signatures that differ each time are checked with the public key and then made alike.
fn verify(case: &Case, sent: &mut [Sent], expected: &mut [Sent]) {
    let auth = case.auth();
    if !matches!(auth.scheme, Scheme::Jwt | Scheme::Asap) {
        return;
    }
    let name = ["algorithm", "alg"].into_iter().find_map(|name| auth.get(name));
    let Some(name) = name.filter(|name| name.starts_with(['P', 'E'])) else { return };
    for (one, other) in sent.iter_mut().zip(expected) {
        let Some((_, ours)) = one.headers.last_mut() else { continue };
        let Some((_, theirs)) = other.headers.last_mut() else { continue };
        let (text, signature) = ours.rsplit_once('.').unwrap();
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap();
        let data = text.trim_start_matches("Bearer ").as_bytes();
        assert!(is_valid(&name, data, &signature), "{}: signature", case.name);
        *ours = text.to_owned();
        theirs.truncate(theirs.rfind('.').unwrap());
    }
}

fn is_valid(algorithm: &str, data: &[u8], signature: &[u8]) -> bool {
    macro_rules! ecdsa {
        ($curve:ident, $key:literal) => {{
            let key = $curve::ecdsa::VerifyingKey::from_public_key_pem(&key($key)).unwrap();
            let signature = $curve::ecdsa::Signature::from_slice(signature).unwrap();
            key.verify(data, &signature).is_ok()
        }};
    }
    let rsa = || rsa::PublicKey::from_public_key_pem(&key("rsa2048.pub")).unwrap();
    match algorithm {
        "ES256" => ecdsa!(p256, "p256.pub"),
        "ES384" => ecdsa!(p384, "p384.pub"),
        "ES512" => ecdsa!(p521, "p521.pub"),
        "PS256" => rsa().pss_verify::<sha2::Sha256>(data, signature).is_ok(),
        "PS384" => rsa().pss_verify::<sha2::Sha384>(data, signature).is_ok(),
        "PS512" => rsa().pss_verify::<sha2::Sha512>(data, signature).is_ok(),
        other => panic!("{other}"),
    }
}

#[test]
fn every_scheme_has_its_vectors() {
    let folders = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap());
    let named = folders.filter(|entry| entry.file_type().unwrap().is_dir());
    let names: Vec<_> = named.map(|entry| entry.file_name().into_string().unwrap()).collect();
    for name in &names {
        let known = name == "keys" || name == "unknown";
        assert!(known || !matches!(Scheme::from_name(name), Scheme::Unknown(_)), "{name}");
    }
    assert_eq!(names.len(), 15, "{names:?}");
}

#[test]
fn recordings_have_one_request_each_at_least() {
    for entry in fs::read_dir(folder()).unwrap() {
        let file = entry.unwrap().path().join("newman.json");
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
        for case in cases {
            assert!(!case["sent"].as_array().unwrap().is_empty(), "{}", case["name"]);
        }
    }
}

/// One test for each file.
macro_rules! files {
    ($($name:ident: $file:literal;)*) => {
        $(
            #[test]
            fn $name() {
                check($file);
            }
        )*
    };
}

files! {
    noauth: "noauth/newman.json";
    unknown: "unknown/newman.json";
    basic: "basic/newman.json";
    basic_published: "basic/published.json";
    bearer: "bearer/newman.json";
    apikey: "apikey/newman.json";
    digest: "digest/newman.json";
    digest_published: "digest/published.json";
    oauth1: "oauth1/newman.json";
    oauth1_published: "oauth1/published.json";
    oauth2: "oauth2/newman.json";
    hawk: "hawk/newman.json";
    hawk_published: "hawk/published.json";
    awsv4: "awsv4/newman.json";
    awsv4_published: "awsv4/published.json";
    ntlm: "ntlm/newman.json";
    edgegrid: "edgegrid/newman.json";
    edgegrid_published: "edgegrid/published.json";
    asap: "asap/newman.json";
    jwt: "jwt/newman.json";
    jwt_published: "jwt/published.json";
}
