use serde_json::json;

use super::*;

fn written(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value);
    text
}

#[test]
fn json_is_written_as_javascript_does() {
    let rows = [
        (r#"{"b":1,"10":2,"9":3,"01":4}"#, r#"{"9":3,"10":2,"b":1,"01":4}"#),
        ("[1.0,1e3,-0.0,0.1,1e21,1e-7]", "[1,1000,0,0.1,1e+21,1e-7]"),
        ("[9007199254740993,12345678901234567890]", "[9007199254740992,12345678901234567000]"),
        (
            r#"["\u0008\u000c\n\u001f\"\\\/é\u2028😀"]"#,
            "[\"\\b\\f\\n\\u001f\\\"\\\\/é\u{2028}😀\"]",
        ),
        (r#"{"a":{"c":[true,false,null,{}]}}"#, r#"{"a":{"c":[true,false,null,{}]}}"#),
    ];
    for (text, expected) in rows {
        assert_eq!(written(&serde_json::from_str(text).unwrap()), expected, "{text}");
    }
}

#[test]
fn algorithms_have_the_names_of_the_rfc() {
    for (name, expected) in [
        ("HS256", Algorithm::Hmac(Hash::Sha256)),
        ("RS384", Algorithm::Rsa(Hash::Sha384)),
        ("PS512", Algorithm::Pss(Hash::Sha512)),
        ("ES256", Algorithm::Ecdsa(Hash::Sha256)),
    ] {
        assert_eq!(Algorithm::of(name), Ok(expected));
    }
    for name in ["", "none", "hs256", "HS1", "ES256K", "é256", "ü"] {
        assert_eq!(Algorithm::of(name), Err(Fault::Algorithm(name.to_owned())));
    }
}

/// RFC 7515, appendix A.1.
#[test]
fn a_mac_is_that_of_the_rfc() {
    let encoded =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    let secret = BASE64_URL_SAFE_NO_PAD.decode(encoded).unwrap();
    let data = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAs\
                DQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let mut random = |bytes: &mut [u8]| bytes.fill(0);
    let mut env = Env { now_ms: 0, random: &mut random };
    let algorithm = Algorithm::Hmac(Hash::Sha256);
    let signature = algorithm.sign(&Key::Secret(secret), data.as_bytes(), &mut env).unwrap();
    assert_eq!(
        BASE64_URL_SAFE_NO_PAD.encode(signature),
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    );
}

#[test]
fn keys_and_algorithms_have_to_agree() {
    let mut random = |bytes: &mut [u8]| bytes.fill(0);
    let mut env = Env { now_ms: 0, random: &mut random };
    let claims = Map::from_iter([("a".to_owned(), json!(1))]);
    let algorithm = Algorithm::Ecdsa(Hash::Sha256);
    let key = Key::Secret(b"secret".to_vec());
    let fault = compact(&Map::new(), &claims, algorithm, &key, &mut env).err().unwrap();
    assert_eq!(fault.to_string(), "the private key can't be read: it does not fit the algorithm");
}
