//! The proofs that the client knows the password, as MS-NLMP section 3.3 computes them.

use des::Des;
use des::cipher::{BlockCipherEncrypt, KeyInit};

use super::Account;
use super::message::{Challenge, EXTENDED_SECURITY, oem, utf16};
use crate::Env;
use crate::hash::Hash;

/// The two answers to a challenge.
pub(super) struct Responses {
    pub(super) lm: Vec<u8>,
    pub(super) nt: Vec<u8>,
}

/// Version 2 where the server can, else what it can.
pub(super) fn responses(challenge: &Challenge, account: &Account, env: &mut Env<'_>) -> Responses {
    let hash = Hash::Md4.of(&utf16(&account.password));
    if !challenge.has(EXTENDED_SECURITY) {
        let lm = des_response(&lm_hash(&account.password), challenge.nonce);
        return Responses { lm, nt: des_response(&hash, challenge.nonce) };
    }
    let own: [u8; 8] = env.bytes();
    match &challenge.target_info {
        Some(info) => version_2(&hash, account, challenge.nonce, own, info, env.now_ms),
        None => session(&hash, challenge.nonce, own),
    }
}

/// Version 2: HMAC over both challenges, the time and the server's facts.
pub(super) fn version_2(
    hash: &[u8],
    account: &Account,
    server: [u8; 8],
    own: [u8; 8],
    info: &[u8],
    now_ms: i64,
) -> Responses {
    let identity = utf16(&format!("{}{}", account.user.to_uppercase(), account.domain));
    let key = Hash::Md5.mac(hash, &identity);
    let mut lm = Hash::Md5.mac(&key, &[server, own].concat());
    lm.extend(own);
    let mut blob = vec![1, 1, 0, 0, 0, 0, 0, 0];
    blob.extend(file_time(now_ms).to_le_bytes());
    blob.extend(own);
    blob.extend([0; 4]);
    blob.extend(info);
    blob.extend([0; 4]);
    let mut nt = Hash::Md5.mac(&key, &[&server[..], &blob].concat());
    nt.extend(blob);
    Responses { lm, nt }
}

/// Version 1 with session security.
fn session(hash: &[u8], server: [u8; 8], own: [u8; 8]) -> Responses {
    let mut lm = own.to_vec();
    lm.resize(24, 0);
    let digest = Hash::Md5.of(&[server, own].concat());
    let challenge = digest.first_chunk().copied().unwrap_or_default();
    Responses { lm, nt: des_response(hash, challenge) }
}

/// Tenths of microseconds since 1601.
fn file_time(now_ms: i64) -> i64 {
    now_ms.saturating_add(11_644_473_600_000).saturating_mul(10_000)
}

/// The challenge under the three keys that a hash is cut into.
pub(super) fn des_response(hash: &[u8], challenge: [u8; 8]) -> Vec<u8> {
    let mut padded = hash.to_vec();
    padded.resize(21, 0);
    padded.chunks(7).flat_map(|key| des(key, challenge)).collect()
}

/// The hash of LAN Manager: a constant under the two halves of the password.
pub(super) fn lm_hash(password: &str) -> Vec<u8> {
    let mut padded = oem(&password.to_uppercase());
    padded.resize(14, 0);
    padded.chunks(7).flat_map(|key| des(key, *b"KGS!@#$%")).collect()
}

/// One block under a key of 56 bits, which DES wants spread over 64.
fn des(key: &[u8], block: [u8; 8]) -> [u8; 8] {
    let bits = key.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let spread: [u8; 8] =
        std::array::from_fn(|at| (bits >> (49 - 7 * at) << 1 & 0xfe).to_le_bytes()[0]);
    let mut block = block.into();
    Des::new(&spread.into()).encrypt_block(&mut block);
    block.into()
}
