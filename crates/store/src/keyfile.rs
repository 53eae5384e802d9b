//! The key file, and what is encrypted with it.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};

use crate::error::{Result, StoreError};
use crate::folder;
use crate::migrate::hex;

/// The key file's name in the data folder.
pub(crate) const NAME: &str = "master.key";

/// Bytes of a nonce, stored before the encrypted value.
const NONCE: usize = 24;

/// Form of a sealed value: the nonce, then the value and its tag.
pub(crate) const SEAL_VERSION: i64 = 1;

/// The keys of one installation. Has no `Debug`, so that it is never printed.
pub(crate) struct Keys {
    cipher: XChaCha20Poly1305,
    mask: [u8; 32],
    fingerprint: String,
}

impl Keys {
    /// Reads the key file; makes it when `fresh` says that nothing is encrypted yet.
    pub(crate) fn open(folder: &Path, fresh: bool) -> Result<Self> {
        let path = folder.join(NAME);
        match std::fs::read(&path) {
            Ok(text) => {
                let mode = path.metadata().map_or(0, |found| found.permissions().mode());
                if !folder::closed(mode) {
                    return Err(StoreError::Io(format!(
                        "the key file `{}` can be read by others; run `chmod 600` on it",
                        path.display()
                    )));
                }
                let master = parse(&text).ok_or_else(|| {
                    StoreError::Corrupt(format!(
                        "the key file `{}` is damaged: it must hold 64 hexadecimal digits; put \
                         its backup in its place",
                        path.display()
                    ))
                })?;
                Ok(Self::derive(&master))
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && fresh => make(&path),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                Err(StoreError::Corrupt(format!(
                    "the key file `{}` is missing, and the data is encrypted with it; put its \
                     backup in its place",
                    path.display()
                )))
            }
            Err(cause) => Err(StoreError::file("read", &path, &cause)),
        }
    }

    fn derive(master: &[u8; 32]) -> Self {
        let key = |purpose: &str| -> [u8; 32] {
            Sha256::new().chain_update(purpose).chain_update(master).finalize().into()
        };
        Self {
            cipher: XChaCha20Poly1305::new(&key("gatepost secrets 1").into()),
            mask: key("gatepost masks 1"),
            fingerprint: hex(key("gatepost fingerprint 1").get(..8).unwrap_or_default()),
        }
    }

    /// The key that marks masked values.
    pub(crate) fn mask(&self) -> [u8; 32] {
        self.mask
    }

    /// Tells this key from another one without telling the key.
    pub(crate) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Encrypts a value for the one place that `id` and `kind` name.
    pub(crate) fn seal(&self, id: &str, kind: &str, value: &str) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE];
        rand::fill(&mut nonce);
        let bound = bound(id, kind, SEAL_VERSION);
        let payload = Payload { msg: value.as_bytes(), aad: &bound };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| StoreError::odd("a secret too large to encrypt"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts what [`Keys::seal`] made.
    pub(crate) fn open_seal(
        &self,
        id: &str,
        kind: &str,
        version: i64,
        sealed: &[u8],
    ) -> Result<String> {
        let damaged = || {
            StoreError::Corrupt(format!(
                "the secret `{id}` can't be decrypted: it, or the key file `{NAME}`, is not the \
                 one that belongs here; restore a backup of both"
            ))
        };
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
        let payload = Payload { msg: sealed, aad: &bound(id, kind, version) };
        let value = self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| damaged())?;
        String::from_utf8(value).map_err(|_| damaged())
    }
}

/// What a sealed value is bound to; lengths first, so that no two places look the same.
fn bound(id: &str, kind: &str, version: i64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(id.len() + kind.len() + 24);
    for part in [id.as_bytes(), kind.as_bytes(), &version.to_be_bytes()] {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part);
    }
    bytes
}

fn make(path: &Path) -> Result<Keys> {
    let mut master = [0; 32];
    rand::fill(&mut master);
    let failed = |cause| StoreError::file("make", path, &cause);
    let mut file =
        folder::private(OpenOptions::new().write(true).create_new(true), path).map_err(failed)?;
    let text = hex(&master) + "\n";
    // Without this the data could outlive its key.
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|cause| {
        // Half a key would be taken for damage at the next start.
        let _ = std::fs::remove_file(path);
        failed(cause)
    })?;
    if let Some(folder) = path.parent()
        && let Ok(folder) = std::fs::File::open(folder)
    {
        folder.sync_all().map_err(failed)?;
    }
    Ok(Keys::derive(&master))
}

fn parse(text: &[u8]) -> Option<[u8; 32]> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_place() {
        let keys = Keys::derive(&[7; 32]);
        let sealed = keys.seal("a", "environment", "\"canary\"").unwrap();
        let open = |id: &str, kind: &str, version| keys.open_seal(id, kind, version, &sealed);
        assert_eq!(open("a", "environment", 1).unwrap(), "\"canary\"");
        for (id, kind, version) in
            [("b", "environment", 1), ("a", "collection", 1), ("a", "environment", 2)]
        {
            assert!(matches!(open(id, kind, version), Err(StoreError::Corrupt(_))));
        }
        let other = Keys::derive(&[8; 32]);
        assert!(other.open_seal("a", "environment", 1, &sealed).is_err());
        assert_ne!(sealed, keys.seal("a", "environment", "\"canary\"").unwrap());
    }

    #[test]
    fn any_changed_byte_is_noticed() {
        let keys = Keys::derive(&[7; 32]);
        let sealed = keys.seal("a", "k", "1").unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(keys.open_seal("a", "k", 1, &changed).is_err(), "byte {at}");
        }
        assert!(keys.open_seal("a", "k", 1, &sealed[..10]).is_err());
    }
}
