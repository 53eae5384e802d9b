//! Private keys that old OpenSSL encrypted, with `DEK-Info` in front.

use base64::{Engine, engine::general_purpose::STANDARD};
use cbc::{
    Decryptor,
    cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit, block_padding::Pkcs7},
};
use md5::{Digest, Md5};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivateSec1KeyDer};

use super::TlsFault;

/// An encrypted key.
pub(super) struct Encrypted {
    label: String,
    cipher: String,
    salt: Vec<u8>,
    data: Vec<u8>,
}

/// Finds such a key in a file.
pub(super) fn find(file: &[u8]) -> Option<Result<Encrypted, TlsFault>> {
    let text = String::from_utf8_lossy(file).replace("\r\n", "\n");
    let (before, rest) = text.split_once("\nDEK-Info:")?;
    let (_, label) = before.rsplit_once("-----BEGIN ")?;
    let (label, _) = label.split_once("-----")?;
    let (info, rest) = rest.split_once('\n')?;
    let (body, _) = rest.split_once("-----END")?;
    let (cipher, salt) = info.split_once(',').unwrap_or_default();
    let broken = || TlsFault::Key("the lines about its encryption are broken".to_owned());
    Some(match (hex(salt.trim()), base64(body)) {
        (Some(salt), Some(data)) => {
            let (label, cipher) = (label.to_owned(), cipher.trim().to_ascii_uppercase());
            Ok(Encrypted { label, cipher, salt, data })
        }
        _ => Err(broken()),
    })
}

impl Encrypted {
    pub(super) fn decrypt(&self, passphrase: &str) -> Result<PrivateKeyDer<'static>, TlsFault> {
        let plain = match self.cipher.as_str() {
            "AES-128-CBC" => self.cbc::<aes::Aes128>(passphrase, 16),
            "AES-192-CBC" => self.cbc::<aes::Aes192>(passphrase, 24),
            "AES-256-CBC" => self.cbc::<aes::Aes256>(passphrase, 32),
            "DES-EDE3-CBC" => self.cbc::<des::TdesEde3>(passphrase, 24),
            other => {
                return Err(TlsFault::Key(format!("it is encrypted with `{other}`, not known")));
            }
        };
        let plain = plain.ok_or_else(|| TlsFault::Key("the passphrase is wrong".to_owned()))?;
        match self.label.as_str() {
            "RSA PRIVATE KEY" => Ok(PrivatePkcs1KeyDer::from(plain).into()),
            "EC PRIVATE KEY" => Ok(PrivateSec1KeyDer::from(plain).into()),
            other => Err(TlsFault::Key(format!("a `{other}` cannot be used"))),
        }
    }

    fn cbc<C: BlockCipherDecrypt + KeyInit>(
        &self,
        passphrase: &str,
        length: usize,
    ) -> Option<Vec<u8>> {
        let key = stretch(passphrase.as_bytes(), self.salt.get(..8)?, length);
        let cipher = Decryptor::<C>::new_from_slices(&key, &self.salt).ok()?;
        cipher.decrypt_padded_vec::<Pkcs7>(&self.data).ok()
    }
}

/// Makes a key out of a passphrase the way OpenSSL always did for these files.
fn stretch(passphrase: &[u8], salt: &[u8], length: usize) -> Vec<u8> {
    let (mut key, mut last) = (Vec::new(), Vec::new());
    while key.len() < length {
        let hash = Md5::new().chain_update(&last).chain_update(passphrase).chain_update(salt);
        last = hash.finalize().to_vec();
        key.extend_from_slice(&last);
    }
    key.truncate(length);
    key
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

/// Decodes the lines of a PEM section.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let text: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}
