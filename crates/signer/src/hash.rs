//! Hash functions by name.

use hmac::{Hmac, KeyInit, Mac};
use md4::Md4;
use md5::Md5;
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Sha256, Sha384, Sha512, Sha512_256};

/// A hash function that some scheme uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Md4,
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
    Sha512Half,
}

impl Hash {
    /// A state to feed.
    pub(crate) fn start(self) -> Box<dyn DynDigest> {
        match self {
            Self::Md4 => Box::new(Md4::default()),
            Self::Md5 => Box::new(Md5::default()),
            Self::Sha1 => Box::new(Sha1::default()),
            Self::Sha256 => Box::new(Sha256::default()),
            Self::Sha384 => Box::new(Sha384::default()),
            Self::Sha512 => Box::new(Sha512::default()),
            Self::Sha512Half => Box::new(Sha512_256::default()),
        }
    }

    pub(crate) fn of(self, data: &[u8]) -> Vec<u8> {
        let mut state = self.start();
        state.update(data);
        state.finalize().into_vec()
    }

    /// HMAC; the functions without one here are not used that way and give nothing.
    pub(crate) fn mac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        match self {
            Self::Md5 => mac::<Hmac<Md5>>(key, data),
            Self::Sha1 => mac::<Hmac<Sha1>>(key, data),
            Self::Sha256 => mac::<Hmac<Sha256>>(key, data),
            Self::Sha384 => mac::<Hmac<Sha384>>(key, data),
            Self::Sha512 => mac::<Hmac<Sha512>>(key, data),
            Self::Md4 | Self::Sha512Half => Vec::new(),
        }
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], data: &[u8]) -> Vec<u8> {
    // INVARIANT: HMAC takes keys of any length.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return Vec::new() };
    mac.update(data);
    mac.finalize().into_bytes().to_vec()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_function_gives_its_published_value() {
        let rows = [
            (Hash::Md4, "a448017aaf21d8525fc10ae87aa6729d"),
            (Hash::Md5, "900150983cd24fb0d6963f7d28e17f72"),
            (Hash::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (Hash::Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (Hash::Sha512Half, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
        ];
        for (hash, expected) in rows {
            assert_eq!(hex(&hash.of(b"abc")), expected, "{hash:?}");
        }
    }

    #[test]
    fn macs_are_those_of_rfc_2202_and_4231() {
        let (key, data) = (b"Jefe", b"what do ya want for nothing?");
        let rows = [
            (Hash::Md5, "750c783e6ab0b503eaa86e310a5db738"),
            (Hash::Sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (Hash::Sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        ];
        for (hash, expected) in rows {
            assert_eq!(hex(&hash.mac(key, data)), expected, "{hash:?}");
        }
        assert!(hex(&Hash::Sha384.mac(key, data)).starts_with("af45d2e376484031"));
        assert!(hex(&Hash::Sha512.mac(key, data)).starts_with("164b7a7bfcf819e2"));
    }
}
