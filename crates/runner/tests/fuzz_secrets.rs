//! Secrets in any text: whatever stands around one and however it is written, it does not come out.
#![cfg(test)]

use base64::{Engine, engine::general_purpose::STANDARD};
use fuzzkit::fuzz;
use proptest::{prelude::*, sample::select};
use runner::{MASK, Secrets};

/// How a secret may be written.
#[derive(Clone, Copy, Debug)]
enum Form {
    Plain,
    Percent,
    Twice,
    Json,
    Html,
    Base64,
    Hex,
}

fn percent(text: &str, safe: bool) -> String {
    let byte = |byte: u8| {
        if safe && byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(byte).collect()
}

fn written(secret: &str, before: &str, form: Form) -> String {
    match form {
        Form::Plain => secret.to_owned(),
        Form::Percent => percent(secret, before.len().is_multiple_of(2)),
        Form::Twice => percent(&percent(secret, true), true),
        Form::Json => {
            let json = serde_json::Value::from(secret).to_string();
            json[1..json.len() - 1].to_owned()
        }
        Form::Html => secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;"),
        Form::Base64 => STANDARD.encode(format!("{before}{secret}{before}")),
        Form::Hex => secret.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat(),
    }
}

#[test]
fn fuzz_no_form_of_a_secret_comes_out() {
    let forms = vec![
        Form::Plain,
        Form::Percent,
        Form::Twice,
        Form::Json,
        Form::Html,
        Form::Base64,
        Form::Hex,
    ];
    // Long enough not to be found by chance, short enough to be odd.
    let secret = "[a-zA-Z0-9 \"&<>/=%+\\\\éü\n]{8,24}";
    let input = (secret, "[ -~]{0,5}", "[ -~é]{0,12}", select(forms));
    fuzz("secrets", &input, |(secret, before, around, form)| {
        let secrets = Secrets::default();
        secrets.learn([secret.as_str().into()]);
        let form_text = written(&secret, &before, form);
        let text = format!("{around} {form_text} {around}");
        let shown = secrets.text(text.as_str());
        prop_assert!(shown.contains(MASK), "{form:?} {text} -> {shown}");
        prop_assert!(!shown.contains(&secret), "{form:?} {text} -> {shown}");
        prop_assert!(!shown.contains(&form_text), "{form:?} {text} -> {shown}");
        Ok(())
    });
}

#[test]
fn fuzz_any_text_is_taken_and_what_is_no_secret_stays() {
    let input = (prop::collection::vec(any::<String>(), 0..4), any::<String>());
    fuzz("texts", &input, |(values, text)| {
        let secrets = Secrets::default();
        secrets.learn(values.iter().map(|value| value.as_str().into()));
        let shown = secrets.text(text.as_str()).into_owned();
        if !shown.contains(MASK) {
            prop_assert_eq!(&shown, &text);
        }
        let long = values.iter().filter(|value| value.len() >= 8 && !MASK.contains(value.as_str()));
        for value in long {
            prop_assert!(!shown.contains(value.as_str()), "{value:?} in {shown:?}");
        }
        Ok(())
    });
}
