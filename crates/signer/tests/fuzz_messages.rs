//! What servers send is read without a fault, whatever it is.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use base64::{Engine, prelude::BASE64_STANDARD};
use fuzzkit::fuzz;
use model::auth::{Auth, Scheme};
use model::url::Url;
use proptest::{prelude::*, sample::select};
use serde_json::json;
use signer::oauth2::read_token;
use signer::{
    Answer, Env, Head, Memory, Outcome, SignBody, Signable, answer, one_connection, sign,
};

const SCHEMES: [&str; 13] = [
    "noauth", "basic", "bearer", "apikey", "digest", "oauth1", "oauth2", "hawk", "awsv4", "ntlm",
    "edgegrid", "asap", "jwt",
];

/// A challenge of digest that may be broken anywhere.
fn digest() -> impl Strategy<Value = String> {
    let names = select(vec!["realm", "nonce", "qop", "opaque", "NONCE", "algorithm", "é"]);
    let part = (names, "[\\PC]{0,8}", select(vec!["=\"", "=", "= \"", "=\"\""]), any::<bool>());
    let text = |(name, value, open, close): (&str, String, &str, bool)| {
        format!("{name}{open}{value}{}", if close { "\"" } else { "" })
    };
    let parts = prop::collection::vec(part.prop_map(text), 0..6);
    (select(vec!["Digest ", "digest ", "Digest", "dİgest ", ""]), parts)
        .prop_map(|(scheme, parts)| format!("{scheme}{}", parts.join(", ")))
}

/// A challenge of NTLM with any length, flags and offsets.
fn ntlm() -> impl Strategy<Value = String> {
    let kind = select(vec![1_u32, 2, 2, 2, 3]);
    let tail = prop::collection::vec(any::<u8>(), 0..64);
    (kind, any::<u32>(), any::<[u8; 8]>(), any::<(u16, u32)>(), tail, 0..120_usize).prop_map(
        |(kind, flags, nonce, (length, offset), tail, cut)| {
            let mut bytes = b"NTLMSSP\0".to_vec();
            bytes.extend(kind.to_le_bytes());
            bytes.extend([0; 8]);
            bytes.extend(flags.to_le_bytes());
            bytes.extend(nonce);
            bytes.extend([0; 8]);
            bytes.extend(length.to_le_bytes());
            bytes.extend(length.to_le_bytes());
            bytes.extend((if offset % 3 == 0 { offset } else { offset % 128 }).to_le_bytes());
            bytes.extend(tail);
            bytes.truncate(cut);
            format!("NTLM {}", BASE64_STANDARD.encode(bytes))
        },
    )
}

fn challenge() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => digest().prop_map(String::into_bytes),
        4 => ntlm().prop_map(String::into_bytes),
        1 => select(vec!["NTLM", "Negotiate", "Basic realm=\"x\""]).prop_map(|s| s.as_bytes().into()),
        1 => prop::collection::vec(any::<u8>(), 0..64),
    ]
}

/// A value of a parameter: what is usual, and what is not.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let words = vec![
        "",
        " ",
        "HMAC-SHA1",
        "RSA-SHA1",
        "MD5-sess",
        "SHA-256",
        "auth",
        "auth-int",
        "HS256",
        "ES256",
        "PS512",
        "query",
        "queryParams",
        "sha1",
        "{\"a\":1}",
        "{",
        "[1]",
        "a\\b@c",
        "s3",
        "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----",
        "data:application/pkcs8;kid=a;base64,AAAA",
    ];
    prop_oneof![
        4 => select(words).prop_map(|word| json!(word)),
        2 => "[\\PC]{0,6}".prop_map(|text| json!(text)),
        1 => any::<bool>().prop_map(|value| json!(value)),
        1 => any::<f64>().prop_map(|value| json!(value)),
        1 => any::<i64>().prop_map(|value| json!(value)),
        1 => Just(json!({"iss": "i", "10": [1.5, null, {"a": "\u{7}"}]})),
        1 => Just(json!(["a", 1])),
        1 => Just(json!(null)),
    ]
}

const NAMES: [&str; 44] = [
    "username",
    "password",
    "token",
    "key",
    "value",
    "in",
    "realm",
    "nonce",
    "algorithm",
    "qop",
    "nonceCount",
    "clientNonce",
    "opaque",
    "consumerKey",
    "consumerSecret",
    "tokenSecret",
    "signatureMethod",
    "privateKey",
    "includeBodyHash",
    "addParamsToHeader",
    "addEmptyParamsToSign",
    "accessToken",
    "addTokenTo",
    "headerPrefix",
    "authId",
    "authKey",
    "extraData",
    "includePayloadHash",
    "accessKey",
    "service",
    "addAuthDataToQuery",
    "domain",
    "workstation",
    "clientToken",
    "clientSecret",
    "baseURL",
    "headersToSign",
    "maxBodySize",
    "kid",
    "aud",
    "claims",
    "alg",
    "payload",
    "secret",
];

fn auth() -> impl Strategy<Value = Auth> {
    let params = prop::collection::vec((select(NAMES.to_vec()), value()), 0..20);
    (select(SCHEMES.to_vec()), params).prop_map(|(scheme, params)| {
        let list: Vec<_> =
            params.into_iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
        Auth::from_json(&json!({"type": scheme, scheme: list})).unwrap_or(Auth::new(Scheme::NoAuth))
    })
}

fn random() -> impl FnMut(&mut [u8]) {
    let mut state = 7_u64;
    move |buffer: &mut [u8]| {
        for byte in buffer {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = state.to_le_bytes()[7];
        }
    }
}

#[test]
fn fuzz_challenges_are_read_or_refused() {
    let answers = prop::collection::vec((select(vec![200_u16, 401, 403]), challenge()), 1..6);
    let auth = prop_oneof![
        Just(json!({"type": "digest", "digest": {"username": "u", "password": "p"}})),
        Just(json!({"type": "ntlm", "ntlm": {"username": "D\\u", "password": "p"}})),
    ];
    fuzz("challenges", &(auth, answers), |(auth, answers)| {
        let Some(auth) = Auth::from_json(&auth) else { return Ok(()) };
        let (mut memory, mut random) = (Memory::default(), random());
        for (status, challenge) in answers {
            let mut env = Env { now_ms: 0, random: &mut random };
            let headers = [("WWW-Authenticate".to_owned(), challenge)];
            let head = Head { status, headers: &headers };
            let reply = answer(&auth, head, &mut env, &mut memory);
            prop_assert!(reply != Answer::Replay || status != 200);
            let (mut url, mut headers) = (Url::parse("http://h/p?q"), Vec::new());
            let mut request = Signable {
                method: "GET",
                url: &mut url,
                headers: &mut headers,
                body: SignBody::Empty,
                encode_url: true,
            };
            let outcome = sign(&auth, &mut request, &mut env, &mut memory);
            prop_assert_eq!(outcome == Outcome::Signed, headers.len() == 1);
            prop_assert!(
                !one_connection(&auth) || outcome != Outcome::Signed || reply == Answer::Replay
            );
        }
        Ok(())
    });
}

#[test]
fn fuzz_no_parameters_make_signing_fail_badly() {
    let url = prop_oneof![
        Just("http://h/a/../%41?b=c&d".to_owned()),
        "[\\PC]{0,12}".prop_map(|text| format!("http://h/{text}")),
        any::<String>(),
    ];
    let input = (auth(), url, prop::collection::vec(any::<u8>(), 0..16), any::<i64>());
    fuzz("parameters", &input, |(auth, url, body, now_ms)| {
        let (mut url, mut headers) = (Url::parse(&url), Vec::new());
        let mut random = random();
        let mut env = Env { now_ms, random: &mut random };
        let mut request = Signable {
            method: "POST",
            url: &mut url,
            headers: &mut headers,
            body: SignBody::Bytes(&body),
            encode_url: true,
        };
        let _ = sign(&auth, &mut request, &mut env, &mut Memory::default());
        prop_assert!(headers.iter().all(|header| header.system));
        Ok(())
    });
}

/// Private keys with some of their bytes changed.
fn broken_key() -> impl Strategy<Value = String> {
    let keys = [include_str!("vectors/keys/rsa1024.pem"), include_str!("vectors/keys/p256.pem")];
    let change = (any::<prop::sample::Index>(), any::<u8>());
    (select(keys.to_vec()), prop::collection::vec(change, 0..4)).prop_map(|(key, changes)| {
        let text: String = key.lines().filter(|line| !line.starts_with('-')).collect();
        let mut bytes = BASE64_STANDARD.decode(text).unwrap_or_default();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let text = BASE64_STANDARD.encode(bytes);
        format!("-----BEGIN PRIVATE KEY-----{text}-----END PRIVATE KEY-----")
    })
}

#[test]
fn fuzz_broken_keys_sign_or_are_refused() {
    let algorithm = select(vec!["RS256", "PS256", "ES256"]);
    fuzz("keys", &(broken_key(), algorithm, any::<bool>()), |(key, algorithm, old)| {
        let auth = if old {
            json!({"type": "oauth1", "oauth1": {"consumerKey": "c", "privateKey": key,
                "signatureMethod": "RSA-SHA1", "addParamsToHeader": true}})
        } else {
            json!({"type": "jwt", "jwt": {"privateKey": key, "payload": "{}",
                "algorithm": algorithm}})
        };
        let Some(auth) = Auth::from_json(&auth) else { return Ok(()) };
        let (mut url, mut headers) = (Url::parse("http://h/"), Vec::new());
        let mut random = random();
        let mut env = Env { now_ms: 0, random: &mut random };
        let mut request = Signable {
            method: "GET",
            url: &mut url,
            headers: &mut headers,
            body: SignBody::Empty,
            encode_url: true,
        };
        let outcome = sign(&auth, &mut request, &mut env, &mut Memory::default());
        prop_assert_eq!(outcome == Outcome::Signed, headers.len() == 1);
        Ok(())
    });
}

#[test]
fn fuzz_token_answers_are_read_or_refused() {
    let body = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..64),
        Just(br#"{"access_token":1,"expires_in":"1e999"}"#.to_vec()),
        "(access_token|expires_in|error|&|=|%|\\+|1){0,12}".prop_map(String::into_bytes),
    ];
    fuzz("tokens", &(any::<u16>(), body, any::<i64>()), |(status, body, now_ms)| {
        if let Ok(token) = read_token(status, &body, now_ms) {
            prop_assert!(!token.access_token.is_empty());
        }
        Ok(())
    });
}
