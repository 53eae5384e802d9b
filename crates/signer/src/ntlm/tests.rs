use super::message::Challenge;
use super::proof::{Responses, des_response, lm_hash, version_2};
use super::*;
use crate::hash::{Hash, hex};

/// The common values of MS-NLMP, section 4.2.1.
const SERVER: [u8; 8] = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
const CLIENT: [u8; 8] = [0xaa; 8];

fn documented() -> Account {
    Account {
        user: "User".to_owned(),
        password: "Password".to_owned(),
        domain: "Domain".to_owned(),
        workstation: "COMPUTER".to_owned(),
    }
}

fn info() -> Vec<u8> {
    let mut info = vec![2, 0, 12, 0];
    info.extend(message::utf16("Domain"));
    info.extend([1, 0, 12, 0]);
    info.extend(message::utf16("Server"));
    info.extend([0; 4]);
    info
}

fn nt_hash() -> Vec<u8> {
    Hash::Md4.of(&message::utf16("Password"))
}

/// Section 4.2.2.
#[test]
fn version_1_is_that_of_the_documentation() {
    let lm = lm_hash("Password");
    assert_eq!(hex(&lm), "e52cac67419a9a224a3b108f3fa6cb6d");
    assert_eq!(hex(&nt_hash()), "a4f49c406510bdcab6824ee7c30fd852");
    assert_eq!(
        hex(&des_response(&nt_hash(), SERVER)),
        "67c43011f30298a2ad35ece64f16331c44bdbed927841f94"
    );
    assert_eq!(hex(&des_response(&lm, SERVER)), "98def7b87f88aa5dafe2df779688a172def11c7d5ccdef13");
}

/// Section 4.2.3.
#[test]
fn version_1_with_a_client_challenge_is_that_of_the_documentation() {
    let challenge =
        Challenge { flags: message::EXTENDED_SECURITY, nonce: SERVER, target_info: None };
    let mut random = |bytes: &mut [u8]| bytes.fill(0xaa);
    let mut env = Env { now_ms: 0, random: &mut random };
    let Responses { lm, nt } = proof::responses(&challenge, &documented(), &mut env);
    assert_eq!(hex(&lm), "aaaaaaaaaaaaaaaa00000000000000000000000000000000");
    assert_eq!(hex(&nt), "7537f803ae367128ca458204bde7caf81e97ed2683267232");
}

/// Section 4.2.4; its time is zero.
#[test]
fn version_2_is_that_of_the_documentation() {
    const YEAR_1601: i64 = -11_644_473_600_000;
    let Responses { lm, nt } =
        version_2(&nt_hash(), &documented(), SERVER, CLIENT, &info(), YEAR_1601);
    assert_eq!(hex(&lm), "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
    assert_eq!(hex(&nt[..16]), "68cd0ab851e51c96aabc927bebef6a1c");
    assert_eq!(
        hex(&nt[16..]),
        "01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e\
         0001000c005300650072007600650072000000000000000000"
    );
}

#[test]
fn users_are_split_into_name_and_domain() {
    let rows = [
        ("DOM\\user", Some(("user", "DOM"))),
        ("user@dom.example", Some(("user", "dom.example"))),
        ("DOM\\user@dom", None),
        ("a@b@c", None),
        ("A\\B\\c", None),
        ("user@", None),
        ("\\user", None),
        ("user", None),
        ("", None),
    ];
    for (user, expected) in rows {
        assert_eq!(split(user), expected, "{user}");
    }
}

fn challenge(bytes: &[u8]) -> Result<Challenge, Fault> {
    use base64::{Engine, prelude::BASE64_STANDARD};
    Challenge::parse(&BASE64_STANDARD.encode(bytes))
}

#[test]
fn challenges_are_read_as_far_as_they_go() {
    let mut bytes = b"NTLMSSP\0\x02\0\0\0".to_vec();
    bytes.extend([0; 8]);
    bytes.extend(message::TARGET_INFO.to_le_bytes());
    bytes.extend(SERVER);
    bytes.extend([0; 8]);
    let without = bytes.clone();
    bytes.extend([3, 0, 3, 0, 48, 0, 0, 0, 7, 8, 9]);
    let found = challenge(&bytes).unwrap();
    assert_eq!((found.nonce, found.target_info.as_deref()), (SERVER, Some(&[7, 8, 9][..])));

    // Facts that the message is too short for are cut off.
    let found = challenge(&bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(found.target_info.as_deref(), Some(&[7, 8][..]));
    let mut beyond = bytes.clone();
    beyond[44..48].fill(0xff);
    assert_eq!(challenge(&beyond).unwrap().target_info.as_deref(), Some(&[][..]));

    let mut other = bytes.clone();
    other[8] = 1;
    for broken in [&without[..], &bytes[..31], &bytes[..11], &other, b""] {
        assert!(challenge(broken).is_err(), "{broken:?}");
    }
}
