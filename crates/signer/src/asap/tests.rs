use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use model::auth::Scheme;
use model::url::Url;
use serde_json::json;

use super::*;

const KEY: &str = include_str!("../../tests/vectors/keys/p256.pem");

#[test]
fn numbers_are_read_as_far_as_they_go() {
    let rows = [
        (json!(5), Some(5)),
        (json!("90s"), Some(90)),
        (json!(" -3.7"), Some(-3)),
        (json!("+4"), Some(4)),
        (json!("soon"), None),
        (json!(""), None),
        (json!("99999999999999999999"), None),
        (json!(true), None),
    ];
    for (value, expected) in rows {
        assert_eq!(whole(&value), expected, "{value}");
    }
}

fn claims(params: &Value) -> Map<String, Value> {
    let mut auth = Auth::new(Scheme::Asap);
    for (name, value) in params.as_object().unwrap() {
        auth.set(name, value.clone());
    }
    let (mut url, mut headers) = (Url::parse("http://h/"), Vec::new());
    let mut request = Signable {
        method: "GET",
        url: &mut url,
        headers: &mut headers,
        body: crate::SignBody::Empty,
        encode_url: true,
    };
    let mut random = |bytes: &mut [u8]| bytes.fill(9);
    let mut env = Env { now_ms: 5_000, random: &mut random };
    assert_eq!(sign(&auth, &mut request, &mut env), Ok(Outcome::Signed));
    let token = headers[0].value.strip_prefix("Bearer ").unwrap();
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[test]
fn each_token_has_an_id_and_an_end() {
    let params = json!({"alg": "ES256", "kid": "k", "iss": "i", "aud": "a", "privateKey": KEY});
    let expected = json!({
        "iat": 5, "iss": "i", "sub": "i", "jti": "09090909-0909-4909-8909-090909090909",
        "aud": "a", "exp": 3605,
    });
    assert_eq!(Value::Object(claims(&params)), expected);
}

#[test]
fn data_uris_have_one_form() {
    let inner: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let good = format!("data:application/pkcs8;kid=k;base64,{inner}");
    let quoted = format!("\"{}\"", good.replace('+', "%2B").replace('/', "%2F"));
    for text in [&good, &quoted] {
        assert!(private_key(text, "k").is_ok(), "{text}");
    }
    for (text, id) in [
        (good.as_str(), "other"),
        ("data:application/pkcs8;kid=k;base64,!", "k"),
        ("data:application/pkcs8;kid=k,AAAA", "k"),
        ("data:", "k"),
        ("100%", "k"),
        ("", "k"),
    ] {
        assert!(private_key(text, id).is_err(), "{text}");
    }
}
