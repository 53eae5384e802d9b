use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::json;

use super::*;

const CANARY: &str = "c4n&ry \"ü/Sécret?";

fn secrets(values: &[&str]) -> Secrets {
    let secrets = Secrets::default();
    secrets.learn(values.iter().map(|&value| Cow::Borrowed(value)));
    secrets
}

#[test]
fn the_canary_is_found_in_every_form() {
    let secrets = secrets(&[CANARY]);
    let percent = |safe: &str| -> String {
        let byte = |byte: u8| match char::from(byte) {
            c if byte.is_ascii() && (c.is_alphanumeric() || safe.contains(c)) => c.to_string(),
            _ => format!("%{byte:02X}"),
        };
        CANARY.bytes().map(byte).collect()
    };
    let twice = percent("").replace('%', "%25");
    for form in [
        CANARY.to_owned(),
        percent(""),
        percent("").to_lowercase(),
        percent("/?&"),
        percent("/&").replace("%20", "+"),
        twice,
        json!(CANARY).to_string(),
        "c4n\\u0026ry \\\"\\u00fc\\/S\\u00e9cret?".to_owned(),
        "c4n&amp;ry &quot;ü/Sécret?".to_owned(),
        "c4n&#38;ry &#x22;&#252;/S&#xe9;cret?".to_owned(),
        STANDARD.encode(CANARY),
        STANDARD.encode(format!("user:{CANARY}")),
        STANDARD.encode(format!("u:{CANARY}!")),
        STANDARD.encode(format!("us:{CANARY}, and more")),
        URL_SAFE_NO_PAD.encode(format!("{{\"a\":\"{CANARY}\"}}")),
        CANARY.to_lowercase(),
        CANARY.bytes().map(char::from).collect(),
        CANARY.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat(),
    ] {
        for text in [form.clone(), format!("a {form} b"), format!("({form}),[{form}]")] {
            let shown = secrets.text(text.as_str());
            assert!(shown.contains(MASK), "{text} -> {shown}");
            let rest = shown.replace(MASK, "");
            assert!(rest.len() < 12, "{text} -> {shown}");
        }
    }
    let plain = "nothing to see: c4n&ry, S%C3%A9cret and dXNlcjpwYXNz";
    assert_eq!(secrets.text(plain), plain);
}

#[test]
fn what_lies_around_a_secret_stays() {
    let secrets = secrets(&["s3cret-value", "value-too"]);
    for (text, shown) in [
        ("a=s3cret-value&b=1", "a=********&b=1"),
        ("s3cret-value-too", "********"),
        ("s3cret-valus3cret-value", "s3cret-valu********"),
        ("S3CRET-VALUE", "S3CRET-VALUE"),
        ("", ""),
    ] {
        assert_eq!(secrets.text(text), shown);
    }
    let basic = format!("Basic {}, x", STANDARD.encode("user:s3cret-value"));
    assert_eq!(secrets.text(basic.as_str()), "Basic ********, x");
    assert_eq!(
        secrets.bytes(Bytes::from_static(b"\xff s3cret-value")),
        b"\xff ********".as_slice()
    );
}

#[test]
fn short_and_harmless_secrets_hide_only_themselves() {
    let secrets = secrets(&["abc", "true", ""]);
    assert_eq!(secrets.text("abc"), MASK);
    assert_eq!(secrets.text("abcd abc"), "abcd abc");
    assert_eq!(secrets.text("it is true"), "it is true");
}

#[test]
fn lines_of_a_key_are_secrets_too() {
    let secrets = secrets(&["-----BEGIN KEY-----\nMIIBVAIBADANBg\nkqhk\n-----END KEY-----"]);
    assert_eq!(secrets.text("got MIIBVAIBADANBg"), "got ********");
}

#[test]
fn values_lose_secrets_in_strings_numbers_and_names() {
    let secrets = secrets(&["s3cret", "12345"]);
    let value = json!({"a": ["x s3cret", 12345, 1, true, null], "s3cret": {"b": "s3cret"}});
    let shown = json!({"a": ["x ********", "********", 1, true, null], "********": {"b": MASK}});
    assert_eq!(secrets.value(value), shown);
}

#[test]
fn what_was_secret_stays_secret() {
    let secrets = secrets(&["first-one"]);
    let clone = secrets.clone();
    secrets.learn([Cow::Borrowed("second-one")]);
    assert_eq!(clone.text("first-one second-one"), "******** ********");
}
