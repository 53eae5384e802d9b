use super::*;

const P256: &str = include_str!("../../tests/vectors/keys/p256.pem");
const P521: &str = include_str!("../../tests/vectors/keys/p521.pem");
const RSA: &str = include_str!("../../tests/vectors/keys/rsa2048.pem");
const OLD_RSA: &str = include_str!("../../tests/vectors/keys/rsa2048-pkcs1.pem");
const SHORT_RSA: &str = include_str!("../../tests/vectors/keys/rsa1024.pem");

#[test]
fn base64_is_taken_as_it_comes() {
    let rows: [(&str, &[u8]); 8] = [
        ("", b""),
        ("YWJj", b"abc"),
        ("YWI=", b"ab"),
        ("YWI", b"ab"),
        ("Y W\nJ!j", b"abc"),
        ("-_-_", &[0xfb, 0xff, 0xbf]),
        ("YWI=YWJj", b"ab"),
        ("YWJjY", b"abc"),
    ];
    for (text, expected) in rows {
        assert_eq!(lenient_base64(text), expected, "{text}");
    }
}

fn fault(result: Result<PrivateKey, Fault>) -> Option<Fault> {
    result.err()
}

#[test]
fn keys_are_read_however_their_lines_are_broken() {
    let joined = RSA.replace('\n', "");
    let windows = RSA.replace('\n', "\r\n");
    for text in [RSA, OLD_RSA, &joined, &windows] {
        assert_eq!(PrivateKey::from_pem(text).unwrap().rsa().unwrap().bits(), 2048);
    }
    assert_eq!(PrivateKey::from_pem(SHORT_RSA).unwrap().rsa().unwrap().bits(), 1024);
}

#[test]
fn what_is_no_key_is_said() {
    let no_text = "the private key can't be read: it is no PKCS #8 text";
    let no_key = "the private key can't be read: it is in no known format";
    let encrypted = P256.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let cut = &P256[..P256.len() - 40];
    let garbage = "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----";
    for text in ["", "x", OLD_RSA, &encrypted, cut] {
        assert_eq!(fault(PrivateKey::from_pkcs8_pem(text)).unwrap().to_string(), no_text);
    }
    for text in ["", garbage, "-----BEGIN RSA PRIVATE KEY-----AAAA-----END RSA PRIVATE KEY-----"] {
        assert_eq!(fault(PrivateKey::from_pem(text)).unwrap().to_string(), no_key);
    }
}

#[test]
fn keys_sign_only_what_they_fit() {
    let elliptic = PrivateKey::from_pem(P256).unwrap();
    assert!(elliptic.rsa().is_err());
    assert_eq!(elliptic.sign_ecdsa(Hash::Sha256, b"x").unwrap().len(), 64);
    assert_eq!(elliptic.sign_ecdsa(Hash::Sha384, b"x"), Err(WRONG_KIND));
    let large = PrivateKey::from_pem(P521).unwrap();
    assert_eq!(large.sign_ecdsa(Hash::Sha512, b"x").unwrap().len(), 132);
    let rsa = PrivateKey::from_pem(RSA).unwrap();
    assert_eq!(rsa.sign_ecdsa(Hash::Sha256, b"x"), Err(WRONG_KIND));
}

#[test]
fn elliptic_signatures_do_not_depend_on_luck() {
    let key = PrivateKey::from_pem(P256).unwrap();
    assert_eq!(key.sign_ecdsa(Hash::Sha256, b"x"), key.sign_ecdsa(Hash::Sha256, b"x"));
}
