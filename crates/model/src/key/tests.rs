use proptest::prelude::*;

use super::*;

fn sample(kind: KeyKind) -> (KeySecret, Key) {
    let random: Vec<u8> = (0..42).collect();
    mint(kind, random.try_into().unwrap())
}

#[test]
fn keys_have_the_documented_layout() {
    for kind in KeyKind::ALL {
        let (secret, key) = sample(kind);
        let text = secret.expose();
        assert_eq!(text.len(), 4 + 10 + 1 + 43 + 1 + 6, "{text}");
        assert!(text.starts_with(kind.prefix()));
        assert_eq!(key.id, "abcdefghij");
        assert_eq!(text.get(4..15), Some("abcdefghij_"));
        assert!(text.ends_with(&key.last4) && key.last4.len() == 4);
        assert_eq!(parse(text), Some(key));
        assert_eq!(KeyKind::from_name(kind.name()), Some(kind));
    }
}

#[test]
fn other_keys_are_no_keys() {
    let (secret, _) = sample(KeyKind::Agent);
    let good = secret.expose();
    let table = [
        String::new(),
        "gpa_".to_owned(),
        good.to_uppercase(),
        format!(" {good}"),
        format!("{good} "),
        format!("{good}_"),
        good.replacen("gpa_", "gpk_", 1),
        good.replacen("gpa_", "gpx_", 1),
        good.get(..64).unwrap().to_owned(),
        "PMAK-0123456789abcdef01234567-0123456789abcdef0123456789abcdef01".to_owned(),
        format!("gpa_{}", "ä".repeat(31)),
    ];
    for text in table {
        assert_eq!(parse(&text), None, "{text}");
    }
    assert_eq!(KeyKind::from_name("root"), None);
}

#[test]
fn every_wrong_character_is_noticed() {
    let (secret, _) = sample(KeyKind::User);
    for at in 0..secret.expose().len() {
        let mut text = secret.expose().to_owned();
        let other = if text.as_bytes()[at] == b'b' { "c" } else { "b" };
        text.replace_range(at..=at, other);
        assert_eq!(parse(&text), None, "{at}");
    }
}

#[test]
fn a_key_does_not_print() {
    let (secret, _) = sample(KeyKind::Admin);
    assert_eq!(format!("{secret:?}"), "KeySecret(..)");
}

proptest! {
    #[test]
    fn what_is_minted_parses(random in prop::collection::vec(any::<u8>(), 42), kind in 0..4usize) {
        let (secret, key) = mint(KeyKind::ALL[kind], random.try_into().unwrap());
        prop_assert_eq!(parse(secret.expose()), Some(key));
    }

    #[test]
    fn any_text_is_refused_quietly(text in "(gp[akmc]_)?.{0,80}") {
        prop_assert_eq!(parse(&text), None);
    }
}
