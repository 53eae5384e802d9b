//! The messages of the exchange, as MS-NLMP section 2.2.1 lays them out.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::Account;
use super::proof::{Responses, responses};
use crate::key::lenient_base64;
use crate::{Env, Fault};

const SIGNATURE: &[u8; 8] = b"NTLMSSP\0";

// NTLMSSP_NEGOTIATE_… of section 2.2.2.5.
const UNICODE: u32 = 0x0000_0001;
const OEM: u32 = 0x0000_0002;
const REQUEST_TARGET: u32 = 0x0000_0004;
const NTLM: u32 = 0x0000_0200;
const DOMAIN_SUPPLIED: u32 = 0x0000_1000;
const WORKSTATION_SUPPLIED: u32 = 0x0000_2000;
const ALWAYS_SIGN: u32 = 0x0000_8000;
pub(super) const EXTENDED_SECURITY: u32 = 0x0008_0000;
pub(super) const TARGET_INFO: u32 = 0x0080_0000;
const VERSION: u32 = 0x0200_0000;
const KEY_128: u32 = 0x2000_0000;
const KEY_56: u32 = 0x8000_0000;

/// Windows XP, NTLM revision 15: what clients say that are not Windows.
const PRODUCT: [u8; 8] = [5, 1, 0x28, 0x0a, 0, 0, 0, 15];

/// What the server sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Challenge {
    pub(super) flags: u32,
    pub(super) nonce: [u8; 8],
    /// Facts about the server, to be repeated; `None` if it sent none.
    pub(super) target_info: Option<Vec<u8>>,
}

impl Challenge {
    /// Reads a message of type 2 in base64.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let bytes = lenient_base64(text);
        Self::read(&bytes).ok_or(Fault::Challenge("it is no NTLM challenge message"))
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let short = |at: usize| Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
        let long = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
        if short(8)? != 2 {
            return None;
        }
        let flags = long(20)?;
        let nonce = *bytes.get(24..)?.first_chunk()?;
        let mut target_info = None;
        if flags & TARGET_INFO != 0 {
            let (length, start) = (usize::from(short(40)?), usize::try_from(long(44)?).ok()?);
            // What lies beyond the end is cut off.
            let rest = bytes.get(start..).unwrap_or_default();
            target_info = Some(rest.get(..length).unwrap_or(rest).to_vec());
        }
        Some(Self { flags, nonce, target_info })
    }

    pub(super) fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }
}

/// The first message, in base64.
pub(super) fn negotiate(account: &Account) -> String {
    const HEAD: usize = 40;
    let (domain, workstation) = (oem(&account.domain), oem(&account.workstation));
    let mut flags = UNICODE
        | OEM
        | REQUEST_TARGET
        | NTLM
        | WORKSTATION_SUPPLIED
        | ALWAYS_SIGN
        | EXTENDED_SECURITY
        | VERSION
        | KEY_128
        | KEY_56;
    if !domain.is_empty() {
        flags |= DOMAIN_SUPPLIED;
    }
    let mut bytes = SIGNATURE.to_vec();
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend(flags.to_le_bytes());
    bytes.extend(place(domain.len(), HEAD + workstation.len()));
    bytes.extend(place(workstation.len(), HEAD));
    bytes.extend(PRODUCT);
    bytes.extend(workstation);
    bytes.extend(domain);
    BASE64_STANDARD.encode(bytes)
}

/// The last message, in base64.
pub(super) fn authenticate(challenge: &Challenge, account: &Account, env: &mut Env<'_>) -> String {
    const HEAD: usize = 72;
    let unicode = challenge.has(UNICODE);
    let text = |text: &str| if unicode { utf16(text) } else { oem(text) };
    let Responses { lm, nt } = responses(challenge, account, env);
    let parts = [text(&account.domain), text(&account.user), text(&account.workstation), lm, nt];
    let mut starts = Vec::new();
    let mut end = HEAD;
    for part in &parts {
        starts.push(place(part.len(), end));
        end += part.len();
    }
    let mut flags = REQUEST_TARGET
        | NTLM
        | ALWAYS_SIGN
        | EXTENDED_SECURITY
        | TARGET_INFO
        | VERSION
        | KEY_128
        | KEY_56;
    if unicode {
        flags |= UNICODE;
    }
    let mut bytes = SIGNATURE.to_vec();
    bytes.extend(3_u32.to_le_bytes());
    // NOTE: the responses come first in the head and last in the content.
    let (names, proofs) = starts.split_at(3);
    bytes.extend(proofs.iter().chain(names).flatten());
    // No session key.
    bytes.extend(place(0, end));
    bytes.extend(flags.to_le_bytes());
    bytes.extend(PRODUCT);
    bytes.extend(parts.concat());
    BASE64_STANDARD.encode(bytes)
}

/// Length, room and offset of a part.
fn place(length: usize, offset: usize) -> [u8; 8] {
    // Names longer than the format allows are announced cut off.
    let length = u64::from(u16::try_from(length).unwrap_or(u16::MAX));
    let offset = u64::from(u32::try_from(offset).unwrap_or(u32::MAX));
    (length | length << 16 | offset << 32).to_le_bytes()
}

pub(super) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// One byte for each character, as old code pages have it.
pub(super) fn oem(text: &str) -> Vec<u8> {
    text.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect()
}
